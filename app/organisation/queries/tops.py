"""Figures of people by perangkat daerah: counted unit by unit by the database, put together here along the paths."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.visitor import Reach
from app.base.database import db
from app.organisation.models import OrgUnit
from app.organisation.queries import REGIONAL_UNIT, holds_on
from app.organisation.queries.directory import within


def summed(reach: Reach, day: date, counted: Iterable[Sequence[Any]]) -> list[tuple[int, str, list[Any]]]:
    """(unit, name, sums) of each perangkat daerah within reach that has people, in the order of their names.

    ``counted`` are rows of a unit's path and its own figures; a figure may be None, for nothing.
    """
    units = select(OrgUnit.id, OrgUnit.name).where(OrgUnit.kind == REGIONAL_UNIT, holds_on(OrgUnit, day), within(reach))
    names = {row.id: row.name for row in db.session.execute(units.order_by(OrgUnit.name, OrgUnit.id))}
    sums: dict[int, list[Any]] = {}
    for path, *figures in counted:
        for number in (int(one) for one in path.strip("/").split("/") if one):
            if number in names:
                before = sums.get(number, [0] * len(figures))
                sums[number] = [one + (more or 0) for one, more in zip(before, figures, strict=True)]
    return [(number, name, sums[number]) for number, name in names.items() if number in sums]
