"""Participation and answers stand in two tables without a link: beside an answer no person, session, time or order."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class PartKind(StrEnum):
    """What a part of the form is about; the last one is asked of the superior, in a form of its own."""

    CONTENT = "content"
    TRAINER = "trainer"
    PLACE = "place"
    FOLLOW_UP = "follow_up"


class ItemKind(StrEnum):
    SCALE = "scale"
    TEXT = "text"


class EvaluationStatus(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class EvaluationItem(Numbered, GovernmentOwned, Model):
    """A statement this government asks in every evaluation, from a day on and until another."""

    __tablename__ = "evaluation_item"
    __table_args__ = (
        Index("ix_evaluation_item_government_id_part_sort_order", "government_id", "part", "sort_order"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="ends_after_start"),
    )

    part: Mapped[PartKind] = mapped_column(String(10))
    kind: Mapped[ItemKind] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(String(300))
    sort_order: Mapped[int]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


class Evaluation(Numbered, GovernmentOwned, Model):
    """One evaluation of one run of a course. Anonymous from the first day, and that cannot be changed."""

    __tablename__ = "evaluation"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        Index("ix_evaluation_status_closes_at", "status", "closes_at"),
    )

    title: Mapped[str] = mapped_column(String(300))
    status: Mapped[EvaluationStatus] = mapped_column(String(7), default=EvaluationStatus.OPEN)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]


class EvaluationPart(Numbered, GovernmentOwned, Model):
    """The content, the place, or one trainer, who may see this part where they are known as an employee."""

    __tablename__ = "evaluation_part"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("evaluation_id", "evaluation"),
        UniqueConstraint("evaluation_id", "sort_order"),
        Index("ix_evaluation_part_employee_id", "employee_id"),
    )

    evaluation_id: Mapped[int]
    kind: Mapped[PartKind] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    sort_order: Mapped[int]


class EvaluationQuestion(Numbered, GovernmentOwned, Model):
    """A statement as this evaluation asks it; what the government changes later does not change it."""

    __tablename__ = "evaluation_question"
    __table_args__ = (
        owned_by("part_id", "evaluation_part"),
        UniqueConstraint("part_id", "sort_order"),
    )

    part_id: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(String(300))
    sort_order: Mapped[int]


class EvaluationParticipation(GovernmentOwned, Model):
    """Who was asked, and whether their one answer was given: no time, and the token is gone once it is spent."""

    __tablename__ = "evaluation_participation"
    __table_args__ = (
        owned_by("evaluation_id", "evaluation"),
        Index("ix_evaluation_participation_employee_id", "employee_id"),
        {"sqlite_with_rowid": False},
    )

    evaluation_id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    done: Mapped[bool] = mapped_column(default=False)


class EvaluationAnswer(GovernmentOwned, Model):
    """What somebody answered, under a random key that counts nothing. ``replies`` are by question."""

    __tablename__ = "evaluation_answer"
    __table_args__ = (
        owned_by("evaluation_id", "evaluation"),
        Index("ix_evaluation_answer_evaluation_id", "evaluation_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    evaluation_id: Mapped[int]
    replies: Mapped[dict[str, Any]]


class FollowUp(Numbered, GovernmentOwned, Model):
    """What the superior in office was asked about somebody at work, and what they said. Not anonymous."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "source_key"),
        Index("ix_follow_up_superior_id_answered_at", "superior_id", "answered_at"),
        Index("ix_follow_up_government_id_group_key", "government_id", "group_key"),
        Index("ix_follow_up_employee_id", "employee_id"),
    )

    source_key: Mapped[str] = mapped_column(String(60))
    group_key: Mapped[str] = mapped_column(String(60))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    title: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    items: Mapped[list[str]]
    values: Mapped[list[str]]
    comment: Mapped[str] = mapped_column(Text, default="")
