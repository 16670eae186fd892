"""The sums of units: what each person stands for, moved by differences or counted anew.

A person counts in their own unit and in every unit above it up to the whole government, in their tier and in all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, case, delete, func, insert, select, update

from app.base import scope
from app.base.database import db
from app.competency.models.gaps import (
    EVERY_TIER,
    WHOLE_GOVERNMENT,
    CompetencyGap,
    GapProfile,
    GapSummary,
    UnitSummary,
)
from app.competency.rules.profiles import OneGap, Performance, Profile, TalentPlace
from app.organisation.models import OrgUnit

AT_ONCE = 2_000
SUMMED = ("people", "assessed", "below", "expired", "required", "measured", "gap")
UNIT_SUMMED = ("people", "assessed", "meeting", "match_total", "index_total")
_gap = cast("Table", CompetencyGap.__table__)
_profile = cast("Table", GapProfile.__table__)
_sums = cast("Table", GapSummary.__table__)
_unit_sums = cast("Table", UnitSummary.__table__)
_ids: Any = bindparam("ids", expanding=True)
_PATHS = select(GapProfile.unit_id, OrgUnit.path).join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
_PATHS = _PATHS.where(GapProfile.employee_id.in_(_ids))
_GAPS = select(*_gap.c).where(CompetencyGap.employee_id.in_(_ids))
_PROFILES = select(*_profile.c).where(GapProfile.employee_id.in_(_ids))
Sums = dict[tuple[str, int, int], list[Any]]
UnitSums = dict[tuple[str, int], list[Any]]


class Seen(NamedTuple):
    """One person worked out; ``towards`` is what the post they aim at asks."""

    facts: Any
    profile: Profile
    talent: TalentPlace
    performance: Performance | None
    towards: Sequence[OneGap] = ()


class Both(NamedTuple):
    """Sums by competency, and of people."""

    gaps: Sums
    people: UnitSums


def nothing() -> Both:
    return Both(defaultdict(lambda: [0] * len(SUMMED)), defaultdict(lambda: [0, 0, 0, Decimal(0), Decimal(0)]))


def numbers(path: str) -> list[int]:
    """The units of a path, from the root down."""
    return [int(one) for one in path.strip("/").split("/") if one]


def taken(ids: Sequence[int]) -> Both:
    """What these people stand for in the sums, by the rows kept of them."""
    sums, units = nothing()
    paths = {row[0]: row[1] for row in db.session.execute(_PATHS, {"ids": ids})}
    for row in db.session.execute(_GAPS, {"ids": ids}):
        known = row.measured is not None
        one = (1, known, bool(row.gap), row.expired, row.required if known else 0, row.measured or 0, row.gap or 0)
        _put(sums, row.tier, paths.get(row.unit_id, ""), row.competency_id, one)
    for row in db.session.execute(_PROFILES, {"ids": ids}):
        meeting = row.asked > 0 and row.assessed == row.asked and row.below == 0
        known = row.job_person_match is not None
        value = (1, known, meeting, row.job_person_match or Decimal(0), row.gap_index or Decimal(0))
        _put_unit(units, row.tier, paths.get(row.unit_id, ""), value)
    return Both(sums, units)


def brought(seen: Sequence[Seen]) -> Both:
    sums, units = nothing()
    for one in seen:
        tier, path = one.facts.tier, one.facts.path
        for gap in one.profile.gaps:
            has, level = gap.measured, gap.measured.level if gap.measured else 0
            known = has is not None
            expired = has is not None and has.expired
            value = (1, known, bool(gap.gap), expired, gap.required if known else 0, level, gap.gap or 0)
            _put(sums, tier, path, gap.competency_id, value)
        profile = one.profile
        known, zero = profile.match is not None, Decimal(0)
        _put_unit(units, tier, path, (1, known, profile.is_meeting, profile.match or zero, profile.index or zero))
    return Both(sums, units)


def _put(sums: Sums, tier: str, path: str, competency_id: int, values: Iterable[Any]) -> None:
    for unit_id in (WHOLE_GOVERNMENT, *numbers(path)):
        for level in (EVERY_TIER, tier):
            _raise(sums[level, unit_id, competency_id], values)


def _put_unit(sums: UnitSums, tier: str, path: str, values: Iterable[Any]) -> None:
    for unit_id in (WHOLE_GOVERNMENT, *numbers(path)):
        for level in (EVERY_TIER, tier):
            _raise(sums[level, unit_id], values)


def _raise(held: list[Any], values: Iterable[Any]) -> None:
    for index, value in enumerate(values):
        held[index] += value


def gather(total: Both, more: Both) -> None:
    """Add sums to sums."""
    for key, values in more.gaps.items():
        _raise(total.gaps[key], values)
    for who, counted_there in more.people.items():
        _raise(total.people[who], counted_there)


def difference(before: Both, after: Both) -> Both:
    return Both(_less(before.gaps, after.gaps, len(SUMMED)), _less(before.people, after.people, len(UNIT_SUMMED)))


def _less(before: dict[Any, list[Any]], after: dict[Any, list[Any]], width: int) -> dict[Any, list[Any]]:
    none = [0] * width
    found = {
        key: [new - old for new, old in zip(after.get(key, none), before.get(key, none), strict=True)]
        for key in before.keys() | after.keys()
    }
    return {key: values for key, values in found.items() if any(values)}


def add(period: str, more: Both) -> None:
    """Move the sums by a difference, in a fixed order."""
    government_id = scope.current()
    for (tier, unit_id, competency_id), values in sorted(more.gaps.items()):
        key = {"period": period, "tier": tier, "unit_id": unit_id, "competency_id": competency_id}
        _move(_sums, key | {"government_id": government_id}, dict(zip(SUMMED, values, strict=True)))
    for (tier, unit_id), values in sorted(more.people.items()):
        key = {"period": period, "tier": tier, "unit_id": unit_id, "government_id": government_id}
        _move(_unit_sums, key, dict(zip(UNIT_SUMMED, values, strict=True)))


def _move(table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    connection = db.session.connection()
    asked = {f"at_{name}": value for name, value in key.items()} | {f"by_{name}": one for name, one in values.items()}
    if connection.execute(_MOVES[table.name], asked).rowcount == 0:
        connection.execute(insert(table).values(key | values))


def _moving(table: Table, names: Sequence[str]) -> Any:
    """Add to the figures of one row; built once, since building takes longer than running."""
    here = [table.c[one.name] == bindparam(f"at_{one.name}") for one in table.primary_key]
    moved = {name: table.c[name] + bindparam(f"by_{name}", type_=table.c[name].type) for name in names}
    return update(table).where(*here).values(moved)


_MOVES = {"gap_summary": _moving(_sums, SUMMED), "unit_summary": _moving(_unit_sums, UNIT_SUMMED)}


def counted() -> Both:
    """Sums of each unit itself by the database, and of everything below it here."""
    paths = {row[0]: row[1] for row in db.session.execute(select(OrgUnit.id, OrgUnit.path))}
    sums, units = nothing()
    gap, known = CompetencyGap, CompetencyGap.measured.is_not(None)
    statement = select(
        gap.unit_id,
        gap.tier,
        gap.competency_id,
        func.count(gap.employee_id),
        func.count(gap.measured),
        func.sum(case((gap.gap > 0, 1), else_=0)),
        func.sum(case((gap.expired, 1), else_=0)),
        func.sum(case((known, gap.required), else_=0)),
        func.sum(func.coalesce(gap.measured, 0)),
        func.sum(func.coalesce(gap.gap, 0)),
    ).group_by(gap.unit_id, gap.tier, gap.competency_id)
    for unit_id, tier, competency_id, *values in db.session.execute(statement):
        _put(sums, tier, paths.get(unit_id, ""), competency_id, [int(one or 0) for one in values])
    one = GapProfile
    meeting = (one.asked > 0) & (one.assessed == one.asked) & (one.below == 0)
    per_unit = select(
        one.unit_id,
        one.tier,
        func.count(one.employee_id),
        func.count(one.job_person_match),
        func.sum(case((meeting, 1), else_=0)),
        func.sum(one.job_person_match),
        func.sum(one.gap_index),
    ).group_by(one.unit_id, one.tier)
    for unit_id, tier, people, assessed, meets, match, index in db.session.execute(per_unit):
        per_person = (people, assessed, int(meets or 0), match or Decimal(0), index or Decimal(0))
        _put_unit(units, tier, paths.get(unit_id, ""), per_person)
    return Both(sums, units)


def replace(period: str, both: Both) -> None:
    """Put counted sums in the place of a half-year's."""
    _replace(_sums, period, [_sum_row(period, key, values) for key, values in both.gaps.items()])
    _replace(_unit_sums, period, [_unit_row(period, key, values) for key, values in both.people.items()])


def _sum_row(period: str, key: tuple[str, int, int], values: list[Any]) -> dict[str, Any]:
    row = {"government_id": scope.current(), "period": period}
    row |= {"tier": key[0], "unit_id": key[1], "competency_id": key[2]}
    return row | dict(zip(SUMMED, values, strict=True))


def _unit_row(period: str, key: tuple[str, int], values: list[Any]) -> dict[str, Any]:
    row = {"government_id": scope.current(), "period": period, "tier": key[0], "unit_id": key[1]}
    return row | dict(zip(UNIT_SUMMED, values, strict=True))


def _replace(table: Table, period: str, rows: list[dict[str, Any]]) -> None:
    connection = db.session.connection()
    here = (table.c.government_id == scope.current()) & (table.c.period == period)
    connection.execute(delete(table).where(here))
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table), rows[start : start + AT_ONCE])
