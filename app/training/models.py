from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

Money = Exact(15, 2)


class EnrolmentPolicy(StrEnum):
    OPEN = "open"
    SUPERIOR = "superior"
    TWO_STEPS = "two_steps"
    NOMINATED = "nominated"


class BatchStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSING = "closing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class EnrolmentStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    PASSED = "passed"
    FAILED = "failed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class CalendarKind(StrEnum):
    """Whose meetings a calendar holds."""

    PERSON = "person"
    UNIT = "unit"
    BATCH = "batch"


class Audience(StrEnum):
    """Who may open a document of a batch, and from when."""

    EVERYBODY = "everybody"
    PARTICIPANTS = "participants"
    AFTERWARDS = "afterwards"
    ORGANISERS = "organisers"


OVER = frozenset({BatchStatus.CLOSING, BatchStatus.CLOSED, BatchStatus.CANCELLED})
HOLDS_SEAT = frozenset({EnrolmentStatus.CONFIRMED, EnrolmentStatus.OFFERED})
HAS_RESULT = frozenset({EnrolmentStatus.PASSED, EnrolmentStatus.FAILED, EnrolmentStatus.NO_SHOW})
UNDECIDED = frozenset({EnrolmentStatus.REQUESTED, EnrolmentStatus.APPROVED})
IN_HAND = HOLDS_SEAT | UNDECIDED | {EnrolmentStatus.WAITLISTED}
ALIVE = IN_HAND | HAS_RESULT
TOOK_PART = HAS_RESULT | {EnrolmentStatus.CONFIRMED}


