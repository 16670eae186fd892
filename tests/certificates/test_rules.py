from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates import labels
from app.certificates.rules import (
    ALPHABET,
    CertificateStatus,
    check_pattern,
    display_code,
    format_number,
    new_code,
    normalise_code,
)


def test_a_code_has_16_characters_and_a_check_character_all_easily_read():
    code = new_code()
    assert len(code) == 17
    assert not set(code) & set("ILOU")
    assert set(code) <= set(ALPHABET)
    assert normalise_code(code) == code


def test_codes_differ_in_every_place():
    codes = [new_code() for _ in range(2000)]
    assert len(set(codes)) == 2000
    assert all(len({code[place] for code in codes}) == 32 for place in range(16))


def test_a_code_is_shown_in_groups_of_four():
    assert display_code("0123456789ABCDEFG") == "0123-4567-89AB-CDEF-G"


def test_every_single_wrong_character_is_noticed():
    for code in [*(new_code() for _ in range(5)), "0" * 17]:
        for place, wrong in product(range(17), ALPHABET):
            mistyped = code[:place] + wrong + code[place + 1 :]
            assert normalise_code(mistyped) == (code if wrong == code[place] else None)


def test_every_swap_of_two_neighbours_is_noticed():
    for first in range(16):
        for a, b in combinations(ALPHABET, 2):
            assert normalise_code(_swapped(first, first + 1, a, b)) is None


def test_every_swap_of_two_distant_characters_is_noticed():
    """The check is linear: whether a swap is noticed depends on the difference of the two alone."""
    for first, second in combinations(range(17), 2):
        for other in ALPHABET[1:]:
            assert normalise_code(_swapped(first, second, "0", other)) is None


def _swapped(first, second, a, b):
    code = list(_valid_with({first: a, second: b}))
    code[first], code[second] = b, a
    return "".join(code)


def _valid_with(fixed):
    """A whole code with the given characters: one free place is tried until the check holds."""
    free = next(place for place in range(17) if place not in fixed)
    base = ["0"] * 17
    for place, character in fixed.items():
        base[place] = character
    for character in ALPHABET:
        base[free] = character
        if normalise_code("".join(base)):
            return "".join(base)
    raise AssertionError("a free place can always make the check hold")


@pytest.mark.parametrize(
    "typed",
    [
        "{display}",
        "{lower}",
        "  {display}\n",
        "{spaced}",
        "\u200b{display}\u00a0",
        "{dashed}",
        "https://penata.example/v/{code}",
        "https://penata.example/v/{display}/",
        "penata.example/v/{lower}?dari=wa#atas",
        "HTTPS://PENATA.EXAMPLE/V/{code}",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    code = _valid_with({0: "0", 1: "1", 2: "Z"})
    forms = {
        "code": code,
        "display": display_code(code),
        "lower": display_code(code).lower(),
        "spaced": " ".join(code),
        "dashed": display_code(code).replace("-", "\u2013"),
    }
    assert normalise_code(typed.format(**forms)) == code


def test_letters_mistaken_for_digits_are_understood():
    code = _valid_with({0: "0", 1: "1", 2: "1", 3: "0"})
    assert normalise_code("OIl" + "o" + code[4:]) == code
    assert normalise_code("oLi" + "O" + code[4:]) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "0" * 16,
        "0" * 18,
        "U" + "0" * 16,
        "800.2.3/1187/BKPSDM/XII/2026",
        "https://[",
        "0" * 17 + "\x00",
        "\u0660" * 17,
        "0" * 17 + " " * 10_000,
        "/",
        "\ud800",
    ],
)
def test_what_cannot_be_a_code_is_none(text):
    assert normalise_code(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    code = normalise_code(text)
    assert code is None or (len(code) == 17 and set(code) <= set(ALPHABET))


def _number(pattern, **different):
    values = {"sequence": 589, "year": 2026, "month": 5, "unit": "BDA", "classification": "RSDM.510"}
    return format_number(pattern, **values | different)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("B.{urut}/{unit}/{klasifikasi}/{bulan}/{tahun}", "B.589/BDA/RSDM.510/V/2026"),
        ("{urut}{urut}", "589589"),
        ("tanpa isian", "tanpa isian"),
        ("{nomor} {urut.__class__} {0} {} {urut!r} {{urut}}", "{nomor} {urut.__class__} {0} {} {urut!r} {589}"),
        ("%(urut)s $urut {% urut %}", "%(urut)s $urut {% urut %}"),
    ],
)
def test_a_number_follows_the_pattern_and_nothing_else(pattern, number):
    assert _number(pattern) == number


def test_values_are_not_filled_again():
    assert _number("{unit}/{urut}", unit="{tahun}{urut}") == "{tahun}{urut}/589"


def test_months_are_roman():
    roman = [_number("{bulan}", month=month) for month in range(1, 13)]
    assert roman == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(
    ("pattern", "problems"),
    [
        ("{urut}/{unit}/{klasifikasi}/{bulan}/{tahun}", []),
        ("{urut}-{tahun}", []),
        (
            "{urut}/{nomor}/{tahun}",
            ["Isian {nomor} tidak dikenal. Pakai {urut}, {unit}, {klasifikasi}, {bulan}, atau {tahun}."],
        ),
        ("{unit}/{tahun}", ["Pola nomor harus memuat {urut}, agar tidak ada dua nomor yang sama."]),
        ("{urut}/{unit}", ["Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun."]),
        ("{urut}/{tahun}/{", ["Ada kurung kurawal yang tidak berpasangan."]),
        (
            "",
            [
                "Pola nomor harus memuat {urut}, agar tidak ada dua nomor yang sama.",
                "Pola nomor harus memuat {tahun}, karena nomor urut dimulai lagi setiap tahun.",
            ],
        ),
    ],
)
def test_an_officer_is_told_what_is_wrong_with_a_pattern(pattern, problems):
    assert check_pattern(pattern) == problems


def test_an_unknown_placeholder_is_named_once():
    assert len(check_pattern("{x}{x}{urut}{tahun}")) == 1


def test_every_status_has_a_word():
    assert set(labels.STATUSES) == set(CertificateStatus)
