"""Yearly predicates of performance, typed in; a predicate the table of its year does not know waits for somebody to
look, and takes a score from a later table only when HR says so."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.competency.models.gaps import PerformanceRating
from app.competency.queries import talent as queries
from app.competency.queries.versions import predicate_tables
from app.competency.rules.talent import Scored, last_day_of, same_predicate, scored_on
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
    day: date,
    by: Actor,
) -> PerformanceRating:
    """The predicate of a year; typed again it replaces the one before. Raises StaleVersion, and WrongField for a year
    that has not begun."""
    if year > day.year:
        raise WrongField("year", f"Tahun {year} belum dimulai. Tulis tahun yang dinilai, paling akhir {day.year}.")
    lock(organisation.employee(employee_id))
    one = queries.rating_of(employee_id, year)
    if one is None:
        one = PerformanceRating(employee_id=employee_id, year=year, predicate="", source="", version=0)
        db.session.add(one)
    elif one.version != version:
        raise StaleVersion
    # The same word keeps the score it has: it was given by the table of its day, or by a later one because HR said so.
    if one.score is None or not same_predicate(one.predicate, predicate):
        one.score, one.rule_id = scored_on(predicate, predicate_tables(), last_day_of(year))
    values: dict[str, Any] = parts | {"predicate": predicate, "source": source}
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    db.session.flush()
    known = "yes" if one.score is not None else "no"
    audit.record("competency.performance.rated", one, by=by, year=year, known=known)
    gaps.refresh([employee_id])
    performance_rated.send(None, employee_id=employee_id)
    return one


def settle_waiting(*, by: Actor) -> int:
    """Give predicates that waited the score the table of their year has for them by now, and count them. The caller
    follows up gaps."""
    tables = predicate_tables()
    return _settle(lambda year, predicate: scored_on(predicate, tables, last_day_of(year)), by=by)


def settle_by_table_of(day: date, *, by: Actor) -> int:
    """HR decides that predicates of earlier years, which the tables of those years do not know, are worth what the
    table of a later day says; each keeps which version it was."""
    tables = predicate_tables()
    count = _settle(lambda _year, predicate: scored_on(predicate, tables, day), by=by)
    if count:
        gaps.refresh_later()
    return count


def _settle(scored: Callable[[int, str], Scored], *, by: Actor) -> int:
    count = 0
    for year, predicate in queries.words_to_review():
        found = scored(year, predicate)
        if found.score is None:
            continue
        waiting = (PerformanceRating.year == year, PerformanceRating.predicate == predicate)
        statement = update(PerformanceRating).where(*waiting, PerformanceRating.score.is_(None))
        written = statement.values(
            score=found.score, rule_id=found.rule_id, version=PerformanceRating.version + 1
        ).returning(PerformanceRating.id)
        count += len(db.session.execute(written.execution_options(synchronize_session=False)).all())
    if count:
        audit.record("competency.performance.settled", None, by=by, chain=scope.current(), count=count)
    return count
