"""The worked examples of the reference, and what must hold for every number (reference §4.2, §5, §11)."""

import itertools
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.competency import labels
from app.competency.models import RuleKind
from app.competency.reference import FOLDER
from app.competency.rules import bands, groups, match, talent
from app.competency.rules.bands import BadBands, Band, band_of, ensure_cover
from app.competency.rules.match import Formula, MatchRule, MeasureRule, Rated
from app.competency.rules.periods import before, first_day, in_words, last_day, period_of
from app.competency.rules.profiles import Performance, profile_of, talent_of
from app.competency.rules.versions import settings_from

SHIPPED = {row["kind"]: row["content"] for row in json.loads((FOLDER / "competency_rules.json").read_text())}
SETTINGS = settings_from({RuleKind(kind): content for kind, content in SHIPPED.items()}, dict.fromkeys(SHIPPED, 1))
BANDED = {name: bands.from_content(content["bands"]) for name, content in SHIPPED.items() if "bands" in content}
DAY = date(2026, 11, 29)
values = st.decimals(0, 100, places=4, allow_nan=False, allow_infinity=False)
pairs = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=15)
rules_of_match = st.builds(MatchRule, st.sampled_from(Formula), st.booleans())


@pytest.mark.parametrize(
    ("kind", "value", "name"),
    [
        ("appointment", "80", "Memenuhi Syarat (MS)"),
        ("appointment", "79.99", "Masih Memenuhi Syarat (MMS)"),
        ("appointment", "68", "Masih Memenuhi Syarat (MMS)"),
        ("appointment", "67.99", "Kurang Memenuhi Syarat (KMS)"),
        ("mapping", "90", "Optimal"),
        ("mapping", "89.99", "Cukup Optimal"),
        ("mapping", "78", "Cukup Optimal"),
        ("mapping", "77.99", "Kurang Optimal"),
        ("gap_class", "50", "Tinggi"),
        ("gap_class", "49.99", "Sedang"),
        ("gap_class", "25", "Sedang"),
        ("gap_class", "24.99", "Rendah"),
        ("gap_class", "0.01", "Rendah"),
        ("gap_class", "0", "Tidak Ada Kesenjangan"),
    ],
)
def test_shipped_bands_begin_with_their_lower_bound(kind, value, name):
    assert band_of(BANDED[kind], Decimal(value)).name == name


@given(values)
def test_shipped_bands_hold_every_value_exactly_once(value):
    for found in BANDED.values():
        assert ensure_cover(found)
        assert sum(one.holds(value) for one in found) == 1


@given(st.lists(st.tuples(values, st.booleans()), min_size=1, max_size=5))
def test_whatever_is_accepted_holds_every_value_exactly_once(cuts):
    """Bands cut anywhere, the cut itself on either side: accepted, and then no value is left out or held twice."""
    ordered = sorted(dict(cuts).items())
    edges = [(Decimal(0), False), *((at, left) for at, left in ordered if 0 < at < 100), (Decimal(100), True)]
    made = [
        Band(f"Rentang {index}", low[0], high[0], not low[1] if index else True, high[1])
        for index, (low, high) in enumerate(itertools.pairwise(edges))
    ]
    ensure_cover(made)
    for value in [at for at, _left in edges] + [Decimal("33.3333"), Decimal("99.9999")]:
        assert sum(one.holds(value) for one in made) == 1


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        ([], "paling sedikit satu"),
        ([Band("A", Decimal(1), Decimal(100), upper_in=True)], "nilai 0 tidak masuk"),
        ([Band("A", Decimal(0), Decimal(100))], "nilai 100 tidak masuk"),
        ([Band("A", Decimal(0), Decimal(60)), Band("B", Decimal(61), Decimal(100), upper_in=True)], "Ada celah"),
        (
            [Band("A", Decimal(0), Decimal(60)), Band("B", Decimal(60), Decimal(100), lower_in=False, upper_in=True)],
            "Ada celah",
        ),
        ([Band("A", Decimal(0), Decimal(61)), Band("B", Decimal(60), Decimal(100), upper_in=True)], "tumpang tindih"),
        (
            [Band("A", Decimal(0), Decimal(60), upper_in=True), Band("B", Decimal(60), Decimal(100), upper_in=True)],
            "tumpang tindih",
        ),
        ([Band("A", Decimal(5), Decimal(5))], "tidak memuat"),
        ([Band("", Decimal(0), Decimal(100), upper_in=True)], "perlu nama"),
        ([Band("A", Decimal(0), Decimal(101), upper_in=True)], "antara 0 dan 100"),
    ],
)
def test_holes_and_overlaps_are_refused_in_words(made, sentence):
    with pytest.raises(BadBands, match=sentence):
        ensure_cover(made)


