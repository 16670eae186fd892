"""Competency in the demo: who was measured how, by whom and when, what technical posts ask, and last year's predicates.

The map is to tell a story: managing change is what most units lack, the counters lack public service, integrity is
held almost everywhere, and some results are older than they hold.
"""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from app.competency.models import (
    Assessment,
    AssessmentDispute,
    AssessmentSource,
    Competency,
    CompetencyGroup,
    PositionRequirement,
    PositionStandard,
)
from app.competency.models.gaps import PerformanceRating
from app.competency.models.next_posts import NextPost
from app.demo import cast
from app.demo.bulk import Rows
from app.demo.people import Human, Population
from app.demo.schedule import Calendar
from app.organisation.models import PositionTier

SELF_SHARE, EXPIRED_SHARE, RATED_SHARE = 0.12, 0.07, 0.9
EXPIRED_DAYS = (1_110, 1_300)
AIMS_EVERY = 9
# How often a competency is a level short, and how often a level above.
LACKS = {"M.1": (6, 20), "M.2": (10, 18), "M.3": (24, 12), "M.4": (22, 16), "M.5": (34, 10)}
LACKS |= {"M.6": (26, 12), "M.7": (58, 5), "M.8": (28, 10), "SK.1": (5, 16)}
COUNTER_STANDARD = {"M.5": 2, "M.3": 2, "M.7": 2}
PREDICATES: tuple[tuple[str, str, int], ...] = (
    ("Sangat Baik", "100", 12),
    ("Baik", "80", 70),
    ("Butuh Perbaikan", "60", 12),
    ("Kurang", "40", 5),
    ("Sangat Kurang", "20", 1),
)
# The lowest rating value a predicate stands beside in the demo.
LOWEST_VALUE = {"Sangat Baik": 91, "Baik": 77, "Butuh Perbaikan": 62, "Kurang": 52, "Sangat Kurang": 41}
UNKNOWN_PREDICATE = "Cukup"
# Technical competencies in our own words: code, name, affair, what each level looks like, which units ask them.
TECHNICAL = (
    (
        "T.KOMINFO.1",
        "Pengelolaan layanan elektronik",
        "Komunikasi dan informatika",
        ("Memahami alur layanan", "Menjalankan layanan", "Mengatasi gangguan", "Merancang layanan"),
        "Komunikasi",
    ),
    (
        "T.PAJAK.1",
        "Pemeriksaan pajak daerah",
        "Keuangan",
        ("Mengenali berkas", "Memeriksa kelengkapan", "Menilai kewajaran", "Membimbing pemeriksa lain"),
        "Pajak",
    ),
    (
        "T.KES.1",
        "Pengelolaan data kesehatan",
        "Kesehatan",
        ("Mencatat data", "Mengolah laporan", "Menganalisis mutu data", "Merancang tata kelola data"),
        "RSUD",
    ),
)


def own_standards(population: Population) -> dict[int, dict[str, int]]:
    """What posts at the counters and desks ask beyond their tier, which asks the lowest level of everything. In the
    story only Budi's does."""
    budi = population.players.get(cast.BUDI.key)
    players = {human.post.id for human in population.players.values()}
    found = {
        post.id: COUNTER_STANDARD
        for post in population.structure.posts
        if post.tier == PositionTier.PELAKSANA and post.id not in players
    }
    return found if budi is None else found | {budi.post.id: COUNTER_STANDARD}


def draw_levels(required: dict[str, int], unit_mood: int, rng: Random) -> dict[str, int]:
    """Levels around what the tier asks, short where the story says so; a unit's mood shifts them a little."""
    found = {}
    for code, level in required.items():
        lacks, surplus = LACKS.get(code, (20, 10))
        chance = rng.randrange(100)
        step = -1 if chance < lacks + unit_mood else 1 if chance >= 100 - surplus else 0
        found[code] = min(5, max(1, level + step))
    return found


def mood_of(human: Human) -> int:
    """The same for everybody of one perangkat daerah: from a little better to a little worse than most."""
    return sum(map(ord, human.post.unit.regional)) % 27 - 10


def assessed_on(calendar: Calendar, rng: Random) -> date:
    days = rng.randint(*EXPIRED_DAYS) if rng.random() < EXPIRED_SHARE else rng.randint(60, 540)
    return calendar.today - timedelta(days=days)


def write_own_words(
    rows: Rows,
    government_id: int,
    human: Human,
    levels: dict[str, int],
    ids: dict[str, int],
    *,
    calendar: Calendar,
    rng: Random,
) -> None:
    """What some people say of themselves, a little kinder than others do."""
    if rng.random() >= SELF_SHARE:
        return
    on = calendar.today - timedelta(days=rng.randint(20, 200))
    for code, level in levels.items():
        kinder = min(5, max(1, level + (rng.random() < 0.4)))
        rows.add(
            Assessment,
            government_id=government_id,
            employee_id=human.id,
            competency_id=ids[code],
            level=kinder,
            source=AssessmentSource.SELF,
            assessed_on=on,
            valid_until=on.replace(year=on.year + 3, day=min(on.day, 28)),
            assessor=human.name,
        )


