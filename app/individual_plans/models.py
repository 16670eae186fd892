from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class PlanStatus(StrEnum):
    """While an agreed plan is being changed (REVISING, REVISION_…) the agreed one stays in force."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    AGREED = "agreed"
    REVISING = "revising"
    REVISION_SUBMITTED = "revision_submitted"
    REVISION_RETURNED = "revision_returned"
    REPORTED = "reported"
    REPORT_RETURNED = "report_returned"
    CLOSED = "closed"


class Move(StrEnum):
    """What may be done with a plan."""

    SUBMIT = "submit"
    RECALL = "recall"
    RETURN = "return"
    AGREE = "agree"
    REVISE = "revise"
    DISCARD = "discard"
    REPORT = "report"
    RETURN_REPORT = "return_report"
    CLOSE = "close"


class Way(StrEnum):
    """How one learns; the mix of the three is a policy aim, not a legal threshold (reference §2.1)."""

    CLASSICAL = "classical"
    COLLEAGUES = "colleagues"
    WORK = "work"


class Outcome(StrEnum):
    OPEN = ""
    DONE = "done"
    PARTLY = "partly"
    NOT = "not"


class Round(StrEnum):
    """A reminder that goes to many once a year."""

    NO_PLAN = "no_plan"
    MIDYEAR = "midyear"
    REPORT = "report"


WRITABLE = frozenset({PlanStatus.DRAFT, PlanStatus.RETURNED, PlanStatus.REVISING, PlanStatus.REVISION_RETURNED})
UNDER_REVISION = frozenset({PlanStatus.REVISING, PlanStatus.REVISION_SUBMITTED, PlanStatus.REVISION_RETURNED})
WAITING = frozenset({PlanStatus.SUBMITTED, PlanStatus.REVISION_SUBMITTED, PlanStatus.REPORTED})
REALISABLE = frozenset({PlanStatus.AGREED, PlanStatus.REPORT_RETURNED})
REALISED = frozenset({PlanStatus.REPORTED, PlanStatus.CLOSED})
IN_FORCE = frozenset({PlanStatus.AGREED, PlanStatus.REPORT_RETURNED}) | UNDER_REVISION | REALISED


class IndividualPlan(Numbered, GovernmentOwned, Model):
    """Somebody's plan of a year. ``edition`` is the one worked on, ``agreed_edition`` the one in force (0: none).

    ``due_on`` is until when the superior should answer, ``reminders`` counts those sent since the last move.
    ``position`` and ``unit`` are where the person stood when the plan was last agreed.
    """

    __tablename__ = "individual_plan"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("employee_id", "year"),
        Index("ix_individual_plan_government_id_year_status", "government_id", "year", "status", "id"),
        Index("ix_individual_plan_status_due_on", "status", "due_on"),
        CheckConstraint("agreed_edition >= 0 AND agreed_edition <= edition", name="agreed_is_an_edition"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    status: Mapped[PlanStatus] = mapped_column(String(20), default=PlanStatus.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)
    agreed_edition: Mapped[int] = mapped_column(default=0)
    begun_by_superior: Mapped[bool] = mapped_column(default=False)
    nobody_above: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(1000), default="")
    report_note: Mapped[str] = mapped_column(String(1000), default="")
    created_at: Mapped[datetime]
    due_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    position: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    agreed_at: Mapped[datetime | None]
    agreed_by: Mapped[str] = mapped_column(String(150), default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(150), default="")
    version: Mapped[int] = mapped_column(default=1)


class IndividualPlanItem(Numbered, GovernmentOwned, Model):
    """One thing to learn, in one edition of a plan. ``from_level`` 0: not measured yet.

    Programme and batch are remembered by number and by the words of ``activity``: a plan is no reason why a programme
    could not go.
    ``proof`` holds the lines of the JP ledger that spoke for it when its realisation was handed in.
    """

    __tablename__ = "individual_plan_item"
    __table_args__ = (
        owned_by("plan_id", "individual_plan"),
        Index("ix_individual_plan_item_plan_id_edition", "plan_id", "edition", "id"),
        Index("ix_individual_plan_item_employee_id", "employee_id"),
        CheckConstraint("competency_id IS NOT NULL OR reason <> ''", name="has_a_ground"),
        CheckConstraint("to_level IS NULL OR to_level BETWEEN 1 AND 5", name="level_1_to_5"),
        CheckConstraint("to_level IS NULL OR to_level > from_level", name="level_rises"),
        CheckConstraint("target_hours > 0", name="hours_positive"),
        CheckConstraint("first_month BETWEEN 1 AND last_month AND last_month <= 12", name="months_of_a_year"),
    )

    plan_id: Mapped[int]
    edition: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    competency_id: Mapped[int | None] = mapped_column(ForeignKey("competency.id"))
    aim: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    from_level: Mapped[int] = mapped_column(default=0)
    to_level: Mapped[int | None]
    form_code: Mapped[str] = mapped_column(String(10))
    way: Mapped[Way] = mapped_column(String(10))
    programme_id: Mapped[int | None]
    batch_id: Mapped[int | None]
    activity: Mapped[str] = mapped_column(String(300), default="")
    target_hours: Mapped[Decimal]
    first_month: Mapped[int]
    last_month: Mapped[int]
    support: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[Outcome] = mapped_column(String(6), default=Outcome.OPEN)
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[dict[str, Any]] = mapped_column(default=dict)


class IndividualPlanStep(Numbered, GovernmentOwned, Model):
    """A line of the timeline: who did what, when."""

    __tablename__ = "individual_plan_step"
    __table_args__ = (
        owned_by("plan_id", "individual_plan"),
        Index("ix_individual_plan_step_plan_id_id", "plan_id", "id"),
    )

    plan_id: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(150))
    move: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(1000), default="")


class IndividualPlanSetting(Numbered, GovernmentOwned, Model):
    """A government's own figure for one of the shipped settings, for plans from a year on, with where it comes from.

    A day of the year is written as month times 100 plus day.
    """

    __tablename__ = "individual_plan_setting"
    __table_args__ = (UniqueConstraint("government_id", "key", "from_year"),)

    key: Mapped[str] = mapped_column(String(20))
    value: Mapped[int]
    from_year: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))


class IndividualPlanRound(Numbered, GovernmentOwned, Model):
    """How far a reminder to many has come: everybody up to ``last_id`` has been looked at."""

    __tablename__ = "individual_plan_round"
    __table_args__ = (UniqueConstraint("government_id", "year", "kind"),)

    year: Mapped[int]
    kind: Mapped[Round] = mapped_column(String(10))
    last_id: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
