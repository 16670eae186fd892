"""Finding a batch: the catalogue with its filters, as a list or a month."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, tuple_

from app.base.database import db
from app.training.models import Batch, BatchStatus, Enrolment, Programme, ProgrammeCompetency

VISIBLE = (BatchStatus.PUBLISHED, BatchStatus.CLOSING, BatchStatus.CLOSED)


@dataclass(frozen=True)
class Filters:
    """What narrows the catalogue; empty values narrow nothing."""

    text: str = ""
    competency_id: int | None = None
    form_code: str = ""
    month: date | None = None
    city: str = ""
    only_free: bool = False

    @property
    def any(self) -> bool:
        return self != Filters()


def _columns(employee_id: int | None) -> Any:
    mine = and_(Enrolment.batch_id == Batch.id, Enrolment.employee_id == employee_id)
    return (
        select(
            Batch.id,
            Programme.title,
            Programme.form_code,
            Batch.number,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.place,
            Batch.lesson_hours,
            Batch.seats,
            Batch.seats_taken,
            Batch.status,
            Batch.enrolment_opens_at,
            Batch.enrolment_closes_at,
            Enrolment.status.label("mine"),
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .outerjoin(Enrolment, mine)
        .order_by(Batch.starts_on, Batch.id)
    )


def coming_batches(
    employee_id: int | None, filters: Filters, *, day: date, after: tuple[date, int] | None, limit: int
) -> list[Any]:
    """Batches that have not ended on ``day`` (or those of the month asked for), soonest first.

    ``after`` is the (start, id) of the last batch already shown.
    """
    statement = _narrowed(_columns(employee_id), filters)
    if filters.month is None:
        statement = statement.where(Batch.ends_on >= day)
    if after is not None:
        statement = statement.where(tuple_(Batch.starts_on, Batch.id) > after)
    return list(db.session.execute(statement.limit(limit)).all())


def batches_touching(employee_id: int | None, filters: Filters, *, first: date, last: date) -> list[Any]:
    """Batches with at least one day between two days, soonest first; for the month calendar."""
    statement = _narrowed(_columns(employee_id), filters, with_month=False)
    statement = statement.where(Batch.starts_on <= last, Batch.ends_on >= first).limit(500)
    return list(db.session.execute(statement).all())


def _narrowed(statement: Select[Any], filters: Filters, *, with_month: bool = True) -> Select[Any]:
    statement = statement.where(Batch.status.in_(VISIBLE))
    if filters.text:
        pattern = f"%{_escaped(filters.text.lower())}%"
        statement = statement.where(
            or_(
                func.lower(Programme.title).like(pattern, escape="\\"),
                func.lower(Programme.code).like(pattern, escape="\\"),
            )
        )
    if filters.competency_id is not None:
        statement = statement.where(_raises(filters.competency_id))
    if filters.form_code:
        statement = statement.where(Programme.form_code == filters.form_code)
    if filters.city:
        statement = statement.where(Batch.city == filters.city)
    if filters.only_free:
        statement = statement.where(Batch.seats_taken < Batch.seats)
    if filters.month is not None and with_month:
        first, last = month_bounds(filters.month)
        statement = statement.where(Batch.starts_on <= last, Batch.ends_on >= first)
    return statement


def _raises(competency_id: int) -> Any:
    return exists(
        select(ProgrammeCompetency.id).where(
            ProgrammeCompetency.programme_id == Programme.id,
            ProgrammeCompetency.competency_id == competency_id,
        )
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def month_bounds(month: date) -> tuple[date, date]:
    """First and last day of the month."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return month.replace(day=1), following - timedelta(days=1)


def cities(day: date) -> list[str]:
    """Where coming batches are held."""
    statement = (
        select(Batch.city).where(Batch.status.in_(VISIBLE), Batch.ends_on >= day).distinct().order_by(Batch.city)
    )
    return list(db.session.execute(statement).scalars())


def managed_batches(*, before: tuple[date, int] | None, limit: int) -> list[Any]:
    """Every batch of the government for whoever runs training, latest first."""
    waiting = (
        select(func.count(Enrolment.id))
        .where(Enrolment.batch_id == Batch.id, Enrolment.status == "waitlisted")
        .scalar_subquery()
    )
    statement = (
        select(
            Batch.id,
            Programme.title,
            Batch.number,
            Batch.year,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.status,
            Batch.seats,
            Batch.seats_taken,
            waiting.label("waiting"),
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(tuple_(Batch.starts_on, Batch.id) < before)
    return list(db.session.execute(statement).all())


def batches_to_close(day: date) -> list[Any]:
    """Batches that are over and wait to be closed, oldest first; a handful."""
    statement = (
        select(Batch.id, Programme.title, Batch.number, Batch.ends_on)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.status == BatchStatus.PUBLISHED, Batch.ends_on < day)
        .order_by(Batch.ends_on, Batch.id)
        .limit(3)
    )
    return list(db.session.execute(statement).all())