class Programme(Numbered, GovernmentOwned, Model):
    """What is taught: the form of development, its subjects, its passing rule.

    Without a certificate series it gives lesson hours and no certificate.
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "code"),
        owned_by("series_id", "certificate_series"),
        owned_by("design_id", "certificate_design"),
        CheckConstraint("min_attendance BETWEEN 0 AND 100", name="min_attendance_is_a_share"),
        CheckConstraint("min_score IS NULL OR min_score >= 0", name="min_score_not_negative"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
        CheckConstraint("validity_months IS NULL OR validity_months > 0", name="validity_positive"),
        Index("ix_programme_government_id_title_id", "government_id", "title", "id"),
    )

    series_id: Mapped[int | None]
    design_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(250))
    summary: Mapped[str] = mapped_column(Text)
    form_code: Mapped[str] = mapped_column(String(10))
    organiser: Mapped[str] = mapped_column(String(150))
    min_attendance: Mapped[int] = mapped_column(default=100)
    min_score: Mapped[Decimal | None]
    needs_assignment: Mapped[bool] = mapped_column(default=False)
    validity_months: Mapped[int | None]
    cost: Mapped[Decimal | None] = mapped_column(Money)
    tiers: Mapped[list[str]]
    kinds: Mapped[list[str]]
    is_international: Mapped[bool] = mapped_column(default=False)
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ProgrammeSubject(Numbered, GovernmentOwned, Model):
    """A subject with its lesson hours, as the back of the certificate lists it."""

    __tablename__ = "programme_subject"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("programme_id", "programme"),
        UniqueConstraint("programme_id", "sort_order"),
        CheckConstraint("lesson_hours > 0", name="lesson_hours_positive"),
    )

    programme_id: Mapped[int]
    sort_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    lesson_hours: Mapped[Decimal]


class ProgrammeCompetency(Numbered, GovernmentOwned, Model):
    """A competency the programme raises, and to which level."""

    __tablename__ = "programme_competency"
    __table_args__ = (
        owned_by("programme_id", "programme"),
        UniqueConstraint("programme_id", "competency_id"),
        Index("ix_programme_competency_competency_id", "competency_id", "programme_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    programme_id: Mapped[int]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]


class ProgrammeInterest(Numbered, GovernmentOwned, Model):
    """Somebody who wants a programme that has no dates yet; ended when it becomes a booking."""

    __tablename__ = "programme_interest"
    __table_args__ = (
        owned_by("programme_id", "programme"),
        UniqueConstraint("programme_id", "employee_id"),
        Index("ix_programme_interest_programme_id_created_at", "programme_id", "created_at", "id"),
        Index("ix_programme_interest_employee_id", "employee_id"),
    )

    programme_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    created_at: Mapped[datetime]


class Batch(Numbered, GovernmentOwned, Model):
    """One run of a programme. ``seats_taken`` counts seats that are held, with a name or without; the database caps it.

    A batch with a ``unit_id`` is run by that unit: its people manage it, and it closes only once the unit's report
    was accepted. Until ``reserved_until`` the seats in its reservations are only for the people of their units.
    While ``turning_since`` is set, those who waited for dates are still being booked, and nobody else gets a seat.
    """

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("programme_id", "year", "number"),
        owned_by("programme_id", "programme"),
        owned_by("unit_id", "org_unit"),
        Index("ix_batch_government_id_starts_on_id", "government_id", "starts_on", "id"),
        Index("ix_batch_unit_id", "unit_id"),
        Index("ix_batch_programme_id_enrolment_closes_at", "programme_id", "enrolment_closes_at"),
        CheckConstraint("seats > 0", name="has_seats"),
        CheckConstraint("seats_taken >= 0 AND seats_taken <= seats", name="never_oversold"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("min_participants IS NULL OR min_participants BETWEEN 1 AND seats", name="minimum_fits"),
        CheckConstraint("budget IS NULL OR budget >= 0", name="budget_not_negative"),
        CheckConstraint("realised IS NULL OR realised >= 0", name="realised_not_negative"),
    )

    programme_id: Mapped[int]
    number: Mapped[int]
    year: Mapped[int]
    status: Mapped[BatchStatus] = mapped_column(String(10), default=BatchStatus.DRAFT)
    policy: Mapped[EnrolmentPolicy] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    city: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), default="")
    trainer: Mapped[str] = mapped_column(String(150), default="")
    trainer_from: Mapped[str] = mapped_column(String(150), default="")
    lesson_hours: Mapped[Decimal]
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    min_participants: Mapped[int | None]
    decide_on: Mapped[date | None]
    short_told_at: Mapped[datetime | None]
    went_ahead_at: Mapped[datetime | None]
    reserved_until: Mapped[date | None]
    budget: Mapped[Decimal | None] = mapped_column(Money)
    realised: Mapped[Decimal | None] = mapped_column(Money)
    enrolment_opens_at: Mapped[datetime]
    enrolment_closes_at: Mapped[datetime]
    withdrawal_closes_at: Mapped[datetime]
    turning_since: Mapped[datetime | None]
    unit_id: Mapped[int | None]
    report_accepted_at: Mapped[datetime | None]
    assignment_brief: Mapped[str] = mapped_column(Text, default="")
    assignment_due_at: Mapped[datetime | None]
    archive_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken


class BatchMeeting(Numbered, GovernmentOwned, Model):
    """A meeting of a batch, with the subject it is about and who teaches it."""

    __tablename__ = "batch_meeting"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        owned_by("meeting_id", "meeting"),
        owned_by("subject_id", "programme_subject"),
        Index("ix_batch_meeting_batch_id", "batch_id"),
        UniqueConstraint("meeting_id"),
    )

    batch_id: Mapped[int]
    meeting_id: Mapped[int]
    subject_id: Mapped[int | None]
    trainer: Mapped[str] = mapped_column(String(150), default="")


class BatchReservation(Numbered, GovernmentOwned, Model):
    """Seats kept for the people of a unit and everything below it."""

    __tablename__ = "batch_reservation"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("batch_id", "unit_id"),
        CheckConstraint("seats > 0", name="has_seats"),
    )

    batch_id: Mapped[int]
    unit_id: Mapped[int]
    seats: Mapped[int]


class SeatHold(Numbered, GovernmentOwned, Model):
    """Seats a superior holds for people they have not named yet; counted in ``seats_taken`` until ``expires_at``."""

    __tablename__ = "seat_hold"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("batch_id", "batch"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("batch_id", "superior_id"),
        Index("ix_seat_hold_expires_at", "expires_at"),
        Index("ix_seat_hold_superior_id", "superior_id"),
        CheckConstraint("seats > 0", name="has_seats"),
    )

    batch_id: Mapped[int]
    superior_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_id: Mapped[int]
    seats: Mapped[int]
    expires_at: Mapped[datetime]


class BatchNominee(Numbered, GovernmentOwned, Model):
    """Somebody named for a draft by a plan. Once the batch is published they get their seat and are told."""

    __tablename__ = "batch_nominee"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        UniqueConstraint("batch_id", "employee_id"),
        Index("ix_batch_nominee_employee_id", "employee_id"),
    )

    batch_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    refusal: Mapped[str] = mapped_column(String(300), default="")


class BatchDocument(Numbered, GovernmentOwned, Model):
    """A document or material of a batch, for those who may see it."""

    __tablename__ = "batch_document"
    __table_args__ = (owned_by("batch_id", "batch"), Index("ix_batch_document_batch_id", "batch_id", "id"))

    batch_id: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(String(150))
    audience: Mapped[Audience] = mapped_column(String(15))


class BatchExam(Numbered, GovernmentOwned, Model):
    """A test of a batch, before the course or after it."""

    __tablename__ = "batch_exam"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        owned_by("exam_id", "exam"),
        Index("ix_batch_exam_batch_id", "batch_id"),
        UniqueConstraint("exam_id"),
    )

    batch_id: Mapped[int]
    exam_id: Mapped[int]


class BatchEvaluation(Numbered, GovernmentOwned, Model):
    """The anonymous evaluation of a batch."""

    __tablename__ = "batch_evaluation"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        owned_by("evaluation_id", "evaluation"),
        UniqueConstraint("batch_id"),
        UniqueConstraint("evaluation_id"),
    )

    batch_id: Mapped[int]
    evaluation_id: Mapped[int]


class AssignmentWork(Numbered, GovernmentOwned, Model):
    """What a participant handed in, and the organiser's word on it. The latest one counts; earlier ones stay."""

    __tablename__ = "assignment_work"
    __table_args__ = (
        owned_by("enrolment_id", "enrolment"),
        Index("ix_assignment_work_enrolment_id", "enrolment_id", "id"),
        CheckConstraint("file_id IS NOT NULL OR link <> '' OR text <> ''", name="holds_something"),
    )

    enrolment_id: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    link: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    accepted: Mapped[bool | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class AgendaItem(Numbered, GovernmentOwned, Model):
    """A line of the day's programme; a pause carries no lesson hours."""

    __tablename__ = "agenda_item"
    __table_args__ = (owned_by("meeting_id", "meeting"), Index("ix_agenda_item_meeting_id", "meeting_id", "starts_at"))

    meeting_id: Mapped[int]
    starts_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(String(300), default="")
    is_pause: Mapped[bool] = mapped_column(default=False)


class Enrolment(Numbered, GovernmentOwned, Model):
    """Somebody's way through a batch: from the request to the result. One per person and batch.

    Who waits for several batches of a programme has the same ``queued_at`` in each: one place in one line.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("batch_id", "batch"),
        UniqueConstraint("batch_id", "employee_id"),
        Index("ix_enrolment_employee_id_status", "employee_id", "status"),
        Index("ix_enrolment_batch_id_status_queued_at", "batch_id", "status", "queued_at", "id"),
        Index("ix_enrolment_status_offer_expires_at", "status", "offer_expires_at"),
        Index("ix_enrolment_status_decide_by", "status", "decide_by"),
        CheckConstraint("score IS NULL OR (score >= 0)", name="score_not_negative"),
    )

    batch_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    status: Mapped[EnrolmentStatus] = mapped_column(String(12))
    requested_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    nominated_by: Mapped[int | None]
    decide_by: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    offer_expires_at: Mapped[datetime | None]
    score: Mapped[Decimal | None]
    assignment_done: Mapped[bool] = mapped_column(default=False)
    attendance_share: Mapped[Decimal | None]
    changes: Mapped[int] = mapped_column(default=0)


@event.listens_for(Enrolment.status, "set")
def _count_change(enrolment: Enrolment, value: str, before: object, _initiator: object) -> None:
    """Every change of status is a change of the calendar entries that follow it (RFC 5545, SEQUENCE)."""
    if isinstance(before, str) and before != value:
        enrolment.changes = (enrolment.changes or 0) + 1


class BatchGap(GovernmentOwned, Model):
    """What somebody lacked of a competency that a programme raises, as it was kept when their result was set.

    Written once and never changed: ``gap`` is 0 or more, and empty where nobody had measured. What came of it is read
    from the gaps as they are kept now.
    """

    __tablename__ = "batch_gap"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        Index("ix_batch_gap_employee_id", "employee_id", "competency_id"),
        Index("ix_batch_gap_government_id_frozen_on", "government_id", "frozen_on"),
        CheckConstraint("gap >= 0", name="gap_not_negative"),
    )

    batch_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True, autoincrement=False)
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[int]
    required: Mapped[int]
    measured: Mapped[int | None]
    gap: Mapped[int | None]
    frozen_on: Mapped[date]


class CalendarLink(Numbered, GovernmentOwned, Model):
    """A secret address under which a calendar program reads meetings; only the token's hash is kept."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        owned_by("batch_id", "batch"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("token_hash"),
        Index("ix_calendar_link_user_id", "user_id"),
        CheckConstraint("(kind = 'unit') = (unit_id IS NOT NULL)", name="unit_where_asked"),
        CheckConstraint("(kind = 'batch') = (batch_id IS NOT NULL)", name="batch_where_asked"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[CalendarKind] = mapped_column(String(6))
    unit_id: Mapped[int | None]
    batch_id: Mapped[int | None]
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