@pytest.mark.parametrize(
    ("measured", "rule", "expected"),
    [
        ([(3, 3), (3, 2), (3, 1)], MatchRule(), "66.67"),
        ([(2, 3), (2, 1)], MatchRule(), "75.00"),
        ([(2, 3), (2, 1)], MatchRule(cap_surplus=False), "100.00"),
        ([(2, 4), (2, 2)], MatchRule(cap_surplus=False), "150.00"),
        ([(4, 2), (1, 1)], MatchRule(), "60.00"),
        ([(4, 2), (1, 1)], MatchRule(Formula.MEAN), "75.00"),
        ([(3, 1)], MatchRule(), "33.33"),
        ([(3, 2)], MatchRule(), "66.67"),
        ([], MatchRule(), None),
    ],
)
def test_both_formulas_half_up(measured, rule, expected):
    assert match.job_person_match(measured, rule) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(("found", "index"), [("66.67", "33.33"), ("150", "0"), ("100", "0"), ("0", "100")])
def test_the_index_is_what_is_left_and_never_below_nothing(found, index):
    assert match.gap_index(Decimal(found)) == Decimal(index)


@given(pairs, rules_of_match, st.data())
def test_raising_a_level_never_lowers_a_match(known, rule, data):
    at = data.draw(st.integers(0, len(known) - 1))
    asked, has = known[at]
    raised = [*known[:at], (asked, data.draw(st.integers(has, 5))), *known[at + 1 :]]
    assert match.job_person_match(raised, rule) >= match.job_person_match(known, rule)


@given(pairs, st.sampled_from(Formula))
def test_a_capped_match_lies_between_nothing_and_all(known, formula):
    found = match.job_person_match(known, MatchRule(formula, cap_surplus=True))
    assert 0 <= found <= 100
    assert (found == 100) == all(has >= asked for asked, has in known)


@pytest.mark.parametrize(
    ("predicate", "score"),
    [
        ("Sangat Baik", "100"),
        ("baik", "80"),
        ("BUTUH PERBAIKAN", "60"),
        ("Kurang/misconduct", "40"),
        ("Sangat  Kurang", "20"),
        ("Cukup", None),
        ("", None),
    ],
)
def test_predicates_are_known_however_written_and_never_zero_by_default(predicate, score):
    assert talent.predicate_score(predicate, SETTINGS.predicates) == (None if score is None else Decimal(score))


def _table(number, start, end=None, *, own=False, baik="80"):
    return talent.PredicateTable(number, {"Baik": Decimal(baik)}, start, end, own)


@pytest.mark.parametrize(
    ("day", "predicate", "found"),
    [
        (date(2019, 12, 31), "Baik", (None, None)),
        (date(2020, 1, 1), "BAIK", (Decimal(80), 1)),
        (date(2020, 1, 1), "Lumayan", (None, None)),
        (date(2023, 12, 31), "baik", (Decimal(75), 2)),
        (date(2025, 1, 1), "Baik", (Decimal(70), 3)),
        (date(2026, 1, 1), "Baik", (Decimal(80), 1)),
    ],
)
def test_a_predicate_is_worth_what_the_table_of_its_day_says(day, predicate, found):
    """A government's own before the national one while it holds, and nothing before the first."""
    tables = [
        _table(3, date(2025, 1, 1), date(2026, 1, 1), own=True, baik="70"),
        _table(1, date(2020, 1, 1)),
        _table(2, date(2022, 1, 1), date(2025, 1, 1), own=True, baik="75"),
    ]
    assert talent.scored_on(predicate, tables, day) == found


