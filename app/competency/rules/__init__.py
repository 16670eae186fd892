"""Lesson hours by the rule of their form, and gaps between levels."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.competency.models import DevelopmentForm, JpRule


def lesson_hours(
    form: DevelopmentForm, *, programme_hours: Decimal, days: int, sessions: int, international: bool = False
) -> Decimal:
    """JP of one activity by its form's rule (PerLAN 10/2018; figures as published for 2019).

    Programme hours count as they are, per day, session or activity multiplies the form's figure, and
    a daily cap bounds what each day may count. A manual form takes the programme's own hours. An
    international activity has figures of its own, or a share on top, by its form.
    """
    per_unit = form.jp_per_unit or Decimal(0)
    daily_cap = form.cap_value or per_unit
    if international and form.jp_per_unit_international is not None:
        per_unit = daily_cap = form.jp_per_unit_international
    hours = _by_rule(form, programme_hours, per_unit, daily_cap, days=days, sessions=sessions)
    if international and form.jp_rule != JpRule.MANUAL:
        hours *= 1 + (form.international_bonus_pct or Decimal(0)) / 100
    return hours.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _by_rule(
    form: DevelopmentForm, programme_hours: Decimal, per_unit: Decimal, daily_cap: Decimal, *, days: int, sessions: int
) -> Decimal:
    match JpRule(form.jp_rule):
        case JpRule.PER_DAY:
            return per_unit * days
        case JpRule.PER_DAY_CAPPED:
            return min(programme_hours, daily_cap * days)
        case JpRule.PER_SESSION:
            return per_unit * sessions
        case JpRule.PER_ACTIVITY | JpRule.PER_SEMESTER:
            return per_unit
        case _:
            return programme_hours


def credit_year(ends_on: date) -> int:
    """An activity that crosses New Year counts for the year it ends in."""
    return ends_on.year


def gap(required: int, measured: int) -> int:
    """How many levels are missing; a strength is no gap and offsets none (reference §4.2)."""
    return max(0, required - measured)
