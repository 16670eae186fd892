"""The worked examples of the reference, what is not known, and bands that leave nobody out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.organisation.models import PositionTier
from app.professionalism import labels
from app.professionalism.models import Dimension, PostKind, SanctionLevel
from app.professionalism.reference import shipped
from app.professionalism.rules.education import echelon_named, education_code, matches
from app.professionalism.rules.estimate import (
    Facts,
    Penalty,
    Rating,
    State,
    Training,
    Why,
    category_of,
    estimate,
    line_from,
    years_before,
)
from app.professionalism.rules.official import is_off, parts_difference
from app.professionalism.rules.table import (
    EDUCATION,
    BadTable,
    Course,
    Criterion,
    PointTable,
    RatingBand,
    closed,
    ensure_usable,
    from_json,
    post_kind,
    to_json,
)

TABLE, SOURCE = shipped(by_predicate=True)
BARE, _ = shipped(by_predicate=False)
DAY = date(2026, 11, 30)
HUNDREDTHS = st.integers(0, 10_000).map(lambda one: Decimal(one) / 100)


def facts(**different) -> Facts:
    """An executive with S-1, 20 JP last year, one seminar, a rating of 85 and no sanction."""
    given_ = {
        "year": 2026,
        "day": DAY,
        "tier": PositionTier.PELAKSANA,
        "education": "S-1",
        "trainings": [
            Training("KL03", "Pelayanan Prima", date(2026, 3, 2), Decimal(20)),
            Training("KL06", "Seminar Arsip", date(2025, 6, 1), Decimal(4)),
        ],
        "rating": Rating(Decimal(85), "Baik"),
        "sanctions_known": True,
    }
    return Facts(**given_ | different)


def of(found, dimension):
    return [one for one in found.lines if one.dimension is dimension]


def test_the_executive_of_the_reference_reaches_85():
    found = estimate(facts(), TABLE)
    assert [found.of(one) for one in Dimension] == [Decimal(15), Decimal(40), Decimal(25), Decimal(5)]
    assert [one.low for one in of(found, Dimension.TRAINING)] == [Decimal("22.5"), Decimal("17.5")]
    assert (found.total, found.category) == (Decimal(85), "Tinggi")


@pytest.mark.parametrize(
    ("parts", "total", "category"),
    [
        (("21.37", "26.16", "25.72", "5"), "78.25", "Sedang"),
        (("25", "15", "25", "5"), "70", "Rendah"),
        (("15", "40", "25", "5"), "85", "Tinggi"),
    ],
)
def test_published_sums_have_their_category(parts, total, category):
    added = sum(map(Decimal, parts), Decimal(0))
    assert added == Decimal(total)
    assert category_of(added, added, TABLE) == category


@pytest.mark.parametrize(
    ("value", "points"),
    [("100", 30), ("90.4", 30), ("90.01", 30), ("90", 25), ("75.01", 25), ("75", 15), ("60.5", 15), ("60", 5),
     ("50.4", 5), ("50", 1), ("0", 1)],
)  # fmt: skip
def test_a_rating_between_two_bands_belongs_to_the_higher_one(value, points):
    found = estimate(facts(rating=Rating(Decimal(value), "")), TABLE)
    assert found.of(Dimension.PERFORMANCE) == points


@given(HUNDREDTHS)
def test_no_value_is_left_without_points_or_category_or_has_two(value):
    assert sum(one.band.holds(value) for one in TABLE.ratings) == 1
    assert sum(one.holds(value) for one in TABLE.categories) == 1


@given(HUNDREDTHS, HUNDREDTHS)
def test_a_better_rating_never_brings_less(one, other):
    low, high = sorted((one, other))
    reached = [estimate(facts(rating=Rating(value, "")), TABLE).of(Dimension.PERFORMANCE) for value in (low, high)]
    assert reached[0] <= reached[1]


@given(st.integers(0, len(EDUCATION) - 1), st.sampled_from(list(PositionTier)), st.booleans())
def test_every_estimate_lies_in_its_range_and_within_a_hundred(level, tier, known):
    found = estimate(facts(tier=tier, education=EDUCATION[level], sanctions_known=known, rating=None), TABLE)
    assert Decimal(0) < found.lowest <= found.highest <= Decimal(100)
    assert found.total is None


@pytest.mark.parametrize(
    ("title", "tier", "reached"),
    [
        ("Diklatpim Tk. IV", "pengawas", 15),
        ("Pelatihan Kepemimpinan Pengawas Angkatan II", "pengawas", 15),
        ("PKP", "pengawas", 15),
        ("Diklat Kepemimpinan Tingkat III", "administrator", 15),
        ("PKA Angkatan 4", "administrator", 15),
        ("PKN Tingkat II", "jpt_pratama", 15),
        ("Diklat PIM 2", "jpt_pratama", 15),
        ("Diklatpim Tingkat IV", "administrator", 0),
        ("PKA", "pengawas", 0),
    ],
)
def test_leadership_training_counts_only_for_the_present_echelon(title, tier, reached):
    trainings = [Training("KL01", title, date(2019, 5, 1), Decimal(300))]
    line = of(estimate(facts(tier=tier, trainings=trainings), TABLE), Dimension.TRAINING)[0]
    assert line.low == line.high == reached
    if not reached:
        assert (line.state, line.why, line.rise) == (State.MISSING, Why.OTHER_ECHELON, Decimal(15))
        assert "jenjang lain" in labels.counted(line)
        assert labels.rising(line).startswith("Naik 15 bila pelatihan kepemimpinan jenjang Anda")


def test_a_leadership_training_that_names_no_echelon_is_not_known():
    trainings = [Training("KL01", "Diklat Kepemimpinan", date(2019, 5, 1), Decimal(300))]
    line = of(estimate(facts(tier="pengawas", trainings=trainings), TABLE), Dimension.TRAINING)[0]
    assert (line.state, line.low, line.high) == (State.UNKNOWN, 0, 15)


def test_a_tier_without_named_trainings_is_a_range_and_never_zero():
    found = estimate(facts(tier="jpt_madya"), TABLE)
    line = of(found, Dimension.TRAINING)[0]
    assert (line.why, line.low, line.high) == (Why.NO_NAMES, 0, 15)
    assert found.total is None
    assert found.highest - found.lowest == 15


@pytest.mark.parametrize("tier", ["jf_ahli_muda", "jf_terampil"])
def test_functional_posts_ask_functional_training(tier):
    trainings = [Training("KL04", "Pelatihan fungsional", date(2015, 5, 1), Decimal(100))]
    found = estimate(facts(tier=tier, trainings=trainings), TABLE)
    assert [(one.criterion, one.low) for one in of(found, Dimension.TRAINING)] == [
        ("functional", 15), ("technical", 0), ("seminar", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "hours", "on", "reached"),
    [
        ("KL03", "20", DAY, "22.5"),
        ("KL10", "20", DAY, "22.5"),
        ("KL03", "19.9", DAY, "0"),
        ("KL03", "20", date(2025, 12, 1), "22.5"),
        ("KL03", "20", date(2025, 11, 30), "0"),
        ("KL03", "20", date(2026, 12, 1), "0"),
        ("KL06", "20", DAY, "0"),
    ],
)
def test_twenty_hours_of_technical_training_in_the_last_year(form, hours, on, reached):
    trainings = [Training(form, "Teknis", on, Decimal(hours)), Training("KL05", "Lain", DAY, Decimal(1))]
    line = of(estimate(facts(trainings=trainings), TABLE), Dimension.TRAINING)[0]
    assert line.low == Decimal(reached)


def test_hours_of_several_trainings_are_gathered_and_what_is_short_is_told():
    some = [Training("KL03", "Satu", DAY, Decimal(8)), Training("KL03", "Dua", DAY, Decimal(6))]
    line = of(estimate(facts(trainings=some), TABLE), Dimension.TRAINING)[0]
    assert (line.state, line.why) == (State.MISSING, Why.TOO_FEW)
    assert labels.counted(line) == "Baru 14 dari 20 JP dalam 1 tahun terakhir."
    more = [*some, Training("KL03", "Tiga", DAY, Decimal(6))]
    assert of(estimate(facts(trainings=more), TABLE), Dimension.TRAINING)[0].low == Decimal("22.5")


def test_what_waits_for_hr_does_not_count_and_is_told():
    some = [Training("KL03", "Menunggu", DAY, Decimal(20), is_verified=False), Training("KL05", "x", DAY, Decimal(1))]
    line = of(estimate(facts(trainings=some), TABLE), Dimension.TRAINING)[0]
    assert (line.low, line.why) == (0, Why.WAITING)
    assert labels.rising(line) == "Naik 22,5 bila klaim «Menunggu» diterima."


@pytest.mark.parametrize("trainings", [[], [Training("KL03", "Menunggu", DAY, Decimal(20), is_verified=False)]])
def test_no_verified_history_at_all_is_not_known(trainings):
    found = estimate(facts(trainings=trainings), TABLE)
    assert found.of(Dimension.TRAINING) is None
    assert (found.lowest, found.highest) == (Decimal(45), Decimal(85))
    assert found.category == ""


@pytest.mark.parametrize("education", ["", "Pesantren"])
def test_an_education_the_table_does_not_know_is_never_zero(education):
    found = estimate(facts(education=education), TABLE)
    line = of(found, Dimension.QUALIFICATION)[0]
    assert (line.state, line.low, line.high) == (State.UNKNOWN, 1, 25)
    assert labels.counted(line).startswith("Belum diketahui")


def test_a_predicate_the_table_does_not_know_is_asked_for_and_never_zero():
    line = of(estimate(facts(rating=Rating(None, "Cukup")), TABLE), Dimension.PERFORMANCE)[0]
    assert (line.state, line.low, line.high) == (State.UNKNOWN, 1, 30)
    assert "diminta memeriksanya" in labels.counted(line)


@pytest.mark.parametrize(
    ("predicate", "points"),
    [("Sangat Baik", 30), ("baik", 25), ("Butuh  perbaikan", 15), ("Kurang/misconduct", 5), ("SANGAT KURANG", 1)],
)
def test_predicates_however_they_are_written(predicate, points):
    assert estimate(facts(rating=Rating(None, predicate)), TABLE).of(Dimension.PERFORMANCE) == points
    assert estimate(facts(rating=Rating(None, predicate)), BARE).of(Dimension.PERFORMANCE) is None


@pytest.mark.parametrize(
    ("levels", "on", "points"),
    [
        (["light"], DAY, 3),
        (["light", "severe", "medium"], DAY, 1),
        (["medium"], date(2021, 12, 1), 2),
        (["medium"], date(2021, 11, 30), 5),
    ],
)
def test_the_heaviest_sanction_of_five_years_counts(levels, on, points):
    penalties = [Penalty(SanctionLevel(one), on) for one in levels]
    assert estimate(facts(penalties=penalties), TABLE).of(Dimension.DISCIPLINE) == points


def test_no_sanction_means_none_only_once_the_list_is_complete():
    line = of(estimate(facts(sanctions_known=False), TABLE), Dimension.DISCIPLINE)[0]
    assert (line.state, line.low, line.high) == (State.UNKNOWN, 1, 5)


def test_a_range_within_one_category_names_it():
    found = estimate(facts(sanctions_known=False), TABLE)
    assert (found.total, found.lowest, found.highest, found.category) == (None, 81, 85, "Tinggi")


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({}, ["Naik 5 bila ijazah S-2 tercatat di data kepegawaian.", "Naik 5 bila nilai kinerja di atas 90."]),
        ({"rating": Rating(None, "Baik"), "education": "S-3"}, ["Naik 5 bila predikat kinerja Sangat Baik."]),
        ({"education": "D-III", "rating": Rating(Decimal(95), "")},
         ["Naik 5 bila ijazah D-IV tercatat di data kepegawaian."]),
        ({"trainings": [Training("KL03", "a", DAY, Decimal(20))], "education": "s3", "rating": Rating(Decimal(95), "")},
         ["Naik 17,5 bila seminar atau sejenisnya dalam 2 tahun terakhir tercatat dan sudah diperiksa."]),
        ({"penalties": [Penalty(SanctionLevel.LIGHT, date(2024, 2, 29))], "education": "s3",
          "rating": Rating(Decimal(95), "")}, ["Naik 2 bila tidak ada hukuman lain sampai 28 Februari 2029."]),
    ],
)  # fmt: skip
def test_what_would_raise_it_is_said_in_words(different, words):
    found = estimate(facts(**different), TABLE)
    assert [labels.rising(one) for one in found.lines if labels.rising(one)] == words


@pytest.mark.parametrize("line", [
    *estimate(facts(), TABLE).lines,
    *estimate(facts(tier=""), TABLE).lines,
    *estimate(facts(tier="pengawas", trainings=[]), TABLE).lines,
])  # fmt: skip
def test_a_line_comes_back_as_it_was_kept(line):
    again = line_from(line.to_json())
    assert again == line
    assert labels.counted(again)
    assert labels.title(again)
    assert labels.points(again)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("S-1/Sarjana", "s1"),
        ("Strata-1 (S-1)", "s1"),
        ("D-III", "d3"),
        ("Diploma III/Sarjana Muda", "d3"),
        ("SLTA Kejuruan", "slta"),
        ("SMA", "slta"),
        ("Magister", "s2"),
        ("S-3/Doktor", "s3"),
        ("d iv", "d4"),
        ("", None),
        ("tidak ada", None),
    ],
)
def test_levels_of_education_in_many_spellings(text, code):
    assert education_code(text) == code


def test_echelons_are_told_apart_by_whole_words():
    assert not matches("PIM II", ["PIM III"])
    assert echelon_named("Diklat PIM III", TABLE.leadership) == "administrator"
    assert echelon_named("Diklat umum", TABLE.leadership) is None


def test_posts_by_tier():
    assert post_kind("pelaksana") is PostKind.EXECUTIVE
    assert post_kind("jpt_pratama") is PostKind.STRUCTURAL
    assert post_kind("jf_mahir") is PostKind.FUNCTIONAL
    assert post_kind("") is None


def test_five_years_before_a_leap_day():
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)


@pytest.mark.parametrize(
    ("total", "parts", "off"),
    [("78.25", ("21.37", "26.16", "25.72", "5"), False), ("78.30", ("21.37", "26.16", "25.72", "5"), False),
     ("78.31", ("21.37", "26.16", "25.72", "5"), True), ("78.19", ("21.37", "26.16", "25.72", "5"), True),
     ("78", (None, "26.16", "25.72", "5"), False)],
)  # fmt: skip
def test_parts_may_miss_their_total_by_rounding(total, parts, off):
    known = [None if one is None else Decimal(one) for one in parts]
    assert is_off(parts_difference(Decimal(total), known)) is off


def test_the_shipped_tables_name_their_source_and_come_back_as_they_were_kept():
    assert "PermenPANRB 38/2018" in SOURCE
    assert "belum ditemukan dalam aturan" in SOURCE
    assert to_json(from_json(to_json(TABLE))) == to_json(TABLE)
    assert (BARE.predicates, TABLE.predicates["Baik"]) == ({}, Decimal(25))


def changed(**different) -> PointTable:
    return PointTable(**vars(TABLE) | different)


def executive(*courses: Course) -> PointTable:
    return changed(courses={**TABLE.courses, PostKind.EXECUTIVE: courses})


_WEIGHTS = dict(TABLE.weights)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (changed(weights=_WEIGHTS | {Dimension.QUALIFICATION: Decimal(24)}), "berjumlah 100. Sekarang 99"),
        (changed(weights=_WEIGHTS | {Dimension.DISCIPLINE: Decimal(0)}), "lebih dari 0"),
        (changed(ratings=TABLE.ratings[:-1]), "Nilai kinerja: Ada celah: nilai 100"),
        (changed(ratings=[one for one in TABLE.ratings if one.points != 15]), "Nilai kinerja: Ada celah antara"),
        (changed(categories=[*TABLE.categories, TABLE.categories[0]]), "Kategori: Dua rentang bernama sama"),
        (changed(categories=closed([("Satu", Decimal(40)), ("Dua", Decimal(90))])), "Kategori: Ada celah: nilai 100"),
        (changed(education={**TABLE.education, "s2": Decimal(10)}), "Kualifikasi: baris yang lebih tinggi"),
        (changed(education={**TABLE.education, "s3": Decimal(26)}), "Kualifikasi: nilai 26 di luar 0 sampai 25"),
        (changed(discipline={"none": Decimal(5)}), "Disiplin: isi nilai setiap baris"),
        (changed(discipline_years=0), "Disiplin: jangka waktunya"),
        (changed(predicates={"Baik": Decimal(31)}), "Predikat kinerja: nilai 31"),
        (executive(), "jabatan pelaksana: isi paling sedikit satu"),
        (executive(Course(Criterion.SEMINAR, Decimal(41))), "melebihi bobot"),
        (executive(*[Course(Criterion.SEMINAR, Decimal(1))] * 2), "dua kali"),
        (changed(ratings=[RatingBand(one.band, 31 - one.points) for one in TABLE.ratings]), "kinerja: baris yang"),
    ],
)  # fmt: skip
def test_holes_overlaps_and_impossible_points_are_refused_in_words(table, words):
    with pytest.raises(BadTable) as refused:
        ensure_usable(table)
    assert words in refused.value.message
