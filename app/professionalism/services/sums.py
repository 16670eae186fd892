"""The sums of units: moved by what a few people took up and bring, or counted anew from every kept row.

A person counts in their own unit and in every unit above it up to the whole government, in their kind of employee and
in all, in their category and in all. Kept rows alone decide, official values included.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, bindparam, case, delete, func, insert, select, update

from app.base import scope
from app.base.database import db
from app.competency.services.sums import numbers
from app.organisation.models import EmployeeKind, OrgUnit
from app.professionalism.models import EVERY_CATEGORY, EVERY_KIND, WHOLE_GOVERNMENT, IndexResult, IndexSum

AT_ONCE = 2_000
COUNTED = ("people", "known", "total", "lowest", "highest")
OFFICIAL = ("official_people", "official_total")
SUMMED = (*COUNTED, *OFFICIAL)
# CPNS are counted with PNS: results are published for PNS and PPPK apart (reference §6.2).
GROUP = case((IndexResult.kind == EmployeeKind.PPPK, EmployeeKind.PPPK.value), else_=EmployeeKind.PNS.value)
Key = tuple[str, str, int]
Sums = dict[Key, list[Any]]
_sum = cast("Table", IndexSum.__table__)
_ids: Any = bindparam("ids", expanding=True)
_PATHS = select(OrgUnit.id, OrgUnit.path)
_SOME_PATHS = _PATHS.where(OrgUnit.id.in_(_ids))
_THERE = select(IndexSum.kind, IndexSum.category, IndexSum.unit_id).where(
    IndexSum.year == bindparam("year"), IndexSum.unit_id.in_(_ids)
)
_row = [_sum.c[one.name] == bindparam(f"at_{one.name}") for one in _sum.primary_key]
# Built once, since building takes longer than running.
_MOVE = (
    update(_sum)
    .where(*_row)
    .values({name: _sum.c[name] + bindparam(f"by_{name}", type_=_sum.c[name].type) for name in SUMMED})
)


def nothing() -> Sums:
    return defaultdict(lambda: [0, 0, Decimal(0), Decimal(0), Decimal(0), 0, Decimal(0)])


def of(rows: Sequence[Mapping[Any, Any]]) -> Sums:
    """What people stand for in the sums of a year, by their kept rows."""
    found, paths = nothing(), _paths({row["unit_id"] for row in rows})
    zero = Decimal(0)
    for row in rows:
        kind = EmployeeKind.PPPK if row["kind"] == EmployeeKind.PPPK else EmployeeKind.PNS
        total, official = row["total"], row["official"]
        values = (1, total is not None, total or zero, row["lowest"], row["highest"])
        published = (official is not None, official or zero)
        _put(found, paths.get(row["unit_id"], ""), str(kind), row["category"], (*values, *published))
    return found


def move(year: int, before: Sums, after: Sums) -> None:
    """Take away what people stood for and add what they stand for now, in a handful of statements and a fixed order.

    The caller holds the year.
    """
    changed = _difference(before, after)
    if not changed:
        return
    asked: dict[str, Any] = {"year": year, "ids": sorted({unit_id for _kind, _category, unit_id in changed})}
    there = {tuple(row) for row in db.session.execute(_THERE, asked)}
    connection, here = db.session.connection(), {"government_id": scope.current(), "year": year}
    moved, fresh = [], []
    for (kind, category, unit_id), values in sorted(changed.items()):
        key, row = here | {"kind": kind, "category": category, "unit_id": unit_id}, zip(SUMMED, values, strict=True)
        if (kind, category, unit_id) in there:
            moved.append({f"at_{name}": one for name, one in key.items()} | {f"by_{name}": one for name, one in row})
        else:
            fresh.append(key | dict(row))
    if moved:
        connection.execute(_MOVE, moved)
        connection.execute(delete(_sum).where(_here(year), _sum.c.unit_id.in_(asked["ids"]), _sum.c.people == 0))
    if fresh:
        connection.execute(insert(_sum), fresh)


def count(year: int) -> None:
    """Put a year's sums in the place of what was there: each unit itself by the database, what stands below it here.

    The caller holds the year.
    """
    statement = (
        select(
            IndexResult.unit_id,
            GROUP,
            IndexResult.category,
            func.count(IndexResult.employee_id),
            func.count(IndexResult.total),
            func.sum(IndexResult.total),
            func.sum(IndexResult.lowest),
            func.sum(IndexResult.highest),
            func.count(IndexResult.official),
            func.sum(IndexResult.official),
        )
        .where(IndexResult.year == year)
        .group_by(IndexResult.unit_id, GROUP, IndexResult.category)
    )
    found, paths = nothing(), _paths()
    for unit_id, kind, category, *values in db.session.execute(statement):
        _put(found, paths.get(unit_id, ""), kind, category, [value or 0 for value in values])
    _replace(year, found)


def _paths(unit_ids: Iterable[int] | None = None) -> dict[int, str]:
    if unit_ids is None:
        return {row[0]: row[1] for row in db.session.execute(_PATHS)}
    return {row[0]: row[1] for row in db.session.execute(_SOME_PATHS, {"ids": sorted(unit_ids)})}


def _put(sums: Sums, path: str, kind: str, category: str, values: Sequence[Any]) -> None:
    """Add to every row somebody counts in. An unknown category is that of nobody: only the sum of all has them, and
    only there official values stand."""
    estimated = (*values[: len(COUNTED)], 0, 0)
    for unit_id in (WHOLE_GOVERNMENT, *numbers(path)):
        for each in (EVERY_KIND, kind):
            _raise(sums[each, EVERY_CATEGORY, unit_id], values)
            if category != EVERY_CATEGORY:
                _raise(sums[each, category, unit_id], estimated)


def _raise(held: list[Any], values: Iterable[Any]) -> None:
    for index, value in enumerate(values):
        held[index] += value


def _difference(before: Sums, after: Sums) -> Sums:
    none = [0] * len(SUMMED)
    found = {
        key: [new - old for new, old in zip(after.get(key, none), before.get(key, none), strict=True)]
        for key in before.keys() | after.keys()
    }
    return {key: values for key, values in found.items() if any(values)}


def _here(year: int) -> Any:
    return (_sum.c.government_id == scope.current()) & (_sum.c.year == year)


def _replace(year: int, found: Sums) -> None:
    connection = db.session.connection()
    connection.execute(delete(_sum).where(_here(year)))
    fixed = {"government_id": scope.current(), "year": year}
    rows = [
        fixed | {"kind": kind, "category": category, "unit_id": unit_id} | dict(zip(SUMMED, values, strict=True))
        for (kind, category, unit_id), values in sorted(found.items())
    ]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(_sum), rows[start : start + AT_ONCE])
