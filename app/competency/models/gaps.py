"""What is worked out from standards and assessments and kept, so that a page only has to read it.

Kept rows point at nobody by a key of the database: they follow people, units and competencies, and are never a reason
why one of these could not go.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned
from app.competency.models import RuleKind

# The row of a summary that stands for the whole government, or for every tier.
WHOLE_GOVERNMENT, EVERY_TIER = 0, ""


class CompetencyRule(Numbered, Model):
    """A version of one rule; national where it has no government. What was computed keeps the version's number."""

    __tablename__ = "competency_rule"
    __table_args__ = (
        UniqueConstraint("government_id", "kind", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ends_after_start"),
    )

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    kind: Mapped[RuleKind] = mapped_column(String(12))
    content: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)


class CompetencyGap(GovernmentOwned, Model):
    """One person and one competency that their definitive post asks, as of the last look. ``gap`` is 0 or more and
    empty where nobody measured yet."""

    __tablename__ = "competency_gap"
    __table_args__ = (
        Index(
            "ix_competency_gap_below",
            "government_id",
            "top_id",
            "competency_id",
            "urgency",
            "sort_name",
            "employee_id",
            sqlite_where=text("gap > 0"),
            postgresql_where=text("gap > 0"),
        ),
        Index("ix_competency_gap_unit_id_competency_id", "unit_id", "competency_id"),
        CheckConstraint("gap >= 0", name="gap_not_negative"),
    )

    employee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    top_id: Mapped[int]
    tier: Mapped[str] = mapped_column(String(20))
    sort_name: Mapped[str] = mapped_column(String(150).with_variant(String(150, collation="C"), "postgresql"))
    required: Mapped[int]
    measured: Mapped[int | None]
    gap: Mapped[int | None]
    # Lists go by it: the largest gap first.
    urgency: Mapped[int]
    assessed_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(12), default="")
    expired: Mapped[bool] = mapped_column(default=False)


class GapProfile(GovernmentOwned, Model):
    """One person against the standard of their definitive post, with the versions of the rules it was made with."""

    __tablename__ = "gap_profile"
    __table_args__ = (
        Index("ix_gap_profile_government_id_unit_id", "government_id", "unit_id"),
        Index("ix_gap_profile_government_id_position_id", "government_id", "position_id"),
        Index("ix_gap_profile_box", "government_id", "box", "sort_name", "employee_id"),
    )

    employee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position_id: Mapped[int]
    unit_id: Mapped[int]
    top_id: Mapped[int]
    tier: Mapped[str] = mapped_column(String(20))
    sort_name: Mapped[str] = mapped_column(String(150).with_variant(String(150, collation="C"), "postgresql"))
    asked: Mapped[int]
    assessed: Mapped[int]
    below: Mapped[int]
    expired: Mapped[int]
    job_person_match: Mapped[Decimal | None]
    gap_index: Mapped[Decimal | None]
    gap_class: Mapped[str] = mapped_column(String(40), default="")
    axis_x: Mapped[Decimal | None]
    axis_y: Mapped[Decimal | None]
    predicate: Mapped[str] = mapped_column(String(40), default="")
    box: Mapped[int | None]
    versions: Mapped[dict[str, Any]]


class GapSummary(GovernmentOwned, Model):
    """A unit with everything below it and one competency, in a half-year. The present one follows every change;
    one that is over stays as it was."""

    __tablename__ = "gap_summary"

    period: Mapped[str] = mapped_column(String(6), primary_key=True)
    tier: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    competency_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]
    assessed: Mapped[int]
    below: Mapped[int]
    expired: Mapped[int]
    required: Mapped[int]
    measured: Mapped[int]
    gap: Mapped[int]


class UnitSummary(GovernmentOwned, Model):
    """People of a unit and everything below it in a half-year: how many were assessed and meet their standard."""

    __tablename__ = "unit_summary"

    period: Mapped[str] = mapped_column(String(6), primary_key=True)
    tier: Mapped[str] = mapped_column(String(20), primary_key=True)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    people: Mapped[int]
    assessed: Mapped[int]
    meeting: Mapped[int]
    match_total: Mapped[Decimal]
    index_total: Mapped[Decimal]


class GapState(GovernmentOwned, Model):
    """For which day a government's gaps were last worked out.

    ``asked`` counts how often everything was asked for anew and ``done`` up to which asking it was, so that nothing
    asked meanwhile is lost. ``changes`` counts up with every person refreshed: a long sum knows whether it was
    overtaken.
    """

    __tablename__ = "gap_state"

    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    day: Mapped[date | None]
    period: Mapped[str] = mapped_column(String(6), default="")
    asked: Mapped[int] = mapped_column(default=1)
    done: Mapped[int] = mapped_column(default=0)
    changes: Mapped[int] = mapped_column(default=0)
    computed_at: Mapped[datetime | None]

    @property
    def is_behind(self) -> bool:
        return self.asked != self.done


class PerformanceRating(Numbered, GovernmentOwned, Model):
    """The predicate of somebody's SKP in a year, and what is known of their potential.

    ``score`` is empty while the predicate is none the table of its year knows: then somebody has to look at it.
    ``rule_id`` is the version of the table that gave the score.
    """

    __tablename__ = "performance_rating"
    __table_args__ = (
        UniqueConstraint("employee_id", "year"),
        Index("ix_performance_rating_government_id_year", "government_id", "year", "employee_id"),
        Index(
            "ix_performance_rating_to_review",
            "government_id",
            sqlite_where=text("score IS NULL"),
            postgresql_where=text("score IS NULL"),
        ),
        CheckConstraint("score >= 0", name="score_not_negative"),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    predicate: Mapped[str] = mapped_column(String(40))
    # The rating as a figure, where SKP still gives one beside its predicate.
    value: Mapped[Decimal | None]
    score: Mapped[Decimal | None]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("competency_rule.id"))
    potential: Mapped[Decimal | None]
    qualification: Mapped[Decimal | None]
    integrity: Mapped[Decimal | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