def test_work_result_and_behaviour_make_the_predicates_of_the_table():
    assert talent.PREDICATES["above", "above"] == "Sangat Baik"
    assert talent.PREDICATES["below", "expected"] == "Butuh Perbaikan"
    assert len(talent.PREDICATES) == 9
    assert all(talent.predicate_score(one, SETTINGS.predicates) is not None for one in talent.PREDICATES.values())


@pytest.mark.parametrize(("y", "x", "box"), [("80", "70", 7), ("80", "93.47", 9), ("60", "59.99", 2), ("20", "80", 6)])
def test_boxes_as_published(y, x, box):
    assert talent.box(Decimal(y), Decimal(x), SETTINGS.axis) == box


def test_every_box_can_be_reached():
    steps = (Decimal(10), Decimal(70), Decimal(90))
    found = [[talent.box(y, x, SETTINGS.axis) for x in steps] for y in steps]
    assert found == [[1, 3, 6], [2, 5, 8], [4, 7, 9]]


def test_talent_values_as_published():
    assert talent.talent_value(Decimal(80), Decimal(70)) == Decimal(75)
    mean = (Decimal(100) + Decimal(80) + Decimal(60)) / 3
    qualification = (Decimal(90) + Decimal(100) + Decimal(100) + mean) / 4
    assert qualification == Decimal("92.5")
    assert talent.axis_x((Decimal(100), qualification, Decimal(100)), SETTINGS.weights) == Decimal("98.50")
    assert talent.on_axis(Decimal(120)) == (Decimal(100), True)
    assert talent.talent_value(Decimal(120), Decimal(100)) == Decimal(100)


@pytest.mark.parametrize(
    ("rated", "level", "expired"),
    [
        ([], None, None),
        ([Rated(2, "self", DAY, None, 1)], None, None),
        ([Rated(2, "superior", date(2026, 1, 1), None, 1)], 2, False),
        ([Rated(2, "superior", date(2026, 1, 1), None, 1), Rated(3, "centre", date(2024, 1, 1), None, 2)], 3, False),
        ([Rated(2, "superior", date(2026, 1, 1), None, 1), Rated(3, "centre", date(2023, 1, 1), None, 2)], 2, False),
        ([Rated(3, "centre", date(2020, 1, 1), None, 1), Rated(4, "superior", date(2021, 1, 1), None, 2)], 4, True),
        ([Rated(3, "centre", date(2026, 1, 1), None, 1), Rated(4, "centre", date(2026, 1, 1), None, 2)], 4, False),
        ([Rated(3, "centre", date(2027, 1, 1), None, 1)], None, None),
        ([Rated(3, "centre", date(2026, 1, 1), date(2026, 11, 29), 1)], 3, True),
        ([Rated(3, "centre", date(2026, 1, 1), date(2026, 11, 30), 1)], 3, False),
    ],
)
def test_the_level_that_counts(rated, level, expired):
    found = match.measured(rated, DAY, MeasureRule())
    assert (None if found is None else found.level) == level
    assert (None if found is None else found.expired) == expired


def test_an_assessment_of_a_leap_day_expires_on_the_first_of_march():
    assert match.valid_until(date(2024, 2, 29), 3) == date(2027, 3, 1)


@given(
    st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(1, 9)
)
def test_the_two_ways_to_say_expired_agree(assessed_on, day, years):
    """The map asks whether the end has come, the file whether the assessment is old enough."""
    assert (match.valid_until(assessed_on, years) <= day) == (assessed_on <= match.years_before(day, years))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 30), "masa depan"),
        (date(1990, 3, 1), "tanggal lahir"),
        (date(1980, 1, 1), "tanggal lahir"),
        (date(2026, 11, 29), ""),
    ],
)
def test_days_before_birth_and_in_the_future_cannot_be(day, words):
    fault = match.day_fault(day, nip="199003012015031901", today=DAY)
    assert (words in fault) if words else not fault


