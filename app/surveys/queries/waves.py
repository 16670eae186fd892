"""Reading waves, on somebody's behalf."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import db
from app.initiatives.models import Initiative
from app.initiatives.queries import populations
from app.organisation.models import Employee, OrgUnit, Position
from app.organisation.queries.directory import within
from app.surveys.models import (
    Instrument,
    InstrumentItem,
    InstrumentVersion,
    PopulationKind,
    PopulationRule,
    SurveyGroup,
    SurveyParticipation,
    SurveySlips,
    SurveyWave,
    VersionStatus,
    WaveInstrument,
    WaveStatus,
)


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    text: str = ""
    status: WaveStatus | None = None

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class WavePage:
    """A wave with the unit that answers for it, the initiative it asks about, and the wave it is compared with."""

    wave: SurveyWave
    unit: OrgUnit
    initiative: Initiative | None
    previous: SurveyWave | None


def waves(reach: Reach, filters: Filters, *, before: int | None, limit: int) -> list[Any]:
    """Waves as a list shows them, the newest first."""
    statement = (
        select(
            SurveyWave.id,
            SurveyWave.title,
            SurveyWave.status,
            SurveyWave.mode,
            SurveyWave.targeted,
            SurveyWave.closes_at,
            SurveyWave.closed_at,
            OrgUnit.name.label("unit"),
            Initiative.short_name.label("initiative"),
        )
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .outerjoin(Initiative, Initiative.id == SurveyWave.initiative_id)
        .where(within(reach), *_conditions(filters))
        .order_by(SurveyWave.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(SurveyWave.id < before)
    return list(db.session.execute(statement).all())


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        texts = (SurveyWave.title, OrgUnit.name)
        found.append(or_(*(func.lower(text).like(f"%{escaped}%", escape="\\") for text in texts)))
    if filters.status is not None:
        found.append(SurveyWave.status == filters.status)
    return found


def page(reach: Reach, wave_id: int) -> WavePage:
    """A wave of the units within reach; any other is simply not found."""
    earlier = SurveyWave.__table__.alias("earlier")
    statement = (
        select(SurveyWave, OrgUnit, Initiative, earlier.c.id)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .outerjoin(Initiative, Initiative.id == SurveyWave.initiative_id)
        .outerjoin(earlier, earlier.c.id == SurveyWave.previous_id)
        .where(SurveyWave.id == wave_id, within(reach))
    )
    wave, unit, initiative, previous_id = db.session.execute(statement).one()
    return WavePage(wave, unit, initiative, by_id(previous_id) if previous_id else None)


def any_page(wave_id: int) -> WavePage:
    """A wave for the worker, or for whoever holds a token of it."""
    return page(EVERYWHERE, wave_id)


def by_id(wave_id: int) -> SurveyWave:
    return db.session.execute(select(SurveyWave).where(SurveyWave.id == wave_id)).scalar_one()


def status_of(wave_id: int) -> str:
    """The status as it stands now."""
    return db.session.execute(select(SurveyWave.status).where(SurveyWave.id == wave_id)).scalar_one()


def unfinished() -> list[SurveyWave]:
    """Waves with answers that have not been rewritten yet, everywhere."""
    statement = (
        select(SurveyWave).where(SurveyWave.status.in_((WaveStatus.OPEN, WaveStatus.CLOSING))).order_by(SurveyWave.id)
    )
    return list(db.session.execute(statement).scalars())


def not_closed_with(version_ids: list[int]) -> bool:
    """Whether a wave that is prepared or open asks one of these versions."""
    statement = (
        select(SurveyWave.id)
        .join(WaveInstrument, WaveInstrument.wave_id == SurveyWave.id)
        .where(WaveInstrument.version_id.in_(version_ids), SurveyWave.status != WaveStatus.CLOSED)
        .limit(1)
    )
    return db.session.execute(statement).first() is not None


def due(at: datetime) -> list[tuple[int, int]]:
    """(government, wave) of every wave whose time is over, or whose closing was begun; across governments."""
    with scope.everything():
        statement = (
            select(SurveyWave.government_id, SurveyWave.id)
            .where(SurveyWave.status == WaveStatus.OPEN, SurveyWave.closes_at <= at)
            .order_by(SurveyWave.id)
        )
        return [(row[0], row[1]) for row in db.session.execute(statement)]


def near_their_end(at: datetime, soon: datetime) -> list[tuple[int, int]]:
    """(government, wave) of every open wave that closes between now and soon; across governments."""
    with scope.everything():
        statement = (
            select(SurveyWave.government_id, SurveyWave.id)
            .where(SurveyWave.status == WaveStatus.OPEN, SurveyWave.closes_at > at, SurveyWave.closes_at <= soon)
            .order_by(SurveyWave.id)
        )
        return [(row[0], row[1]) for row in db.session.execute(statement)]


# --- what a draft chooses from ---------------------------------------------------------------------------


def version_choices() -> list[tuple[int, str]]:
    """Published versions that can be asked: (id, title with its number and length)."""
    counted = func.count(InstrumentItem.id)
    statement = (
        select(InstrumentVersion.id, Instrument.title, InstrumentVersion.number, counted.label("items"))
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .join(InstrumentItem, InstrumentItem.version_id == InstrumentVersion.id)
        .where(InstrumentVersion.status == VersionStatus.PUBLISHED, Instrument.is_archived.is_(False))
        .group_by(InstrumentVersion.id, Instrument.title, InstrumentVersion.number)
        .order_by(Instrument.title, InstrumentVersion.number.desc())
        .limit(200)
    )
    return [(row.id, f"{row.title}, versi {row.number} ({row.items} butir)") for row in db.session.execute(statement)]


def comparable(reach: Reach, *, but: int | None = None) -> list[tuple[int, str]]:
    """Closed waves to compare with, the newest first: (id, title)."""
    statement = (
        select(SurveyWave.id, SurveyWave.title)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(within(reach), SurveyWave.status == WaveStatus.CLOSED, SurveyWave.id != (but or 0))
        .order_by(SurveyWave.id.desc())
        .limit(200)
    )
    return [(row.id, row.title) for row in db.session.execute(statement)]


def versions_of(wave_id: int) -> list[Any]:
    """What a wave asks, in order: (version_id, title, number, items)."""
    statement = (
        select(
            WaveInstrument.version_id,
            Instrument.title,
            InstrumentVersion.number,
            InstrumentVersion.introduction,
            func.count(InstrumentItem.id).label("items"),
        )
        .join(InstrumentVersion, InstrumentVersion.id == WaveInstrument.version_id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .outerjoin(InstrumentItem, InstrumentItem.version_id == InstrumentVersion.id)
        .where(WaveInstrument.wave_id == wave_id)
        .group_by(
            WaveInstrument.version_id,
            Instrument.title,
            InstrumentVersion.number,
            InstrumentVersion.introduction,
            WaveInstrument.sort_order,
        )
        .order_by(WaveInstrument.sort_order)
    )
    return list(db.session.execute(statement).all())


# --- whom a draft asks ------------------------------------------------------------------------------------


def rules_of(wave_id: int) -> list[PopulationRule]:
    """The lines of a wave's population, in the order they were written."""
    statement = select(PopulationRule).where(PopulationRule.wave_id == wave_id).order_by(PopulationRule.id)
    return list(db.session.execute(statement).scalars())


