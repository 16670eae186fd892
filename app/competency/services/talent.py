"""Yearly predicates of performance, typed in; a predicate the table does not know waits for somebody to look."""

from decimal import Decimal
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.competency.models.gaps import PerformanceRating
from app.competency.queries import talent as queries
from app.competency.queries.versions import settings_on
from app.competency.rules.periods import last_day
from app.competency.rules.talent import predicate_score
from app.competency.services import gaps
from app.competency.signals import performance_rated
from app.organisation import queries as organisation


def rate(
    employee_id: int,
    year: int,
    predicate: str,
    parts: dict[str, Decimal | None],
    *,
    source: str,
    version: int,
    by: Actor,
) -> PerformanceRating:
    """The predicate of a year; typed again it replaces the one before. Raises StaleVersion."""
    lock(organisation.employee(employee_id))
    one = queries.rating_of(employee_id, year)
    if one is None:
        one = PerformanceRating(employee_id=employee_id, year=year, predicate="", source="", version=0)
        db.session.add(one)
    elif one.version != version:
        raise StaleVersion
    values: dict[str, Any] = parts | {"predicate": predicate, "source": source}
    for name, value in values.items():
        setattr(one, name, value)
    one.score = predicate_score(predicate, settings_on(last_day(f"{year}-2")).predicates)
    one.version += 1
    db.session.flush()
    known = "yes" if one.score is not None else "no"
    audit.record("competency.performance.rated", one, by=by, year=year, known=known)
    gaps.refresh([employee_id])
    performance_rated.send(None, employee_id=employee_id)
    return one
