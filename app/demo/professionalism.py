"""The index in the demo: what people learnt before, how they were rated, two sanctions, and last year closed with the
values that were published for it.

The story: most estimates miss the published value a little, for the rules changed; three published sums do not add up;
somebody's education is written as no table knows it; some trainings were never brought in.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select

from app.base.clock import today
from app.base.database import begin_writing, db
from app.competency.models import LearningRecord, LearningStatus
from app.competency.models.gaps import PerformanceRating
from app.demo import tables
from app.demo.bulk import Rows
from app.demo.competencies import LOWEST_VALUE, PREDICATES
from app.demo.governments import BUNGO
from app.demo.people import Human, Population
from app.demo.schedule import Calendar
from app.documents.spreadsheets import xlsx_file
from app.imports.headings import ImportKind
from app.organisation.models import Employee, PositionTier
from app.professionalism.models import IndexResult, SanctionLevel
from app.professionalism.queries import years as queries
from app.professionalism.rules.table import post_kind
from app.professionalism.services import discipline, following, years

SCHOOLS = {"s2": "S-2", "health": "S-2", "doctor": "S-2", "d3": "D-III", "midwife": "D-III", "slta": "SLTA"}
UNKNOWN_SCHOOL = "Pesantren"
LEADERSHIP = {
    PositionTier.JPT_PRATAMA: "Pelatihan Kepemimpinan Nasional Tingkat II",
    PositionTier.ADMINISTRATOR: "Pelatihan Kepemimpinan Administrator",
    PositionTier.PENGAWAS: "Pelatihan Kepemimpinan Pengawas",
}
TECHNICAL = ("Pengelolaan Keuangan Daerah", "Penyusunan Dokumen Perencanaan", "Pengelolaan Arsip Dinamis")
SEMINARS = ("Seminar Inovasi Daerah", "Lokakarya Pelayanan Terpadu", "Sarasehan Keterbukaan Informasi")
SANCTIONS = ((SanctionLevel.LIGHT, 400), (SanctionLevel.MEDIUM, 800))
PUBLISHED = "Pengumuman IP ASN (contoh).xlsx"
_HEADINGS = ("NIP", "Tahun", "IP ASN", "Kualifikasi", "Kompetensi", "Kinerja", "Disiplin", "Sumber")


def school_of(human: Human) -> str:
    """The level of education as the file has it; one is written as no table knows it, a few are missing."""
    if human.id % 97 == 41:
        return UNKNOWN_SCHOOL
    return "" if human.id % 53 == 17 else SCHOOLS.get(human.post.education, "S-1")


def value_of(human: Human, predicate: str) -> Decimal | None:
    """A rating as a figure for a third of all; the others have a predicate alone."""
    return Decimal(LOWEST_VALUE[predicate] + human.id % 9) + Decimal("0.4") if human.id % 3 == 0 else None


def write_history(
    rows: Rows, government_id: int, population: Population, *, calendar: Calendar, players: set[int], rng: Random
) -> None:
    """Trainings of earlier years that were verified, and the ratings of the year before the last."""
    names, weights = [one[0] for one in PREDICATES], [one[2] for one in PREDICATES]
    scores = {name: Decimal(score) for name, score, _weight in PREDICATES}
    for human in population.humans:
        predicate = "Baik" if human.id in players else rng.choices(names, weights=weights)[0]
        rows.add(
            PerformanceRating,
            government_id=government_id,
            employee_id=human.id,
            year=calendar.today.year - 2,
            predicate=predicate,
            value=value_of(human, predicate),
            score=scores[predicate],
            source="e-Kinerja (contoh)",
        )
        for form, title, day, hours in _taken(human, calendar.today, rng):
            _write_training(rows, government_id, human, form, title, day=day, hours=hours)


def _taken(human: Human, day: date, rng: Random) -> Iterator[tuple[str, str, date, int]]:
    """What somebody learnt before this year; one in nine has no history at all."""
    if rng.random() < 0.11:
        return
    new_year = day.replace(month=1, day=1)
    title = LEADERSHIP.get(human.post.tier)
    if title and rng.random() < 0.8:
        yield "KL01", title, new_year - timedelta(days=rng.randint(200, 2_000)), 300
    if post_kind(human.post.tier) == "functional" and rng.random() < 0.8:
        day_then = new_year - timedelta(days=rng.randint(300, 2_000))
        yield "KL04", f"Pelatihan fungsional {human.post.title}"[:200], day_then, 80
    if rng.random() < 0.75:
        back = rng.randint(1, 200) if rng.random() < 0.6 else rng.randint(200, 1_200)
        yield "KL03", rng.choice(TECHNICAL), new_year - timedelta(days=back), rng.choice((12, 20, 24, 40))
    if rng.random() < 0.6:
        yield "KL06", rng.choice(SEMINARS), new_year - timedelta(days=rng.randint(1, 500)), 4


def _write_training(
    rows: Rows, government_id: int, human: Human, form: str, title: str, *, day: date, hours: int
) -> None:
    number = rows.new_id(LearningRecord)
    rows.add(
        LearningRecord,
        id=number,
        government_id=government_id,
        employee_id=human.id,
        form_code=form,
        title=title,
        organiser="BPSDM Provinsi (contoh)",
        evidence=f"Sertifikat nomor {number}/{day.year}",
        starts_on=day - timedelta(days=2),
        ends_on=day,
        year=day.year,
        jp_claimed=Decimal(hours),
        jp_credited=Decimal(hours),
        status=LearningStatus.CREDITED,
        source_key=f"demo:history:{number}",
        recorded_at=tables.moment_of(day),
    )


def publish() -> None:
    """In Bungo: the list of sanctions is complete, last year is worked out, its published values come in, and it is
    closed. What is there already is left alone."""
    sari = tables.officer()
    day = today(BUNGO.timezone)
    last_year = day.year - 1
    if queries.numbered(last_year) is None:
        _punish(day, sari)
        discipline.state_complete(day - timedelta(days=20), "Rekap disiplin (contoh)", by=sari)
        years.add(last_year, by=sari)
        db.session.commit()
    following.catch_up()
    one = queries.existing(last_year)
    if one.status != "open":
        return
    content = xlsx_file("IP ASN", _HEADINGS, _published(last_year))
    db.session.rollback()
    tables.take_in(PUBLISHED, ImportKind.OFFICIAL_INDEX, content, by=sari)
    begin_writing()
    years.close(last_year, by=sari)
    db.session.commit()
    following.catch_up()


def _punish(day: date, by: Any) -> None:
    """Two people nobody knows from the story."""
    statement = select(Employee.id).where(Employee.active).order_by(Employee.id.desc()).limit(len(SANCTIONS))
    chosen: Sequence[int] = db.session.execute(statement).scalars().all()
    for number, (level, ago) in zip(chosen, SANCTIONS, strict=False):
        decree = f"800/{number}/BKPSDM (contoh)"
        discipline.record(number, level, day - timedelta(days=ago), decree, by=by)


def _published(year: int) -> Iterator[Sequence[Any]]:
    """Values near the estimates, as a central agency would publish them; a few have parts that do not add up."""
    rng = Random(f"published:{year}")
    statement = (
        select(Employee.nip, IndexResult)
        .join(IndexResult, IndexResult.employee_id == Employee.id)
        .where(IndexResult.year == year)
        .order_by(Employee.id)
    )
    for index, (nip, one) in enumerate(db.session.execute(statement).all()):
        if index % 29 == 28:
            continue
        parts = [
            one.qualification if one.qualification is not None else Decimal(15),
            min(Decimal(40), (one.training or Decimal(20)) + rng.choice((0, 0, 0, Decimal("2.5"), Decimal("-2.5")))),
            one.performance if one.performance is not None else Decimal(25),
            one.discipline if one.discipline is not None else Decimal(5),
        ]
        parts = [max(Decimal(0), part) for part in parts]
        total = sum(parts, Decimal(0)) + {7: Decimal("0.75"), 33: Decimal("-1.2"), 61: Decimal("0.4")}.get(index, 0)
        yield nip, year, float(min(total, Decimal(100))), *(float(part) for part in parts), "Pengumuman contoh"
