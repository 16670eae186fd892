from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import RuleBroken, WrongField
from app.proposals import labels, rules
from app.proposals.models import Move, Proposal, ProposalStatus, ReviewItem
from app.proposals.rules import Finding, NotNow, OwnProposal, TooEarly

TODAY = date(2026, 11, 30)
ENDED = {ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN, ProposalStatus.ACCEPTED}
# The same life told the other way round: what may follow each state.
FOLLOWS = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("returned", "withdraw"): "withdrawn",
    ("submitted", "return"): "returned",
    ("submitted", "approve"): "approved",
    ("submitted", "reject"): "rejected",
    ("submitted", "withdraw"): "withdrawn",
    ("approved", "start"): "running",
    ("approved", "withdraw"): "withdrawn",
    ("running", "report"): "reported",
    ("running", "withdraw"): "withdrawn",
    ("reported", "return_report"): "report_returned",
    ("reported", "accept_report"): "accepted",
    ("report_returned", "report"): "reported",
}


@pytest.mark.parametrize("status", ProposalStatus)
@pytest.mark.parametrize("move", Move)
def test_every_move_leads_where_it_should_or_nowhere(status, move):
    expected = FOLLOWS.get((status, move))
    assert rules.is_possible(status, move) is (expected is not None)
    if expected is None:
        with pytest.raises(NotNow, match=r"\.$"):
            rules.after(status, move)
    else:
        assert rules.after(status, move) == expected


@given(st.lists(st.sampled_from(list(Move)), max_size=30))
def test_no_proposal_comes_back_from_its_end_and_none_starts_twice(moves):
    status, starts = ProposalStatus.DRAFT, 0
    for move in moves:
        if not rules.is_possible(status, move):
            continue
        assert status not in ENDED
        status = rules.after(status, move)
        starts += move == Move.START
    assert starts <= 1


def test_every_state_and_move_has_its_words():
    assert set(labels.WAITING) == set(labels.STEPS) == set(ProposalStatus)
    assert set(rules.REFUSALS) == set(rules.MOVES) == set(Move)


def make_proposal(**different) -> Proposal:
    facts = {
        "title": "Uji emisi",
        "form_code": "KL03",
        "purpose": "Mampu",
        "basis": "Rencana",
        "starts_on": TODAY + timedelta(days=9),
        "ends_on": TODAY + timedelta(days=9),
        "place": "Aula",
        "city": "Muara Bungo",
        "target": "Penguji",
        "participants": 20,
        "trainers": "Hendra",
        "cost": Decimal(0),
        "fund_source": "APBD",
    }
    return Proposal(**facts | different)


def missing(subjects=1, documents=1, **different):
    found = rules.missing(make_proposal(**different), subjects=subjects, documents=documents, today=TODAY)
    return [one.where for one in found]


def test_a_complete_proposal_lacks_nothing_and_costs_may_be_nought():
    assert missing() == []
    with pytest.raises(RuleBroken, match="Kota belum diisi"):
        rules.ensure_complete(rules.missing(make_proposal(city=""), subjects=1, documents=1, today=TODAY))


@pytest.mark.parametrize(
    ("different", "where"),
    [
        ({"form_code": ""}, "form_code"),
        ({"purpose": ""}, "purpose"),
        ({"basis": ""}, "basis"),
        ({"subjects": 0}, "subjects"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "starts_on"),
        ({"starts_on": TODAY}, "starts_on"),
        ({"place": ""}, "place"),
        ({"city": ""}, "city"),
        ({"target": ""}, "target"),
        ({"participants": None}, "participants"),
        ({"trainers": ""}, "trainers"),
        ({"cost": None}, "cost"),
        ({"fund_source": ""}, "fund_source"),
        ({"documents": 0}, "documents"),
    ],
)
def test_each_lack_is_named_where_it_is_mended(different, where):
    assert missing(**different) == [where]


@pytest.mark.parametrize(("first", "last"), [(9, 8), (1, 400)])
def test_impossible_dates_are_refused_at_their_field(first, last):
    with pytest.raises(WrongField) as refusal:
        rules.ensure_dates(TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    assert refusal.value.field == "ends_on"


ALL_FINE = {item: Finding(is_fine=True) for item in ReviewItem}


@pytest.mark.parametrize("item", ReviewItem)
def test_only_what_is_in_order_on_every_item_is_approved(item):
    rules.ensure_may_approve(ALL_FINE)
    without = {one: finding for one, finding in ALL_FINE.items() if one != item}
    for findings in (ALL_FINE | {item: Finding(is_fine=False, note="x")}, without):
        with pytest.raises(WrongField):
            rules.ensure_may_approve(findings)


def test_what_comes_back_says_what_to_mend():
    for findings in ({}, ALL_FINE, ALL_FINE | {ReviewItem.NEED: Finding(is_fine=False)}):
        with pytest.raises(WrongField):
            rules.ensure_may_return(findings)
    rules.ensure_may_return(ALL_FINE | {ReviewItem.NEED: Finding(is_fine=False, note="Jelaskan sasarannya.")})


def test_nobody_decides_on_their_own():
    rules.ensure_not_own(1, 2)
    rules.ensure_not_own(None, None)
    with pytest.raises(OwnProposal):
        rules.ensure_not_own(1, 1)


@pytest.mark.parametrize(
    ("status", "day", "error"),
    [("cancelled", 2, NotNow), ("draft", 2, TooEarly), ("published", 0, TooEarly), ("published", 1, None)],
)
def test_a_report_is_filed_after_the_last_day(status, day, error):
    if error is None:
        rules.ensure_may_report(status, TODAY, TODAY + timedelta(days=day))
        return
    with pytest.raises(error):
        rules.ensure_may_report(status, TODAY, TODAY + timedelta(days=day))


@pytest.mark.parametrize(
    ("days", "sent", "due"),
    [(-3, 0, False), (-2, 0, True), (0, 1, False), (1, 1, True), (9, 2, False), (9, 0, True)],
)
def test_reminders_come_shortly_before_and_once_after(days, sent, due):
    assert rules.reminder_due(TODAY, TODAY + timedelta(days=days), sent) is due
    assert not rules.reminder_due(None, TODAY, 0)


def test_hours_that_differ_are_remarked_upon():
    assert rules.hours_remark(Decimal(8), Decimal(8)) == ""
    assert rules.hours_remark(Decimal(12), Decimal(8)) == "Jumlah JP mata pelatihan lebih dari itu: 12 JP."
