"""Yearly predicates of performance, typed in; a predicate the table does not know waits for somebody to look."""

from decimal import Decimal
from typing import Any

from sqlalchemy import update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.clock import today
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
    one.score = score_of(predicate, year)
    one.version += 1
    db.session.flush()
    known = "yes" if one.score is not None else "no"
    audit.record("competency.performance.rated", one, by=by, year=year, known=known)
    gaps.refresh([employee_id])
    performance_rated.send(None, employee_id=employee_id)
    return one


def score_of(predicate: str, year: int) -> Decimal | None:
    """By the table of the year; a predicate that one does not know, by the table of today, which may have been given it
    since."""
    then = predicate_score(predicate, settings_on(last_day(f"{year}-2")).predicates)
    if then is not None:
        return then
    day = today(organisation.government(scope.current()).timezone)
    return predicate_score(predicate, settings_on(day).predicates)


def settle_waiting(*, by: Actor) -> int:
    """Give predicates that waited the score a table has for them by now, and count them. The caller follows up gaps."""
    count = 0
    for year, predicate in queries.words_to_review():
        score = score_of(predicate, year)
        if score is None:
            continue
        waiting = (PerformanceRating.year == year, PerformanceRating.predicate == predicate)
        statement = update(PerformanceRating).where(*waiting, PerformanceRating.score.is_(None))
        written = statement.values(score=score, version=PerformanceRating.version + 1).returning(PerformanceRating.id)
        count += len(db.session.execute(written.execution_options(synchronize_session=False)).all())
    if count:
        audit.record("competency.performance.settled", None, by=by, chain=scope.current(), count=count)
    return count
