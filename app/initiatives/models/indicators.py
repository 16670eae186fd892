from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

Measure = Exact(16, 2)


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class Indicator(Numbered, GovernmentOwned, Model):
    """What is measured before and after, how, and where it should go. A month is kept as its first day."""

    __tablename__ = "initiative_indicator"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("initiative_id", "initiative"),
        Index("ix_initiative_indicator_initiative_id", "initiative_id"),
        CheckConstraint("baseline_n IS NULL OR baseline_n >= 0", name="baseline_n_not_negative"),
    )

    initiative_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    definition: Mapped[str] = mapped_column(String(1000))
    measured_in: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    baseline_month: Mapped[date]
    baseline: Mapped[Decimal] = mapped_column(Measure)
    baseline_n: Mapped[int | None]
    target: Mapped[Decimal] = mapped_column(Measure)
    direction: Mapped[Direction] = mapped_column(String(4))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    version: Mapped[int] = mapped_column(default=1)


class Reading(Numbered, GovernmentOwned, Model):
    """The value of a month; ``breaks`` says what changed in the counting, so that earlier values do not compare."""

    __tablename__ = "indicator_reading"
    __table_args__ = (
        owned_by("indicator_id", "initiative_indicator"),
        UniqueConstraint("indicator_id", "month"),
        CheckConstraint("n IS NULL OR n >= 0", name="n_not_negative"),
    )

    indicator_id: Mapped[int]
    month: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Measure)
    n: Mapped[int | None]
    breaks: Mapped[str] = mapped_column(String(300), default="")
