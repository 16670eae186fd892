"""Enrolments: one's own, those one decides on, and the line for a seat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.attendance.models import Meeting
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive, subordinate_ids
from app.training.models import (
    HAS_RESULT,
    HOLDS_SEAT,
    IN_HAND,
    TOOK_PART,
    UNDECIDED,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
)


@dataclass(frozen=True)
class Rank:
    """A place in the line: ``rank`` from 1, out of ``waiting``."""

    rank: int
    waiting: int


# Statements that most pages ask stand here once: building one anew takes longer than running it.
_batch_id: Any = bindparam("batch_id")
_employee_id: Any = bindparam("employee_id")
_superior_id: Any = bindparam("superior_id")
_day: Any = bindparam("day")
_at: Any = bindparam("at")
_at_most: Any = bindparam("at_most", type_=Integer)
_queued_at: Any = bindparam("queued_at")
_enrolment_id: Any = bindparam("enrolment_id")

_OF_EMPLOYEE = select(Enrolment).where(Enrolment.batch_id == _batch_id, Enrolment.employee_id == _employee_id)


def of_employee(batch_id: int, employee_id: int | None) -> Enrolment | None:
    """Somebody's enrolment in a batch, whatever became of it."""
    asked = {"batch_id": batch_id, "employee_id": employee_id}
    return db.session.execute(_OF_EMPLOYEE, asked).scalar_one_or_none()


def taking_part(batch_id: int) -> Any:
    """A statement for the employee ids of those who take part in a batch, or took part."""
    return select(Enrolment.employee_id).where(Enrolment.batch_id == batch_id, Enrolment.status.in_(sorted(TOOK_PART)))


def seated(batch_id: int) -> Any:
    """A statement for the employee ids of those who hold a seat in a batch or took part."""
    whoever = sorted(TOOK_PART | HOLDS_SEAT)
    return select(Enrolment.employee_id).where(Enrolment.batch_id == batch_id, Enrolment.status.in_(whoever))


def own(employee_id: int | None, batch_id: int) -> Enrolment:
    """One's own enrolment in a batch."""
    return db.session.execute(_OF_EMPLOYEE, {"batch_id": batch_id, "employee_id": employee_id}).scalar_one()


_WAITING = select(func.count(Enrolment.id)).where(
    Enrolment.batch_id == _batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED
)


def waiting_count(batch_id: int) -> int:
    return db.session.execute(_WAITING, {"batch_id": batch_id}).scalar_one()


_RANK = select(
    func.count(Enrolment.id),
    func.count(Enrolment.id).filter(
        or_(
            Enrolment.queued_at < _queued_at,
            and_(Enrolment.queued_at == _queued_at, Enrolment.id < _enrolment_id),
        )
    ),
).where(Enrolment.batch_id == _batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED)


def rank_of(enrolment: Enrolment) -> Rank:
    """Where a waiting person stands in line."""
    asked = {"batch_id": enrolment.batch_id, "queued_at": enrolment.queued_at, "enrolment_id": enrolment.id}
    row = db.session.execute(_RANK, asked).one()
    return Rank(row[1] + 1, row[0])


def with_status(batch_id: int, statuses: Iterable[EnrolmentStatus]) -> list[Enrolment]:
    statement = (
        select(Enrolment)
        .where(Enrolment.batch_id == batch_id, Enrolment.status.in_(list(statuses)))
        .order_by(Enrolment.id)
    )
    return list(db.session.execute(statement).scalars())


def counts(batch_id: int) -> dict[EnrolmentStatus, int]:
    """How many enrolments stand where."""
    statement = (
        select(Enrolment.status, func.count(Enrolment.id))
        .where(Enrolment.batch_id == batch_id)
        .group_by(Enrolment.status)
        .order_by(Enrolment.status)
    )
    return {EnrolmentStatus(status): count for status, count in db.session.execute(statement)}


def settled(batch_id: int) -> int:
    """How many have their result."""
    return sum(count for status, count in counts(batch_id).items() if status in HAS_RESULT)


