from datetime import date
from decimal import Decimal

import pytest

from app.competency.models import DevelopmentForm, JpRule
from app.competency.rules import credit_year, gap, lesson_hours


def form(rule, per_unit="1", cap=None):
    return DevelopmentForm(
        jp_rule=rule,
        jp_per_unit=None if per_unit is None else Decimal(per_unit),
        cap_value=None if cap is None else Decimal(cap),
    )


@pytest.mark.parametrize(
    ("rule", "per_unit", "cap", "programme", "days", "sessions", "hours"),
    [
        (JpRule.PROGRAMME_HOURS, "1", None, "32", 4, 8, "32"),
        (JpRule.PROGRAMME_HOURS, "1", None, "7.5", 1, 1, "7.5"),
        (JpRule.PER_DAY, "4", None, "32", 3, 9, "12"),
        (JpRule.PER_DAY, "5", None, "0", 1, 1, "5"),
        (JpRule.PER_DAY_CAPPED, "3", "3", "10", 2, 1, "6"),
        (JpRule.PER_DAY_CAPPED, "3", "3", "4", 2, 1, "4"),
        (JpRule.PER_DAY_CAPPED, "2", None, "10", 2, 1, "4"),
        (JpRule.PER_SESSION, "2", "2", "32", 4, 3, "6"),
        (JpRule.PER_ACTIVITY, "20", None, "32", 60, 9, "20"),
        (JpRule.PER_SEMESTER, "20", None, "0", 120, 1, "20"),
        (JpRule.MANUAL, None, None, "13.5", 4, 8, "13.5"),
    ],
)
def test_lesson_hours_by_the_rule_of_the_form(rule, per_unit, cap, programme, days, sessions, hours):
    found = lesson_hours(form(rule, per_unit, cap), programme_hours=Decimal(programme), days=days, sessions=sessions)
    assert found == Decimal(hours)


def test_no_rule_was_forgotten():
    for rule in JpRule:
        assert lesson_hours(form(rule), programme_hours=Decimal(8), days=2, sessions=3) > 0


@pytest.mark.parametrize(
    ("ends_on", "year"), [(date(2026, 12, 31), 2026), (date(2027, 1, 1), 2027), (date(2026, 1, 1), 2026)]
)
def test_what_crosses_new_year_counts_where_it_ends(ends_on, year):
    assert credit_year(ends_on) == year


@pytest.mark.parametrize(("required", "measured", "missing"), [(3, 1, 2), (3, 3, 0), (2, 5, 0), (0, 0, 0), (4, 0, 4)])
def test_a_strength_is_no_gap(required, measured, missing):
    assert gap(required, measured) == missing


@pytest.mark.parametrize(
    ("rule", "national", "abroad", "bonus", "cap", "programme", "days", "hours"),
    [
        (JpRule.PER_DAY, "4", "6", "0", None, "32", 3, "18"),
        (JpRule.PROGRAMME_HOURS, "1", "1", "20", None, "32", 4, "38.40"),
        (JpRule.PROGRAMME_HOURS, "1", "1", "0", None, "32", 4, "32"),
        (JpRule.PER_DAY_CAPPED, "3", "4", "0", "3", "40", 2, "8"),
        (JpRule.PER_DAY_CAPPED, "2", None, "20", "2", "40", 2, "4.80"),
        (JpRule.PER_ACTIVITY, "10", "20", "0", None, "0", 5, "20"),
        (JpRule.MANUAL, None, None, "20", None, "13", 1, "13"),
    ],
)
def test_an_international_activity_has_figures_of_its_own(rule, national, abroad, bonus, cap, programme, days, hours):
    abroad_form = form(rule, national, cap)
    abroad_form.jp_per_unit_international = None if abroad is None else Decimal(abroad)
    abroad_form.international_bonus_pct = Decimal(bonus)
    found = lesson_hours(abroad_form, programme_hours=Decimal(programme), days=days, sessions=days, international=True)
    assert found == Decimal(hours)
