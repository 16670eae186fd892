from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

Money = Exact(15, 2)


class ProposalStatus(StrEnum):
    """RETURNED and REPORT_RETURNED wait for the unit; SUBMITTED, APPROVED and REPORTED for the personnel agency."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    RUNNING = "running"
    REPORTED = "reported"
    REPORT_RETURNED = "report_returned"
    ACCEPTED = "accepted"


class Move(StrEnum):
    """What may be done with a proposal."""

    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    START = "start"
    REPORT = "report"
    RETURN_REPORT = "return_report"
    ACCEPT_REPORT = "accept_report"


class ReviewItem(StrEnum):
    """What the agency looks at before it answers."""

    COMPLETENESS = "completeness"
    HOURS = "hours"
    TRAINERS = "trainers"
    NEED = "need"


class DocumentUse(StrEnum):
    PROPOSAL = "proposal"
    REPORT = "report"


WITH_UNIT = frozenset({ProposalStatus.DRAFT, ProposalStatus.RETURNED})
WITH_AGENCY = frozenset({ProposalStatus.SUBMITTED, ProposalStatus.APPROVED, ProposalStatus.REPORTED})
TO_REPORT = frozenset({ProposalStatus.RUNNING, ProposalStatus.REPORT_RETURNED})


class Proposal(Numbered, GovernmentOwned, Model):
    """What a unit wants to hold, as it stands now. ``due_on`` is until when whoever has it should act.

    ``reminders`` counts those sent since the last move.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        owned_by("programme_id", "programme"),
        owned_by("batch_id", "batch"),
        UniqueConstraint("batch_id"),
        Index("ix_proposal_government_id_status_id", "government_id", "status", "id"),
        Index("ix_proposal_unit_id_id", "unit_id", "id"),
        Index("ix_proposal_proposer_id", "proposer_id"),
        Index("ix_proposal_status_due_on", "status", "due_on"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("participants IS NULL OR participants > 0", name="participants_positive"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
    )

    unit_id: Mapped[int]
    status: Mapped[ProposalStatus] = mapped_column(String(16), default=ProposalStatus.DRAFT)
    title: Mapped[str] = mapped_column(String(250))
    form_code: Mapped[str] = mapped_column(String(10), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(80), default="")
    target: Mapped[str] = mapped_column(Text, default="")
    participants: Mapped[int | None]
    trainers: Mapped[str] = mapped_column(Text, default="")
    cost: Mapped[Decimal | None] = mapped_column(Money)
    fund_source: Mapped[str] = mapped_column(String(150), default="")
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    created_at: Mapped[datetime]
    due_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    programme_id: Mapped[int | None]
    batch_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)


class ProposalSubject(Numbered, GovernmentOwned, Model):
    """A subject with its lesson hours."""

    __tablename__ = "proposal_subject"
    __table_args__ = (
        owned_by("proposal_id", "proposal"),
        UniqueConstraint("proposal_id", "sort_order"),
        CheckConstraint("lesson_hours > 0", name="lesson_hours_positive"),
    )

    proposal_id: Mapped[int]
    sort_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    lesson_hours: Mapped[Decimal]


class ProposalDocument(Numbered, GovernmentOwned, Model):
    """A file that goes with the proposal or its report."""

    __tablename__ = "proposal_document"
    __table_args__ = (
        owned_by("proposal_id", "proposal"),
        Index("ix_proposal_document_proposal_id_id", "proposal_id", "id"),
    )

    proposal_id: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str] = mapped_column(String(150))
    used_for: Mapped[DocumentUse] = mapped_column(String(8))


class ProposalVersion(Numbered, GovernmentOwned, Model):
    """A proposal as it was handed in, its letter, and what the agency said to it. Never changed once answered.

    ``findings`` hold a note per item of the review; ``facts`` what was proposed.
    """

    __tablename__ = "proposal_version"
    __table_args__ = (
        owned_by("proposal_id", "proposal"),
        owned_by("letter_id", "letter"),
        owned_by("reply_id", "letter"),
        UniqueConstraint("proposal_id", "number"),
    )

    proposal_id: Mapped[int]
    number: Mapped[int]
    facts: Mapped[dict[str, Any]]
    letter_id: Mapped[int]
    submitted_at: Mapped[datetime]
    outcome: Mapped[ProposalStatus | None] = mapped_column(String(16))
    findings: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    reply_id: Mapped[int | None]
    decided_at: Mapped[datetime | None]


class ProposalReport(Numbered, GovernmentOwned, Model):
    """What a unit reported of an activity, once per handing in."""

    __tablename__ = "proposal_report"
    __table_args__ = (
        owned_by("proposal_id", "proposal"),
        owned_by("letter_id", "letter"),
        UniqueConstraint("proposal_id", "number"),
        CheckConstraint("attended >= 0", name="attended_not_negative"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
    )

    proposal_id: Mapped[int]
    number: Mapped[int]
    attended: Mapped[int]
    cost: Mapped[Decimal] = mapped_column(Money)
    notes: Mapped[str] = mapped_column(Text)
    letter_id: Mapped[int]
    submitted_at: Mapped[datetime]
    outcome: Mapped[ProposalStatus | None] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]


class ProposalStep(Numbered, GovernmentOwned, Model):
    """A line of the timeline: who did what, when."""

    __tablename__ = "proposal_step"
    __table_args__ = (
        owned_by("proposal_id", "proposal"),
        Index("ix_proposal_step_proposal_id_id", "proposal_id", "id"),
    )

    proposal_id: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(150))
    status: Mapped[ProposalStatus] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(String(500), default="")
