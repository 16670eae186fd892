"""Page by page: what is asked, what is wrong, and where one goes next, without a script and without anything stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.models import ItemKind
from app.surveys.rules import branching, pages
from app.surveys.rules.pages import Given
from app.surveys.rules.wording import worded
from tests.surveys.items import item

USES = item(1, ItemKind.SINGLE)
WHY = item(2, ItemKind.MULTIPLE, page=2, after=(USES, [1]), is_required=False)
DETAIL = item(3, ItemKind.TEXT, page=3, after=(WHY, [0, 2]), is_required=False)
END = item(4, page=4)
BRANCHED = [USES, WHY, DETAIL, END]


def numbers(found):
    return [[one.id for one in page] for page in found]


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({}, [[1], [4]]),
        ({1: [0]}, [[1], [4]]),
        ({1: [1]}, [[1], [2], [4]]),
        ({1: [1], 2: [1]}, [[1], [2], [4]]),
        ({1: [1], 2: [1, 2]}, [[1], [2], [3], [4]]),
        # What hangs on an answer that is asked no more is asked no more either.
        ({1: [0], 2: [0]}, [[1], [4]]),
    ],
)
def test_only_those_pages_are_asked_that_the_answers_lead_to(chosen, asked):
    assert numbers(pages.pages_to_ask(BRANCHED, chosen)) == asked


def test_two_instruments_of_a_wave_do_not_share_pages_or_codes():
    other = item(11, version_id=2, code="K1")
    hangs = item(12, version_id=2, page=2, after=(other, [4]))
    found = [item(1), other, hangs]
    assert numbers(pages.pages_to_ask(found, {1: [4]})) == [[1], [11]]
    assert numbers(pages.pages_to_ask(found, {11: [4]})) == [[1], [11], [12]]


@pytest.mark.parametrize(
    ("one", "places", "text", "sentence"),
    [
        (item(1), [], "", "Pilih satu jawaban."),
        (item(1), [5], "", "Jawaban yang terkirim tidak ada dalam pilihan. Pilih dari daftarnya."),
        (item(1), [pages.UNREADABLE], "", "Jawaban yang terkirim tidak ada dalam pilihan. Pilih dari daftarnya."),
        (item(1), [0, 1], "", "Pilih satu jawaban saja."),
        (item(1), [4], "", ""),
        (item(1, is_required=False), [], "", ""),
        (item(1, ItemKind.MULTIPLE), [], "", "Pilih paling sedikit satu."),
        (item(1, ItemKind.MULTIPLE), [0, 2], "", ""),
        (item(1, ItemKind.TEXT), [], "  ", "Tulis jawaban Anda."),
        (
            item(1, ItemKind.TEXT, is_required=False),
            [],
            "x" * 2001,
            "Paling panjang 2.000 huruf. Sekarang 2.001 huruf.",
        ),
        (item(1, ItemKind.TEXT), [], "Belum jelas.", ""),
    ],
)
def test_each_fault_is_a_sentence_at_its_item(one, places, text, sentence):
    assert pages.check([one], {1: places}, {1: text}) == ({1: sentence} if sentence else {})


def test_what_was_sent_is_read_by_item_and_nothing_else_is_looked_at():
    found = pages.read(
        [item(1), item(2, ItemKind.MULTIPLE), item(3, ItemKind.TEXT), item(4), item(5)],
        {
            "p-1": ["4"],
            "p-2": ["2", "0", "2"],
            "p-3": ["Baik"],
            "p-4": ["-1"],
            "p-5": [""],
            "p-99": ["0"],
            "wave": ["1"],
        },
    )
    assert found == Given({1: [4], 2: [0, 2], 4: [pages.UNREADABLE]}, {3: "Baik"})


def test_a_page_carries_what_the_others_were_answered_whichever_way_one_turns():
    sent = Given({1: [1], 2: [0, 2], 4: [3]}, {3: "Karena jauh"})
    shown = pages.sheet(BRANCHED, sent, 2)
    assert (shown.number, shown.total, shown.first, shown.is_last) == (2, 4, 2, False)
    assert shown.carried == [("p-1", "1"), ("p-3", "Karena jauh"), ("p-4", "3")]
    assert pages.turn(BRANCHED, sent, 2, is_back=True).number == 1


def test_going_on_stops_at_a_fault_and_the_last_page_at_the_first_that_was_skipped():
    at_fault = pages.turn(BRANCHED, Given(), 1)
    assert (at_fault.number, at_fault.faults) == (1, {1: "Pilih satu jawaban."})
    assert pages.turn(BRANCHED, Given({1: [0]}), 1).number == 2
    skipped = pages.turn(BRANCHED, Given({4: [0]}), 2)
    assert (skipped.number, skipped.faults) == (1, {1: "Pilih satu jawaban."})
    assert pages.turn(BRANCHED, Given({1: [0], 4: [0]}), 2) is None


@pytest.mark.parametrize("number", [-3, 0, 99])
def test_a_page_that_is_not_there_becomes_the_nearest_one(number):
    assert 1 <= pages.sheet(BRANCHED, Given(), number).number <= 2
    assert pages.turn(BRANCHED, Given({1: [0], 4: [0]}), 99) is None


def test_only_what_was_asked_is_kept_and_nothing_chosen_is_not_the_same_as_not_asked():
    asked = pages.settled(BRANCHED, Given({1: [1], 4: [2]}, {3: "lama"}))
    assert asked == Given({1: [1], 2: [], 4: [2]}, {})
    not_asked = pages.settled(BRANCHED, Given({1: [0], 2: [0], 4: [2]}, {3: "lama"}))
    assert not_asked == Given({1: [0], 4: [2]}, {})


@given(st.dictionaries(st.integers(1, 4), st.lists(st.integers(-1, 6), max_size=4)), st.integers(-2, 9))
def test_whatever_is_sent_a_page_can_be_drawn_and_what_is_kept_was_asked(chosen, number):
    sent = Given(chosen)
    shown = pages.turn(BRANCHED, sent, number) or pages.sheet(BRANCHED, sent, number)
    assert shown.items
    assert set(pages.settled(BRANCHED, sent).chosen) <= {one.id for one in branching.asked(BRANCHED, chosen)}


@pytest.mark.parametrize(
    ("hanging", "words"),
    [
        (item(2, page=2, after=(item(9), [0])), "tidak ada lagi"),
        (item(2, page=2, after=(item(3, ItemKind.TEXT), [0])), "dijawab bebas"),
        (item(2, page=1, after=(USES, [0])), "Pindahkan ke halaman sesudah halaman 1"),
        (item(2, page=2, after=(USES, [3])), "tidak akan pernah ditanyakan"),
        (item(2, page=2, after=(USES, [])), "tidak akan pernah ditanyakan"),
    ],
)
def test_a_branch_that_cannot_be_reached_is_told(hanging, words):
    assert words in branching.trouble(hanging, [USES, hanging, item(3, ItemKind.TEXT)])


def test_a_branch_that_can_be_reached_is_no_trouble():
    assert [branching.trouble(one, BRANCHED) for one in BRANCHED] == ["", "", "", ""]


def test_the_change_has_its_name_and_a_capital_where_a_sentence_begins():
    assert worded("{perubahan} membuat saya kesal.", "penataan OPD") == "Penataan OPD membuat saya kesal."
    assert worded("Saya menanti {perubahan}.", "penataan OPD") == "Saya menanti penataan OPD."
    assert worded("{perubahan} perlu.") == "Perubahan ini perlu."


def test_short_words_stand_side_by_side_and_long_ones_below_each_other():
    shown = pages.sheet([item(1)], Given())
    assert shown.is_side_by_side(item(1))
    assert not shown.is_side_by_side(item(1, options=["Kadang-kadang", *["Setuju"] * 4]))
    assert not shown.is_side_by_side(item(1, options=["Setuju"] * 7))
