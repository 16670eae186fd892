"""What a check may ask, what it keeps, and what of its results is shown."""

from decimal import Decimal
from itertools import product
from random import Random

import pytest

from app.base.errors import WrongField
from app.sosialisasi.models import CheckStatus, Phase, UnderstandingCheck
from app.sosialisasi.rules import understanding as rules
from app.sosialisasi.rules.understanding import Answer, ItemFacts, Side

RIGHTS = {"1": 0, "2": 0, "3": 0, "4": 0}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ItemFacts("", ("A", "B"), 0), "text"),
        (ItemFacts("x" * 301, ("A", "B"), 0), "text"),
        (ItemFacts("Apa?", ("A",), 0), "options"),
        (ItemFacts("Apa?", tuple("ABCDEF"), 0), "options"),
        (ItemFacts("Apa?", ("A", "a"), 0), "options"),
        (ItemFacts("Apa?", ("A", "b" * 201), 0), "options"),
        (ItemFacts("Apa?", ("A", "B"), None), "right"),
        (ItemFacts("Apa?", ("A", "B"), 2), "right"),
    ],
)
def test_an_item_that_cannot_be_counted_says_where(facts, field):
    with pytest.raises(WrongField) as refusal:
        rules.settle_item(facts)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({}, "Masih ada 2 butir"),
        ({1: "0"}, "Masih ada 1 butir"),
        ({1: "0", 2: "2"}, "di luar pilihannya"),
        ({1: "0", 2: "x"}, "di luar pilihannya"),
        ({1: "0", 2: "1", 9: "0"}, "acara lain"),
    ],
)
def test_what_cannot_be_taken_says_what(replies, words):
    with pytest.raises(rules.Refused, match=words):
        rules.check_replies({1: 2, 2: 2}, replies)


def test_replies_are_kept_by_item():
    assert rules.check_replies({2: 2, 1: 3}, {1: "2", 2: "0"}) == {"1": 2, "2": 0}


def test_three_to_ten_items_and_once():
    check = UnderstandingCheck(status=CheckStatus.DRAFT)
    for items in (0, 2, 11):
        with pytest.raises(rules.NotNow, match=r"3 sampai 10"):
            rules.ensure_may_open(check, items)
    rules.ensure_may_open(check, 3)
    with pytest.raises(rules.NotNow):
        rules.ensure_may_open(UnderstandingCheck(status=CheckStatus.BEFORE), 5)
    with pytest.raises(rules.NotNow):
        rules.ensure_may_edit(UnderstandingCheck(status=CheckStatus.BEFORE))


def test_the_gain_of_the_reference():
    """Before 52, after 78 of 100: .54, medium."""
    gain = rules.gain_of(Side(10, Decimal("52.0")), Side(10, Decimal("78.0")))
    assert (gain.value, gain.band) == (Decimal("0.54"), "medium")
    assert rules.gain_of(Side(), Side(10, Decimal(78))) is None


def answers(phase, unit, scores):
    return [Answer(phase, unit, {item: int(place >= score) for place, item in enumerate(RIGHTS)}) for score in scores]


def test_shares_are_half_up_and_hidden_below_five():
    side = rules.side_of(answers(Phase.BEFORE, 1, [4, 3, 2, 1, 0]), RIGHTS, 75)
    assert (side.answers, side.share, side.passed) == (5, Decimal("50.0"), Decimal("40.0"))
    assert rules.side_of(answers(Phase.BEFORE, 1, [4] * 4), RIGHTS, 75) == Side()
    third = rules.side_of(answers(Phase.BEFORE, 1, [4, 4, 0, 0, 0, 0]), RIGHTS, 70)
    assert third.share == Decimal("33.3")
    assert rules.item_share(answers(Phase.BEFORE, 1, [1, 1, 1, 1, 0]), "1", 0) == Decimal("80.0")
    assert rules.item_share(answers(Phase.BEFORE, 1, [1] * 4), "1", 0) is None


def test_a_unit_too_small_takes_the_next_smallest_with_it_on_both_sides():
    sizes = {Phase.BEFORE: {1: 12, 2: 8, 3: 3}, Phase.AFTER: {1: 12, 2: 9, 3: 9}}
    found = rules.by_unit(
        [one for phase in Phase for unit, size in sizes[phase].items() for one in answers(phase, unit, [2] * size)],
        RIGHTS,
        70,
    )
    assert {one.unit_id: one.is_shown for one in found} == {1: True, 2: False, 3: False}
    assert {one.unit_id: (one.before.answers, one.after.answers) for one in found if not one.is_shown} == {
        2: (None, None),
        3: (None, None),
    }


@pytest.mark.parametrize("seed", range(20))
def test_no_hidden_unit_can_be_had_by_subtraction(seed):
    """On each side either no unit is hidden or at least two, so a total less what is shown names nobody."""
    rng = Random(seed)
    units = range(rng.randint(2, 6))
    sizes = {(phase, unit): rng.randint(0, 14) for phase, unit in product(Phase, units)}
    found = rules.by_unit(
        [one for (phase, unit), size in sizes.items() for one in answers(phase, unit, [1] * size)], RIGHTS, 70
    )
    hidden = [one.unit_id for one in found if not one.is_shown]
    assert len(found) < 2 or len(hidden) != 1
    assert all(sizes[phase, one.unit_id] >= 5 for one in found if one.is_shown for phase in Phase)


def test_the_unit_beside_an_answer_is_never_finer_than_ten_invited():
    paths = ["/1/2/"] * 10 + ["/1/3/"] * 4 + ["/1/2/5/"] * 3
    targeted = rules.targeted_by_unit(paths)
    assert targeted == {1: 17, 2: 13, 3: 4, 5: 3}
    assert rules.group_of("/1/2/5/", targeted) == 2
    assert rules.group_of("/1/3/", targeted) == 1
    assert rules.group_of("", targeted) is None
    assert rules.group_of("/9/", targeted) is None