def line(wave_id: int, line_id: int) -> PopulationRule:
    """A line of this very wave; any other is simply not found."""
    statement = select(PopulationRule).where(PopulationRule.wave_id == wave_id, PopulationRule.id == line_id)
    return db.session.execute(statement).scalar_one()


@dataclass(frozen=True)
class RuleLine:
    """A line of a population in words."""

    id: int
    kind: PopulationKind
    what: str
    is_left_out: bool


def lines_of(wave_id: int) -> list[RuleLine]:
    """The lines of a population with the names of what they name, in one statement."""
    statement = (
        select(PopulationRule, OrgUnit.name, Position.title, Initiative.short_name, Employee.name)
        .outerjoin(OrgUnit, OrgUnit.id == PopulationRule.unit_id)
        .outerjoin(Position, Position.id == PopulationRule.position_id)
        .outerjoin(Initiative, Initiative.id == PopulationRule.initiative_id)
        .outerjoin(Employee, Employee.id == PopulationRule.employee_id)
        .where(PopulationRule.wave_id == wave_id)
        .order_by(PopulationRule.is_left_out, PopulationRule.id)
    )
    return [
        RuleLine(one.id, PopulationKind(one.kind), next((name for name in names if name), one.tier), one.is_left_out)
        for one, *names in db.session.execute(statement)
    ]


