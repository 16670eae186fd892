"""Who said they will not come."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.attendance.models import AbsenceNotice, AbsenceStatus
from app.base.database import db
from app.documents.models import StoredFile
from app.organisation.models import Employee

UNDECIDED = (AbsenceStatus.WAITING, AbsenceStatus.ANNOUNCED)


def of_person(meeting_id: int, employee_id: int) -> AbsenceNotice | None:
    statement = select(AbsenceNotice).where(
        AbsenceNotice.meeting_id == meeting_id, AbsenceNotice.employee_id == employee_id
    )
    return db.session.execute(statement).scalar_one_or_none()


def own(meeting_ids: Sequence[int], employee_id: int) -> dict[int, AbsenceNotice]:
    """What somebody said about these meetings, by meeting id."""
    statement = select(AbsenceNotice).where(
        AbsenceNotice.meeting_id.in_(meeting_ids), AbsenceNotice.employee_id == employee_id
    )
    return {row.meeting_id: row for row in db.session.execute(statement).scalars()}


def of_meeting(meeting_id: int) -> list[Any]:
    """What was said about a meeting, what waits for a decision first."""
    statement = (
        select(
            AbsenceNotice.id,
            AbsenceNotice.employee_id,
            AbsenceNotice.reason,
            AbsenceNotice.file_id,
            AbsenceNotice.status,
            AbsenceNotice.sent_at,
            AbsenceNotice.answer,
            Employee.name,
            StoredFile.name.label("file_name"),
        )
        .join(Employee, Employee.id == AbsenceNotice.employee_id)
        .outerjoin(StoredFile, StoredFile.id == AbsenceNotice.file_id)
        .where(AbsenceNotice.meeting_id == meeting_id)
        .order_by(AbsenceNotice.status.not_in(UNDECIDED), AbsenceNotice.sent_at, AbsenceNotice.id)
    )
    return list(db.session.execute(statement).all())


def one(meeting_id: int, absence_id: int) -> AbsenceNotice:
    """A notice about this very meeting."""
    statement = select(AbsenceNotice).where(AbsenceNotice.meeting_id == meeting_id, AbsenceNotice.id == absence_id)
    return db.session.execute(statement).scalar_one()


def file_of(notice: AbsenceNotice) -> StoredFile:
    """The paper that came with a notice."""
    return db.session.execute(select(StoredFile).where(StoredFile.id == notice.file_id)).scalar_one()


def waiting(meeting_id: int) -> int:
    """How many ask to be excused and have no answer yet."""
    statement = select(func.count(AbsenceNotice.id)).where(
        AbsenceNotice.meeting_id == meeting_id, AbsenceNotice.status == AbsenceStatus.WAITING
    )
    return db.session.execute(statement).scalar_one()
