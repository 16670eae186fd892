"""Drafting a wave: what it asks, and whom."""

from dataclasses import dataclass

from sqlalchemy import delete

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.organisation.models import OrgUnit
from app.surveys.facts import WaveFacts
from app.surveys.models import PopulationKind, PopulationRule, SurveyWave, WaveInstrument
from app.surveys.queries import waves as queries
from app.surveys.rules import waves as rules


def create(unit: OrgUnit, facts: WaveFacts, *, by: Actor) -> SurveyWave:
    """A draft of a unit. Raises WrongField."""
    rules.ensure_sound(facts.minimum_group, facts.version_ids)
    wave = SurveyWave(unit_id=unit.id)
    _write(wave, facts)
    db.session.add(wave)
    db.session.flush()
    _ask(wave, facts)
    audit.record("surveys.wave.drafted", wave, by=by)
    return wave


def change(wave: SurveyWave, facts: WaveFacts, *, version: int, by: Actor) -> None:
    """Raises NotNow once it was opened, StaleVersion, WrongField."""
    wave = lock(wave)
    rules.ensure_draft(wave.status)
    if wave.version != version:
        raise StaleVersion
    rules.ensure_sound(facts.minimum_group, facts.version_ids)
    _write(wave, facts)
    wave.version += 1
    db.session.execute(delete(WaveInstrument).where(WaveInstrument.wave_id == wave.id))
    _ask(wave, facts)
    audit.record("surveys.wave.changed", wave, by=by)


def _write(wave: SurveyWave, facts: WaveFacts) -> None:
    wave.title, wave.purpose, wave.change_name = facts.title, facts.purpose, facts.change_name
    wave.mode, wave.minimum_group, wave.closes_at = facts.mode, facts.minimum_group, facts.closes_at
    wave.initiative_id, wave.previous_id = facts.initiative_id, facts.previous_id


def _ask(wave: SurveyWave, facts: WaveFacts) -> None:
    for place, version_id in enumerate(dict.fromkeys(facts.version_ids), start=1):
        db.session.add(WaveInstrument(wave_id=wave.id, version_id=version_id, sort_order=place))
    db.session.flush()


@dataclass(frozen=True)
class Named:
    """Whom a line names: by its kind one of the numbers or the tier, and the rest empty."""

    kind: PopulationKind
    unit_id: int | None = None
    position_id: int | None = None
    initiative_id: int | None = None
    employee_id: int | None = None
    tier: str = ""


_ASKS = {
    PopulationKind.UNIT: ("unit_id", "Pilih unitnya."),
    PopulationKind.SUBTREE: ("unit_id", "Pilih unitnya."),
    PopulationKind.TIER: ("tier", "Pilih jenjangnya."),
    PopulationKind.POSITION: ("position_id", "Pilih jabatannya."),
    PopulationKind.INITIATIVE: ("initiative_id", "Pilih inisiatifnya."),
    PopulationKind.PERSON: ("employee_id", "Pilih orangnya."),
}


def add_line(wave: SurveyWave, named: Named, *, is_left_out: bool, by: Actor) -> PopulationRule:
    """Another line; one that is there already only changes whether it takes in or leaves out. Raises WrongField."""
    wave = lock(wave)
    rules.ensure_draft(wave.status)
    field, words = _ASKS[named.kind]
    if not getattr(named, field):
        raise WrongField(field, words)
    known = queries.rules_of(wave.id)
    row = next((one for one in known if _of(one) == named), None)
    if row is None and len(known) >= rules.LINES_AT_MOST:
        raise WrongField("kind", f"Paling banyak {rules.LINES_AT_MOST} baris. Pakai unit, bukan orang satu per satu.")
    if row is None:
        row = PopulationRule(
            wave_id=wave.id,
            kind=named.kind,
            unit_id=named.unit_id,
            position_id=named.position_id,
            initiative_id=named.initiative_id,
            employee_id=named.employee_id,
            tier=named.tier,
        )
        db.session.add(row)
    row.is_left_out = is_left_out
    db.session.flush()
    audit.record("surveys.population.changed", row, by=by, kind=named.kind)
    return row


def _of(one: PopulationRule) -> Named:
    kind = PopulationKind(one.kind)
    return Named(kind, one.unit_id, one.position_id, one.initiative_id, one.employee_id, one.tier)


def remove_line(wave: SurveyWave, line_id: int, *, by: Actor) -> None:
    wave = lock(wave)
    row = queries.line(wave.id, line_id)
    rules.ensure_draft(wave.status)
    audit.record("surveys.population.changed", row, by=by, kind=row.kind)
    db.session.delete(row)
