"""What the forms of plans hand to the services: plain facts, checked for their shape."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.plans.models import Basis, CostPer


@dataclass(frozen=True)
class PlanFacts:
    """The settings of a plan."""

    title: str
    class_size: int
    smallest_class: int
    hours_a_day: Decimal
    meetings_a_month: int | None


@dataclass(frozen=True)
class LineFacts:
    """What the form of an activity holds. ``cost`` is rupiah, ``lesson_hours`` are JP for each participant."""

    title: str
    basis: Basis
    need: str
    competency_id: int | None
    level_from: int | None
    level_to: int | None
    programme_id: int | None
    form_code: str
    organiser: str
    curriculum: str
    lesson_hours: Decimal | None
    classes: int
    seats: int
    month: int
    cost: Decimal | None
    cost_per: CostPer
    fund_source: str
    priority: int


@dataclass(frozen=True)
class ManyFacts:
    """What is set for several activities at once; None changes nothing."""

    month: int | None
    form_code: str | None
    organiser: str | None
    curriculum: str | None
    lesson_hours: Decimal | None
    cost: Decimal | None
    fund_source: str | None


@dataclass(frozen=True)
class Decision:
    """The PPK's decision as it was signed."""

    number: str
    decided_on: date
    decided_by: str


@dataclass(frozen=True)
class NeedFacts:
    """What a unit says it needs."""

    basis: Basis
    competency_id: int | None
    title: str
    reason: str
    form_code: str
    people: tuple[int, ...]


@dataclass(frozen=True)
class TargetFacts:
    """A target of the multi-year plan as somebody set it."""

    form_code: str
    people: int
    lesson_hours: Decimal | None
    cost: Decimal | None
