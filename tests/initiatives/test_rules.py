"""What is decided without a database: gates, stances, weights, before and after, weeks in which too much comes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.base.clock import now
from app.base.errors import WrongField
from app.initiatives import drawings, entry_rules, indicator_rules, portfolio, reference, stage_rules
from app.initiatives.facts import StageDays
from app.initiatives.load_events import LoadEvent
from app.initiatives.models import Direction, Indicator, Reading, Stage, Stakeholder
from app.initiatives.queries.load import Share
from app.initiatives.stage_rules import GateClosed, StageState

TODAY = date(2026, 11, 30)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def stage(**days) -> Stage:
    empty = {"starts_on": None, "ends_on": None, "began_on": None, "ended_on": None, "passed_at": None}
    return Stage(name="Peta jabatan", **empty | days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({}, StageState.UNPLANNED),
        ({"starts_on": TOMORROW}, StageState.PLANNED),
        ({"starts_on": YESTERDAY}, StageState.LATE),
        ({"starts_on": YESTERDAY, "began_on": YESTERDAY}, StageState.RUNNING),
        ({"ends_on": YESTERDAY, "began_on": YESTERDAY}, StageState.LATE),
        ({"ends_on": YESTERDAY, "began_on": YESTERDAY, "ended_on": YESTERDAY}, StageState.AT_GATE),
        ({"began_on": YESTERDAY, "ended_on": YESTERDAY, "passed_at": now()}, StageState.PASSED),
    ],
)
def test_how_a_stage_stands(days, expected):
    assert stage_rules.state(stage(**days), TODAY) == expected


@pytest.mark.parametrize(
    ("days", "field"),
    [
        (StageDays(starts_on=TODAY, ends_on=YESTERDAY), "ends_on"),
        (StageDays(began_on=TOMORROW), "began_on"),
        (StageDays(began_on=YESTERDAY, ended_on=TOMORROW), "ended_on"),
        (StageDays(ended_on=YESTERDAY), "began_on"),
        (StageDays(began_on=TODAY, ended_on=YESTERDAY), "ended_on"),
    ],
)
def test_days_follow_each_other_and_what_happened_lies_behind(days, field):
    with pytest.raises(WrongField) as refused:
        stage_rules.ensure_days(days, TODAY)
    assert refused.value.field == field


def test_a_gate_asks_for_its_papers_and_the_stages_before_or_a_reason():
    begun = stage(began_on=YESTERDAY)
    with pytest.raises(GateClosed):
        stage_rules.ensure_may_pass(stage(), [], [], "Tetap lolos.")
    with pytest.raises(WrongField, match="SK, Anjab, ABK dan lainnya"):
        stage_rules.ensure_may_pass(begun, [], ["SK", "Anjab", "ABK", "Peta"], "")
    with pytest.raises(WrongField, match="Peta jabatan"):
        stage_rules.ensure_may_pass(begun, [stage()], [], "")
    stage_rules.ensure_may_pass(begun, [stage()], ["SK"], "Menyusul.")
    with pytest.raises(GateClosed):
        stage_rules.ensure_may_pass(stage(began_on=YESTERDAY, passed_at=now()), [], [], "Lagi.")


def test_the_shipped_stages_and_causes_are_whole():
    shipped = reference.stages()
    assert len(shipped) == 12
    assert all(one.name and one.gate and one.documents and one.basis and one.about for one in shipped)
    assert all(len(one.documents) > 1 for one in shipped)
    assert len(reference.causes()) == 12


@pytest.mark.parametrize(
    ("influence", "impact", "name"),
    [
        (5, 5, "Kelola erat"),
        (4, 3, "Jaga kepuasan"),
        (3, 4, "Jaga informasi"),
        (1, 1, "Pantau"),
        (3, 3, "Pantau"),
    ],
)
def test_the_four_quarters(influence, impact, name):
    assert entry_rules.quadrant(influence, impact)[0] == name


def test_a_gap_of_stance_becomes_a_task():
    one = Stakeholder(influence=3, impact=5, stance=-1, wanted=1)
    assert entry_rules.task(one) == (
        "Naikkan 2 tingkat, dari ragu menjadi cenderung mendukung. Beri kabar lebih dulu dan jawab pertanyaannya."
    )
    assert entry_rules.task(Stakeholder(influence=3, impact=5, stance=1, wanted=1)) == ""
    assert entry_rules.task(Stakeholder(influence=3, impact=5, stance=2, wanted=0)) == ""


@pytest.mark.parametrize(("likelihood", "impact", "word"), [(5, 3, "Tinggi"), (2, 4, "Sedang"), (1, 5, "Rendah")])
def test_the_weight_of_a_risk(likelihood, impact, word):
    assert entry_rules.weight(likelihood, impact)[:2] == (likelihood * impact, word)


def test_numbers_of_people_and_small_units_are_refused():
    for text in ("Milik 199003012015031901", "199003 01 2015 031 901 keberatan"):
        with pytest.raises(WrongField):
            entry_rules.ensure_no_number_of_a_person("note", text)
    entry_rules.ensure_no_number_of_a_person("note", "Permen 25 tahun 2021, 415 orang")
    with pytest.raises(WrongField, match="kurang dari 5 orang"):
        entry_rules.ensure_large_enough(4)
    entry_rules.ensure_large_enough(5)


def indicator(direction=Direction.DOWN, **different) -> Indicator:
    facts = {"baseline_month": date(2025, 11, 1), "baseline": Decimal(42), "baseline_n": 318, "target": Decimal(25)}
    return Indicator(direction=direction, **facts | different)


def reading(month: int, value: int, n: int | None = 300, breaks: str = "") -> Reading:
    return Reading(month=date(2026, month, 1), value=Decimal(value), n=n, breaks=breaks)


def test_before_and_after_with_breaks_seasons_and_small_numbers():
    found = indicator_rules.changes(
        indicator(), [reading(11, 25), reading(9, 50, 12), reading(10, 42, breaks="Loket baru ikut dihitung.")]
    )
    assert [(one.difference, one.is_better, one.is_reached) for one in found] == [
        (Decimal(8), False, False),
        (Decimal(0), None, False),
        (Decimal(-17), True, True),
    ]
    assert [(one.is_same_month, one.is_broken, one.is_small) for one in found] == [
        (False, False, True),
        (False, True, False),
        (True, True, False),
    ]
    assert len(found[0].cautions) == 2


def test_up_is_better_where_it_should_rise_and_without_n_nothing_is_small():
    rising = indicator(Direction.UP, baseline=Decimal(70), target=Decimal(80), baseline_n=None)
    (one,) = indicator_rules.changes(rising, [reading(11, 82, None)])
    assert (one.is_better, one.is_reached, one.is_small, one.cautions) == (True, True, False, [])


@pytest.mark.parametrize(("target", "direction"), [(42, Direction.DOWN), (50, Direction.DOWN), (30, Direction.UP)])
def test_a_target_lies_in_the_direction(target, direction):
    with pytest.raises(WrongField):
        indicator_rules.ensure_target(Decimal(42), Decimal(target), direction)
    indicator_rules.ensure_target(Decimal(42), Decimal(30), Direction.DOWN)


UNITS = {"/1/": (1, "Dinas A"), "/1/2/": (1, "Dinas A"), "/3/": (3, "Dinas B")}
SHARES = [Share(7, "/1/", 3, 6), Share(7, "/1/2/", 4, 12), Share(8, "/1/2/", 4, 4), Share(8, "/3/", 2, 6)]


def test_the_load_is_the_sum_of_degrees_by_unit():
    found = portfolio.loads([*SHARES, Share(8, "/9/", 50, 150)], UNITS)
    assert [(one.name, one.load, one.people, one.initiatives) for one in found] == [
        ("Dinas A", 22, 11, {7, 8}),
        ("Dinas B", 6, 2, {8}),
    ]


def test_weeks_in_which_three_things_ask_the_same_unit():
    monday = date(2026, 12, 7)
    assert monday.weekday() == 0

    def event(number: int, first: int, last: int, *paths: str) -> LoadEvent:
        days = monday + timedelta(days=first), monday + timedelta(days=last)
        return LoadEvent(number, "Acara", f"{number} {first}", *days, paths=frozenset(paths))

    events = [event(7, 0, 0), event(8, 6, 9), event(8, 2, 2, "/1/2/"), event(8, 3, 3, "/elsewhere/")]
    (heap,) = portfolio.heaps(events, SHARES, UNITS)
    assert (heap.monday, heap.sunday, heap.unit) == (monday, monday + timedelta(days=6), "Dinas A")
    assert [one.title for one in heap.events] == ["7 0", "8 6", "8 2"]
    assert portfolio.heaps(events[:2], SHARES, UNITS) == []


def test_pictures_hold_what_they_are_given_and_nothing_breaks_them():
    span = drawings.span([date(2026, 1, 1), None, date(2027, 6, 1)], TODAY)
    assert (span.at(span.first), span.at(span.last), span.at(span.last + timedelta(days=99))) == (0, 100, 100)
    assert len(span.months) <= 5
    assert span.months[0][0].endswith("2026") or span.months[0][0].endswith("2025")
    assert drawings.lane(span, TODAY, (None, None)).count("<rect") == 2
    both = drawings.lane(span, TODAY, (YESTERDAY, TOMORROW), (YESTERDAY, None), [TODAY, date(2030, 1, 1)])
    assert (both.count("lane-plan"), both.count("lane-real"), both.count("lane-mark")) == (1, 1, 1)
    grid = drawings.grid([(5, 5, 2), (5, 5, -1), (1, 1, 0)])
    assert [grid.count(f"stake-{one}") for one in ("for", "against", "neutral")] == [1, 1, 1]
    assert drawings.grid([(5, 5, 0)] * 40).count("<circle") == 40
    assert drawings.trend([Decimal(4)], Decimal(1), []) == ""
    flat = drawings.trend([Decimal(4), Decimal(4), Decimal(4)], Decimal(4), [1])
    assert (flat.count("trendline-dot"), flat.count("trendline-line"), flat.count("trendline-break")) == (3, 1, 1)
