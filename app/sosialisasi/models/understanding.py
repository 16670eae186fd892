"""A short check before and after a round. Who took it and what they answered stand in two tables without a link."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class CheckStatus(StrEnum):
    """BEFORE and AFTER take answers; from CLOSING on nobody answers, and results are there once it is CLOSED."""

    DRAFT = "draft"
    BEFORE = "before"
    AFTER = "after"
    CLOSING = "closing"
    CLOSED = "closed"


class Phase(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class UnderstandingCheck(Numbered, GovernmentOwned, Model):
    """The check of one round. Anonymous from the first day, and that cannot be changed.

    ``pass_mark`` is a share of right answers in percent. ``taker_key`` makes the marks of those who took it; it is
    empty once the check is closed.
    """

    __tablename__ = "understanding_check"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("round_id", "sosialisasi_round"),
        UniqueConstraint("round_id"),
        Index("ix_understanding_check_status_closes_at", "status", "closes_at"),
        CheckConstraint("pass_mark BETWEEN 1 AND 100", name="pass_mark_1_to_100"),
    )

    round_id: Mapped[int]
    status: Mapped[CheckStatus] = mapped_column(String(7), default=CheckStatus.DRAFT)
    pass_mark: Mapped[int] = mapped_column(default=70)
    taker_key: Mapped[str] = mapped_column(String(64), default="")
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class UnderstandingItem(Numbered, GovernmentOwned, Model):
    """A statement or question with its choices; ``right`` is the place of the right one. The same before and after."""

    __tablename__ = "understanding_item"
    __table_args__ = (
        owned_by("check_id", "understanding_check"),
        UniqueConstraint("check_id", "sort_order"),
        CheckConstraint('"right" >= 0', name="right_not_negative"),
    )

    check_id: Mapped[int]
    sort_order: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[str]]
    right: Mapped[int]


class UnderstandingParticipation(GovernmentOwned, Model):
    """That somebody took the check before or after: a mark without a name or a time, and gone at the closing."""

    __tablename__ = "understanding_participation"
    __table_args__ = (owned_by("check_id", "understanding_check"), {"sqlite_with_rowid": False})

    check_id: Mapped[int] = mapped_column(primary_key=True)
    taker: Mapped[str] = mapped_column(String(64), primary_key=True)


class UnderstandingAnswer(GovernmentOwned, Model):
    """What somebody answered, under a random key that counts nothing. ``replies`` are places by item.

    ``unit_id`` is never finer than a unit of ten invited people; nobody's unit is known of guests.
    """

    __tablename__ = "understanding_answer"
    __table_args__ = (
        owned_by("check_id", "understanding_check"),
        Index("ix_understanding_answer_check_id", "check_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    check_id: Mapped[int]
    phase: Mapped[Phase] = mapped_column(String(6))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    replies: Mapped[dict[str, Any]]
