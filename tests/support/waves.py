"""Builders for surveys: a published instrument, waves, people who answer them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.organisation.models import OrgUnit
from app.surveys.facts import WaveFacts
from app.surveys.models import (
    Direction,
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    PopulationKind,
    SurveyWave,
    VersionStatus,
    WaveMode,
)
from app.surveys.queries import waves as queries
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import tokens
from app.surveys.rules.pages import Given
from app.surveys.services import answering, closing, opening, waves
from app.surveys.services.waves import Named
from tests.support.builders import Person, make_employee, make_position

AGREEMENT = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"]


def make_version(
    title: str = "Lima pernyataan", *, scales: int = 3, text: bool = True, items: Sequence[dict[str, Any]] = ()
) -> InstrumentVersion:
    """A published version with some statements on one page and, on the next, a free text that may stay empty."""
    instrument = Instrument(title=f"{title} {now():%H%M%S%f}", direction=Direction.HIGH_IS_GOOD)
    db.session.add(instrument)
    db.session.flush()
    version = InstrumentVersion(instrument_id=instrument.id, number=1)
    db.session.add(version)
    db.session.flush()
    dimension = InstrumentDimension(version_id=version.id, code="d", title="Kemauan", sort_order=1)
    db.session.add(dimension)
    db.session.flush()
    rows = list(items) or [{"kind": ItemKind.SCALE, "options": AGREEMENT} for _one in range(scales)]
    if text and not items:
        rows.append({"kind": ItemKind.TEXT, "options": [], "page": 2, "is_required": False})
    for place, row in enumerate(rows, start=1):
        usual = {
            "version_id": version.id,
            "dimension_id": dimension.id if row["kind"] == ItemKind.SCALE else None,
            "code": f"K{place}",
            "text": f"Pernyataan {place} tentang {{perubahan}}.",
            "sort_order": place,
        }
        db.session.add(InstrumentItem(**usual | row))
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, now()
    db.session.commit()
    return version


def make_crowd(unit: OrgUnit, people: int, *, email: str | None = "") -> list[Person]:
    """People of a unit, without mail unless it is said otherwise."""
    post = make_position(unit=unit).id
    return [
        make_employee(f"Penjawab {number:03d} {unit.name}", position_id=post, email=email) for number in range(people)
    ]


def wave_facts(*versions: InstrumentVersion, **different: Any) -> WaveFacts:
    facts = {
        "title": "Kesiapan penggabungan bidang",
        "purpose": "Supaya pelatihan dan penjelasan tepat sasaran.",
        "change_name": "penggabungan bidang",
        "mode": WaveMode.ANONYMOUS,
        "minimum_group": 5,
        "closes_at": now() + timedelta(days=10),
        "version_ids": tuple(one.id for one in versions),
    }
    return WaveFacts(**facts | different)


def make_wave(unit: OrgUnit, *versions: InstrumentVersion, named: Sequence[Named] = (), **different: Any) -> SurveyWave:
    """A draft that asks a unit and everybody below it."""
    wave = waves.create(unit, wave_facts(*(versions or (make_version(),)), **different), by=SYSTEM)
    for one in named or (Named(PopulationKind.SUBTREE, unit_id=unit.id),):
        waves.add_line(wave, one, is_left_out=False, by=SYSTEM)
    db.session.commit()
    return wave


def open_wave(unit: OrgUnit, *versions: InstrumentVersion, **different: Any) -> SurveyWave:
    wave = make_wave(unit, *versions, **different)
    opening.request(wave, by=SYSTEM)
    db.session.commit()
    worker.work_off()
    return queries.by_id(wave.id)


def token_of(wave: SurveyWave, person: Person) -> str:
    return tokens.token_of(wave.id, person.employee_id)


def given_to(wave: SurveyWave, place: int = 3, text: str = "") -> Given:
    """The same place on every scale, and a text for every free one."""
    items = items_of_wave(wave.id)
    chosen = {one.id: [place] for one in items if one.kind in (ItemKind.SCALE, ItemKind.SINGLE)}
    return Given(chosen, {one.id: text for one in items if one.kind == ItemKind.TEXT and text})


def answer(wave: SurveyWave, person: Person, place: int = 3, text: str = "") -> bool:
    """Send an answer as a form would, outside any scope."""
    given = given_to(wave, place, text)
    government = scope.current()
    db.session.info.pop("scope", None)
    try:
        kept = send(token_of(wave, person), given)
        db.session.commit()
    finally:
        scope.enter(government)
    return kept


def send(token: str, given: Given) -> bool:
    """Keep an answer for a token, or False where it opens nothing."""
    found = answering.opened(token)
    if found is None:
        return False
    with scope.within(found.government_id):
        asked = answering.asked_by(found)
    return answering.submit(asked, token, given)


def close_wave(wave: SurveyWave) -> SurveyWave:
    closing.request(wave, by=SYSTEM)
    db.session.commit()
    worker.work_off()
    db.session.expire_all()
    return queries.by_id(wave.id)


def ids_of_waves(unit: OrgUnit, title: str) -> dict[str, int]:
    """The numbers of a wave in preparation and of a line of its population."""
    wave = make_wave(unit, title=f"Gelombang {title}")
    return {"wave_id": wave.id, "population_line_id": queries.rules_of(wave.id)[0].id}
