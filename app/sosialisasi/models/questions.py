"""What is asked at a round: the board it stands on, the questions, and the votes while the round lasts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class AskedKind(StrEnum):
    QUESTION = "question"
    ASPIRATION = "aspiration"


class QuestionStatus(StrEnum):
    """OPEN waits for an answer; PUBLISHED stands in the initiative's questions and answers."""

    OPEN = "open"
    ANSWERED = "answered"
    PUBLISHED = "published"


class AskedWhen(StrEnum):
    """Before, during or after the round."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Which(StrEnum):
    """Which questions an organiser looks at."""

    EVERY = ""
    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    PUBLISHED = "published"
    HIDDEN = "hidden"


class RoundBoard(Numbered, GovernmentOwned, Model):
    """Where people of a round ask and vote. ``code`` opens its page without signing in.

    ``vote_key`` tells one voter from another while the round lasts; it is empty, and no vote has a voter any more,
    once voting was ended. ``owner_id`` opened it for questions: each one is theirs to answer until it is handed on.
    """

    __tablename__ = "sosialisasi_board"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        UniqueConstraint("round_id"),
        UniqueConstraint("code"),
    )

    round_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(8))
    vote_key: Mapped[str] = mapped_column(String(64), default="")
    takes_questions: Mapped[bool] = mapped_column(default=False)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    made_at: Mapped[datetime]

    @property
    def takes_votes(self) -> bool:
        return bool(self.vote_key)


class AskedQuestion(Numbered, GovernmentOwned, Model):
    """A question or an aspiration. ``text`` is the asker's and is kept as it came; ``shown_text`` is what others read.

    Whoever asked without a name is nobody here: there is a day and no hour, and ``code_hash`` alone lets them find the
    answer. ``votes`` counts voters once each; of questions merged into one it is their sum.
    """

    __tablename__ = "asked_question"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("round_id", "sosialisasi_round"),
        owned_by("merged_into_id", "asked_question"),
        UniqueConstraint("code_hash"),
        Index("ix_asked_question_round_id_votes_id", "round_id", "votes", "id"),
        Index("ix_asked_question_merged_into_id", "merged_into_id"),
        Index("ix_asked_question_asked_by_id", "asked_by_id"),
        Index("ix_asked_question_answered_by_id", "answered_by_id"),
        Index("ix_asked_question_owner_id_status", "owner_id", "status"),
        Index("ix_asked_question_status_due_on", "status", "due_on"),
        CheckConstraint("votes >= 0", name="votes_not_negative"),
    )

    round_id: Mapped[int]
    kind: Mapped[AskedKind] = mapped_column(String(10))
    asked_when: Mapped[AskedWhen] = mapped_column(String(6))
    theme: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text)
    shown_text: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    asked_on: Mapped[date]
    code_hash: Mapped[str | None] = mapped_column(String(64))
    votes: Mapped[int] = mapped_column(default=0)
    merged_into_id: Mapped[int | None]
    is_hidden: Mapped[bool] = mapped_column(default=False)
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[QuestionStatus] = mapped_column(String(10), default=QuestionStatus.OPEN)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    due_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    is_for_asker: Mapped[bool] = mapped_column(default=False)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    answered_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class QuestionVote(GovernmentOwned, Model):
    """That somebody supports a question, under a mark that means nothing outside this board; gone when voting ends."""

    __tablename__ = "question_vote"
    __table_args__ = (owned_by("question_id", "asked_question"), {"sqlite_with_rowid": False})

    question_id: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
