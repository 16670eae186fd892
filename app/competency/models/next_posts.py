"""The post somebody aims at next, and what they lack for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class NextPost(Numbered, GovernmentOwned, Model):
    """The post somebody chose to aim at. It promises nothing, and is changed or let go at will."""

    __tablename__ = "next_post"
    __table_args__ = (
        owned_by("position_id", "position"),
        UniqueConstraint("employee_id"),
        Index("ix_next_post_position_id", "position_id"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    position_id: Mapped[int]
    chosen_at: Mapped[datetime]


class NextGap(GovernmentOwned, Model):
    """One competency somebody measurably lacks for the post they aim at, kept like ``CompetencyGap``.

    ``unit_id`` and ``tier`` are those of the post they hold. ``at_present``: they lack it for that one, too, so that
    whoever counts gaps counts it there.
    """

    __tablename__ = "next_gap"
    __table_args__ = (
        Index("ix_next_gap_government_id_competency_id", "government_id", "competency_id"),
        Index("ix_next_gap_unit_id", "unit_id"),
        CheckConstraint("gap > 0", name="gap_positive"),
    )

    employee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    tier: Mapped[str] = mapped_column(String(20))
    required: Mapped[int]
    measured: Mapped[int]
    gap: Mapped[int]
    at_present: Mapped[bool] = mapped_column(default=False)
