"""Who read or took what, since when: what UU 27/2022 asks to be told within three days (security P4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import distinct, func, or_, select

from app.accounts import queries as accounts
from app.audit.models import AuditEntry, PersonalReading
from app.base.database import db
from app.organisation.models import Government
from app.privacy.register import REGISTER, Holding

# Recorded when somebody takes data out of the application.
TAKEN = ("%.exported", "privacy.copy.made")


@dataclass(frozen=True)
class Reading:
    """One account and one part of personal files: how many people's, how often, and from when to when."""

    government_id: int
    reader_id: int
    part: str
    people: int
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Report:
    holdings: list[Holding]
    governments: dict[int, str]
    names: dict[int, str]
    readings: list[Reading]
    taken: list[Any]
    affected: list[int]


def report(since: datetime, until: datetime, tables: Sequence[str]) -> Report:
    """Everything on record between two instants that touches these tables; without tables, all of the register.

    Spans governments: the caller says so with ``scope.everything()``.
    """
    concerned = [one for one in REGISTER if not tables or one.table in tables]
    parts = sorted({one.shown_as for one in concerned if one.shown_as})
    readings, taken = _readings(since, until, parts), _taken(since, until)
    accounts_named = {one.reader_id for one in readings} | {one.actor_id for one in taken if one.actor_id}
    names = accounts.names_of(accounts_named) if accounts_named else {}
    governments = {row.id: row.name for row in db.session.execute(select(Government.id, Government.name))}
    return Report(concerned, governments, names, readings, taken, _affected(since, until, parts))


def _between(since: datetime, until: datetime, parts: Sequence[str]) -> Any:
    """Rows are kept by day: one that was still read after the beginning and first read before the end counts."""
    return (PersonalReading.last_at >= since, PersonalReading.first_at < until, PersonalReading.part.in_(parts))


def _readings(since: datetime, until: datetime, parts: Sequence[str]) -> list[Reading]:
    group = (PersonalReading.government_id, PersonalReading.reader_id, PersonalReading.part)
    statement = (
        select(
            *group,
            func.count(distinct(PersonalReading.employee_id)),
            func.sum(PersonalReading.times),
            func.min(PersonalReading.first_at),
            func.max(PersonalReading.last_at),
        )
        .where(*_between(since, until, parts))
        .group_by(*group)
        .order_by(*group)
    )
    return [Reading(*row) for row in db.session.execute(statement)]


def _affected(since: datetime, until: datetime, parts: Sequence[str]) -> list[int]:
    statement = select(PersonalReading.employee_id).distinct().where(*_between(since, until, parts))
    return sorted(db.session.execute(statement).scalars())


def _taken(since: datetime, until: datetime) -> list[Any]:
    statement = (
        select(AuditEntry.chain, AuditEntry.at, AuditEntry.actor_id, AuditEntry.action, AuditEntry.details)
        .where(AuditEntry.at >= since, AuditEntry.at < until)
        .where(or_(*(AuditEntry.action.like(pattern) for pattern in TAKEN)))
        .order_by(AuditEntry.at)
    )
    return list(db.session.execute(statement).all())
