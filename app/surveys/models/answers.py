"""Who was asked and what was answered: tables without a link (security N2). Nothing here has a time or counts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, owned_by
from app.base.scope import GovernmentOwned


class SurveyParticipation(GovernmentOwned, Model):
    """Who is asked, and whether it is done. ``token_hash`` and ``code_hash`` go once it is, or the wave is closed."""

    __tablename__ = "survey_participation"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("group_id", "survey_group"),
        Index("ix_survey_participation_employee_id", "employee_id"),
        {"sqlite_with_rowid": False},
    )

    wave_id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    group_id: Mapped[int]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    done: Mapped[bool] = mapped_column(default=False)


class SurveyAnswer(GovernmentOwned, Model):
    """What somebody answered, under a random key that counts nothing, beside their group and nothing else.

    ``marks`` holds a byte for each column of the wave (``rules/columns.py``); ``texts`` free texts by item number until
    the closing takes them apart from the rest.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("group_id", "survey_group"),
        Index("ix_survey_answer_wave_id", "wave_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    wave_id: Mapped[int]
    group_id: Mapped[int]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    texts: Mapped[dict[str, Any] | None]


class NamedAnswer(GovernmentOwned, Model):
    """What somebody answered in a wave that was announced as named. Read by the change team alone, each time noted."""

    __tablename__ = "survey_named_answer"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("group_id", "survey_group"),
        Index("ix_survey_named_answer_employee_id", "employee_id"),
    )

    wave_id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), primary_key=True)
    group_id: Mapped[int]
    answered_at: Mapped[datetime]
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    texts: Mapped[dict[str, Any] | None]
