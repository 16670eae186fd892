"""What participants' attendance can still come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select

from app.attendance.models import Attendance
from app.attendance.rules import ATTENDED
from app.attendance.rules.shares import Outlook, outlook
from app.base.database import db
from app.organisation.models import Employee
from app.training.models import TOOK_PART, Batch, BatchMeeting, BatchStatus, Enrolment, EnrolmentStatus, Programme
from app.training.queries import batches
from app.training.queries.batches import BatchPage

ENDANGERED_AT_MOST = 50


def of_some(page: BatchPage, employee_ids: Sequence[int]) -> dict[int, Outlook]:
    """The outlook of those of these people who take part, by employee id."""
    meetings = len(batches.meetings(page.batch.id))
    rows = db.session.execute(_tallied(page.batch.id).where(Enrolment.employee_id.in_(employee_ids)))
    minimum = page.programme.min_attendance
    return {row.employee_id: Outlook(row.attended, row.decided, meetings, minimum) for row in rows}


def passing(page: BatchPage, meetings: int) -> tuple[int, int]:
    """(how many would pass by the rule of ``rules.result_of`` if the batch closed now, of how many)."""
    programme, people = page.programme, _tallied(page.batch.id).subquery()
    asked = [people.c.attended > 0, 100 * people.c.attended >= programme.min_attendance * meetings]
    if programme.min_score is not None:
        asked.append(Enrolment.score >= programme.min_score)
    if programme.needs_assignment:
        asked.append(Enrolment.assignment_done.is_(True))
    statement = (
        select(func.count(Enrolment.id).filter(and_(*asked)), func.count(Enrolment.id))
        .join(people, people.c.employee_id == Enrolment.employee_id)
        .where(Enrolment.batch_id == page.batch.id, Enrolment.status == EnrolmentStatus.CONFIRMED)
    )
    would, everybody = db.session.execute(statement).one()
    return would, everybody


def unmarked(batch_id: int) -> int:
    """How many participants have no mark at a meeting, over all meetings."""
    people = _tallied(batch_id).subquery()
    meetings = select(func.count(BatchMeeting.id)).where(BatchMeeting.batch_id == batch_id).scalar_subquery()
    statement = select(func.coalesce(func.sum(meetings - people.c.decided), 0))
    return int(db.session.execute(statement).scalar_one())


def came_without_score(batch_id: int, besides: Any) -> int:
    """How many who came have no score; ``besides`` is a statement for the employee ids that are left out."""
    people = _tallied(batch_id).subquery()
    statement = (
        select(func.count(Enrolment.id))
        .join(people, people.c.employee_id == Enrolment.employee_id)
        .where(Enrolment.batch_id == batch_id, Enrolment.score.is_(None), people.c.attended > 0)
    )
    if besides is not None:
        statement = statement.where(Enrolment.employee_id.not_in(besides))
    return db.session.execute(statement).scalar_one()


def of_person(page: BatchPage, meeting_ids: Sequence[int], attended: dict[int, Any]) -> Outlook:
    """One's own, from what ``attendance.of_person`` found."""
    statuses = [attended[number].status if number in attended else None for number in meeting_ids]
    return outlook(statuses, page.programme.min_attendance)


@dataclass(frozen=True)
class Endangered:
    """Whose attendance does not suffice so far, or cannot any more, by name; ``more`` are beyond those listed."""

    listed: Sequence[tuple[str, Outlook]]
    more: int


def endangered(page: BatchPage, meetings: int) -> Endangered:
    """Of those who take part, the worst first. What cannot be reached any more is below what is asked so far, too."""
    minimum = page.programme.min_attendance
    people = _tallied(page.batch.id).subquery()
    lost = 100 * (people.c.attended + meetings - people.c.decided) < minimum * meetings
    statement = (
        select(
            people.c.attended,
            people.c.decided,
            Employee.name,
            func.count(people.c.employee_id).over().label("whole"),
        )
        .join(Employee, Employee.id == people.c.employee_id)
        .where(100 * people.c.attended < minimum * people.c.decided)
        .order_by(case((lost, 0), else_=1), Employee.sort_name, Employee.id)
        .limit(ENDANGERED_AT_MOST)
    )
    rows = db.session.execute(statement).all()
    listed = [(row.name, Outlook(row.attended, row.decided, meetings, minimum)) for row in rows]
    return Endangered(listed, rows[0].whole - len(rows) if rows else 0)


_day: Any = bindparam("day")
_attended = func.sum(case((Attendance.status.in_(ATTENDED), 1), else_=0))


def _tallied(batch_id: int) -> Any:
    """Of everybody who takes part: (employee_id, attended, decided) over the meetings of the batch."""
    held = and_(
        Attendance.employee_id == Enrolment.employee_id,
        Attendance.meeting_id.in_(select(BatchMeeting.meeting_id).where(BatchMeeting.batch_id == batch_id)),
    )
    return (
        select(Enrolment.employee_id, _attended.label("attended"), func.count(Attendance.id).label("decided"))
        .outerjoin(Attendance, held)
        .where(Enrolment.batch_id == batch_id, Enrolment.status.in_(sorted(TOOK_PART)))
        .group_by(Enrolment.employee_id)
    )


# What cannot be reached any more is below what is asked so far, too.
_POOR = (
    select(Batch.id, Enrolment.employee_id)
    .join(BatchMeeting, BatchMeeting.batch_id == Batch.id)
    .join(Enrolment, Enrolment.batch_id == Batch.id)
    .join(
        Attendance,
        (Attendance.meeting_id == BatchMeeting.meeting_id) & (Attendance.employee_id == Enrolment.employee_id),
    )
    .join(Programme, Programme.id == Batch.programme_id)
    .where(
        Batch.status == BatchStatus.PUBLISHED,
        Batch.starts_on <= _day,
        Batch.ends_on >= _day,
        Enrolment.status.in_(TOOK_PART),
    )
    .group_by(Batch.id, Enrolment.employee_id, Programme.min_attendance)
    .having(100 * _attended < Programme.min_attendance * func.count(Attendance.id))
    .subquery()
)
_POOR_BATCHES = (
    select(Batch.id, Programme.title, Batch.number, Batch.ends_on, func.count(_POOR.c.employee_id).label("people"))
    .join(_POOR, _POOR.c.id == Batch.id)
    .join(Programme, Programme.id == Batch.programme_id)
    .group_by(Batch.id, Programme.title, Batch.number, Batch.ends_on)
    .order_by(Batch.ends_on, Batch.id)
    .limit(2)
)


def running_with_endangered(day: date) -> list[Any]:
    """Batches under way with participants whose attendance does not suffice so far, and how many; a handful."""
    return list(db.session.execute(_POOR_BATCHES, {"day": day}).all())
