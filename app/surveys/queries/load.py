"""Waves of many initiatives at once, for calendars that others draw, and somebody's own waves of one initiative."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.organisation.models import OrgUnit, Position
from app.organisation.queries import REGIONAL_UNIT, holds_on
from app.surveys.models import (
    PopulationKind,
    PopulationRule,
    SurveyGroup,
    SurveyParticipation,
    SurveyWave,
    WaveStatus,
)


@dataclass(frozen=True)
class WaveOfInitiative:
    """A wave that was opened; ``paths`` are the units answers are kept by, and thus of those asked."""

    initiative_id: int
    wave_id: int
    title: str
    opened_at: datetime
    closes_at: datetime
    is_over: bool
    paths: frozenset[str]


def waves_of(initiative_ids: Collection[int], first: datetime, last: datetime) -> list[WaveOfInitiative]:
    """Waves that people could answer at some time between two moments; two statements, whatever their number."""
    one = SurveyWave
    statement = (
        select(one.initiative_id, one.id, one.title, one.opened_at, one.closes_at, one.closed_at, one.status)
        .where(
            one.initiative_id.in_(initiative_ids),
            one.status.in_((WaveStatus.OPEN, WaveStatus.CLOSING, WaveStatus.CLOSED)),
            one.opened_at < last,
            one.closes_at >= first,
        )
        .order_by(one.opened_at, one.id)
    )
    rows = db.session.execute(statement).all()
    paths = _paths([row.id for row in rows])
    return [
        WaveOfInitiative(
            row.initiative_id,
            row.id,
            row.title,
            row.opened_at,
            min(row.closes_at, row.closed_at or row.closes_at),
            row.status != WaveStatus.OPEN,
            frozenset(paths.get(row.id, set())),
        )
        for row in rows
    ]


def _paths(wave_ids: Collection[int]) -> dict[int, set[str]]:
    statement = select(SurveyGroup.wave_id, SurveyGroup.unit_path).where(
        SurveyGroup.wave_id.in_(wave_ids), SurveyGroup.unit_id.is_not(None)
    )
    found: dict[int, set[str]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.wave_id, set()).add(row.unit_path)
    return found


@dataclass(frozen=True)
class PlannedWave:
    """A wave in preparation of which its end alone is known; ``paths`` are the units its lines name, none: all that
    are affected."""

    initiative_id: int
    wave_id: int
    title: str
    closes_at: datetime
    paths: frozenset[str]


def planned_of(initiative_ids: Collection[int], first: datetime, last: datetime, day: date) -> list[PlannedWave]:
    """Waves not yet opened that end between two moments; two statements, whatever their number."""
    one = SurveyWave
    statement = (
        select(one.initiative_id, one.id, one.title, one.closes_at)
        .where(
            one.initiative_id.in_(initiative_ids),
            one.status.in_((WaveStatus.DRAFT, WaveStatus.OPENING)),
            one.closes_at >= first,
            one.closes_at < last,
        )
        .order_by(one.closes_at, one.id)
    )
    rows = db.session.execute(statement).all()
    lines = _lines([row.id for row in rows], day)
    return [_planned(row, lines.get(row.id, ())) for row in rows]


def _planned(row: Any, lines: Iterable["_Line"]) -> PlannedWave:
    return PlannedWave(row.initiative_id, row.id, row.title, row.closes_at, _units_named(lines))


@dataclass(frozen=True)
class _Line:
    """A line of a population with the unit it names, and a perangkat daerah at or below where it means all of them."""

    kind: str
    is_left_out: bool
    path: str | None
    below: str | None


def _lines(wave_ids: Collection[int], day: date) -> dict[int, list[_Line]]:
    rule, below = PopulationRule, aliased(OrgUnit)
    all_below = and_(
        rule.kind == PopulationKind.SUBTREE,
        below.kind == REGIONAL_UNIT,
        below.path.like(OrgUnit.path.concat("%")),
        holds_on(below, day),
    )
    statement = (
        select(rule.wave_id, rule.kind, rule.is_left_out, OrgUnit.path, below.path)
        .outerjoin(Position, Position.id == rule.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == func.coalesce(rule.unit_id, Position.unit_id))
        .outerjoin(below, all_below)
        .where(rule.wave_id.in_(wave_ids))
    )
    found: dict[int, list[_Line]] = {}
    for wave_id, kind, is_left_out, path, beneath in db.session.execute(statement):
        found.setdefault(wave_id, []).append(_Line(kind, is_left_out, path, beneath))
    return found


_EVERYWHERE = frozenset({PopulationKind.INITIATIVE, PopulationKind.TIER})


def _units_named(lines: Iterable[_Line]) -> frozenset[str]:
    """The units lines take in and none leaves out; none where a line names people all over, or only by name."""
    taken = [one for one in lines if not one.is_left_out]
    if any(one.kind in _EVERYWHERE for one in taken):
        return frozenset()
    out = tuple(one.path for one in lines if one.is_left_out and one.kind == PopulationKind.SUBTREE and one.path)
    paths = (one.below or one.path for one in taken)
    return frozenset(path for path in paths if path and not path.startswith(out))


def own_of_initiative(initiative_id: int, employee_id: int) -> list[Any]:
    """The waves about an initiative somebody was asked in, the newest first, with whether they took part."""
    statement = (
        select(
            SurveyWave.id,
            SurveyWave.title,
            SurveyWave.mode,
            SurveyWave.status,
            SurveyWave.closes_at,
            SurveyWave.closed_at,
            SurveyWave.shared_at,
            SurveyParticipation.done,
            SurveyParticipation.token_hash,
        )
        .join(SurveyParticipation, SurveyParticipation.wave_id == SurveyWave.id)
        .where(SurveyWave.initiative_id == initiative_id, SurveyParticipation.employee_id == employee_id)
        .order_by(SurveyWave.id.desc())
        .limit(20)
    )
    return list(db.session.execute(statement).all())
