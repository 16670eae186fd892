"""By which groups answers are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.rules import groups


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, {}),
        ({"/1/": 12}, {"/1/": "/1/"}),
        ({"/1/2/": 10, "/1/3/": 11}, {"/1/2/": "/1/2/", "/1/3/": "/1/3/"}),
        # Too few go up, and stay there once they are enough together.
        ({"/1/2/": 10, "/1/3/": 4, "/1/": 6}, {"/1/2/": "/1/2/", "/1/3/": "/1/", "/1/": "/1/"}),
        # Who is left over at the top joins the smallest group nearby, in the unit both have in common.
        ({"/1/2/": 10, "/1/3/": 30, "/1/": 1}, {"/1/2/": "/1/", "/1/3/": "/1/3/", "/1/": "/1/"}),
        ({"/1/2/": 30, "/5/6/": 12, "/1/3/": 2}, {"/1/2/": "/1/", "/5/6/": "/5/6/", "/1/3/": "/1/"}),
        ({"/1/": 4, "/2/": 5, "/3/": 3}, {"/1/": "/", "/2/": "/", "/3/": "/"}),
        # Somebody without a unit belongs to the whole.
        ({"/": 1, "/1/": 10, "/2/": 11}, {"/": "/", "/1/": "/", "/2/": "/2/"}),
        # Fewer than ten in all are one group.
        ({"/1/2/": 3, "/1/3/": 4}, {"/1/2/": "/1/", "/1/3/": "/1/"}),
    ],
)
def test_groups_of_small_trees(counts, expected):
    assert groups.grouped(counts) == expected


PATHS = st.lists(st.integers(1, 4), min_size=0, max_size=5).map(lambda ids: "/" + "".join(f"{one}/" for one in ids))
TREES = st.dictionaries(PATHS, st.integers(0, 25), max_size=30)


def within(path, counts):
    return sum(people for unit, people in counts.items() if unit.startswith(path))


@given(TREES)
def test_nobody_is_lost_and_every_group_has_ten(counts):
    belongs = groups.grouped(counts)
    assert belongs.keys() == {unit for unit, people in counts.items() if people}
    sizes = {}
    for unit, path in belongs.items():
        sizes[path] = sizes.get(path, 0) + counts[unit]
    total = sum(counts.values())
    assert sum(sizes.values()) == total
    if total >= groups.LEAST:
        assert min(sizes.values()) >= groups.LEAST
    else:
        assert len(sizes) == (1 if total else 0)


@given(TREES)
def test_a_group_is_never_finer_than_the_nearest_unit_with_ten(counts):
    for unit, path in groups.grouped(counts).items():
        assert unit.startswith(path)
        nearest = unit
        while nearest != groups.WHOLE and within(nearest, counts) < groups.LEAST:
            nearest = groups.parent(nearest)
        # Too few in all make one group of the unit they share.
        if sum(counts.values()) >= groups.LEAST:
            assert nearest.startswith(path)


@given(TREES, st.integers(1, 12))
def test_grouping_what_is_grouped_changes_nothing(counts, least):
    """A closing that runs twice joins nothing further."""
    belongs = groups.grouped(counts, least=least)
    sizes = {}
    for unit, path in belongs.items():
        sizes[path] = sizes.get(path, 0) + counts[unit]
    assert groups.grouped(sizes, least=least) == {path: path for path in sizes}
