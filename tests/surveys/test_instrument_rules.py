"""What an instrument must be before it is asked, how it is ordered, compared and read. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import WrongField
from app.surveys import reference
from app.surveys.models import (
    Direction,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    VersionStatus,
)
from app.surveys.rules import comparison, ordering, readability, scales
from app.surveys.rules import instruments as rules
from app.surveys.rules.comparison import Likeness
from tests.surveys.items import item


def dimension(number: int, title: str = "Kesadaran") -> InstrumentDimension:
    return InstrumentDimension(id=number, version_id=1, code=f"D{number}", title=title, sort_order=number)


FINE = [item(1, dimension_id=1), item(2, dimension_id=1)]


def test_a_whole_instrument_has_no_faults():
    found = rules.faults_of(FINE, [dimension(1)])
    assert (found.count, found.whole, found.dimensions, found.items) == (0, [], {}, {})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"options": []}, "Skala punya 4 sampai 7 pilihan. Sekarang 0."),
        ({"options": ["Ya"] * 3}, "Skala punya 4 sampai 7 pilihan. Sekarang 3."),
        ({"options": list("12345678")}, "Skala punya 4 sampai 7 pilihan. Sekarang 8."),
        ({"options": ["Ya", "ya", "Tidak", "Entah"]}, "Ada pilihan jawaban yang sama. Setiap pilihan harus berbeda."),
        ({"options": ["x" * 151, "a", "b", "c"]}, "Setiap pilihan paling panjang 150 huruf."),
        ({"kind": ItemKind.SINGLE, "options": ["Ya"]}, "Butir ini punya 2 sampai 20 pilihan. Sekarang 1."),
        ({"kind": ItemKind.TEXT, "options": ["Ya"]}, "Isian bebas tidak punya pilihan jawaban."),
        (
            {"kind": ItemKind.SINGLE, "options": ["a", "b"], "reversed": True},
            "Hanya pernyataan berskala yang bisa dibalik.",
        ),
        (
            {"kind": ItemKind.SINGLE, "options": ["a", "b"], "dimension_id": 1},
            "Hanya pernyataan berskala yang dihitung ke dalam dimensi.",
        ),
        (
            {"options": ["a", "b", "c", "d"], "dimension_id": 1},
            "Skalanya lain dari butir lain di dimensi ini, jadi rata-ratanya tidak bisa dihitung.",
        ),
        (
            {"page": 2, "shown_if": {"item": "K9", "any": [0]}},
            "Butir ini bergantung pada butir K9, padahal butir itu tidak ada lagi.",
        ),
    ],
)
def test_each_fault_is_told_at_its_item(wrong, sentence):
    found = rules.faults_of([*FINE, item(3, **wrong)], [dimension(1)])
    assert found.items == {3: [sentence]}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2, 2), set()),
        ((2, 1), {2}),
        ((2, 0), {2}),
        ((1,), {1}),
        # One of each is how a pulse is meant.
        ((1, 1, 1), set()),
        ((1, 1, 0), {1, 2, 3}),
    ],
)
def test_a_dimension_wants_two_items_unless_all_have_one(counts, told):
    items = [
        item(10 * number + place, dimension_id=number)
        for number, count in enumerate(counts, 1)
        for place in range(count)
    ]
    found = rules.faults_of(items, [dimension(number) for number in range(1, len(counts) + 1)])
    assert set(found.dimensions) == told


def test_nothing_and_too_much_is_told_about_the_whole():
    assert rules.faults_of([], []).whole == ["Belum ada butir. Tambahkan paling sedikit satu."]
    many = [item(number) for number in range(1, 102)]
    assert rules.faults_of(many, []).whole == ["Paling banyak 100 butir. Sekarang 101."]


@pytest.mark.parametrize("status", [VersionStatus.PUBLISHED, VersionStatus.RETIRED])
def test_what_is_no_draft_is_not_changed(status):
    with pytest.raises(rules.NotNow, match="Versi 2 sudah terbit dan tidak berubah lagi"):
        rules.ensure_draft(InstrumentVersion(number=2, status=status))


@pytest.mark.parametrize(
    ("kind", "options", "is_reversed", "of", "field"),
    [
        (ItemKind.SCALE, ("a",), False, "", "options"),
        (ItemKind.SINGLE, ("a", "b"), True, "", "is_reversed"),
        (ItemKind.MULTIPLE, ("a", "b"), False, "D1", "dimension"),
    ],
)
def test_what_could_never_be_asked_is_refused_at_its_field(kind, options, is_reversed, of, field):
    with pytest.raises(WrongField) as refused:
        rules.ensure_item(kind, options, is_reversed=is_reversed, dimension=of)
    assert refused.value.field == field


def test_a_code_is_never_given_twice():
    assert rules.next_code("B", []) == "B1"
    assert rules.next_code("B", ["B1", "B7", "AW1", "Bx", "B²"]) == "B8"


@pytest.mark.parametrize(("options", "value"), [(4, 3), (5, 4), (6, 4), (7, 5)])
def test_favourable_is_what_lies_above_the_middle(options, value):
    assert scales.favourable_from(options) == value


def test_ready_sets_are_scales_with_different_words():
    assert all(rules.of_options(ItemKind.SCALE, one.options) == "" for one in scales.READY)
    assert scales.ready_key(scales.words_of("puas4")) == "puas4"
    assert scales.ready_key(("a", "b", "c", "d")) == scales.OWN


# --- order --------------------------------------------------------------------------------------------

ROWS = [(1, 1), (2, 1), (3, 2), (4, 2)]


@pytest.mark.parametrize(
    ("move", "number", "after"),
    [
        (ordering.up, 1, ROWS),
        (ordering.up, 2, [(2, 1), (1, 1), (3, 2), (4, 2)]),
        (ordering.up, 3, [(1, 1), (2, 1), (3, 1), (4, 2)]),
        (ordering.down, 2, [(1, 1), (2, 2), (3, 2), (4, 2)]),
        (ordering.down, 3, [(1, 1), (2, 1), (4, 2), (3, 2)]),
        (ordering.down, 4, ROWS),
    ],
)
def test_buttons_move_within_a_page_and_then_into_the_next(move, number, after):
    assert ordering.pages(move(ordering.slots(ROWS), number)) == after


def test_a_page_breaks_and_mends_and_follows_who_is_left():
    broken = ordering.broken(ordering.slots(ROWS), 2, breaks=True)
    assert ordering.pages(broken) == [(1, 1), (2, 2), (3, 3), (4, 3)]
    assert ordering.pages(ordering.broken(broken, 2, breaks=False)) == ROWS
    assert ordering.pages(ordering.without(broken, 2)) == [(1, 1), (3, 2), (4, 2)]
    assert ordering.pages(ordering.without(ordering.slots(ROWS), 3)) == [(1, 1), (2, 1), (4, 2)]


@given(
    st.lists(st.booleans(), min_size=1, max_size=8), st.lists(st.tuples(st.booleans(), st.integers(0, 7)), max_size=12)
)
def test_however_it_is_moved_nothing_is_lost_and_pages_have_no_gap(breaks, moves):
    slots = [ordering.Slot(number, number > 0 and one) for number, one in enumerate(breaks)]
    for is_up, number in moves:
        slots = (ordering.up if is_up else ordering.down)(slots, number % len(breaks))
    found = ordering.pages(slots)
    assert sorted(number for number, _page in found) == list(range(len(breaks)))
    pages = [page for _number, page in found]
    assert pages == sorted(pages)
    assert set(pages) == set(range(1, max(pages) + 1))


# --- two versions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "likeness"),
    [
        ({}, Likeness.SAME),
        ({"text": "pernyataan 1 tentang  {perubahan}"}, Likeness.SAME),
        ({"text": "Pernyataan 1 mengenai {perubahan}."}, Likeness.REWORDED),
        ({"options": ["Sangat tidak", "Tidak", "Netral", "Ya", "Sangat ya"]}, Likeness.REWORDED),
        ({"concept": 2}, Likeness.CHANGED),
        ({"kind": ItemKind.TEXT, "options": []}, Likeness.CHANGED),
        ({"options": ["a", "b", "c", "d"]}, Likeness.CHANGED),
        ({"reversed": True}, Likeness.CHANGED),
    ],
)
def test_words_may_change_a_little_but_not_the_concept_or_what_can_be_answered(changed, likeness):
    assert comparison.likeness(item(1), item(1, **changed)) == likeness


def test_another_choice_to_pick_is_another_question():
    before, after = item(1, ItemKind.SINGLE), item(1, ItemKind.SINGLE, options=["Merah", "Kuning", "Biru"])
    assert comparison.likeness(before, after) == Likeness.CHANGED


def test_versions_are_laid_side_by_side_by_code_and_doubt_is_told():
    before = [item(1), item(2), item(3)]
    after = [item(2), item(1, text="Atasan mendengar keluhan kami."), item(4)]
    pairs = comparison.compare(before, after)
    assert [(one.code, one.likeness, one.is_doubtful) for one in pairs] == [
        ("K2", Likeness.SAME, False),
        ("K1", Likeness.REWORDED, True),
        ("K4", Likeness.ADDED, False),
        ("K3", Likeness.REMOVED, False),
    ]


# --- reading ------------------------------------------------------------------------------------------


def test_lix_is_words_per_sentence_and_the_share_of_long_words():
    # 8 words, of which "memahami" and "perubahan" are longer than six letters; eight times over, 64 in 8 sentences.
    found = readability.reading(["Saya sudah memahami arti dari perubahan di sini."] * 8)
    assert (found.words, found.words_per_sentence, found.long_share, found.lix) == (64, 8.0, 25.0, 33)


def test_too_few_words_have_no_lix():
    found = readability.reading(["Saya mau ikut."])
    assert (found.words, found.lix) == (3, None)
    assert readability.reading([]).words == 0


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("Saya mau ikut menjalankan {perubahan}.", []),
        ("Kata " * 19, ["Kalimatnya 19 kata. Coba paling banyak 18."]),
        ("Saya tidak setuju kalau tanpa latihan.", ["Ada dua kata ingkar. Penjawab mudah salah arah."]),
        ("Waktu dan alat cukup.", ["Ada kata sambung: pastikan hanya satu hal yang ditanyakan."]),
        ("Pertanggungjawaban jelas.", ["Kata panjang: Pertanggungjawaban. Ada kata yang lebih pendek?"]),
    ],
)
def test_hints_point_at_something(text, hints):
    assert readability.hints(text) == hints


# --- what ships ---------------------------------------------------------------------------------------


def test_what_ships_is_what_the_reference_has():
    counts = {code: (len(one.items), len(one.dimensions)) for code, one in reference.shipped().items()}
    assert counts == {
        "pulse5": (5, 5),
        "adkar15": (15, 5),
        "oric12": (12, 2),
        "rfoc25": (25, 4),
        "ocqr9": (9, 3),
        "proses9": (9, 3),
        "rtc17": (17, 4),
        "rac15": (15, 3),
        "cause_checklist": (1, 0),
    }
    turned = {
        code: sorted(one.code for one in whole.items if one.is_reversed) for code, whole in reference.shipped().items()
    }
    assert turned["rtc17"] == ["RT14", "RT4"]
    assert turned["rac15"] == ["RA3", "RB5", "RC4", "RC5"]
    assert {code for code, one in reference.shipped().items() if one.is_trait} == {"rtc17"}
    assert {code for code, one in reference.shipped().items() if one.is_collective} == {"oric12"}
    bad = {code for code, one in reference.shipped().items() if one.direction == Direction.HIGH_IS_BAD}
    assert bad == {"rtc17", "rac15", "cause_checklist"}


def test_causes_stand_in_the_order_of_the_checklist():
    causes = reference.causes()
    assert len(causes) == 12
    assert tuple(one.text for one in causes) == reference.shipped()["cause_checklist"].items[0].options
    assert causes[2].code == "loss_of_position"


@pytest.mark.parametrize("code", list(reference.shipped()))
def test_what_ships_says_where_it_comes_from_and_can_be_asked(code):
    one = reference.shipped()[code]
    assert "Penata sendiri" in one.licence_note
    assert ("ADKAR" in one.licence_note) == (code in {"pulse5", "adkar15"})
    numbers = {dimension.code: number for number, dimension in enumerate(one.dimensions, 1)}
    rows = [
        InstrumentItem(
            id=place, version_id=1, code=fact.code, kind=fact.kind, text=fact.text, options=list(fact.options),
            scale_min=fact.scale_min, reversed=fact.is_reversed, page=fact.page,
            dimension_id=numbers.get(fact.dimension),
        )
        for place, fact in enumerate(one.items, 1)
    ]  # fmt: skip
    dimensions = [dimension(number) for number in numbers.values()]
    assert rules.faults_of(rows, dimensions).count == 0
