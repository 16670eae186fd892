"""What people at Budi's dinas say of the change: a wave that is over, and one that waits for their answers.

They understand the change and do not want it yet: the finding the product was made for.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from app.access.visitor import Actor
from app.base.database import db
from app.demo import cast
from app.initiatives.models import Initiative
from app.initiatives.queries import populations
from app.organisation.labels import TIERS
from app.organisation.models import Employee
from app.organisation.queries import structure
from app.surveys.facts import WaveFacts
from app.surveys.models import (
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    PopulationKind,
    SurveyParticipation,
    SurveyWave,
    VersionStatus,
    WaveMode,
)
from app.surveys.queries import waves as queries
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import tokens
from app.surveys.rules.pages import Given
from app.surveys.services import answering, closing, opening, telling, waves
from app.surveys.services.waves import Named
from app.training.services.moments import local_today

INSTRUMENTS = ("adkar15", "cause_checklist")
ENOUGH = 12
# How people lean at each element, in the middle of a scale from 0 to 4, and how much they gain until the next wave.
LEANING = {"awareness": 3.1, "desire": 1.6, "knowledge": 2.3, "ability": 2.1, "reinforcement": 1.5}
ORDINARY, SPREAD = 2.2, 0.9
CAUSE_CHOSEN = 0.22
ANSWERED, ANSWERED_SO_FAR = 0.8, 0.35


def act(actors: Mapping[str, Actor], seed: int, at: datetime) -> None:
    """Nothing where no change is under way. Draws from numbers of its own; the closing waits for the worker."""
    initiative = db.session.execute(select(Initiative).order_by(Initiative.id).limit(1)).scalar_one_or_none()
    if initiative is None:
        return
    rng, sari = Random(f"{seed}:surveys"), actors[cast.SARI.key]
    versions = _versions()
    first = _wave(initiative, "Kesiapan penyederhanaan birokrasi, gelombang 1", versions, at, by=sari)
    _answer(first, rng, ANSWERED, silent=frozenset())
    first.opened_at, first.closes_at = at - timedelta(days=24), at - timedelta(days=10)
    closing.request(first, by=sari)
    second = _wave(initiative, "Kesiapan penyederhanaan birokrasi, gelombang 2", versions, at, by=sari, after=first)
    second.opened_at = at - timedelta(days=2)
    telling.invite({"wave_id": second.id}, lambda _done, _total: None)
    mine = (cast.BUDI, cast.DEWI, cast.RINA)
    silent = frozenset(actors[one.key].employee_id for one in mine)
    _answer(second, rng, ANSWERED_SO_FAR, silent=silent)


def _versions() -> tuple[int, ...]:
    """What Sari took over of the shipped instruments, in the order it is asked."""
    statement = select(Instrument.shipped_code, InstrumentVersion.id).join(
        InstrumentVersion, InstrumentVersion.instrument_id == Instrument.id
    )
    published = statement.where(InstrumentVersion.status == VersionStatus.PUBLISHED)
    found = {row.shipped_code: row.id for row in db.session.execute(published)}
    return tuple(found[code] for code in INSTRUMENTS)


def _wave(
    initiative: Initiative,
    title: str,
    versions: tuple[int, ...],
    at: datetime,
    *,
    by: Actor,
    after: SurveyWave | None = None,
) -> SurveyWave:
    facts = WaveFacts(
        title=title,
        purpose="Supaya penjelasan, pelatihan, dan pembagian tugas menjawab yang benar-benar membuat orang ragu. "
        "Hasilnya dibahas bersama kepala bidang dan dibagikan kepada semua yang ditanya.",
        change_name="penyederhanaan birokrasi",
        mode=WaveMode.ANONYMOUS,
        minimum_group=5,
        closes_at=at + timedelta(days=12),
        version_ids=versions,
        initiative_id=initiative.id,
        previous_id=after.id if after else None,
    )
    wave = waves.create(structure.unit(initiative.unit_id), facts, by=by)
    for one in _asked(initiative):
        waves.add_line(wave, one, is_left_out=False, by=by)
    opening.open_at_once(wave, by=by)
    return queries.by_id(wave.id)


def _asked(initiative: Initiative) -> list[Named]:
    """Everybody affected; in a demo too small for that, everybody with a post besides."""
    affected = Named(PopulationKind.INITIATIVE, initiative_id=initiative.id)
    people = populations.population(
        [populations.Named(populations.INITIATIVE, initiative_id=initiative.id)], local_today()
    )
    everybody = [Named(PopulationKind.TIER, tier=tier) for tier in TIERS]
    return [affected] if sum(populations.counts_by_path(people).values()) >= ENOUGH else [affected, *everybody]


def _answer(wave: SurveyWave, rng: Random, share: float, *, silent: frozenset[int | None]) -> None:
    items = items_of_wave(wave.id)
    codes = _dimensions(items)
    asked = select(SurveyParticipation.employee_id).where(SurveyParticipation.wave_id == wave.id)
    active = asked.join(Employee, Employee.id == SurveyParticipation.employee_id).where(Employee.active)
    people = sorted(db.session.execute(active).scalars())
    rng.shuffle(people)
    for employee_id in people:
        if rng.random() < share and employee_id not in silent:
            token = tokens.token_of(wave.id, employee_id)
            found = answering.opened(token)
            said = _said(items, codes, rng)
            if found is not None:
                answering.submit(answering.asked_by(found), token, said)


def _dimensions(items: list[InstrumentItem]) -> dict[int, str]:
    found = select(InstrumentDimension.id, InstrumentDimension.code)
    codes = {row.id: row.code for row in db.session.execute(found)}
    return {one.id: codes.get(one.dimension_id or 0, "") for one in items}


def _said(items: list[InstrumentItem], codes: Mapping[int, str], rng: Random) -> Given:
    """What somebody answers: more or less as everybody, by how they themselves take things."""
    given, mood = Given(), rng.gauss(0, 0.5)
    for one in items:
        most = len(one.options) - 1
        if one.kind == ItemKind.MULTIPLE:
            chosen = [place for place in range(len(one.options)) if rng.random() < CAUSE_CHOSEN]
            given.chosen[one.id] = chosen or [rng.randrange(len(one.options))]
        elif one.kind != ItemKind.TEXT:
            leaning = LEANING.get(codes[one.id], ORDINARY) * most / 4
            place = min(most, max(0, round(rng.gauss(leaning + mood, SPREAD))))
            given.chosen[one.id] = [most - place if one.reversed else place]
    return given
