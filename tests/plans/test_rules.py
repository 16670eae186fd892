"""From gaps to activities, a plan's way, and the sums beside it: pure, many cases."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import WrongField
from app.competency.rules.bands import Band
from app.plans.models import CostPer, DevelopmentPlan, LineStatus, PlanLine, PlanMove, PlanStatus
from app.plans.rules import grouping, resources, states, targets
from app.plans.rules.grouping import GapGroup, Offer
from app.plans.rules.targets import Known

BANDS = [
    Band("Tidak Ada", Decimal(0), Decimal(0), upper_in=True),
    Band("Rendah", Decimal(0), Decimal(25), lower_in=False),
    Band("Sedang", Decimal(25), Decimal(50)),
    Band("Tinggi", Decimal(50), Decimal(100), upper_in=True),
]
GROUPS = st.lists(
    st.builds(
        GapGroup,
        competency_id=st.integers(1, 4),
        required=st.integers(2, 4),
        tier=st.sampled_from(["pelaksana", "pengawas", "jf_mahir", "administrator"]),
        people=st.integers(1, 60),
        measured=st.integers(0, 60),
        lowest=st.integers(0, 1),
    ),
    max_size=25,
    unique_by=lambda one: (one.competency_id, one.required, one.tier),
)


def group(people, *, tier="pengawas", required=2, key=1, measured=None, lowest=1, poor=0):
    return GapGroup(key, required, tier, people, people if measured is None else measured, lowest, poor)


def need(**different):
    (found,) = grouping.gather([group(12, **different)], smallest=5)
    return found


def test_a_tier_that_fills_a_class_stands_alone_and_small_ones_come_together():
    found = grouping.gather(
        [group(12), group(3, tier="jf_mahir"), group(4, tier="pelaksana"), group(40, key=2)], smallest=5
    )
    assert Counter((one.competency_id, one.tier, one.people, one.is_small) for one in found) == Counter(
        [(1, "pengawas", 12, False), (1, "", 7, False), (2, "pengawas", 40, False)]
    )


def test_what_is_too_small_of_every_level_becomes_one_mentoring():
    found = grouping.gather([group(2), group(1, required=3, tier="administrator", measured=2)], smallest=5)
    assert [(one.people, one.level_from, one.level_to, one.tier, one.is_small) for one in found] == [
        (3, 1, 3, "", True)
    ]
    assert grouping.form_for("managerial", is_small=True) == "NK02"


def test_the_index_of_a_group_is_that_of_its_sums_half_up():
    # asked 3 x 3 = 9, measured 4: match 44,44, index 55,56
    assert need(required=3, measured=16).index == Decimal("55.56")
    found = grouping.gather([group(3, required=3, measured=4)], smallest=1)
    assert (found[0].index, grouping.priority_of(found[0].index, BANDS)) == (Decimal("55.56"), 1)


@pytest.mark.parametrize(
    ("index", "priority"), [("100", 1), ("50", 1), ("49.99", 2), ("25", 2), ("24.99", 3), ("0", 3)]
)
def test_priority_follows_the_gap_classes(index, priority):
    assert grouping.priority_of(Decimal(index), BANDS) == priority


def test_the_most_lacking_come_first_then_whoever_was_rated_below_expectation():
    found = grouping.gather([group(10, key=1), group(10, key=2, poor=2), group(10, key=3, measured=2)], smallest=5)
    assert [one.competency_id for one in found] == [3, 2, 1]


@given(GROUPS, st.integers(1, 30))
def test_every_group_is_gathered_exactly_once(groups, smallest):
    found = grouping.gather(groups, smallest=smallest)
    sources = Counter(source for one in found for source in one.sources)
    assert sources == Counter((one.competency_id, one.required, one.tier) for one in groups)
    assert sum(one.people for one in found) == sum(one.people for one in groups)
    assert all(one.people >= smallest for one in found if not one.is_small)


@given(st.integers(0, 5000), st.integers(1, 200))
def test_classes_hold_everybody_and_none_is_larger_than_asked(people, size):
    classes, seats = grouping.classes_of(people, size)
    assert classes * seats >= people
    assert seats <= max(size, 1)
    assert (classes - 1) * size < max(people, 1)


@pytest.mark.parametrize(
    ("people", "size", "expected"),
    [(0, 30, (1, 1)), (1, 30, (1, 1)), (30, 30, (1, 30)), (31, 30, (2, 16)), (95, 30, (4, 24))],
)
def test_classes_are_of_even_size(people, size, expected):
    assert grouping.classes_of(people, size) == expected


def test_months_are_filled_evenly_the_earliest_first():
    assert grouping.months_for([2, 2, 2]) == [2, 3, 4]
    held = Counter(grouping.months_for([1] * 25))
    assert set(held) == set(range(2, 12))
    assert max(held.values()) - min(held.values()) == 1


def test_meetings_are_whole_days():
    assert grouping.meetings_of(2, Decimal(16), Decimal(8)) == 4
    assert grouping.meetings_of(1, Decimal("16.5"), Decimal(8)) == 3
    assert grouping.meetings_of(3, None, Decimal(8)) == 0


def offer(number, level, *, tiers=()):
    return Offer(number, f"Program {number}", f"P{number}", "KL03", "BKPSDM", 1, level, tiers, Decimal(8), None)


def test_the_programme_that_leads_just_as_far_as_asked_is_chosen():
    wanted = need(required=3)
    chosen = grouping.best_offer([offer(1, 5), offer(2, 3), offer(3, 2), offer(4, 1)], wanted)
    assert chosen.programme_id == 2
    assert grouping.best_offer([offer(3, 2)], wanted).programme_id == 3
    assert grouping.best_offer([offer(4, 1), offer(5, 3, tiers=("pelaksana",))], wanted) is None


@pytest.mark.parametrize(
    ("status", "move", "to"),
    [
        (PlanStatus.DRAFT, PlanMove.SUBMIT, PlanStatus.SUBMITTED),
        (PlanStatus.SUBMITTED, PlanMove.TAKE_BACK, PlanStatus.DRAFT),
        (PlanStatus.SUBMITTED, PlanMove.ESTABLISH, PlanStatus.ESTABLISHED),
        (PlanStatus.ESTABLISHED, PlanMove.RUN, PlanStatus.RUNNING),
        (PlanStatus.RUNNING, PlanMove.CLOSE, PlanStatus.CLOSED),
    ],
)
def test_a_plan_goes_its_way(status, move, to):
    assert states.after(status, move) == to


@pytest.mark.parametrize(
    ("status", "move"),
    [
        (PlanStatus.DRAFT, PlanMove.ESTABLISH),
        (PlanStatus.DRAFT, PlanMove.RUN),
        (PlanStatus.CLOSED, PlanMove.RUN),
        (PlanStatus.CLOSED, PlanMove.REVISE),
        (PlanStatus.SUPERSEDED, PlanMove.REVISE),
        (PlanStatus.ESTABLISHED, PlanMove.TAKE_BACK),
    ],
)
def test_and_no_other(status, move):
    with pytest.raises(states.NotNow, match=states.REFUSALS[move][:20]):
        states.after(status, move)


def line(**different):
    facts = {
        "title": "Pelatihan",
        "status": LineStatus.PLANNED,
        "people": 5,
        "lesson_hours": Decimal(8),
        "cost": Decimal(100),
        "cost_per": CostPer.PERSON,
        "fund_source": "APBD",
        "organiser": "BKPSDM",
        "curriculum": "Nasional",
    }
    return PlanLine(**facts | different)


def test_a_plan_is_handed_in_once_every_activity_states_what_it_must():
    states.ensure_complete([line()])
    with pytest.raises(states.NotComplete, match="belum punya kegiatan"):
        states.ensure_complete([line(status=LineStatus.DROPPED)])
    with pytest.raises(states.NotComplete, match=r"Pelatihan belum punya JP, sumber dana\. 1 kegiatan lain"):
        states.ensure_complete([line(lesson_hours=None, fund_source=""), line(cost=None)])
    assert states.lacks(line(cost=Decimal(0))) == ()


def test_cost_is_for_each_or_for_all():
    assert line().total_cost == 500
    assert line(cost_per=CostPer.TOTAL).total_cost == 100
    assert line(cost=None).total_cost is None


def test_a_decision_is_neither_of_the_future_nor_ancient():
    plan = DevelopmentPlan(year=2027)
    states.ensure_decision(plan, date(2026, 12, 1), today=date(2026, 12, 1))
    for day in (date(2026, 12, 2), date(2025, 12, 31)):
        with pytest.raises(WrongField):
            states.ensure_decision(plan, day, today=date(2026, 12, 1))


def test_money_over_and_under():
    found = resources.balances({"APBD": Decimal(70), "": Decimal(5)}, {"APBD": Decimal(50), "APBN": Decimal(9)})
    assert [(one.source, one.left, one.is_over) for one in found] == [
        ("APBD", Decimal(-20), True),
        ("APBN", Decimal(9), False),
        ("", None, False),
    ]


def test_trainers_over_and_under():
    found = resources.loads({2: 5, 3: 1}, {2: 3}, 6)
    assert [one.month for one in resources.over(found)] == [2]
    assert found[1].left == -2
    assert resources.capacity_of(None, resources.Trainers(2, 7)) == 7
    assert resources.capacity_of(0, resources.Trainers(2, 7)) == 0


@given(st.integers(0, 10_000), st.integers(1, 10))
def test_people_are_spread_over_years_evenly(people, years):
    found = targets.spread(people, years)
    assert sum(found) == people
    assert found == sorted(found, reverse=True)
    assert max(found) - min(found) <= 1


def test_a_person_takes_the_average_of_what_is_known_half_up():
    known = [Known(2, Decimal(8), None), Known(1, Decimal(9), Decimal(10)), Known(0, Decimal(99), Decimal(99))]
    assert targets.per_person(known) == (Decimal("8.33"), Decimal(10))
    assert targets.per_person([]) == (None, None)


def test_years_of_a_long_plan():
    targets.ensure_years(2027, 2031)
    for first, last in ((2027, 2026), (2027, 2037)):
        with pytest.raises(WrongField):
            targets.ensure_years(first, last)
