"""What posts ask, what was measured, and the lesson hours between; what is worked out stands in ``gaps``."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned

HAS_FILE = "file_id IS NOT NULL"


class AssessmentSource(StrEnum):
    CENTRE = "centre"
    SUPERIOR = "superior"
    SELF = "self"


class CompetencyGroup(StrEnum):
    MANAGERIAL = "managerial"
    SOCIOCULTURAL = "sociocultural"
    TECHNICAL = "technical"


class EvidenceStatus(StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"


class DisputeStatus(StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REFUSED = "refused"


class RuleKind(StrEnum):
    """What a circular or an agency may set anew: each is a row with its day and its source."""

    MATCH = "match"
    MEASURE = "measure"
    APPOINTMENT = "appointment"
    MAPPING = "mapping"
    GAP_CLASS = "gap_class"
    AXIS = "axis"
    PREDICATE = "predicate"
    POTENTIAL = "potential"


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
    WITHDRAWN = "withdrawn"


class DevelopmentForm(Numbered, Model):
    """A form of competency development with its rule for lesson hours, valid from a date until the next one begins.

    The shipped ones have no government; one of a government's own comes before them, there alone.
    """

    __tablename__ = "development_form"
    __table_args__ = (
        Index(
            "uq_development_form_national",
            "code",
            "valid_from",
            unique=True,
            sqlite_where=text("government_id IS NULL"),
            postgresql_where=text("government_id IS NULL"),
        ),
        UniqueConstraint("government_id", "code", "valid_from"),
    )

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    mode: Mapped[str] = mapped_column(String(20))
    jp_rule: Mapped[JpRule] = mapped_column(String(20))
    jp_per_unit: Mapped[Decimal | None]
    jp_per_unit_international: Mapped[Decimal | None]
    international_bonus_pct: Mapped[Decimal | None]
    cap_value: Mapped[Decimal | None]
    cap_period: Mapped[str] = mapped_column(String(10), default="")
    siasn_type: Mapped[int | None]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)


class LearningTarget(Numbered, Model):
    """Lesson hours a kind of employee should reach (floor) or may count (ceiling) in a year: shipped, or a
    government's own, which comes before."""

    __tablename__ = "learning_target"
    __table_args__ = (
        Index(
            "uq_learning_target_national",
            "employee_kind",
            "valid_from",
            unique=True,
            sqlite_where=text("government_id IS NULL"),
            postgresql_where=text("government_id IS NULL"),
        ),
        UniqueConstraint("government_id", "employee_kind", "valid_from"),
    )

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    employee_kind: Mapped[str] = mapped_column(String(6))
    lesson_hours: Mapped[Decimal]
    is_ceiling: Mapped[bool]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(Text)


class Competency(Numbered, Model):
    """A competency of the national dictionary (no government), or a technical one of a government's own.

    ``levels`` tells in our own words what each of the five levels looks like; it may be shorter.
    """

    __tablename__ = "competency"
    __table_args__ = (
        Index(
            "uq_competency_national_code",
            "code",
            unique=True,
            sqlite_where=text("government_id IS NULL"),
            postgresql_where=text("government_id IS NULL"),
        ),
        UniqueConstraint("government_id", "code"),
    )

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    code: Mapped[str] = mapped_column(String(20))
    group: Mapped[str] = mapped_column("competency_group", String(20))
    name: Mapped[str] = mapped_column(String(120))
    affair: Mapped[str] = mapped_column(String(80), default="", server_default="")
    definition: Mapped[str] = mapped_column(Text, default="", server_default="")
    levels: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    sort_order: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class TierRequirement(Numbered, Model):
    """The level a tier of posts asks by default; a government may ask otherwise, and a position's own
    standard overrides both."""

    __tablename__ = "tier_requirement"
    __table_args__ = (
        Index(
            "uq_tier_requirement_national",
            "tier",
            "competency_id",
            "valid_from",
            unique=True,
            sqlite_where=text("government_id IS NULL"),
            postgresql_where=text("government_id IS NULL"),
        ),
        UniqueConstraint("government_id", "tier", "competency_id", "valid_from"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ends_after_start"),
    )

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    tier: Mapped[str] = mapped_column(String(20))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)


class PositionRequirement(Numbered, GovernmentOwned, Model):
    """The level one post asks (SKJ), where it differs from its tier, from a day up to another."""

    __tablename__ = "position_requirement"
    __table_args__ = (
        owned_by("position_id", "position"),
        UniqueConstraint("position_id", "competency_id", "valid_from"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ends_after_start"),
    )

    position_id: Mapped[int]
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(200), default="", server_default="")


