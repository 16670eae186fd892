"""What stands in somebody's calendar, in a unit's, and which links lead there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.accounts.models import User
from app.attendance.models import Meeting
from app.base import scope
from app.base.database import db
from app.organisation.models import Employee, Government, OrgUnit, Placement, Position
from app.organisation.queries import holds_on
from app.training.models import (
    TOOK_PART,
    Batch,
    BatchMeeting,
    BatchStatus,
    CalendarLink,
    Enrolment,
    EnrolmentStatus,
    Programme,
)

AT_MOST = 2_000
# What once stood in a calendar and is taken out of it again.
LEFT = frozenset(
    {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED, EnrolmentStatus.EXPIRED}
)
SHOWN = TOOK_PART | LEFT | {EnrolmentStatus.OFFERED}
_since: Any = bindparam("since")
_MEETING = (
    Meeting.id.label("meeting_id"),
    Meeting.starts_at,
    Meeting.ends_at,
    Meeting.place,
    Meeting.address,
    Batch.id.label("batch_id"),
    Batch.number,
    Batch.version,
    Batch.status.label("batch_status"),
    Programme.title,
    Programme.organiser,
)
_OF_PERSON = (
    select(*_MEETING, Enrolment.status, Enrolment.changes)
    .select_from(Enrolment)
    .join(Batch, Batch.id == Enrolment.batch_id)
    .join(Programme, Programme.id == Batch.programme_id)
    .join(BatchMeeting, BatchMeeting.batch_id == Batch.id)
    .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
    .where(Enrolment.employee_id == bindparam("employee_id"), Enrolment.status.in_(SHOWN))
    .where(Meeting.ends_at >= _since, Batch.status != BatchStatus.DRAFT)
    .order_by(Meeting.starts_at, Meeting.id)
    .limit(AT_MOST)
)


def of_person(employee_id: int, since: datetime) -> list[Any]:
    """The meetings of somebody's bookings since a moment, those they left included."""
    return list(db.session.execute(_OF_PERSON, {"employee_id": employee_id, "since": since}))


def of_unit(path: str, day: date, since: datetime) -> list[Any]:
    """The meetings of batches in which people placed in a subtree today take part, with how many they are."""
    taking_part = (
        select(Enrolment.batch_id, func.count(func.distinct(Enrolment.employee_id)).label("people"))
        .join(Placement, Placement.employee_id == Enrolment.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(OrgUnit.path.like(f"{path}%"), holds_on(Placement, day))
        .where(Enrolment.status.in_(TOOK_PART | {EnrolmentStatus.CANCELLED}))
        .group_by(Enrolment.batch_id)
        .subquery()
    )
    statement = (
        select(*_MEETING, taking_part.c.people)
        .select_from(taking_part)
        .join(Batch, Batch.id == taking_part.c.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .join(BatchMeeting, BatchMeeting.batch_id == Batch.id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .where(Meeting.ends_at >= since, Batch.status != BatchStatus.DRAFT)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(AT_MOST)
    )
    return list(db.session.execute(statement))


def links_of(user_id: int) -> list[Any]:
    """Somebody's living links, with the name of the unit or batch each is about."""
    return list(
        db.session.execute(
            select(
                CalendarLink.id,
                CalendarLink.kind,
                CalendarLink.unit_id,
                CalendarLink.batch_id,
                CalendarLink.made_at,
                OrgUnit.name.label("unit"),
                Programme.title,
                Batch.number,
            )
            .outerjoin(OrgUnit, OrgUnit.id == CalendarLink.unit_id)
            .outerjoin(Batch, Batch.id == CalendarLink.batch_id)
            .outerjoin(Programme, Programme.id == Batch.programme_id)
            .where(CalendarLink.user_id == user_id, CalendarLink.ended_at.is_(None))
            .order_by(CalendarLink.made_at, CalendarLink.id)
        )
    )


def link_of(user_id: int, link_id: int) -> CalendarLink:
    """One link of somebody's own."""
    return db.session.execute(
        select(CalendarLink).where(CalendarLink.id == link_id, CalendarLink.user_id == user_id)
    ).scalar_one()


def opened(token_hash: str) -> Any | None:
    """A link with this hash, in whichever government: what it shows, and whether its owner is still active."""
    employee, government = Employee.__table__.c, Government.__table__.c
    with scope.everything():
        return db.session.execute(
            select(
                CalendarLink.kind,
                CalendarLink.unit_id,
                CalendarLink.batch_id,
                CalendarLink.ended_at,
                CalendarLink.user_id,
                CalendarLink.government_id,
                User.employee_id,
                User.active.label("account_active"),
                employee.active.label("employee_active"),
                employee.government_id.label("employee_government"),
                government.timezone,
                government.name.label("government"),
            )
            .join(User, User.id == CalendarLink.user_id)
            .join(Government.__table__, government.id == CalendarLink.government_id)
            .outerjoin(Employee.__table__, employee.id == User.employee_id)
            .where(CalendarLink.token_hash == token_hash)
        ).one_or_none()
