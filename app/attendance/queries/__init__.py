"""Reading meetings and who was there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.attendance.models import Attendance, AttendanceStatus, Meeting, Refusal, RefusedCheckIn
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.organisation.models import Employee

_OF_PERSON = select(Attendance.meeting_id, Attendance.status, Attendance.method, Attendance.at).where(
    Attendance.meeting_id.in_(bindparam("meeting_ids", expanding=True)),
    Attendance.employee_id == bindparam("employee_id"),
)


def of_person(meeting_ids: list[int], employee_id: int) -> dict[int, Any]:
    """Somebody's attendance at these meetings, by meeting id."""
    rows = db.session.execute(_OF_PERSON, {"meeting_ids": meeting_ids, "employee_id": employee_id})
    return {row.meeting_id: row for row in rows}


def at_meeting(meeting_id: int) -> dict[int, AttendanceStatus]:
    """Who was marked how at a meeting, by employee id."""
    rows = db.session.execute(
        select(Attendance.employee_id, Attendance.status).where(Attendance.meeting_id == meeting_id)
    )
    return {row.employee_id: AttendanceStatus(row.status) for row in rows}


def there(meeting_id: int) -> int:
    """How many are there by now."""
    statement = select(func.count(Attendance.id)).where(
        Attendance.meeting_id == meeting_id, Attendance.status.in_(sorted(ATTENDED))
    )
    return db.session.execute(statement).scalar_one()


def at_meetings(
    meeting_ids: list[int], employee_ids: Sequence[int] | None = None
) -> dict[tuple[int, int], AttendanceStatus]:
    """Who was marked how at several meetings, by (meeting id, employee id); of these people only, where said."""
    statement = select(Attendance.meeting_id, Attendance.employee_id, Attendance.status).where(
        Attendance.meeting_id.in_(meeting_ids)
    )
    if employee_ids is not None:
        statement = statement.where(Attendance.employee_id.in_(employee_ids))
    rows = db.session.execute(statement)
    return {(row.meeting_id, row.employee_id): AttendanceStatus(row.status) for row in rows}


def refused_since(employee_id: int, since: datetime) -> int:
    """How many wrong or old codes this person tried since an instant; coming too early is no guess."""
    statement = select(func.count(RefusedCheckIn.id)).where(
        RefusedCheckIn.employee_id == employee_id,
        RefusedCheckIn.at >= since,
        RefusedCheckIn.reason.in_((Refusal.WRONG_CODE, Refusal.OLD_CODE)),
    )
    return db.session.execute(statement).scalar_one()


_NIPS = select(Employee.id, Employee.nip).where(Employee.id.in_(bindparam("employee_ids", expanding=True)))


def nips_of(employee_ids: Sequence[int]) -> dict[int, str]:
    """The NIP of these people, by employee id."""
    return {row.id: row.nip for row in db.session.execute(_NIPS, {"employee_ids": employee_ids})}


def meeting(meeting_id: int) -> Meeting:
    return db.session.execute(select(Meeting).where(Meeting.id == meeting_id)).scalar_one()