class PositionStandard(Numbered, GovernmentOwned, Model):
    """What the sheet of a post's standard says besides levels (PermenPANRB 38/2017)."""

    __tablename__ = "position_standard"
    __table_args__ = (owned_by("position_id", "position"), UniqueConstraint("position_id"))

    position_id: Mapped[int]
    affair: Mapped[str] = mapped_column(String(80), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    rank: Mapped[str] = mapped_column(String(80), default="")
    education: Mapped[str] = mapped_column(String(250), default="")
    training: Mapped[str] = mapped_column(Text, default="")
    experience: Mapped[str] = mapped_column(Text, default="")
    indicators: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Assessment(Numbered, GovernmentOwned, Model):
    """A measured level of one person in one competency. Never changed: a newer one stands beside it.

    ``valid_until`` is the first day on which it has expired, by the rule ``rule_id`` that held when it was made;
    without one, the rule of the day decides.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        Index("ix_assessment_employee_id_competency_id", "employee_id", "competency_id", "assessed_on"),
        Index("ix_assessment_file", "file_id", sqlite_where=text(HAS_FILE), postgresql_where=text(HAS_FILE)),
        UniqueConstraint("government_id", "id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    source: Mapped[AssessmentSource] = mapped_column(String(12))
    assessed_on: Mapped[date]
    valid_until: Mapped[date | None]
    assessor: Mapped[str] = mapped_column(String(150), default="", server_default="")
    note: Mapped[str] = mapped_column(String(500), default="", server_default="")
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("competency_rule.id"))
    # What shows the level: one file may stand behind all levels recorded with it.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


class RatingDraft(Numbered, GovernmentOwned, Model):
    """A level somebody is still weighing, of themself or of one of their people; kept as it is tapped."""

    __tablename__ = "rating_draft"
    __table_args__ = (
        UniqueConstraint("rater_id", "employee_id", "competency_id"),
        Index("ix_rating_draft_employee_id", "employee_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    rater_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    saved_at: Mapped[datetime]


class AssessmentDispute(Numbered, GovernmentOwned, Model):
    """An employee does not agree with an assessment; an assessor answers with a reason."""

    __tablename__ = "assessment_dispute"
    __table_args__ = (
        owned_by("assessment_id", "assessment"),
        Index(
            "uq_assessment_dispute_open",
            "assessment_id",
            unique=True,
            sqlite_where=text("status = 'open'"),
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_assessment_dispute_government_id_status", "government_id", "status", "id"),
        Index("ix_assessment_dispute_employee_id", "employee_id"),
    )

    assessment_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[str] = mapped_column(String(1000))
    raised_at: Mapped[datetime]
    status: Mapped[DisputeStatus] = mapped_column(String(10), default=DisputeStatus.OPEN)
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(String(150), default="")


class CompetencyEvidence(Numbered, GovernmentOwned, Model):
    """Something passed or handed in that speaks for a level. An assessor confirms it; by itself it never raises one."""

    __tablename__ = "competency_evidence"
    __table_args__ = (
        Index("ix_competency_evidence_file", "file_id", sqlite_where=text(HAS_FILE), postgresql_where=text(HAS_FILE)),
        Index("ix_competency_evidence_employee_id", "employee_id"),
        Index("ix_competency_evidence_government_id_status", "government_id", "status", "id"),
        UniqueConstraint("source_key", "competency_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level_1_to_5"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    level: Mapped[int]
    source_key: Mapped[str] = mapped_column(String(80))
    shown_on: Mapped[date]
    status: Mapped[EvidenceStatus] = mapped_column(
        String(10), default=EvidenceStatus.WAITING, server_default=EvidenceStatus.WAITING.value
    )
    answer: Mapped[str] = mapped_column(String(500), default="", server_default="")
    # What somebody handed in themself: what it is, and the file. A training's is told by its line of the ledger.
    title: Mapped[str] = mapped_column(String(200), default="", server_default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


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
    # Why less counts than was claimed, and the version of the form's rule it was counted by.
    note: Mapped[str] = mapped_column(String(300), default="", server_default="")
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("development_form.id"))
    source_key: Mapped[str] = mapped_column(String(80), unique=True)
    recorded_at: Mapped[datetime]
