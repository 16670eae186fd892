from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class InitiativeStatus(StrEnum):
    """Only a draft is hidden from those it concerns; what ended or was called off stays readable."""

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class ImpactKind(StrEnum):
    """What changes for somebody."""

    STRUCTURE = "structure"
    POST = "post"
    DUTIES = "duties"
    PLACE = "place"
    SYSTEM = "system"


class Initiative(Numbered, GovernmentOwned, Model):
    """One change people are told about and asked about. ``short_name`` stands in statements and lists."""

    __tablename__ = "initiative"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        Index("ix_initiative_government_id_status_id", "government_id", "status", "id"),
        Index("ix_initiative_unit_id", "unit_id"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )

    unit_id: Mapped[int]
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    title: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    what_changes: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[InitiativeStatus] = mapped_column(String(10), default=InitiativeStatus.DRAFT)
    starts_on: Mapped[date]
    takes_effect_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class AffectedUnit(Numbered, GovernmentOwned, Model):
    """A unit an initiative concerns, with everybody in it and below it. ``degree`` runs from 1 (little) to 3 (much)."""

    __tablename__ = "affected_unit"
    __table_args__ = (
        owned_by("initiative_id", "initiative"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("initiative_id", "unit_id"),
        CheckConstraint("degree BETWEEN 1 AND 3", name="degree_1_to_3"),
    )

    initiative_id: Mapped[int]
    unit_id: Mapped[int]
    kind: Mapped[ImpactKind] = mapped_column(String(10))
    degree: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class AffectedPosition(Numbered, GovernmentOwned, Model):
    """A post an initiative concerns, with whoever holds it."""

    __tablename__ = "affected_position"
    __table_args__ = (
        owned_by("initiative_id", "initiative"),
        owned_by("position_id", "position"),
        UniqueConstraint("initiative_id", "position_id"),
        CheckConstraint("degree BETWEEN 1 AND 3", name="degree_1_to_3"),
    )

    initiative_id: Mapped[int]
    position_id: Mapped[int]
    kind: Mapped[ImpactKind] = mapped_column(String(10))
    degree: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class AffectedPerson(Numbered, GovernmentOwned, Model):
    """Somebody an initiative concerns besides those of its units and posts."""

    __tablename__ = "affected_person"
    __table_args__ = (
        owned_by("initiative_id", "initiative"),
        UniqueConstraint("initiative_id", "employee_id"),
        Index("ix_affected_person_employee_id", "employee_id"),
        CheckConstraint("degree BETWEEN 1 AND 3", name="degree_1_to_3"),
    )

    initiative_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind: Mapped[ImpactKind] = mapped_column(String(10))
    degree: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")


class UnitView(Numbered, GovernmentOwned, Model):
    """How much a change means for a unit in the eyes of whoever leads it, beside what the project says."""

    __tablename__ = "unit_view"
    __table_args__ = (
        owned_by("initiative_id", "initiative"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("initiative_id", "unit_id"),
        CheckConstraint("degree BETWEEN 0 AND 3", name="degree_0_to_3"),
    )

    initiative_id: Mapped[int]
    unit_id: Mapped[int]
    kind: Mapped[ImpactKind] = mapped_column(String(10))
    degree: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    said_by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    said_on: Mapped[date]
