"""What participants' attendance can still come to."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, select

from app.attendance import queries as attendance
from app.attendance.models import Attendance, AttendanceStatus
from app.attendance.rules import ATTENDED
from app.attendance.rules.shares import Outlook, Prospect, outlook
from app.base.database import db
from app.training.models import TOOK_PART, Batch, BatchMeeting, BatchStatus, Enrolment, Programme
from app.training.queries import batches
from app.training.queries.batches import BatchPage


def of_participants(page: BatchPage) -> dict[int, Outlook]:
    """The outlook of everybody who takes part, by employee id."""
    ids = [meeting.id for meeting in batches.meetings(page.batch.id)]
    marks = attendance.at_meetings(ids)
    seated = [row.employee_id for row in batches.participants(page.batch.id) if row.status in TOOK_PART]
    return {one: outlook([marks.get((number, one)) for number in ids], page.programme.min_attendance) for one in seated}


def of_person(page: BatchPage, meeting_ids: Sequence[int], attended: dict[int, Any]) -> Outlook:
    """One's own, from what ``attendance.of_person`` found."""
    statuses = [attended[number].status if number in attended else None for number in meeting_ids]
    return outlook(statuses, page.programme.min_attendance)


def endangered(
    page: BatchPage,
    seated: Sequence[Any],
    meeting_ids: Sequence[int],
    marks: Mapping[tuple[int, int], AttendanceStatus],
) -> list[tuple[str, Outlook]]:
    """Of these participants those whose attendance does not suffice so far, or cannot any more; the worst first."""
    minimum = page.programme.min_attendance
    rows = [
        (row.name, outlook([marks.get((number, row.employee_id)) for number in meeting_ids], minimum)) for row in seated
    ]
    poor = [one for one in rows if one[1].prospect is not Prospect.ENOUGH]
    return sorted(poor, key=lambda one: (one[1].prospect is Prospect.BELOW, one[0]))


_day: Any = bindparam("day")
_attended = func.sum(case((Attendance.status.in_(ATTENDED), 1), else_=0))
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
