"""What may become of a plan, what an item must hold, percentages and days; no database."""

from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import RuleBroken, WrongField
from app.individual_plans import labels, rules
from app.individual_plans.facts import Realised, Record
from app.individual_plans.models import (
    IN_FORCE,
    REALISED,
    UNDER_REVISION,
    WAITING,
    WRITABLE,
    Move,
    Outcome,
    PlanStatus,
    Way,
)
from app.individual_plans.rules import Sought
from tests.support.individual_plans import make_facts

S = PlanStatus
TODAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("status", "move", "leads_to"),
    [
        (S.DRAFT, Move.SUBMIT, S.SUBMITTED),
        (S.RETURNED, Move.SUBMIT, S.SUBMITTED),
        (S.REVISING, Move.SUBMIT, S.REVISION_SUBMITTED),
        (S.SUBMITTED, Move.AGREE, S.AGREED),
        (S.REVISION_SUBMITTED, Move.AGREE, S.AGREED),
        (S.SUBMITTED, Move.RETURN, S.RETURNED),
        (S.REVISION_SUBMITTED, Move.RETURN, S.REVISION_RETURNED),
        (S.SUBMITTED, Move.RECALL, S.DRAFT),
        (S.REPORTED, Move.RECALL, S.AGREED),
        (S.AGREED, Move.REVISE, S.REVISING),
        (S.REVISION_RETURNED, Move.DISCARD, S.AGREED),
        (S.AGREED, Move.REPORT, S.REPORTED),
        (S.REPORTED, Move.RETURN_REPORT, S.REPORT_RETURNED),
        (S.REPORT_RETURNED, Move.REPORT, S.REPORTED),
        (S.REPORTED, Move.CLOSE, S.CLOSED),
    ],
)
def test_where_a_move_leads(status, move, leads_to):
    assert rules.after(status, move) == leads_to


def test_nothing_leads_out_of_a_closed_plan():
    for move in Move:
        with pytest.raises(rules.NotNow):
            rules.after(S.CLOSED, move)


def test_every_refusal_and_state_has_its_words():
    assert set(rules.REFUSALS) == set(Move)
    assert set(labels.STATUSES) == set(labels.WAITING) == set(PlanStatus)
    assert set(labels.STEPS) == {labels.BEGUN, *Move}
    assert set(labels.OUTCOMES) == set(Outcome)
    assert set(labels.WAYS) == set(labels.AIMED) == set(Way)


@given(st.lists(st.sampled_from(list(Move)), max_size=40))
def test_whatever_is_pressed_in_whatever_order(moves):
    """An agreed plan stays in force through every change; only the superior's yes brings it there."""
    status, agreed = S.DRAFT, False
    for move in moves:
        if not rules.is_possible(status, move):
            with pytest.raises(rules.NotNow):
                rules.after(status, move)
            continue
        before, status = status, rules.after(status, move)
        agreed = agreed or move == Move.AGREE
        assert (status in IN_FORCE) == agreed
        assert before != S.CLOSED
        assert (status in WRITABLE) == rules.is_possible(status, Move.SUBMIT)
        assert not (status in UNDER_REVISION and status in REALISED)
        if move in (Move.AGREE, Move.RETURN, Move.RETURN_REPORT, Move.CLOSE):
            assert before in WAITING


@pytest.mark.parametrize(
    ("different", "field", "words"),
    [
        ({"aim": ""}, "competency_id", "Pilih kompetensinya"),
        ({"reason": ""}, "reason", "Tulis alasannya"),
        ({"reason": "ya"}, "reason", "Tulis alasannya"),
        ({"competency_id": 5}, "to_level", "Pilih level"),
        ({"competency_id": 5, "from_level": 2, "to_level": 2}, "to_level", "Level Anda sekarang 2"),
        ({"competency_id": 5, "from_level": 3, "to_level": 2}, "to_level", "Level Anda sekarang 3"),
        ({"activity": ""}, "activity", "Tulis apa yang akan dilakukan"),
        ({"target_hours": Decimal(0)}, "target_hours", "paling banyak 400 JP"),
        ({"target_hours": Decimal("400.01")}, "target_hours", "paling banyak 400 JP"),
        ({"target_hours": Decimal(99999)}, "target_hours", "paling banyak 400 JP"),
    ],
)
def test_an_impossible_item_says_where_and_why(different, field, words):
    with pytest.raises(WrongField) as refusal:
        rules.ensure_item(make_facts(**different), [], most_hours=400)
    assert (refusal.value.field, words in refusal.value.message) == (field, True)


@pytest.mark.parametrize("hours", ["0.5", "400"])
def test_a_possible_item(hours):
    rules.ensure_item(make_facts(target_hours=Decimal(hours)), [], most_hours=400)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({}, {"target_hours": Decimal(9)}, True),
        ({}, {"activity": "COACHING DENGAN KEPALA BIDANG"}, True),
        ({}, {"activity": "Coaching dengan sekretaris"}, False),
        ({"competency_id": 5, "to_level": 2}, {"competency_id": 6, "to_level": 2}, False),
        ({"programme_id": 3, "activity": "A"}, {"programme_id": 3, "activity": "B"}, True),
    ],
)
def test_the_same_item_stands_once(one, other, same):
    with pytest.raises(WrongField, match="Butir yang sama") if same else nullcontext():
        rules.ensure_item(make_facts(**other), [make_facts(**one)], most_hours=400)


