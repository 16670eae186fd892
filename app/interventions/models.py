"""What is done about a finding: an action with an owner and a day, and what a government adds to the catalogue."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact


class ActionStatus(StrEnum):
    """VERIFIED only by a later wave or by evidence that somebody other than the owner checked; never by the owner."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    VERIFIED = "verified"
    DROPPED = "dropped"


class TargetKind(StrEnum):
    """What an intervention answers: an element where people stop, a cause of resistance, or how a group stands."""

    BARRIER = "adkar_barrier"
    CAUSE = "resistance_cause"
    SEGMENT = "resistance_segment"


class Effort(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class VerifiedBy(StrEnum):
    """How it is known that an action helped, or at least was done."""

    WAVE = "wave"
    EVIDENCE = "evidence"


class OwnIntervention(Numbered, GovernmentOwned, Model):
    """An intervention a government adds to the shipped ones. An archived one is proposed no more."""

    __tablename__ = "own_intervention"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "name"),
        CheckConstraint("days > 0", name="days_positive"),
    )

    target_kind: Mapped[TargetKind] = mapped_column(String(20))
    target_code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    effort: Mapped[Effort] = mapped_column(String(6))
    days: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(200))
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class InterventionAction(Numbered, GovernmentOwned, Model):
    """Something one person does by a day, for a unit and everybody below it.

    The finding it answers is kept as it was told when the action was planned: of which wave, what (``target_kind`` and
    ``target_code``, or nothing), its value and of how many answers. ``catalogue_code`` is empty for what was thought up
    for the occasion. A sosialisasi or a batch that was begun for it stands beside it.
    """

    __tablename__ = "intervention_action"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("initiative_id", "initiative"),
        owned_by("unit_id", "org_unit"),
        owned_by("wave_id", "survey_wave"),
        owned_by("verified_wave_id", "survey_wave"),
        owned_by("sosialisasi_id", "sosialisasi"),
        owned_by("batch_id", "batch"),
        Index("ix_intervention_action_initiative_id_status", "initiative_id", "status"),
        Index("ix_intervention_action_owner_id_status", "owner_id", "status"),
        Index("ix_intervention_action_unit_id", "unit_id"),
        Index("ix_intervention_action_status_due_on", "status", "due_on"),
    )

    initiative_id: Mapped[int]
    unit_id: Mapped[int]
    wave_id: Mapped[int | None]
    target_kind: Mapped[TargetKind | None] = mapped_column(String(20))
    target_code: Mapped[str] = mapped_column(String(30), default="")
    finding: Mapped[str] = mapped_column(String(300), default="")
    finding_value: Mapped[Decimal | None] = mapped_column(Exact(8, 2))
    finding_answers: Mapped[int | None]
    catalogue_code: Mapped[str] = mapped_column(String(30), default="")
    title: Mapped[str] = mapped_column(String(150))
    description: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    planned_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    due_on: Mapped[date]
    status: Mapped[ActionStatus] = mapped_column(String(12), default=ActionStatus.PROPOSED)
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    done_on: Mapped[date | None]
    verified_by: Mapped[VerifiedBy | None] = mapped_column(String(10))
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    verified_wave_id: Mapped[int | None]
    verified_at: Mapped[datetime | None]
    effect: Mapped[str] = mapped_column(String(300), default="")
    drop_reason: Mapped[str] = mapped_column(String(500), default="")
    sosialisasi_id: Mapped[int | None]
    batch_id: Mapped[int | None]
    reminded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
