"""The sums of units, counted from kept results: each unit itself by the database, what stands below it here.

A person counts in their own unit and in every unit above it up to the whole government, in their kind of employee and
in all, in their category and in all.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, case, delete, func, insert, select, update

from app.base import scope
from app.base.database import db
from app.competency.services.sums import numbers
from app.organisation.models import EmployeeKind, OrgUnit
from app.professionalism.models import (
    EVERY_CATEGORY,
    EVERY_KIND,
    WHOLE_GOVERNMENT,
    IndexResult,
    IndexSum,
    OfficialIndex,
)

AT_ONCE = 2_000
COUNTED = ("people", "known", "total", "lowest", "highest")
OFFICIAL = ("official_people", "official_total")
_sum = cast("Table", IndexSum.__table__)
# CPNS are counted with PNS: results are published for PNS and PPPK apart (reference §6.2).
GROUP = case((IndexResult.kind == EmployeeKind.PPPK, EmployeeKind.PPPK.value), else_=EmployeeKind.PNS.value)


def count(year: int) -> None:
    """Put a year's sums in the place of what was there, official columns included. The caller holds the year."""
    known = case((IndexResult.total.is_not(None), 1), else_=0)
    statement = (
        select(
            IndexResult.unit_id,
            GROUP,
            IndexResult.category,
            func.count(IndexResult.employee_id),
            func.sum(known),
            func.sum(IndexResult.total),
            func.sum(IndexResult.lowest),
            func.sum(IndexResult.highest),
        )
        .where(IndexResult.year == year)
        .group_by(IndexResult.unit_id, GROUP, IndexResult.category)
    )
    found: dict[tuple[str, str, int], list[Any]] = defaultdict(lambda: [0, 0, Decimal(0), Decimal(0), Decimal(0)])
    paths = _paths()
    for unit_id, kind, category, *values in db.session.execute(statement):
        for key in _keys(unit_id, kind, (category, EVERY_CATEGORY), paths):
            _raise(found[key], [value or 0 for value in values])
    _replace(year, found)
    count_officials(year)


def count_officials(year: int) -> None:
    """Only the columns of the official values, so that a closed year's estimates stay as they are."""
    statement = (
        select(
            func.coalesce(IndexResult.unit_id, 0),
            func.coalesce(GROUP, ""),
            func.count(OfficialIndex.id),
            func.sum(OfficialIndex.total),
        )
        .select_from(OfficialIndex)
        .join(
            IndexResult,
            (IndexResult.employee_id == OfficialIndex.employee_id) & (IndexResult.year == OfficialIndex.year),
        )
        .where(OfficialIndex.year == year)
        .group_by(IndexResult.unit_id, GROUP)
    )
    found: dict[tuple[str, str, int], list[Any]] = defaultdict(lambda: [0, Decimal(0)])
    paths = _paths()
    for unit_id, kind, *values in db.session.execute(statement):
        for key in _keys(unit_id, kind, (EVERY_CATEGORY,), paths):
            _raise(found[key], [value or 0 for value in values])
    connection, here = db.session.connection(), _here(year)
    connection.execute(update(_sum).where(here).values(official_people=0, official_total=Decimal(0)))
    for (kind, category, unit_id), values in sorted(found.items()):
        row = here & (_sum.c.kind == kind) & (_sum.c.category == category) & (_sum.c.unit_id == unit_id)
        connection.execute(update(_sum).where(row).values(dict(zip(OFFICIAL, values, strict=True))))


def count_officials_everywhere() -> None:
    """The official columns of every year that has sums."""
    for year in db.session.execute(select(IndexSum.year).distinct()).scalars().all():
        count_officials(year)


def _paths() -> dict[int, str]:
    return {row[0]: row[1] for row in db.session.execute(select(OrgUnit.id, OrgUnit.path))}


def _keys(unit_id: int, kind: str, categories: tuple[str, ...], paths: dict[int, str]) -> list[tuple[str, str, int]]:
    """Every row of sums somebody counts in. An unknown category is that of nobody: only the sum of all has them."""
    return [
        (each_kind, category, number)
        for number in (WHOLE_GOVERNMENT, *numbers(paths.get(unit_id, "")))
        for each_kind in (EVERY_KIND, kind)
        for category in sorted(set(categories))
    ]


def _raise(held: list[Any], values: list[Any]) -> None:
    for index, value in enumerate(values):
        held[index] += value


def _here(year: int) -> Any:
    return (_sum.c.government_id == scope.current()) & (_sum.c.year == year)


def _replace(year: int, found: dict[tuple[str, str, int], list[Any]]) -> None:
    connection = db.session.connection()
    connection.execute(delete(_sum).where(_here(year)))
    fixed = {"government_id": scope.current(), "year": year, "official_people": 0, "official_total": Decimal(0)}
    rows = [
        fixed | {"kind": kind, "category": category, "unit_id": unit_id} | dict(zip(COUNTED, values, strict=True))
        for (kind, category, unit_id), values in sorted(found.items())
    ]
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(_sum), rows[start : start + AT_ONCE])
