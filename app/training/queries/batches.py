"""One batch and what belongs to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.access.visitor import Reach
from app.attendance.models import Meeting
from app.base.database import db
from app.competency.models import Competency
from app.organisation.models import Employee, OrgUnit
from app.training.models import (
    HOLDS_SEAT,
    TOOK_PART,
    AgendaItem,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)


@dataclass(frozen=True)
class BatchPage:
    """A batch with its programme, as pages need them."""

    batch: Batch
    programme: Programme

    @property
    def title(self) -> str:
        return self.programme.title


_batch_id: Any = bindparam("batch_id")
_programme_id: Any = bindparam("programme_id")

_MANAGED = select(Batch, Programme).join(Programme, Programme.id == Batch.programme_id).where(Batch.id == _batch_id)
_VISIBLE = _MANAGED.where(Batch.status != BatchStatus.DRAFT)


def visible_batch(batch_id: int) -> BatchPage:
    """A batch any employee of the government may see: everything but drafts."""
    return BatchPage(*db.session.execute(_VISIBLE, {"batch_id": batch_id}).one())


def managed_batch(batch_id: int) -> BatchPage:
    """A batch for whoever runs training."""
    return BatchPage(*db.session.execute(_MANAGED, {"batch_id": batch_id}).one())


def is_run_within(batch_id: int, reach: Reach) -> bool:
    """Whether a unit within reach runs this batch."""
    if not reach.paths:
        return False
    statement = (
        select(Batch.id)
        .join(OrgUnit, OrgUnit.id == Batch.unit_id)
        .where(Batch.id == batch_id, or_(*(OrgUnit.path.like(f"{path}%") for path in reach.paths)))
    )
    return db.session.execute(statement).first() is not None


_MEETINGS = (
    select(Meeting)
    .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
    .where(BatchMeeting.batch_id == _batch_id)
    .order_by(Meeting.starts_at, Meeting.id)
)


def meetings(batch_id: int) -> list[Meeting]:
    """The batch's meetings in order of time."""
    return list(db.session.execute(_MEETINGS, {"batch_id": batch_id}).scalars())


_AGENDA = (
    select(AgendaItem.meeting_id, AgendaItem.starts_at, AgendaItem.title, AgendaItem.text, AgendaItem.is_pause)
    .where(AgendaItem.meeting_id.in_(bindparam("meeting_ids", expanding=True)))
    .order_by(AgendaItem.starts_at)
)


def agenda(meeting_ids: list[int]) -> list[Any]:
    """The lines of these days' programmes in order of time."""
    return list(db.session.execute(_AGENDA, {"meeting_ids": meeting_ids}).all())


def first_meeting_at(batch_id: int) -> datetime | None:
    return _meeting_edge(batch_id, func.min(Meeting.starts_at))


def last_meeting_ends_at(batch_id: int) -> datetime | None:
    return _meeting_edge(batch_id, func.max(Meeting.ends_at))


def _meeting_edge(batch_id: int, edge: Any) -> datetime | None:
    statement = (
        select(edge)
        .select_from(BatchMeeting)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .where(BatchMeeting.batch_id == batch_id)
    )
    return db.session.execute(statement).scalar_one()  # type: ignore[no-any-return]


def batch_of_meeting(meeting_id: int) -> tuple[BatchPage, Meeting]:
    """A meeting together with the batch it belongs to."""
    statement = (
        select(Batch, Programme, Meeting)
        .join(BatchMeeting, BatchMeeting.batch_id == Batch.id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Meeting.id == meeting_id, Batch.status != BatchStatus.DRAFT)
    )
    batch, programme, meeting = db.session.execute(statement).one()
    return BatchPage(batch, programme), meeting


def meeting_of_batch(batch_id: int, meeting_id: int) -> Meeting:
    """A meeting of this very batch."""
    statement = (
        select(Meeting)
        .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
        .where(BatchMeeting.batch_id == batch_id, Meeting.id == meeting_id)
    )
    return db.session.execute(statement).scalar_one()


def subjects(programme_id: int) -> list[Any]:
    """Subjects in order, with the name of the competency each serves."""
    statement = (
        select(
            ProgrammeSubject.title,
            ProgrammeSubject.lesson_hours,
            func.coalesce(Competency.name, "").label("competency"),
        )
        .outerjoin(Competency, Competency.id == ProgrammeSubject.competency_id)
        .where(ProgrammeSubject.programme_id == programme_id)
        .order_by(ProgrammeSubject.sort_order)
    )
    return list(db.session.execute(statement).all())


_RAISED = (
    select(ProgrammeCompetency.competency_id, ProgrammeCompetency.level)
    .where(ProgrammeCompetency.programme_id == _programme_id)
    .order_by(ProgrammeCompetency.id)
)


def levels_raised(programme_id: int) -> list[tuple[int, int]]:
    """(competency id, level) the programme leads to."""
    rows = db.session.execute(_RAISED, {"programme_id": programme_id})
    return [(row.competency_id, row.level) for row in rows]


def participants(batch_id: int) -> list[Any]:
    """Who holds a seat or took part, by name."""
    statement = (
        select(
            Enrolment.id,
            Enrolment.employee_id,
            Enrolment.status,
            Enrolment.score,
            Enrolment.assignment_done,
            Enrolment.attendance_share,
            Enrolment.reason,
            Employee.name,
        )
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(Enrolment.batch_id == batch_id, Enrolment.status.in_(TOOK_PART | HOLDS_SEAT))
        .order_by(Employee.name, Enrolment.id)
    )
    return list(db.session.execute(statement).all())


_QUEUE = (
    select(Enrolment.id, Enrolment.employee_id, Enrolment.queued_at, Employee.name)
    .join(Employee, Employee.id == Enrolment.employee_id)
    .where(Enrolment.batch_id == _batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED)
)


def queue(batch_id: int) -> list[Any]:
    """Who waits, in the order they will be offered a seat."""
    rows = db.session.execute(_QUEUE, {"batch_id": batch_id})
    return sorted(rows, key=lambda row: (row.queued_at, row.id))
