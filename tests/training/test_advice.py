"""The order of recommendations: pure, and the same for the same figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training import advice, labels
from app.training.advice import Advice, Advised, Step, Undated
from app.training.rules import KeptSeats

DAY = date(2026, 12, 10)


def step(measured=1, required=2, level=2, number=1, name="Pelayanan Publik") -> Step:
    return Step(number, name, measured, required, level)


def batch(*steps: Step, number=1, **different) -> Advice:
    facts = {
        "batch_id": number,
        "programme_id": number,
        "title": f"Program {number}",
        "number": 3,
        "starts_on": DAY,
        "ends_on": DAY,
        "city": "Muara Bungo",
        "place": "Aula BKPSDM",
        "lesson_hours": Decimal(8),
        "seats_left": 4,
        "is_by_name": False,
        "steps": steps or (step(),),
    }
    return Advice(**facts | different)


def numbers(*found: Advice) -> list[int]:
    return [one.batch_id for one in advice.in_order(found)]


@pytest.mark.parametrize(
    ("one", "closed", "reached", "whole"),
    [
        (step(1, 2, 2), 1, 2, True),
        (step(1, 3, 2), 1, 2, False),
        (step(0, 3, 5), 3, 3, True),
        (step(2, 2, 4), 0, 2, True),
        (step(2, 3, 1), 0, 1, False),
    ],
)
def test_what_a_programme_closes(one, closed, reached, whole):
    assert (one.closed, one.reached, one.is_whole) == (closed, reached, whole)


def test_more_levels_closed_come_first_then_the_larger_gap_then_hours_then_the_date():
    two = batch(step(0, 2, 2), number=1)
    one_of_three = batch(step(1, 4, 2), number=2)
    one_of_one = batch(step(1, 2, 2), number=3)
    with_hours = batch(step(1, 2, 2), number=4, hours=Decimal(6))
    sooner = batch(step(1, 2, 2), number=5, starts_on=DAY - timedelta(days=1))
    assert numbers(one_of_one, sooner, with_hours, one_of_three, two) == [1, 2, 4, 5, 3]


def test_what_closes_nothing_is_no_recommendation():
    assert numbers(batch(step(2, 2, 3))) == []


def test_home_shows_one_batch_of_each_programme():
    found = Advised(batches=(batch(number=1), batch(number=2, programme_id=1), batch(number=3), batch(number=4)))
    assert [one.batch_id for one in found.best(2)] == [1, 3]


@pytest.mark.parametrize(
    ("ends_on", "missing", "hours"),
    [(DAY, "6", "6"), (DAY, "20", "8"), (DAY, "0", "0"), (date(2027, 1, 3), "6", "0")],
)
def test_hours_count_in_the_year_in_which_the_batch_ends(ends_on, missing, hours):
    filled = advice.hours_filled(Decimal(8), ends_on, missing=Decimal(missing), year=2026)
    assert filled == Decimal(hours)


def test_seats_kept_for_others_are_not_free():
    kept = [KeptSeats("/1/", 2)]
    assert [advice.seats_for(path, 2, kept) for path in ("/1/7/", "/2/")] == [2, 0]
    assert advice.seats_for("/2/", 2, []) == 2


levels = st.integers(0, 5)
steps = st.builds(
    Step,
    competency_id=st.integers(1, 15),
    name=st.just("K"),
    measured=levels,
    required=st.integers(1, 5),
    level=st.integers(1, 5),
)
batches = st.builds(
    batch,
    steps,
    number=st.integers(1, 50),
    starts_on=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    hours=st.integers(0, 20).map(Decimal),
    seats_left=st.integers(1, 40),
)


@given(steps, levels, st.integers(1, 50), st.integers(1, 50))
def test_a_larger_gap_closed_never_stands_below_other_things_equal(base, more, first, second):
    larger = Step(base.competency_id, base.name, max(0, base.measured - more), base.required, base.level)
    small, large = batch(base, number=first), batch(larger, number=second)
    if large.closed > small.closed:
        assert large.rank < small.rank


@given(st.lists(batches, max_size=12, unique_by=lambda one: one.batch_id), st.integers(0, 11), st.integers(1, 9))
def test_a_seat_more_never_removes_anything_and_moves_nothing(found, place, more):
    before = numbers(*found)
    changed = list(found)
    if found:
        one = found[place % len(found)]
        changed[place % len(found)] = batch(
            *one.steps, number=one.batch_id, starts_on=one.starts_on, hours=one.hours, seats_left=one.seats_left + more
        )
    assert numbers(*changed) == before


@given(
    st.integers(0, 9), st.lists(st.builds(KeptSeats, st.sampled_from(["/1/", "/2/"]), st.integers(0, 4)), max_size=2)
)
def test_a_seat_more_never_makes_fewer_for_a_unit(left, kept):
    for path in ("/1/3/", "/9/"):
        assert advice.seats_for(path, left + 1, kept) >= advice.seats_for(path, left, kept)


def test_the_reason_in_words():
    one = batch(step(), hours=Decimal(6))
    assert labels.why(one) == "Menutup kesenjangan Pelayanan Publik 1→2. Jabatan Anda meminta level 2."
    assert labels.when_advised(one) == (
        "10 Desember 2026, 8 JP (6 di antaranya masih kurang tahun ini), sisa 4 kursi, "
        "tidak bentrok dengan jadwal Anda."
    )
    partly = batch(step(1, 3, 2), step(0, 1, 1, 2, "Komunikasi"))
    assert labels.why(partly, own=False) == (
        "Mengurangi kesenjangan Pelayanan Publik 1→2, menutup kesenjangan Komunikasi 0→1. "
        "Jabatannya meminta level 3 untuk Pelayanan Publik, 1 untuk Komunikasi."
    )


@pytest.mark.parametrize(
    ("found", "begins"),
    [
        (Advised(), "Tidak ada kesenjangan yang tercatat"),
        (Advised(unmeasured=3), "3 kompetensi jabatan Anda belum dinilai"),
        (Advised(gaps=("A", "B", "C", "D")), "Belum ada program lain untuk A, B, C dan 1 kompetensi lain"),
        (
            Advised(gaps=("A",), undated=(Undated(1, "P", has_dates=False, is_wanted=False, steps=(step(),)),)),
            "Belum ada angkatan berkursi kosong yang cocok",
        ),
    ],
)
def test_nothing_to_recommend_says_what_to_do(found, begins):
    assert labels.nothing_advised(found).startswith(begins)
