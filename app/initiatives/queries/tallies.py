"""People counted by the perangkat daerah they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.base.database import db
from app.organisation.models import OrgUnit
from app.organisation.queries import REGIONAL_UNIT

WITHOUT_UNIT = "Tanpa unit"


@dataclass(frozen=True)
class UnitTally:
    """A perangkat daerah (``unit_id`` None: no unit) and how many people of it."""

    unit_id: int | None
    name: str
    people: int


def by_regional_unit(counts: Mapping[str, int]) -> list[UnitTally]:
    """Counts by the path of people's own unit, gathered under the nearest perangkat daerah; the largest first."""
    units = regional_units(counts)
    gathered: dict[tuple[int | None, str], int] = {}
    for path, people in counts.items():
        gathered[units[path]] = gathered.get(units[path], 0) + people
    found = [UnitTally(unit_id, name, people) for (unit_id, name), people in gathered.items()]
    return sorted(found, key=lambda one: (-one.people, one.name))


def regional_units(paths: Iterable[str]) -> dict[str, tuple[int | None, str]]:
    """(id, name) of the nearest perangkat daerah by path; one statement for all."""
    split = {path: [int(one) for one in path.split("/") if one] for path in paths}
    ids = {one for numbers in split.values() for one in numbers}
    rows = db.session.execute(select(OrgUnit.id, OrgUnit.name, OrgUnit.kind).where(OrgUnit.id.in_(ids))) if ids else ()
    known = {row.id: row for row in rows}
    regional = {row.id for row in known.values() if row.kind == REGIONAL_UNIT}
    found: dict[str, tuple[int | None, str]] = {}
    for path, numbers in split.items():
        unit_id = _regional(numbers, regional)
        found[path] = unit_id, known[unit_id].name if unit_id else WITHOUT_UNIT
    return found


def _regional(ids: list[int], regional: set[int]) -> int | None:
    """The nearest perangkat daerah at or above the last of these units; the unit itself where there is none."""
    return next((one for one in reversed(ids) if one in regional), ids[-1] if ids else None)