def _clash() -> Any:
    """Two small steps, each kept apart: PostgreSQL would weigh every order of seven tables for ten milliseconds."""
    here = (
        select(Meeting.starts_at, Meeting.ends_at)
        .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
        .where(BatchMeeting.batch_id == _batch_id)
        .cte("here")
        .prefix_with("MATERIALIZED")
    )
    there = (
        select(BatchMeeting.batch_id, Meeting.starts_at, Meeting.ends_at)
        .join(Enrolment, Enrolment.batch_id == BatchMeeting.batch_id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .where(
            Enrolment.employee_id == _employee_id,
            Enrolment.batch_id != _batch_id,
            Enrolment.status == EnrolmentStatus.CONFIRMED,
        )
        .cte("there")
        .prefix_with("MATERIALIZED")
    )
    return (
        select(Programme.title, Batch.number, Batch.id, there.c.starts_at)
        .select_from(there)
        .join(here, and_(there.c.starts_at < here.c.ends_at, here.c.starts_at < there.c.ends_at))
        .join(Batch, Batch.id == there.c.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .order_by(there.c.starts_at)
        .limit(1)
    )


_CLASH = _clash()


def clash_with(batch_id: int, employee_id: int) -> Any | None:
    """Another batch in which this person holds a seat at an overlapping time: title, number, starts_at."""
    return db.session.execute(_CLASH, {"batch_id": batch_id, "employee_id": employee_id}).one_or_none()


_REQUESTS = (
    select(
        Enrolment.id,
        Enrolment.requested_at,
        Enrolment.decide_by,
        Employee.name,
        Position.title.label("position"),
        OrgUnit.name.label("unit"),
        Programme.title,
        Batch.id.label("batch_id"),
        Batch.number,
        Batch.starts_on,
        Batch.ends_on,
        Batch.city,
        Batch.lesson_hours,
        Batch.seats,
        Batch.seats_taken,
    )
    .join(Employee, Employee.id == Enrolment.employee_id)
    .join(Batch, Batch.id == Enrolment.batch_id)
    .join(Programme, Programme.id == Batch.programme_id)
    .outerjoin(Placement, definitive(Employee.id, _day))
    .outerjoin(Position, Position.id == Placement.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    .where(
        Enrolment.status == EnrolmentStatus.REQUESTED,
        Batch.status == BatchStatus.PUBLISHED,
        Batch.ends_on >= _day,
        Enrolment.employee_id.in_(subordinate_ids(_superior_id, _day)),
    )
    .order_by(Enrolment.requested_at, Enrolment.id)
    .limit(200)
)


def requests_for(superior_id: int, day: date) -> list[Any]:
    """Requests this superior decides on today, oldest first."""
    return list(db.session.execute(_REQUESTS, {"superior_id": superior_id, "day": day}).all())


_DECIDABLE = select(Enrolment).where(
    Enrolment.id == _enrolment_id, Enrolment.employee_id.in_(subordinate_ids(_superior_id, _day))
)


def decidable(superior_id: int, enrolment_id: int, day: date) -> Enrolment:
    """An enrolment of somebody whose superior today is this person."""
    asked = {"superior_id": superior_id, "enrolment_id": enrolment_id, "day": day}
    return db.session.execute(_DECIDABLE, asked).scalar_one()


def stale_requests(at: datetime) -> list[tuple[int, int, int]]:
    """(government, batch, enrolment) of requests whose time is over, or whose batch is."""
    rows = db.session.execute(
        select(Enrolment.government_id, Enrolment.batch_id, Enrolment.id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Enrolment.status.in_(sorted(UNDECIDED)), or_(Enrolment.decide_by <= at, Batch.ends_on < at.date()))
        .order_by(Enrolment.id)
        .limit(500)
    )
    return [(row.government_id, row.batch_id, row.id) for row in rows]


def expired_offers(at: datetime) -> list[tuple[int, int, int]]:
    """(government, batch, enrolment) of offers whose time is over."""
    rows = db.session.execute(
        select(Enrolment.government_id, Enrolment.batch_id, Enrolment.id)
        .where(Enrolment.status == EnrolmentStatus.OFFERED, Enrolment.offer_expires_at <= at)
        .order_by(Enrolment.offer_expires_at)
        .limit(500)
    )
    return [(row.government_id, row.batch_id, row.id) for row in rows]


_next = aliased(Meeting)
_next_of_batch = aliased(BatchMeeting)
_NEXT_MEETING_ID = (
    select(_next.id)
    .join(_next_of_batch, _next_of_batch.meeting_id == _next.id)
    .where(_next_of_batch.batch_id == Batch.id, _next.ends_at > _at)
    .order_by(_next.starts_at, _next.id)
    .limit(1)
    .correlate(Batch)
    .scalar_subquery()
)
_AHEAD = (
    select(
        Enrolment.batch_id,
        Enrolment.status,
        Enrolment.offer_expires_at,
        Programme.title,
        Batch.number,
        Batch.lesson_hours,
        Meeting.id.label("meeting_id"),
        Meeting.starts_at,
        Meeting.ends_at,
        Meeting.opens_minutes,
        Batch.place,
        Batch.city,
    )
    .join(Batch, Batch.id == Enrolment.batch_id)
    .join(Programme, Programme.id == Batch.programme_id)
    .join(Meeting, Meeting.id == _NEXT_MEETING_ID)
    .where(
        Enrolment.employee_id == _employee_id,
        Enrolment.status.in_(IN_HAND),
    )
    .order_by(Meeting.starts_at, Enrolment.batch_id)
    .limit(_at_most)
)


def ahead_of(employee_id: int, at: datetime, *, limit: int) -> list[Any]:
    """Somebody's living enrolments with the next meeting of each, soonest first; for the home page."""
    return list(db.session.execute(_AHEAD, {"employee_id": employee_id, "at": at, "at_most": limit}).all())


def history_of(employee_id: int, *, limit: int) -> list[Any]:
    """All of somebody's enrolments, latest first."""
    statement = (
        select(
            Enrolment.batch_id,
            Enrolment.status,
            Enrolment.reason,
            Enrolment.nominated_by,
            Programme.title,
            Batch.number,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.lesson_hours,
        )
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Enrolment.employee_id == employee_id)
        .order_by(Batch.starts_on.desc(), Batch.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement).all())
