from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates import labels
from app.certificates.rules import (
    ALPHABET,
    CertificateStatus,
    display_code,
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


def test_every_status_has_a_word():
    assert set(labels.STATUSES) == set(CertificateStatus)
