from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class QuestionKind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    TEXT = "text"
    ORDER = "order"


class ExamPurpose(StrEnum):
    """Before the course or after it."""

    PRE = "pre"
    POST = "post"


class ExamStatus(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Counting(StrEnum):
    """Which of several attempts counts."""

    BEST = "best"
    LAST = "last"


class Question(Numbered, GovernmentOwned, Model):
    """A question of the bank. What it says stands in its versions; the highest number is the present one."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        Index("ix_question_government_id_topic_id", "government_id", "topic", "id"),
    )

    topic: Mapped[str] = mapped_column(String(100))
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class QuestionVersion(Numbered, GovernmentOwned, Model):
    """What a question says. Frozen once a test with it was opened: from then on a change makes another version.

    ``options`` of an ORDER question stand in the right order; ``right`` holds the places of the right ones else.
    """

    __tablename__ = "question_version"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("question_id", "question"),
        UniqueConstraint("question_id", "number"),
        CheckConstraint("points > 0", name="points_positive"),
    )

    question_id: Mapped[int]
    number: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]]
    right: Mapped[list[str]]
    points: Mapped[Decimal]
    explanation: Mapped[str] = mapped_column(Text, default="")
    rubric: Mapped[str] = mapped_column(Text, default="")
    frozen_at: Mapped[datetime | None]


class Exam(Numbered, GovernmentOwned, Model):
    """A paper: questions in a fixed choice, and the rules under which it is sat."""

    __tablename__ = "exam"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 600", name="minutes_in_reason"),
        CheckConstraint("attempts BETWEEN 1 AND 10", name="attempts_in_reason"),
    )

    title: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[ExamPurpose] = mapped_column(String(4))
    status: Mapped[ExamStatus] = mapped_column(String(6), default=ExamStatus.DRAFT)
    minutes: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=1)
    counting: Mapped[Counting] = mapped_column(String(4), default=Counting.BEST)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class ExamQuestion(Numbered, GovernmentOwned, Model):
    __tablename__ = "exam_question"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("exam_id", "exam"),
        owned_by("version_id", "question_version"),
        UniqueConstraint("exam_id", "version_id"),
        Index("ix_exam_question_version_id", "version_id"),
    )

    exam_id: Mapped[int]
    version_id: Mapped[int]
    sort_order: Mapped[int]


class Attempt(Numbered, GovernmentOwned, Model):
    """One sitting. Its seed decides the order of questions and options; the score is out of a hundred."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("exam_id", "exam"),
        UniqueConstraint("exam_id", "employee_id", "number"),
        Index("ix_attempt_employee_id", "employee_id"),
        Index("ix_attempt_submitted_at_deadline_at", "submitted_at", "deadline_at"),
        CheckConstraint("score IS NULL OR score >= 0", name="score_not_negative"),
    )

    exam_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime]
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    score: Mapped[Decimal | None]


class AttemptAnswer(Numbered, GovernmentOwned, Model):
    """What was answered to one question. ``chosen`` are places among the version's options, never of the shuffle."""

    __tablename__ = "attempt_answer"
    __table_args__ = (
        owned_by("attempt_id", "attempt"),
        owned_by("exam_question_id", "exam_question"),
        UniqueConstraint("attempt_id", "exam_question_id"),
        Index("ix_attempt_answer_exam_question_id", "exam_question_id"),
        CheckConstraint("points IS NULL OR points >= 0", name="points_not_negative"),
    )

    attempt_id: Mapped[int]
    exam_question_id: Mapped[int]
    chosen: Mapped[list[str]]
    text: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    scored_by: Mapped[int | None]
    scored_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