def named(one: PopulationRule) -> populations.Named:
    return populations.Named(
        PopulationKind(one.kind).value,
        unit_id=one.unit_id,
        position_id=one.position_id,
        initiative_id=one.initiative_id,
        employee_id=one.employee_id,
        tier=one.tier,
        is_left_out=one.is_left_out,
    )


def population(wave_id: int, day: date) -> Any:
    """(employee_id, unit_path, tier) of everybody the lines of a wave ask, on a day; each once."""
    return populations.population([named(one) for one in rules_of(wave_id)], day)


def counts_by_path(wave_id: int, day: date) -> dict[str, int]:
    return populations.counts_by_path(population(wave_id, day))


def names_of(paths: list[str]) -> dict[str, tuple[int, str]]:
    """(id, name) of units by their path."""
    rows = db.session.execute(select(OrgUnit.path, OrgUnit.id, OrgUnit.name).where(OrgUnit.path.in_(paths)))
    return {row.path: (row.id, row.name) for row in rows}


# --- once it is open --------------------------------------------------------------------------------------


def groups_of(wave_id: int) -> list[SurveyGroup]:
    """The groups of a wave, by the tree."""
    statement = select(SurveyGroup).where(SurveyGroup.wave_id == wave_id).order_by(SurveyGroup.unit_path)
    return list(db.session.execute(statement).scalars())


def group(wave_id: int, group_id: int) -> SurveyGroup:
    """A group of this very wave; any other is simply not found."""
    statement = select(SurveyGroup).where(SurveyGroup.wave_id == wave_id, SurveyGroup.id == group_id)
    return db.session.execute(statement).scalar_one()


def slips_of(wave_id: int) -> SurveySlips | None:
    return db.session.execute(select(SurveySlips).where(SurveySlips.wave_id == wave_id)).scalar_one_or_none()


def _without_mail(wave_id: int) -> tuple[Any, ...]:
    """Whoever was asked and has no address, taken part or not: a list of those left would tell who has."""
    return SurveyParticipation.wave_id == wave_id, Employee.email == "", Employee.active


def without_mail(wave_id: int) -> list[Any]:
    """Those asked who have no address, by unit and name: (employee_id, name, group)."""
    statement = (
        select(SurveyParticipation.employee_id, Employee.name, SurveyGroup.name.label("group"))
        .join(Employee, Employee.id == SurveyParticipation.employee_id)
        .join(SurveyGroup, SurveyGroup.id == SurveyParticipation.group_id)
        .where(*_without_mail(wave_id))
        .order_by(SurveyGroup.unit_path, Employee.sort_name, Employee.id)
    )
    return list(db.session.execute(statement).all())


def count_without_mail(wave_id: int) -> int:
    statement = (
        select(func.count(SurveyParticipation.employee_id))
        .join(Employee, Employee.id == SurveyParticipation.employee_id)
        .where(*_without_mail(wave_id))
    )
    return db.session.execute(statement).scalar_one()


@dataclass(frozen=True)
class Rate:
    """How many of those asked took part."""

    name: str
    targeted: int
    done: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.targeted) if self.targeted else 0


def rates_of(wave_id: int) -> list[Rate]:
    """Who took part by group, all of them of ten people or more; nothing before the wave is closed (N7)."""
    done = func.count(SurveyParticipation.employee_id).filter(SurveyParticipation.done)
    statement = (
        select(SurveyGroup.name, SurveyGroup.targeted, done.label("done"))
        .join(SurveyWave, and_(SurveyWave.id == SurveyGroup.wave_id, SurveyWave.status == WaveStatus.CLOSED))
        .outerjoin(SurveyParticipation, SurveyParticipation.group_id == SurveyGroup.id)
        .where(SurveyGroup.wave_id == wave_id)
        .group_by(SurveyGroup.id, SurveyGroup.name, SurveyGroup.targeted, SurveyGroup.unit_path)
        .order_by(SurveyGroup.unit_path)
    )
    return [Rate(row.name, row.targeted, row.done) for row in db.session.execute(statement)]
