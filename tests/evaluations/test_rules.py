"""What may be sent, and what may be shown."""

from decimal import Decimal
from random import Random

import pytest

from app.evaluations import rules
from app.evaluations.models import ItemKind

KINDS = {1: ItemKind.SCALE, 2: ItemKind.SCALE, 3: ItemKind.TEXT}


def test_replies_are_kept_by_statement_without_what_was_left_empty():
    assert rules.check_replies(KINDS, {1: "4", 2: "5", 3: ""}) == {"1": "4", "2": "5"}


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        ({1: "4"}, "Masih ada 1 pernyataan"),
        ({}, "Masih ada 2 pernyataan"),
        ({1: "6", 2: "1"}, "di luar skala"),
        ({1: "0", 2: "1"}, "di luar skala"),
        ({1: "4", 2: "5", 99: "1"}, "evaluasi lain"),
        ({1: "4", 2: "5", 3: "x" * 10_000}, "yang terpanjang sekarang 10"),
    ],
)
def test_what_cannot_be_taken_says_what_and_where(replies, words):
    with pytest.raises(rules.Refused, match=words):
        rules.check_replies(KINDS, replies)


def test_figures_from_five_answers_on_and_texts_from_ten():
    few = rules.scale_result("Jelas.", ["5", "5", "4", "4"])
    assert (few.is_shown, few.answers, few.counts) == (False, 0, ())
    shown = rules.scale_result("Jelas.", ["5", "5", "4", "4", "1"])
    assert (shown.mean, shown.counts, shown.answers) == (Decimal("3.80"), (1, 0, 0, 2, 2), 5)
    assert rules.texts_to_show(["a", "b"], 9, Random(1)) == []
    told = rules.texts_to_show([f"{one:02d}" for one in range(30)], 30, Random(1))
    assert sorted(told) != told
    assert len(told) == 30
