"""One-time codes and recovery codes, without a database."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.accounts import codes
from app.accounts.devices import words_for

AT = datetime(2026, 12, 10, 8, 0, 15, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(AT.timestamp()) // 30


def code_at(steps):
    return pyotp.TOTP(SECRET).at(AT + timedelta(seconds=30 * steps))


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_fits_one_step_early_or_late(steps, fits):
    assert codes.matching_step(SECRET, code_at(steps), after=0, at=AT) == (STEP + steps if fits else None)


@pytest.mark.parametrize(("used", "fits"), [(STEP - 1, True), (STEP, False), (STEP + 1, False)])
def test_a_code_of_a_step_that_was_used_fits_no_more(used, fits):
    assert (codes.matching_step(SECRET, code_at(0), after=used, at=AT) is not None) == fits


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34"])
def test_what_is_no_code_fits_nothing(typed):
    assert codes.matching_step(SECRET, typed, after=0, at=AT) is None


def test_blanks_do_not_matter():
    code = code_at(0)
    assert codes.matching_step(SECRET, f" {code[:3]} {code[3:]} ", after=0, at=AT) == STEP


def test_recovery_codes_are_ten_and_different_and_read_however_typed():
    fresh = codes.new_recovery_codes()
    assert len(set(fresh)) == 10
    for code in fresh:
        assert codes.tidy_recovery_code(code) == code
        assert codes.tidy_recovery_code(f" {code.upper().replace('-', ' ')} ") == code
    assert codes.tidy_recovery_code("abc") == ""


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A546E) AppleWebKit/537.36 Chrome/131.0 Mobile", "Chrome di Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge di Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox di Linux"),
        ("curl/8.5.0", "Peramban lain"),
        ("", "Peramban lain"),
    ],
)
def test_of_a_browser_two_coarse_words_are_kept(agent, words):
    assert words_for(agent) == words
