from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
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


class Audience(StrEnum):
    """Who may open a document of a batch, and from when."""

    EVERYBODY = "everybody"
    PARTICIPANTS = "participants"
    AFTERWARDS = "afterwards"
    ORGANISERS = "organisers"


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
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    programme_id: Mapped[int]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]


class Batch(Numbered, GovernmentOwned, Model):
    """One run of a programme. ``seats_taken`` counts who holds a seat; the database caps it.

    Until ``reserved_until`` the seats in its reservations are only for the people of their units.
    """

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("programme_id", "year", "number"),
        owned_by("programme_id", "programme"),
        Index("ix_batch_government_id_starts_on_id", "government_id", "starts_on", "id"),
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
    reserved_until: Mapped[date | None]
    budget: Mapped[Decimal | None] = mapped_column(Money)
    realised: Mapped[Decimal | None] = mapped_column(Money)
    enrolment_opens_at: Mapped[datetime]
    enrolment_closes_at: Mapped[datetime]
    withdrawal_closes_at: Mapped[datetime]
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


class BatchDocument(Numbered, GovernmentOwned, Model):
    """A document or material of a batch, for those who may see it."""

    __tablename__ = "batch_document"
    __table_args__ = (owned_by("batch_id", "batch"), Index("ix_batch_document_batch_id", "batch_id", "id"))

    batch_id: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(String(150))
    audience: Mapped[Audience] = mapped_column(String(15))


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
    """Somebody's way through a batch: from the request to the result. One per person and batch."""

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("batch_id", "batch"),
        UniqueConstraint("batch_id", "employee_id"),
        Index("ix_enrolment_employee_id_status", "employee_id", "status"),
        Index("ix_enrolment_batch_id_status_queued_at", "batch_id", "status", "queued_at", "id"),
        Index("ix_enrolment_status_offer_expires_at", "status", "offer_expires_at"),
        CheckConstraint("score IS NULL OR (score >= 0)", name="score_not_negative"),
    )

    batch_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    status: Mapped[EnrolmentStatus] = mapped_column(String(12))
    requested_at: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    offer_expires_at: Mapped[datetime | None]
    score: Mapped[Decimal | None]
    assignment_done: Mapped[bool] = mapped_column(default=False)
    attendance_share: Mapped[Decimal | None]
