"""What waits for whoever runs training, in one question for the home page."""

from datetime import date
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, func, literal, null, or_, select, union_all

from app.base.database import db
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentStatus, Programme, SeatHold

_day: Any = bindparam("day", type_=Date)


# What is to be done, in the order in which it is urgent.
SHORT, ADMIT, CLOSE = "a_short", "b_admit", "c_close"


_unnamed = select(func.coalesce(func.sum(SeatHold.seats), 0)).where(SeatHold.batch_id == Batch.id).scalar_subquery()
_named = Batch.seats_taken - _unnamed


def _batches(duty: str, day: Any, people: Any, least: Any, *conditions: Any) -> Any:
    return (
        select(
            literal(duty, String).label("duty"),
            Batch.id,
            Programme.title,
            Batch.number,
            day.label("day"),
            people.label("people"),
            least.label("least"),
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.status == BatchStatus.PUBLISHED, *conditions)
        .order_by(day, Batch.id)
        .limit(3)
        .subquery()
    )


_short = _batches(
    SHORT,
    Batch.decide_on,
    _named,
    Batch.min_participants,
    Batch.decide_on <= _day,
    Batch.starts_on > _day,
    Batch.went_ahead_at.is_(None),
    _named < Batch.min_participants,
)
# What a unit runs is closed once its report was accepted.
_may_close = or_(Batch.unit_id.is_(None), Batch.report_accepted_at.is_not(None))
_close = _batches(CLOSE, Batch.ends_on, Batch.seats_taken, Batch.seats, Batch.ends_on < _day, _may_close)
_admit = (
    select(
        literal(ADMIT, String).label("duty"),
        func.coalesce(func.min(Batch.id), 0).label("id"),
        literal("", String).label("title"),
        literal(0, Integer).label("number"),
        cast(null(), Date).label("day"),
        func.count(Enrolment.id).label("people"),
        literal(0, Integer).label("least"),
    )
    .select_from(Enrolment)
    .join(Batch, Batch.id == Enrolment.batch_id)
    .where(Enrolment.status == EnrolmentStatus.APPROVED, Batch.status == BatchStatus.PUBLISHED)
    .subquery()
)
_all = union_all(select(_short), select(_admit), select(_close)).subquery()
_DUTIES = select(_all).where((_all.c.duty != ADMIT) | (_all.c.people > 0)).order_by(_all.c.duty, _all.c.day)


def of_organisers(day: date) -> list[Any]:
    """Batches to decide on, how many requests wait (one row), and batches to close; a handful of each."""
    return list(db.session.execute(_DUTIES, {"day": day}).all())
