from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned


class LearningClaim(Numbered, GovernmentOwned, Model):
    """What an employee handed in about an outside activity, and what became of it; the line itself is its record.

    ``quantity`` is counted in the unit of the form (JP, days, sessions, activities or semesters): days and JP are
    different things, so what was claimed is kept as it was claimed.
    """

    __tablename__ = "learning_claim"
    __table_args__ = (
        UniqueConstraint("record_id"),
        Index("ix_learning_claim_government_id_due_on", "government_id", "due_on", "id"),
        Index("ix_learning_claim_file_id", "file_id"),
        Index("ix_learning_claim_employee_id", "employee_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    record_id: Mapped[int] = mapped_column(ForeignKey("learning_record.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    quantity: Mapped[Decimal]
    is_international: Mapped[bool] = mapped_column(default=False)
    certificate_number: Mapped[str] = mapped_column(String(150), default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    submitted_at: Mapped[datetime]
    due_on: Mapped[date]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")


class KindChange(Numbered, GovernmentOwned, Model):
    """Somebody was another kind of employee up to, but not including, a day: CPNS before PNS, PPPK before PNS."""

    __tablename__ = "employee_kind_change"
    __table_args__ = (UniqueConstraint("employee_id", "on_day"),)

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    kind_before: Mapped[str] = mapped_column(String(6))
    on_day: Mapped[date]


class LearningSetting(Numbered, GovernmentOwned, Model):
    """A government's own figure for one of the shipped settings, from a day on, with where it comes from."""

    __tablename__ = "learning_setting"
    __table_args__ = (UniqueConstraint("government_id", "key", "valid_from"),)

    key: Mapped[str] = mapped_column(String(30))
    value: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