def write_technical(
    rows: Rows, government_id: int, population: Population, *, calendar: Calendar, since: date, rng: Random
) -> None:
    """Technical competencies of the government's own, asked of posts of a few units and measured of most there."""
    for code, name, affair, levels, where in TECHNICAL:
        competency_id = rows.add(
            Competency,
            government_id=government_id,
            code=code,
            competency_group=CompetencyGroup.TECHNICAL,
            name=name,
            affair=affair,
            definition="",
            levels=list(levels),
            sort_order=1_000,
            source="Kamus contoh untuk peragaan",
        )
        asked = 0
        for post in population.structure.posts:
            if where not in post.unit.regional or post.is_head or asked >= 40:
                continue
            asked += 1
            rows.add(
                PositionRequirement,
                government_id=government_id,
                position_id=post.id,
                competency_id=competency_id,
                level=2,
                valid_from=since,
                source="Keputusan contoh",
            )
            for number in post.holders:
                if rng.random() < 0.7:
                    rows.add(
                        Assessment,
                        government_id=government_id,
                        employee_id=number,
                        competency_id=competency_id,
                        level=rng.choice((1, 1, 2, 2, 3)),
                        source=AssessmentSource.SUPERIOR,
                        assessed_on=calendar.today - timedelta(days=rng.randint(60, 400)),
                    )


def write_sheet(rows: Rows, government_id: int, population: Population) -> None:
    """The sheet of the counter's post, as one prints it."""
    budi = population.players.get(cast.BUDI.key)
    if budi is not None:
        rows.add(
            PositionStandard,
            government_id=government_id,
            position_id=budi.post.id,
            affair="Tenaga kerja",
            summary="Melayani pencari kerja di loket: menerima, memeriksa, dan menuntaskan permohonan.",
            rank="Pengatur (II/c) sampai Penata Muda Tingkat I (III/b)",
            education="D-3 atau S-1 administrasi, manajemen, atau ilmu sosial",
            training="Pelatihan pelayanan prima",
            experience="Paling sedikit satu tahun di pelayanan",
            indicators="Permohonan selesai tepat waktu; keluhan dijawab dalam dua hari kerja",
        )


def write_performance(
    rows: Rows, government_id: int, population: Population, *, calendar: Calendar, rng: Random
) -> None:
    """Last year's predicates; one is written as no table knows it."""
    year, odd = calendar.today.year - 1, True
    names = [one[0] for one in PREDICATES]
    scores = {name: Decimal(score) for name, score, _weight in PREDICATES}
    for human in population.humans:
        if rng.random() >= RATED_SHARE:
            continue
        name = rng.choices(names, weights=[one[2] for one in PREDICATES])[0]
        is_odd = odd and human.post.tier == PositionTier.PELAKSANA and human.id not in _players(population)
        odd = odd and not is_odd
        potential = Decimal(rng.randint(52, 96)) if rng.random() < 0.4 else None
        rows.add(
            PerformanceRating,
            government_id=government_id,
            employee_id=human.id,
            year=year,
            predicate=UNKNOWN_PREDICATE if is_odd else name,
            # A third of all ratings come with their figure, and no draw depends on it.
            value=None if is_odd or human.id % 3 else Decimal(LOWEST_VALUE[name] + human.id % 9) + Decimal("0.4"),
            score=None if is_odd else scores[name],
            potential=potential,
            source="e-Kinerja (contoh)",
        )


def _players(population: Population) -> set[int]:
    return {one.id for one in population.players.values()}


def write_aims(rows: Rows, government_id: int, population: Population, calendar: Calendar) -> None:
    """Budi and a few others aim at the post above their own."""
    budi = population.players.get(cast.BUDI.key)
    for place, human in enumerate(population.humans):
        above = human.post.superior
        if above is None or not (human is budi or (place % AIMS_EVERY == 0 and not human.post.is_head)):
            continue
        rows.add(
            NextPost,
            government_id=government_id,
            employee_id=human.id,
            position_id=above.id,
            chosen_at=calendar.now - timedelta(days=30 + place % 60),
        )


def write_dispute(rows: Rows, government_id: int, employee_id: int, assessment_id: int, calendar: Calendar) -> None:
    """Dewi does not agree with one of her levels."""
    rows.add(
        AssessmentDispute,
        government_id=government_id,
        assessment_id=assessment_id,
        employee_id=employee_id,
        reason="Sejak Maret saya juga menyusun jadwal loket dan melatih dua petugas baru.",
        raised_at=calendar.now - timedelta(days=3),
    )
