"""Official values typed in by HR; imports write them by the same rules."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.organisation import queries as organisation
from app.professionalism.models import Dimension, OfficialIndex
from app.professionalism.queries import official as queries
from app.professionalism.rules.official import parts_difference
from app.professionalism.services import following


def enter(
    employee_id: int,
    year: int,
    values: Mapping[str, Decimal | None],
    *,
    source: str,
    version: int,
    by: Actor,
) -> OfficialIndex:
    """The published value of a year: ``total`` and, where known, its four parts. Typed again it replaces the one
    before. Raises StaleVersion."""
    lock(organisation.employee(employee_id))
    one = queries.of_person(employee_id, year)
    if one is None:
        one = OfficialIndex(employee_id=employee_id, year=year, version=0)
        db.session.add(one)
    elif one.version != version:
        raise StaleVersion
    told: dict[str, Any] = dict(values) | {"source": source}
    for name, value in told.items():
        setattr(one, name, value)
    one.difference = parts_difference(one.total, [getattr(one, name) for name in Dimension])
    one.version += 1
    db.session.flush()
    audit.record("professionalism.official.entered", one, by=by, year=year)
    following.follow([employee_id])
    return one
