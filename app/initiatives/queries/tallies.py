"""People counted by the perangkat daerah they belong to."""

from collections.abc import Mapping
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
    ids = {int(one) for path in counts for one in path.split("/") if one}
    rows = db.session.execute(select(OrgUnit.id, OrgUnit.name, OrgUnit.kind).where(OrgUnit.id.in_(ids))) if ids else ()
    known = {row.id: row for row in rows}
    regional = {row.id for row in known.values() if row.kind == REGIONAL_UNIT}
    gathered: dict[int | None, int] = {}
    for path, people in counts.items():
        unit_id = _regional([int(one) for one in path.split("/") if one], regional)
        gathered[unit_id] = gathered.get(unit_id, 0) + people
    found = [UnitTally(one, known[one].name if one else WITHOUT_UNIT, people) for one, people in gathered.items()]
    return sorted(found, key=lambda one: (-one.people, one.name))


def _regional(ids: list[int], regional: set[int]) -> int | None:
    """The nearest perangkat daerah at or above the last of these units; the unit itself where there is none."""
    return next((one for one in reversed(ids) if one in regional), ids[-1] if ids else None)
