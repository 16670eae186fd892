"""The plan of several years (HCDP): targets by year, competency, tier and form."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.plans.models import Money, PlanStatus, Toward


class HorizonPlan(Numbered, GovernmentOwned, Model):
    """A human capital development plan, usually of five years. DRAFT until it is ESTABLISHED, then frozen."""

    __tablename__ = "horizon_plan"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "first_year", "revision"),
        owned_by("letter_id", "letter"),
        CheckConstraint("last_year >= first_year AND last_year < first_year + 10", name="years_in_order"),
    )

    first_year: Mapped[int]
    last_year: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    status: Mapped[PlanStatus] = mapped_column(String(12), default=PlanStatus.DRAFT)
    compiled_at: Mapped[datetime | None]
    letter_id: Mapped[int | None]
    decision_number: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(150), default="")
    version: Mapped[int] = mapped_column(default=1)


class HorizonTarget(Numbered, GovernmentOwned, Model):
    """How many people of a tier get how far in a competency in a year. ``lesson_hours`` are for each person, ``cost``
    is for all of them; both are empty where nothing is known yet. ``is_planned``: it stands in that year's plan.
    ``toward`` tells what people hold now from what they aim at."""

    __tablename__ = "horizon_target"
    __table_args__ = (
        owned_by("plan_id", "horizon_plan"),
        Index("ix_horizon_target_plan_id_year_id", "plan_id", "year", "id"),
        CheckConstraint("people >= 0", name="people_not_negative"),
        CheckConstraint("lesson_hours IS NULL OR lesson_hours > 0", name="lesson_hours_positive"),
        CheckConstraint("cost IS NULL OR cost >= 0", name="cost_not_negative"),
    )

    plan_id: Mapped[int]
    year: Mapped[int]
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    toward: Mapped[Toward] = mapped_column(String(7), default=Toward.PRESENT)
    subject: Mapped[str] = mapped_column(String(250))
    tier: Mapped[str] = mapped_column(String(20), default="")
    form_code: Mapped[str] = mapped_column(String(10), default="")
    people: Mapped[int]
    lesson_hours: Mapped[Decimal | None]
    cost: Mapped[Decimal | None] = mapped_column(Money)
    is_planned: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
