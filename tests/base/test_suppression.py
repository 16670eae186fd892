"""No hidden count can be worked out: tried against a linear solver that knows everything that is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from app.base import suppression
from app.base.suppression import Sum, hidden
from tests.support.examples import examples

CASES = [
    ("all large", {"a": 7, "b": 9, "T": 16}, set()),
    ("one small takes the next-smallest with it", {"a": 3, "b": 9, "c": 6, "T": 18}, {"a", "c"}),
    ("two small need no third", {"a": 3, "b": 4, "c": 9, "T": 16}, {"a", "b"}),
    ("two empty ones would be known from their sum", {"a": 0, "b": 0, "c": 9, "d": 6, "T": 15}, {"a", "b", "d"}),
    ("a small total hides everything", {"a": 2, "b": 1, "T": 3}, {"a", "b", "T"}),
    ("nothing to hide behind", {"a": 4, "T": 4}, {"a", "T"}),
]


@pytest.mark.parametrize(("counts", "out"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_total_with_its_parts(counts, out):
    parts = tuple(key for key in counts if key != "T")
    assert hidden(counts, [Sum("T", parts)]) == out


def test_the_minimum_is_one_for_all_and_higher_in_public():
    assert [suppression.may_show(count) for count in (4, 5)] == [False, True]
    assert hidden({"a": 7, "b": 9, "c": 20, "T": 36}, [Sum("T", ("a", "b", "c"))], minimum=10) == {"a", "b"}
    assert [suppression.may_show_texts(count) for count in (9, 10)] == [False, True]


@st.composite
def cubes(draw):
    """A tree of units, two levels deep, and beside it cuts of the whole by one attribute at a time."""
    counts, sums = {}, []
    branches = []
    for branch in range(draw(st.integers(1, 4))):
        leaves = []
        for leaf in range(draw(st.integers(1, 4))):
            counts[f"leaf{branch}.{leaf}"] = draw(st.integers(0, 12))
            leaves.append(f"leaf{branch}.{leaf}")
        counts[f"unit{branch}"] = sum(counts[one] for one in leaves)
        sums.append(Sum(f"unit{branch}", tuple(leaves)))
        branches.append(f"unit{branch}")
    whole = counts["all"] = sum(counts[one] for one in branches)
    sums.append(Sum("all", tuple(branches)))
    for cut in range(draw(st.integers(0, 2))):
        first = draw(st.integers(0, whole))
        second = draw(st.integers(0, whole - first))
        values = (first, second, whole - first - second)
        names = tuple(f"cut{cut}.{place}" for place in range(3))
        counts |= dict(zip(names, values, strict=True))
        sums.append(Sum("all", names))
    return counts, sums


def span(key, counts, out, sums):
    """The least and the most a hidden count can be for whoever knows the shown ones and all sums."""
    unknown = sorted(out)
    rows, right = [], []
    for one in sums:
        signs = {one.total: -1.0} | dict.fromkeys(one.parts, 1.0)
        rows.append([signs.get(name, 0.0) for name in unknown])
        right.append(-sum(sign * counts[name] for name, sign in signs.items() if name not in out))
    ends = []
    for sign in (1.0, -1.0):
        goal = [sign if name == key else 0.0 for name in unknown]
        found = linprog(goal, A_eq=rows, b_eq=right, bounds=(0, 10_000), method="highs")
        assert found.status == 0
        ends.append(sign * found.fun)
    return ends


@examples(25)
@given(cubes())
def test_no_hidden_count_is_derivable(cube):
    counts, sums = cube
    out = hidden(counts, sums)
    assert {key for key, count in counts.items() if count < suppression.MINIMUM} <= out
    for key in out:
        least, most = span(key, counts, out, sums)
        assert most - least > 0.5, (key, counts, out)
