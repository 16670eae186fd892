from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class AssessmentSource(StrEnum):
    CENTRE = "centre"
    SUPERIOR = "superior"
    SELF = "self"


class JpRule(StrEnum):
    """How a form of development turns into lesson hours (PerLAN 10/2018)."""

    PROGRAMME_HOURS = "programme_hours"
    PER_DAY = "per_day"
    PER_DAY_CAPPED = "per_day_capped"
    PER_SESSION = "per_session"
    PER_ACTIVITY = "per_activity"
    PER_SEMESTER = "per_semester"
    MANUAL = "manual"


class LearningStatus(StrEnum):
    WAITING = "waiting"
    CREDITED = "credited"
    REFUSED = "refused"


class DevelopmentForm(Numbered, Model):
    """A form of competency development with its rule for lesson hours, valid from a date."""

    __tablename__ = "development_form"
    __table_args__ = (UniqueConstraint("code", "valid_from"),)

    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    mode: Mapped[str] = mapped_column(String(20))
    jp_rule: Mapped[JpRule] = mapped_column(String(20))
    jp_per_unit: Mapped[Decimal | None]
    jp_per_unit_international: Mapped[Decimal | None]
    international_bonus_pct: Mapped[Decimal | None]
    cap_value: Mapped[Decimal | None]
    cap_period: Mapped[str] = mapped_column(String(10), default="")
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)


class LearningTarget(Numbered, Model):
    """Lesson hours a kind of employee should reach (floor) or may count (ceiling) in a year."""

    __tablename__ = "learning_target"
    __table_args__ = (UniqueConstraint("employee_kind", "valid_from"),)

    employee_kind: Mapped[str] = mapped_column(String(6))
    lesson_hours: Mapped[Decimal]
    is_ceiling: Mapped[bool]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)


class Competency(Numbered, Model):
    """A competency of the national dictionary, or a technical one of a government's own later."""

    __tablename__ = "competency"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    group: Mapped[str] = mapped_column("competency_group", String(20))
    name: Mapped[str] = mapped_column(String(120))
    sort_order: Mapped[int]
    source: Mapped[str] = mapped_column(Text)


class TierRequirement(Numbered, Model):
    """The level a tier of posts asks by default; a position's own standard overrides it."""

    __tablename__ = "tier_requirement"
    __table_args__ = (
        UniqueConstraint("tier", "competency_id", "valid_from"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    tier: Mapped[str] = mapped_column(String(20))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)


class PositionRequirement(Numbered, GovernmentOwned, Model):
    """The level one post asks (SKJ), where it differs from its tier."""

    __tablename__ = "position_requirement"
    __table_args__ = (
        owned_by("position_id", "position"),
        UniqueConstraint("position_id", "competency_id", "valid_from"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    position_id: Mapped[int]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    valid_from: Mapped[date]


class Assessment(Numbered, GovernmentOwned, Model):
    """A measured level of one person in one competency."""

    __tablename__ = "assessment"
    __table_args__ = (
        Index("ix_assessment_employee_id_competency_id", "employee_id", "competency_id", "assessed_on"),
        CheckConstraint("level BETWEEN 0 AND 5", name="level_0_to_5"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    source: Mapped[AssessmentSource] = mapped_column(String(12))
    assessed_on: Mapped[date]


class CompetencyEvidence(Numbered, GovernmentOwned, Model):
    """Something passed that speaks for a level. An assessor confirms it; it never raises a level by itself."""

    __tablename__ = "competency_evidence"
    __table_args__ = (
        Index("ix_competency_evidence_employee_id", "employee_id"),
        UniqueConstraint("source_key", "competency_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    source_key: Mapped[str] = mapped_column(String(80))
    shown_on: Mapped[date]


class LearningRecord(Numbered, GovernmentOwned, Model):
    """One line of somebody's JP ledger; ``source_key`` makes crediting the same thing twice impossible."""

    __tablename__ = "learning_record"
    __table_args__ = (
        Index("ix_learning_record_employee_id_year", "employee_id", "year"),
        CheckConstraint("jp_credited >= 0 AND jp_claimed >= 0", name="jp_not_negative"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    form_code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(250))
    organiser: Mapped[str] = mapped_column(String(150))
    evidence: Mapped[str] = mapped_column(String(200), default="", server_default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    year: Mapped[int]
    jp_claimed: Mapped[Decimal]
    jp_credited: Mapped[Decimal]
    status: Mapped[LearningStatus] = mapped_column(String(10))
    source_key: Mapped[str] = mapped_column(String(80), unique=True)
    recorded_at: Mapped[datetime]
