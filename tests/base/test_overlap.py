"""Two number patterns that could meet, and two that cannot."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.numbering import format_number
from app.base.overlap import overlap
from tests.support.examples import examples

USUAL = "{klasifikasi}/{urut}/{unit}/{bulan}/{tahun}"
pieces = st.sampled_from(["/", "-", "1", "V", "{urut}", "{unit}", "{bulan}", "{tahun}", "{klasifikasi}"])
patterns = st.lists(pieces, max_size=4).map(lambda parts: "".join(parts) + "{urut}.{tahun}")
shapes = st.tuples(patterns, st.sampled_from(["A", "V", "1"]), st.sampled_from(["8", "X"]))
moments = st.tuples(st.integers(1, 12_000), st.integers(1, 12), st.integers(2020, 2030))


def numbered(shape, moment):
    (pattern, unit, classification), (sequence, month, year) = shape, moment
    return format_number(pattern, sequence=sequence, month=month, year=year, unit=unit, classification=classification)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((USUAL, "BKPSDM", "800"), (USUAL, "DINKES", "800"), False),
        ((USUAL, "BKPSDM", "800"), (USUAL, "BKPSDM", "800"), True),
        ((USUAL, "A", "800"), ("800/{urut}/A/{bulan}/{tahun}", "", ""), True),
        (("{urut}/{tahun}", "", ""), ("{tahun}/{urut}", "", ""), True),
        (("{urut}{tahun}", "", ""), ("1{urut}{tahun}", "", ""), True),
        (("{urut}/{bulan}/{tahun}", "", ""), ("{urut}/{unit}/{tahun}", "XII", ""), True),
        (("{urut}/{bulan}/{tahun}", "", ""), ("{urut}/{unit}/{tahun}", "XIII", ""), False),
        (("A{urut}/{tahun}", "", ""), ("B{urut}/{tahun}", "", ""), False),
    ],
)
def test_patterns_that_meet(one, other, meet):
    assert (overlap(one, other), overlap(other, one)) == (meet, meet)


@given(shapes, shapes, moments, moments)
@examples(300)
def test_where_two_numbers_are_equal_the_patterns_meet(one, other, first, second):
    if numbered(one, first) == numbered(other, second):
        assert overlap(one, other)


@given(shapes, moments)
@examples(100)
def test_a_pattern_meets_its_own_number_written_out(shape, moment):
    number = numbered(shape, moment)
    assert not re.search(r"[{}]", number)
    assert overlap(shape, (number, "", ""))