def test_a_profile_counts_what_was_not_measured_apart():
    rated = {1: [Rated(1, "centre", date(2026, 1, 1), None, 1)], 2: [Rated(5, "centre", date(2020, 1, 1), None, 2)]}
    found = profile_of({1: 3, 2: 2, 3: 1}, rated, SETTINGS, DAY)
    assert [one.gap for one in found.gaps] == [2, 0, None]
    assert (found.assessed, found.below, found.expired, found.is_meeting) == (2, 1, 1, False)
    assert (found.match, found.index, found.gap_class) == (Decimal(60), Decimal(40), "Sedang")
    assert found.gaps[1].surplus == 3


def test_the_axis_of_potential_takes_what_is_known():
    assert talent_of(Decimal(70), Performance("Baik", Decimal(80)), SETTINGS).box == 7
    assert talent_of(Decimal(70), Performance("Baik", Decimal(80), potential=Decimal(90)), SETTINGS).x == 90
    parts = Performance("Baik", Decimal(80), Decimal(100), Decimal("92.5"), Decimal(100))
    assert talent_of(None, parts, SETTINGS).x == Decimal("98.50")
    assert talent_of(Decimal(70), Performance("Cukup", None), SETTINGS).box is None
    assert talent_of(None, None, SETTINGS).box is None


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 20), max_size=12))
def test_what_is_hidden_cannot_be_had_by_subtraction(sizes):
    """Whoever knows every shown group and the total learns of the rest together: none, or at least five of two."""
    hidden, total_hidden = groups.hidden_groups(sizes)
    assert all(sizes[one] >= groups.SMALLEST_GROUP or not sizes[one] for one in sizes if one not in hidden)
    if hidden and not total_hidden:
        assert len(hidden) > 1
        assert sum(sizes[one] for one in hidden) >= groups.SMALLEST_GROUP


def test_where_nobody_is_left_to_go_with_a_small_group_the_total_is_hidden():
    assert groups.hidden_groups({1: 3, 2: 0}) == ({1}, True)
    assert groups.hidden_groups({1: 3, 2: 9}) == ({1, 2}, False)
    assert groups.hidden_groups({1: 9, 2: 9}) == (set(), False)


@pytest.mark.parametrize(
    ("required", "level", "gap"), [(3, 1, 2), (4, 4, 0), (2, 5, 0), (5, 1, 4), (1, 1, 0), (2, None, None)]
)
def test_a_gap_is_what_is_missing_and_a_strength_offsets_none(required, level, gap):
    """Reference §4.2: required minus measured, never below nothing."""
    has = [] if level is None else [Rated(level, "centre", date(2026, 1, 1), None, 1)]
    found = profile_of({1: required, 2: 1}, {1: has, 2: [Rated(5, "centre", date(2026, 1, 1), None, 2)]}, SETTINGS, DAY)
    assert [one.gap for one in found.gaps] == [gap, 0]


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(5, 9, "56%"), (1, 8, "13%"), (1, 200, "1%"), (2, 3, "67%"), (0, 0, "–"), (3, 3, "100%")],
)
def test_shares_are_rounded_half_up(part, whole, words):
    assert labels.percent(part, whole) == words


@pytest.mark.parametrize(
    ("value", "one", "two"), [("0.25", "0,3", "0,25"), ("66.665", "66,7", "66,67"), (None, "–", "–")]
)
def test_figures_are_told_half_up(value, one, two):
    exact = None if value is None else Decimal(value)
    assert (labels.one_place(exact), labels.two_places(exact)) == (one, two)


def test_half_years():
    assert (period_of(date(2026, 6, 30)), period_of(date(2026, 7, 1))) == ("2026-1", "2026-2")
    assert (first_day("2026-2"), last_day("2026-1")) == (date(2026, 7, 1), date(2026, 6, 30))
    assert (before("2026-2"), before("2026-1")) == ("2026-1", "2025-2")
    assert in_words("2026-2") == "Semester II 2026"
