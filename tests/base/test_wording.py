from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.base import wording

EIGHT = datetime(2026, 12, 10, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("timezone", "words"),
    [
        ("Asia/Jakarta", "Kamis, 10 Desember 2026, 08.00 WIB"),
        ("Asia/Pontianak", "Kamis, 10 Desember 2026, 08.00 WIB"),
        ("Asia/Makassar", "Kamis, 10 Desember 2026, 09.00 WITA"),
        ("Asia/Jayapura", "Kamis, 10 Desember 2026, 10.00 WIT"),
    ],
)
def test_a_moment_is_told_in_the_governments_zone(timezone, words):
    assert wording.moment(EIGHT, timezone) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-12-10", "10 Desember 2026"),
        ("2026-13-10", "2026-13-10"),
        ("Budi Setia", "Budi Setia"),
        ("20261210", "20261210"),
        ("", ""),
    ],
)
def test_a_day_kept_in_figures_is_read_in_words(text, words):
    assert wording.kept(text) == words


def test_late_in_utc_is_the_next_day_in_indonesia():
    assert wording.moment(datetime(2026, 12, 31, 18, 5, tzinfo=UTC), "Asia/Jakarta").startswith("Jumat, 1 Januari 2027")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 10), date(2026, 12, 10), "10 Desember 2026"),
        (date(2026, 12, 10), date(2026, 12, 12), "10–12 Desember 2026"),
        (date(2026, 11, 30), date(2026, 12, 2), "30 November–2 Desember 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 Desember 2026–2 Januari 2027"),
        (date(2026, 5, 1), date(2027, 5, 1), "1 Mei 2026–1 Mei 2027"),
    ],
)
def test_a_range_of_days_says_each_thing_once(first, last, words):
    assert wording.date_range(first, last) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (7, "7"),
        (-12, "-12"),
        (1234, "1.234"),
        (1_234_567, "1.234.567"),
        (Decimal("8.00"), "8"),
        (Decimal("7.5"), "7,5"),
        (Decimal("66.67"), "66,67"),
        (Decimal("1234.50"), "1.234,5"),
        (Decimal("-3.00"), "-3"),
        (0.5, "0,5"),
    ],
)
def test_numbers_are_written_the_indonesian_way(value, words):
    assert wording.number(value) == words


def test_days_and_months_are_indonesian():
    assert wording.full_date(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
    assert wording.day_month(date(2026, 2, 1)) == "Minggu, 1 Februari"
    assert wording.month_name(date(2026, 5, 20)) == "Mei 2026"
    assert wording.time_range(EIGHT, EIGHT.replace(hour=8, minute=30), "Asia/Jakarta") == "08.00–15.30 WIB"
    assert wording.zone_name("Asia/Tokyo") == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Anggarannya dialihkan", "Anggarannya dialihkan."),
        ("Anggarannya dialihkan. ", "Anggarannya dialihkan."),
        ("Bisa pekan depan?", "Bisa pekan depan?"),
        ("", ""),
    ],
)
def test_a_typed_reason_ends_before_the_next_sentence_begins(typed, words):
    assert wording.sentence(typed) == words
