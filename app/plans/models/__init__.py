"""A year's plan: its activities, the people in them, every change that can be undone, and the batches it became."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

Money = Exact(15, 2)
# The area of a plan for the whole government.
WHOLE_GOVERNMENT = 0


class PlanStatus(StrEnum):
    """PyB prepares (DRAFT, SUBMITTED), PPK establishes (ESTABLISHED), batches follow (RUNNING), then it is over."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ESTABLISHED = "established"
    RUNNING = "running"
    CLOSED = "closed"
    SUPERSEDED = "superseded"


class PlanMove(StrEnum):
    """What may be done with a plan."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    ESTABLISH = "establish"
    RUN = "run"
    CLOSE = "close"
    REVISE = "revise"


class Basis(StrEnum):
    """On which analysis an activity rests (PP 11/2017 art. 205)."""

    COMPETENCY = "competency"
    PERFORMANCE = "performance"
    ORGANISATION = "organisation"


class Toward(StrEnum):
    """For which post people lack what an activity raises: the one they hold, or the one they aim at."""

    PRESENT = "present"
    NEXT = "next"


class LineStatus(StrEnum):
    PLANNED = "planned"
    DROPPED = "dropped"
    MERGED = "merged"


class CostPer(StrEnum):
    """What the cost of an activity is for: each participant, or everything."""

    PERSON = "person"
    TOTAL = "total"


FROZEN = frozenset({PlanStatus.ESTABLISHED, PlanStatus.RUNNING, PlanStatus.CLOSED, PlanStatus.SUPERSEDED})
IN_FORCE = frozenset({PlanStatus.ESTABLISHED, PlanStatus.RUNNING, PlanStatus.CLOSED})


class DevelopmentPlan(Numbered, GovernmentOwned, Model):
    """The plan of a year for a government, or (``unit_id``) for a unit with everything below it.

    A revision is a plan of its own with the next ``revision``; the one before stays as it was. ``area`` is the unit's
    number, or 0 for the whole government. ``hours_a_day`` JP fit into one meeting; ``meetings_a_month`` is how many the
    trainers can hold, empty where what they held so far is the measure.
    """

    __tablename__ = "development_plan"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "year", "area", "revision"),
        owned_by("unit_id", "org_unit"),
        owned_by("letter_id", "letter"),
        CheckConstraint("class_size BETWEEN 1 AND 1000", name="class_size_sound"),
        CheckConstraint("smallest_class BETWEEN 1 AND class_size", name="smallest_class_fits"),
        CheckConstraint("hours_a_day > 0", name="hours_a_day_positive"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_sound"),
    )

    year: Mapped[int]
    area: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[PlanStatus] = mapped_column(String(12), default=PlanStatus.DRAFT)
    class_size: Mapped[int] = mapped_column(default=30)
    smallest_class: Mapped[int] = mapped_column(default=10)
    hours_a_day: Mapped[Decimal] = mapped_column(default=Decimal(8))
    meetings_a_month: Mapped[int | None]
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    letter_id: Mapped[int | None]
    decision_number: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(150), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class PlanLine(Numbered, GovernmentOwned, Model):
    """One activity of a plan: what for, in which form and programme, how many people, when, and what it costs.

    ``root_id`` is the line of the first version of the plan, so that batches made from it belong to every later
    version. ``people`` counts who is in it and not left out. ``tier`` is empty where several tiers are together.
    """

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("plan_id", "development_plan"),
        owned_by("programme_id", "programme"),
        owned_by("unit_id", "org_unit"),
        Index("ix_plan_line_plan_id_priority_month_id", "plan_id", "priority", "month", "id"),
        Index("ix_plan_line_root_id", "root_id"),
        CheckConstraint("month BETWEEN 1 AND 12", name="month_1_to_12"),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_1_to_3"),
        CheckConstraint("classes BETWEEN 1 AND 1000 AND seats BETWEEN 1 AND 10000", name="classes_sound"),
        CheckConstraint("lesson_hours IS NULL OR lesson_hours > 0", name="lesson_hours_positive"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
        CheckConstraint("level_to IS NULL OR level_to BETWEEN 1 AND 5", name="level_1_to_5"),
        CheckConstraint("people >= 0", name="people_not_negative"),
    )

    plan_id: Mapped[int]
    root_id: Mapped[int | None]
    status: Mapped[LineStatus] = mapped_column(String(8), default=LineStatus.PLANNED)
    drop_reason: Mapped[str] = mapped_column(String(500), default="")
    basis: Mapped[Basis] = mapped_column(String(12))
    toward: Mapped[Toward] = mapped_column(String(7), default=Toward.PRESENT)
    need: Mapped[str] = mapped_column(String(500), default="")
    unit_id: Mapped[int | None]
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    level_from: Mapped[int | None]
    level_to: Mapped[int | None]
    tier: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(250))
    programme_id: Mapped[int | None]
    form_code: Mapped[str] = mapped_column(String(10))
    organiser: Mapped[str] = mapped_column(String(150), default="")
    curriculum: Mapped[str] = mapped_column(String(250), default="")
    lesson_hours: Mapped[Decimal | None]
    people: Mapped[int] = mapped_column(default=0)
    classes: Mapped[int] = mapped_column(default=1)
    seats: Mapped[int] = mapped_column(default=1)
    month: Mapped[int]
    cost: Mapped[Decimal | None] = mapped_column(Money)
    cost_per: Mapped[CostPer] = mapped_column(String(6), default=CostPer.PERSON)
    fund_source: Mapped[str] = mapped_column(String(80), default="")
    priority: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def total_cost(self) -> Decimal | None:
        """Rupiah for everybody in it; None while no cost was entered."""
        if self.cost is None:
            return None
        return self.cost * self.people if self.cost_per == CostPer.PERSON else self.cost


class PlanLineSource(Numbered, GovernmentOwned, Model):
    """Which people of the gap rows a line gathered: for which post, a competency, the level asked, a tier."""

    __tablename__ = "plan_line_source"
    __table_args__ = (
        owned_by("line_id", "plan_line"),
        UniqueConstraint("line_id", "toward", "competency_id", "required", "tier"),
    )

    line_id: Mapped[int]
    toward: Mapped[Toward] = mapped_column(String(7), default=Toward.PRESENT)
    competency_id: Mapped[int] = mapped_column(ForeignKey("competency.id"))
    required: Mapped[int]
    tier: Mapped[str] = mapped_column(String(20))


class PlanLinePerson(Numbered, GovernmentOwned, Model):
    """Somebody an activity is for, with the gap as it was. ``left_out`` keeps them on the sheet, but not counted."""

    __tablename__ = "plan_line_person"
    __table_args__ = (
        owned_by("line_id", "plan_line"),
        UniqueConstraint("line_id", "employee_id"),
        Index("ix_plan_line_person_employee_id", "employee_id"),
    )

    line_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_id: Mapped[int]
    required: Mapped[int | None]
    measured: Mapped[int | None]
    below_target: Mapped[bool] = mapped_column(default=False)
    left_out: Mapped[bool] = mapped_column(default=False)


class PlanChange(Numbered, GovernmentOwned, Model):
    """One change of a draft with what stood there before, so that it can be undone; the latest one first."""

    __tablename__ = "plan_change"
    __table_args__ = (
        owned_by("plan_id", "development_plan"),
        Index("ix_plan_change_plan_id_id", "plan_id", "id"),
    )

    plan_id: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(150))
    words: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class PlanBatch(Numbered, GovernmentOwned, Model):
    """The batch that one class of an activity became. It follows the batch without a key: a draft that was thrown away
    is made anew."""

    __tablename__ = "plan_batch"
    __table_args__ = (
        owned_by("root_id", "plan_line"),
        UniqueConstraint("root_id", "number"),
        UniqueConstraint("batch_id"),
    )

    root_id: Mapped[int]
    number: Mapped[int]
    batch_id: Mapped[int]


class DevelopmentFund(Numbered, GovernmentOwned, Model):
    """How much a source gives for development in a year, as the personnel agency entered it."""

    __tablename__ = "development_fund"
    __table_args__ = (
        UniqueConstraint("government_id", "year", "source"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )

    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(80))
    amount: Mapped[Decimal] = mapped_column(Money)
