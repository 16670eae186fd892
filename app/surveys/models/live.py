"""A quick check of a room: five statements on phones, told once to everybody there, and nothing kept but the sums."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class LiveStatus(StrEnum):
    """SHOWN told its result; LAPSED never had enough answers or was forgotten. Both keep no answer."""

    OPEN = "open"
    SHOWN = "shown"
    LAPSED = "lapsed"


class GroupCheck(Numbered, GovernmentOwned, Model):
    """One check of one room. ``result`` holds the counts of each statement once it is shown, and answers are gone.

    ``taker_key`` makes the marks of those who answered; it is empty once the check is over.
    """

    __tablename__ = "group_check"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("code"),
        owned_by("initiative_id", "initiative"),
        Index("ix_group_check_opened_by_id_id", "opened_by_id", "id"),
        Index("ix_group_check_status_ends_at", "status", "ends_at"),
    )

    title: Mapped[str] = mapped_column(String(120))
    initiative_id: Mapped[int | None]
    change_name: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(8))
    status: Mapped[LiveStatus] = mapped_column(String(6), default=LiveStatus.OPEN)
    taker_key: Mapped[str] = mapped_column(String(64), default="")
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]


class GroupCheckMark(GovernmentOwned, Model):
    """That a phone answered: a mark without a name or a time, and gone once the check is over."""

    __tablename__ = "group_check_mark"
    __table_args__ = (owned_by("check_id", "group_check"), {"sqlite_with_rowid": False})

    check_id: Mapped[int] = mapped_column(primary_key=True)
    taker: Mapped[str] = mapped_column(String(64), primary_key=True)


class GroupCheckAnswer(GovernmentOwned, Model):
    """What was answered, a byte for each statement (1 to 5), under a random key that counts nothing."""

    __tablename__ = "group_check_answer"
    __table_args__ = (
        owned_by("check_id", "group_check"),
        Index("ix_group_check_answer_check_id", "check_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    check_id: Mapped[int]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
