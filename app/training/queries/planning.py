"""What a batch is made of: its meetings with who else is there, reserved seats, documents, and the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.attendance.models import (
    AbsenceNotice,
    AbsenceStatus,
    Attendance,
    AttendanceStatus,
    Meeting,
    RefusedCheckIn,
    Scan,
    WalkIn,
)
from app.base.database import db
from app.documents.models import StoredFile
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.training.models import (
    HOLDS_SEAT,
    TOOK_PART,
    AgendaItem,
    Batch,
    BatchDocument,
    BatchMeeting,
    BatchReservation,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
    ProgrammeSubject,
    SeatHold,
)
from app.training.rules import KeptSeats


def schedule(batch_id: int) -> list[Any]:
    """The meetings in order of time, with subject and trainer."""
    statement = (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.opens_minutes,
            Meeting.place,
            Meeting.online_url,
            BatchMeeting.subject_id,
            BatchMeeting.trainer,
            func.coalesce(ProgrammeSubject.title, "").label("subject"),
        )
        .join(BatchMeeting, BatchMeeting.meeting_id == Meeting.id)
        .outerjoin(ProgrammeSubject, ProgrammeSubject.id == BatchMeeting.subject_id)
        .where(BatchMeeting.batch_id == batch_id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return list(db.session.execute(statement).all())


def nips_of(batch_id: int) -> dict[int, str]:
    """The NIP of everybody who ever asked for a seat, by employee id."""
    statement = (
        select(Employee.id, Employee.nip)
        .join(Enrolment, Enrolment.employee_id == Employee.id)
        .where(Enrolment.batch_id == batch_id)
    )
    return {row.id: row.nip for row in db.session.execute(statement)}


def link(meeting_id: int) -> BatchMeeting:
    return db.session.execute(select(BatchMeeting).where(BatchMeeting.meeting_id == meeting_id)).scalar_one()


def links(batch_id: int) -> list[BatchMeeting]:
    statement = select(BatchMeeting).where(BatchMeeting.batch_id == batch_id).order_by(BatchMeeting.id)
    return list(db.session.execute(statement).scalars())


def agenda_items(meeting_ids: list[int]) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.meeting_id.in_(meeting_ids)).order_by(AgendaItem.id)
    return list(db.session.execute(statement).scalars())


def has_attendance(meeting_id: int) -> bool:
    """Whether anything was noted about who was, or tried to be, at a meeting."""
    counts = [
        select(func.count(kind.id)).where(kind.meeting_id == meeting_id).scalar_subquery()
        for kind in (Attendance, RefusedCheckIn, Scan, WalkIn)
    ]
    found: int = db.session.execute(select(sum(counts[1:], start=counts[0]))).scalar_one()
    return found > 0


def people_came_to(meeting_ids: Sequence[int]) -> set[int]:
    """Those of these meetings where somebody was noted, as a guest too; an excuse given beforehand is no coming."""
    marked = select(Attendance.meeting_id).where(
        Attendance.meeting_id.in_(meeting_ids), Attendance.status != AttendanceStatus.EXCUSED
    )
    guests = select(WalkIn.meeting_id).where(WalkIn.meeting_id.in_(meeting_ids))
    return set(db.session.execute(marked.union(guests)).scalars())


def words_of_absence(meeting_ids: Sequence[int]) -> int:
    """How many people said that they will not be at one of these meetings, and still say so."""
    statement = select(func.count(AbsenceNotice.id)).where(
        AbsenceNotice.meeting_id.in_(meeting_ids),
        AbsenceNotice.status.in_([AbsenceStatus.ANNOUNCED, AbsenceStatus.WAITING, AbsenceStatus.ACCEPTED]),
    )
    return db.session.execute(statement).scalar_one()


# --- seats kept for units -------------------------------------------------------------------------


def reservations(batch_id: int, day: date) -> list[Any]:
    """Seats kept for units with how many of them their people hold."""
    return list(db.session.execute(_reservations([batch_id], day)).all())


def kept_seats(batch_id: int, day: date) -> list[KeptSeats]:
    return kept_seats_of([batch_id], day).get(batch_id, [])


def kept_seats_of(batch_ids: Sequence[int], day: date) -> dict[int, list[KeptSeats]]:
    """The same of several batches at once; a batch that keeps none is not in it."""
    found: dict[int, list[KeptSeats]] = {}
    for row in db.session.execute(_reservations(batch_ids, day)):
        found.setdefault(row.batch_id, []).append(KeptSeats(row.path, max(0, row.seats - row.held)))
    return found


def _reservations(batch_ids: Sequence[int], day: date) -> Any:
    held = (
        select(func.count(Enrolment.id.distinct()))
        .join(Placement, Placement.employee_id == Enrolment.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .join(_home, _home.id == Position.unit_id)
        .where(
            Enrolment.batch_id == BatchReservation.batch_id,
            Enrolment.status.in_(HOLDS_SEAT),
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
            _home.path.like(OrgUnit.path.concat("%")),
        )
        .correlate(OrgUnit, BatchReservation)
        .scalar_subquery()
    )
    unnamed = (
        select(func.coalesce(func.sum(SeatHold.seats), 0))
        .join(_home, _home.id == SeatHold.unit_id)
        .where(SeatHold.batch_id == BatchReservation.batch_id, _home.path.like(OrgUnit.path.concat("%")))
        .correlate(OrgUnit, BatchReservation)
        .scalar_subquery()
    )
    return (
        select(
            BatchReservation.id,
            BatchReservation.batch_id,
            BatchReservation.unit_id,
            BatchReservation.seats,
            OrgUnit.name,
            OrgUnit.path,
            (held + unnamed).label("held"),
        )
        .join(OrgUnit, OrgUnit.id == BatchReservation.unit_id)
        .where(BatchReservation.batch_id.in_(batch_ids))
        .order_by(OrgUnit.name, BatchReservation.id)
    )


_home = aliased(OrgUnit)


def reservation(batch_id: int, reservation_id: int) -> BatchReservation:
    return db.session.execute(
        select(BatchReservation).where(BatchReservation.batch_id == batch_id, BatchReservation.id == reservation_id)
    ).scalar_one()


def reservation_rows(batch_id: int) -> list[BatchReservation]:
    statement = select(BatchReservation).where(BatchReservation.batch_id == batch_id).order_by(BatchReservation.id)
    return list(db.session.execute(statement).scalars())


def reserved_total(batch_id: int) -> int:
    statement = select(func.coalesce(func.sum(BatchReservation.seats), 0)).where(BatchReservation.batch_id == batch_id)
    return db.session.execute(statement).scalar_one()


def unit_path_of(employee_id: int, day: date) -> str:
    """Where somebody's definitive post stands in the tree; empty for who has none."""
    statement = (
        select(OrgUnit.path)
        .join(Position, Position.unit_id == OrgUnit.id)
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == employee_id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none() or ""


def units_on(day: date) -> list[tuple[int, str]]:
    """Units that exist on a day, by name, for choosing one."""
    statement = (
        select(OrgUnit.id, OrgUnit.name)
        .where(OrgUnit.starts_on <= day, or_(OrgUnit.ends_on.is_(None), OrgUnit.ends_on > day))
        .order_by(OrgUnit.name, OrgUnit.id)
        .limit(1000)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def unit(unit_id: int) -> OrgUnit:
    return db.session.execute(select(OrgUnit).where(OrgUnit.id == unit_id)).scalar_one()


def released(day: date) -> list[tuple[int, int]]:
    """(government, batch) of batches with free seats and a line, whose kept seats are free for all by a day.

    A batch that ended the day before is still here: with the furthest day it may still be that day in its government.
    """
    waiting = (
        select(Enrolment.id)
        .where(Enrolment.batch_id == Batch.id, Enrolment.status == EnrolmentStatus.WAITLISTED)
        .exists()
    )
    statement = (
        select(Batch.government_id, Batch.id)
        .where(
            Batch.status == BatchStatus.PUBLISHED,
            Batch.reserved_until <= day,
            Batch.ends_on >= day - timedelta(days=1),
            Batch.seats_taken < Batch.seats,
            waiting,
        )
        .order_by(Batch.id)
        .limit(200)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]


# --- documents ------------------------------------------------------------------------------------


def documents(batch_id: int) -> list[Any]:
    """The batch's documents in the order they came."""
    statement = (
        select(
            BatchDocument.id,
            BatchDocument.title,
            BatchDocument.audience,
            StoredFile.name,
            StoredFile.size,
            StoredFile.media_type,
        )
        .join(StoredFile, StoredFile.id == BatchDocument.file_id)
        .where(BatchDocument.batch_id == batch_id)
        .order_by(BatchDocument.id)
    )
    return list(db.session.execute(statement).all())


def document(batch_id: int, document_id: int) -> tuple[BatchDocument, StoredFile]:
    statement = (
        select(BatchDocument, StoredFile)
        .join(StoredFile, StoredFile.id == BatchDocument.file_id)
        .where(BatchDocument.batch_id == batch_id, BatchDocument.id == document_id)
    )
    found, file = db.session.execute(statement).one()
    return found, file


def document_rows(batch_id: int) -> list[BatchDocument]:
    statement = select(BatchDocument).where(BatchDocument.batch_id == batch_id).order_by(BatchDocument.id)
    return list(db.session.execute(statement).scalars())


# --- what waits for the organiser, and the year ---------------------------------------------------


def awaiting_organiser() -> list[Any]:
    """Requests a superior approved and the organiser has not decided, oldest first."""
    statement = (
        select(
            Enrolment.id,
            Enrolment.requested_at,
            Employee.name,
            Programme.title,
            Batch.id.label("batch_id"),
            Batch.number,
            Batch.starts_on,
            Batch.ends_on,
            Batch.seats,
            Batch.seats_taken,
        )
        .join(Employee, Employee.id == Enrolment.employee_id)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Enrolment.status == EnrolmentStatus.APPROVED, Batch.status == BatchStatus.PUBLISHED)
        .order_by(Enrolment.requested_at, Enrolment.id)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def enrolment(enrolment_id: int) -> Enrolment:
    """Any enrolment of the government, for whoever runs training."""
    return db.session.execute(select(Enrolment).where(Enrolment.id == enrolment_id)).scalar_one()


def batches_of_year(year: int) -> list[Any]:
    """Every batch that begins in a year, in order, with its money; drafts and cancelled ones too."""
    took_part = (
        select(func.count(Enrolment.id))
        .where(Enrolment.batch_id == Batch.id, Enrolment.status.in_(TOOK_PART))
        .scalar_subquery()
    )
    statement = (
        select(
            Batch.id,
            Programme.title,
            Programme.code,
            Programme.form_code,
            Batch.number,
            Batch.status,
            Batch.starts_on,
            Batch.ends_on,
            Batch.place,
            Batch.city,
            Batch.lesson_hours,
            Batch.seats,
            took_part.label("participants"),
            Batch.budget,
            Batch.realised,
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .where(Batch.starts_on >= date(year, 1, 1), Batch.starts_on <= date(year, 12, 31))
        .order_by(Batch.starts_on, Batch.id)
        .limit(2000)
    )
    return list(db.session.execute(statement).all())


@dataclass(frozen=True)
class YearTotals:
    """The sums of a year; what was cancelled counts in none but the money that was spent."""

    batches: int
    seats: int
    participants: int
    hours: Decimal
    budget: Decimal
    realised: Decimal


def totals_of(rows: list[Any]) -> YearTotals:
    held = [row for row in rows if row.status != BatchStatus.CANCELLED]
    return YearTotals(
        batches=len(held),
        seats=sum(row.seats for row in held),
        participants=sum(row.participants for row in held),
        hours=sum((row.lesson_hours for row in held), Decimal(0)),
        budget=sum((row.budget or Decimal(0) for row in held), Decimal(0)),
        realised=sum((row.realised or Decimal(0) for row in rows), Decimal(0)),
    )


def years() -> list[int]:
    """Years that have a batch, latest first."""
    rows = db.session.execute(select(Batch.year).distinct().order_by(Batch.year.desc())).scalars()
    return list(rows)


_to_cancel = (
    select(Batch.id, Programme.title, Batch.number, Batch.decide_on, Batch.min_participants, Batch.seats_taken)
    .join(Programme, Programme.id == Batch.programme_id)
    .where(
        Batch.status == BatchStatus.PUBLISHED,
        Batch.min_participants.is_not(None),
        Batch.seats_taken < Batch.min_participants,
        Batch.went_ahead_at.is_(None),
    )
    .order_by(Batch.decide_on, Batch.id)
    .limit(5)
)


def short_of_people(day: date) -> list[Any]:
    """Batches whose day of decision has come with fewer people than they need."""
    return list(db.session.execute(_to_cancel.where(Batch.decide_on <= day, Batch.starts_on > day)).all())