@pytest.mark.parametrize(
    ("year", "is_fine"), [(2025, False), (2026, True), (2027, True), (2028, False), (1, False), (9999, False)]
)
def test_plans_are_begun_for_this_year_and_the_next(year, is_fine):
    with nullcontext() if is_fine else pytest.raises(RuleBroken):
        rules.ensure_may_begin(year, TODAY)


def test_a_year_is_locked_on_its_day():
    rules.ensure_year_open(2025, date(2026, 3, 30), date(2026, 3, 31))
    with pytest.raises(rules.YearOver):
        rules.ensure_year_open(2025, date(2026, 3, 31), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("decider", "superior", "as_office", "is_fine"),
    [
        (2, 2, False, True),
        (3, 2, False, False),
        (2, None, False, False),
        (1, 1, False, False),
        (1, None, False, False),
        (9, None, True, True),
        (9, 2, True, False),
        (1, None, True, False),
        (None, 2, False, False),
    ],
)
def test_who_decides(decider, superior, as_office, is_fine):
    with nullcontext() if is_fine else pytest.raises(rules.NotYours):
        rules.ensure_may_decide(owner_id=1, decider_id=decider, superior_id=superior, as_office=as_office)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({}, (0, 0, 0)),
        ({Way.CLASSICAL: 10, Way.COLLEAGUES: 20, Way.WORK: 70}, (10, 20, 70)),
        ({Way.CLASSICAL: 1, Way.COLLEAGUES: 1, Way.WORK: 1}, (33, 33, 33)),
        ({Way.CLASSICAL: 1, Way.WORK: 7}, (13, 0, 88)),
    ],
)
def test_the_mix_is_by_planned_hours_half_up(hours, expected):
    shares = rules.mix((way, Decimal(count)) for way, count in hours.items())
    assert tuple(shares[way] for way in Way) == expected


def record(number, **different):
    facts = {"title": "Kegiatan", "form_code": "NK01", "ends_on": TODAY, "hours": Decimal(2)}
    return Record(number, **facts | different)


RECORDS = [
    record(1, programme_id=7, competency_ids=frozenset({5})),
    record(2, programme_id=8, competency_ids=frozenset({5, 6})),
    record(3),
    record(4, form_code="KL06"),
]


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought(1, 7, 5, "KL03"), [1]),
        (Sought(1, None, 5, "KL03"), [1, 2]),
        (Sought(1, None, 5, "NK01"), [1, 2, 3]),
        (Sought(1, 99, 6, "KL03"), [2]),
        (Sought(1, None, None, "KL06"), [4]),
        (Sought(1, None, None, "NK09"), []),
    ],
)
def test_which_lines_speak_for_an_item(sought, expected):
    assert [one.record_id for one in rules.proof_of(sought, RECORDS)] == expected


def test_a_line_that_speaks_for_two_items_counts_once():
    kept = [{"lines": [one.told for one in RECORDS[:2]]}, {"lines": [RECORDS[1].told]}, {}]
    assert rules.hours_of(kept) == Decimal(4)


@pytest.mark.parametrize(
    ("said", "is_fine"),
    [
        ([Realised(Outcome.DONE, "")], True),
        ([Realised(Outcome.OPEN, "x")], False),
        ([Realised(Outcome.PARTLY, "")], False),
        ([Realised(Outcome.NOT, "Dibatalkan.")], True),
    ],
)
def test_a_realisation_is_whole(said, is_fine):
    with nullcontext() if is_fine else pytest.raises(WrongField):
        rules.ensure_realised(said)


@pytest.mark.parametrize(
    ("value", "expected"), [(101, date(2026, 1, 1)), (229, date(2026, 2, 28)), (1231, date(2026, 12, 31))]
)
def test_a_day_of_the_year(value, expected):
    assert rules.day_in(2026, value) == expected


@pytest.mark.parametrize(
    ("value", "is_one"), [(331, True), (229, True), (230, False), (1301, False), (100, False), (0, False)]
)
def test_whether_it_is_a_day(value, is_one):
    assert rules.is_day(value) == is_one


@pytest.mark.parametrize(
    ("today", "due"),
    [(date(2026, 3, 30), False), (date(2026, 3, 31), True), (date(2026, 4, 13), True), (date(2026, 4, 14), False)],
)
def test_a_round_goes_on_for_two_weeks(today, due):
    assert rules.round_is_due(date(2026, 3, 31), today) == due


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [(7, 9, "Triwulan 3"), (5, 5, "Mei"), (1, 12, "Sepanjang tahun"), (2, 6, "Februari–Juni")],
)
def test_when_in_words(first, last, words):
    assert labels.period(first, last) == words
