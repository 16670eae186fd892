"""What a password must be, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import passwords
from app.accounts.passwords import Owner

BUDI = Owner(nip="199003152015031002", name="Budi Pratama, S.A.P.", email="budi.pratama@bungo.example")
AT = datetime(2026, 12, 10, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "password",
    [
        "pucuk-rebung-2026",
        "kuda lumping jalan pagi",
        "tiga mangga di atas atap",
        "Xq7!vT2#mR9z",
        "perahu layar 1990 sungai",
        "budi membeli sepeda tua",
        "merdeka hutan gambut basah",
    ],
)
def test_a_good_password_has_no_fault(password):
    assert passwords.fault(password, BUDI) == ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "Sekarang baru 0"),
        ("pendek-2026", "Sekarang baru 11"),
        ("a" * 201, "paling banyak 200"),
        ("aaaaaaaaaaaa", "mudah ditebak"),
        ("abababababab", "mudah ditebak"),
        ("kudakudakuda", "mudah ditebak"),
        ("123456789012", "mudah ditebak"),
        ("098765432109", "mudah ditebak"),
        ("qwertyuiop123", "mudah ditebak"),
        ("abcdefghijkl", "mudah ditebak"),
        ("asdfghjkl123", "mudah ditebak"),
        ("20270817-0000", "mudah ditebak"),
        ("password1234", "mudah ditebak"),
        ("P@ssw0rd12345", "mudah ditebak"),
        ("katasandi2026!", "mudah ditebak"),
        ("Indonesia1945!", "mudah ditebak"),
        ("bkpsdmbungo2026", "mudah ditebak"),
        ("Penata-12345", "mudah ditebak"),
        ("rahasia 99999", "mudah ditebak"),
        ("saya 199003152015031002", "NIP"),
        ("lahir19900315ya", "tanggal lahir"),
        ("lahir 15-03-1990 ya", "tanggal lahir"),
        ("budipratama1", "nama"),
        ("Pratama-2026!", "nama"),
        ("budi.pratama-99", "nama"),
    ],
)
def test_a_bad_password_is_told_why(password, words):
    assert words in passwords.fault(password, BUDI)


@pytest.mark.parametrize(
    ("password", "is_fine"),
    [
        ("pucuk-rebung-2026", False),
        ("PUCUK-REBUNG-2026", False),
        ("Pucuk-rebung-lagi", False),
        ("Pucukrebung2026", False),
        ("Pucuk-rebung-2026", True),
    ],
)
def test_composition_is_asked_only_where_the_setting_says_so(password, is_fine):
    assert passwords.fault(password, BUDI) == ""
    assert (passwords.fault(password, BUDI, composed=True) == "") == is_fine


@pytest.mark.parametrize(
    ("age", "days", "is_old"), [(0, 90, False), (89, 90, False), (90, 90, True), (400, 0, False), (None, 90, False)]
)
def test_a_password_grows_old_only_where_the_setting_says_so(age, days, is_old):
    set_at = None if age is None else AT - timedelta(days=age)
    assert passwords.is_too_old(set_at, days=days, at=AT) == is_old
