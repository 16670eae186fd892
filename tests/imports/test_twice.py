"""A table of units or posts that comes twice: every row hears the same the second time, whatever was refused."""

from collections.abc import Sequence
from datetime import date
from itertools import count, permutations

from hypothesis import given
from hypothesis import strategies as st

from app.base.database import db
from app.imports.headings import ImportKind
from app.imports.rules import structure
from app.imports.rules.former import parents
from app.imports.rules.plan import POSITION, UNIT, Book, Plan
from app.organisation.models import OrgUnit
from tests.support.builders import make_unit
from tests.support.examples import examples
from tests.support.tables import TODAY, apply, bring, counts, of_dicts

MANY = examples(300)
UNITS, POSTS = ["code", "unit", "parent", "starts_on", "ends_on"], ["code", "title", "unit", "tier", "superior"]
POSTS += ["superior_unit", "starts_on", "ends_on"]
PLANNERS = {UNIT: (structure.plan_units, UNITS), POSITION: (structure.plan_positions, POSTS)}
SEEN_ONCE = [
    {"unit": "Bidang A", "parent": "Bidang B", "code": "2"},
    {"unit": "Dinas Pendidikan", "parent": "Dinas Pendidikan"},
    {"unit": "Dinas Kesehatan", "parent": "", "code": "1"},
    {"unit": "Dinas Pendidikan", "parent": ""},
    {"unit": "Bidang B", "parent": "Dinas Kesehatan", "code": "3"},
    {"unit": "Dinas Pendidikan", "parent": "Dinas Kesehatan"},
]
DATES = st.sampled_from([{}, {}, {}, {"starts_on": "02-01-2024"}, {"ends_on": "02-01-2020"}]) | st.sampled_from(
    [{"starts_on": "02-01-2010", "ends_on": ends_on} for ends_on in ("02-01-2015", "02-01-2020")]
)
UNIT_ROWS = st.builds(
    lambda row, dates: row | dates,
    st.fixed_dictionaries(
        {
            "unit": st.sampled_from(
                ["Dinas Kesehatan", "dinas  kesehatan", "Dinas Pendidikan", "Bidang A", "Bidang B"]
            ),
            "parent": st.sampled_from(["", "Dinas Kesehatan", "Dinas-Pendidikan", "Bidang A", "Bidang B", "1", "2"]),
        },
        optional={"code": st.sampled_from("123")},
    ),
    DATES,
)
POST_ROWS = st.builds(
    lambda row, dates: row | dates,
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["Arsiparis", "Analis", "Kepala Bidang"]),
            "unit": st.sampled_from(["Dinas Kesehatan", "Dinas Pendidikan"]),
            "tier": st.just("Pelaksana"),
        },
        optional={
            "code": st.sampled_from("123"),
            "superior": st.sampled_from(["Arsiparis", "Analis", "Kepala Bidang"]),
            "superior_unit": st.just("Dinas Kesehatan"),
        },
    ),
    DATES,
)


def record(number: int, name: str) -> dict:
    known = {"id": number, "parent_id": None, "code": "", "name": name, "kind": "regional_unit", "version": 1}
    return known | {"path": f"/{number}/", "starts_on": date(2000, 1, 3), "ends_on": None}


TOWN = [record(1, "Dinas Kesehatan"), record(2, "Dinas Pendidikan")]


def book_of(units: Sequence[dict], posts: Sequence[dict]) -> Book:
    """The book as it is read from the database."""
    book, ended = Book(TODAY), {}
    for one in sorted(units, key=lambda one: (len(one["path"]), one["id"])):
        (ended if one["ends_on"] and one["ends_on"] <= TODAY else book.units)[one["id"]] = dict(one)
    book.learn_units()
    for unit, parent in parents(book.units, ended):
        book.former.know_unit(unit, parent)
    for one in posts:
        is_over = one["ends_on"] and one["ends_on"] <= TODAY
        (book.former.know_position if is_over else book.know_position)(dict(one))
    return book


def taken(table: str, rows: Sequence[dict], book: Book, first_id: int) -> tuple[Plan, set[int]]:
    """The plan, and which rows it refuses."""
    planner, columns = PLANNERS[table]
    numbers = count(first_id)
    plan = Plan(book, lambda _table: next(numbers))
    planner(plan, [[number, *(row.get(key, "") for key in columns)] for number, row in enumerate(rows, 2)], columns)
    return plan, {one.row for one in plan.faults if one.weight == "refused"}


def assert_twice_is_once(table: str, rows: Sequence[dict]) -> None:
    book = book_of(TOWN, [])
    _plan, refused = taken(table, rows, book, 100)
    units, posts = [*book.units.values(), *book.former.units.values()], book.positions.values()
    again, refused_again = taken(table, rows, book_of(units, [*posts, *book.former.positions.values()]), 500)
    assert refused_again == refused
    assert (again.outcomes["refused"], again.outcomes["unchanged"]) == (len(refused), len(rows) - len(refused))
    assert (again.made[table], again.altered[table]) == ([], {})


@MANY
@given(st.lists(UNIT_ROWS, min_size=1, max_size=6))
def test_units_hear_the_same_twice(rows):
    assert_twice_is_once(UNIT, rows)


@MANY
@given(st.lists(POST_ROWS, min_size=1, max_size=6))
def test_posts_hear_the_same_twice(rows):
    assert_twice_is_once(POSITION, rows)


def test_a_unit_named_under_itself_at_the_top_and_below_another_is_told_apart_in_any_order():
    for rows in permutations(SEEN_ONCE):
        assert_twice_is_once(UNIT, rows)


def test_the_file_with_one_name_in_three_places_changes_nothing_the_second_time(sari):
    make_unit("Dinas Kesehatan")
    make_unit("Dinas Pendidikan")
    content = of_dicts(ImportKind.UNITS, SEEN_ONCE)
    run = apply(bring(content, sari), sari)
    assert counts(run) == {"new": 3, "changed": 1, "unchanged": 1, "refused": 1}
    again = bring(content, sari)
    assert counts(again) == {"new": 0, "changed": 0, "unchanged": 5, "refused": 1}


def test_an_empty_parent_means_the_top_where_the_table_has_the_name_below_another_too(sari):
    rows = [{"unit": "Sekretariat", "parent": ""}, {"unit": "Sekretariat", "parent": "Dinas Pasar"}]
    rows.append({"unit": "Dinas Pasar", "parent": ""})
    content = of_dicts(ImportKind.UNITS, rows)
    assert counts(apply(bring(content, sari), sari)) == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(bring(content, sari)) == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}
    found = db.session.execute(db.select(OrgUnit.parent_id).where(OrgUnit.name == "Sekretariat")).scalars().all()
    assert sorted(one is None for one in found) == [False, True]


def test_posts_of_one_title_in_many_units_may_share_a_code(sari):
    for name in ("Dinas Kesehatan", "Dinas Pendidikan", "Dinas Pasar"):
        make_unit(name)
    rows = [
        {"title": "Arsiparis", "unit": name, "tier": "Pelaksana", "code": "JP-1"}
        for name in ("Dinas Kesehatan", "Dinas Pendidikan", "Dinas Pasar")
    ]
    content = of_dicts(ImportKind.POSITIONS, rows)
    assert counts(apply(bring(content, sari), sari)) == {"new": 3, "changed": 0, "unchanged": 0, "refused": 0}
    assert counts(bring(content, sari)) == {"new": 0, "changed": 0, "unchanged": 3, "refused": 0}


def test_nothing_of_today_hangs_below_what_ends_by_the_same_table():
    rows = [
        {"unit": "Dinas Pasar", "parent": "", "starts_on": "02-01-2010", "ends_on": "02-01-2020"},
        {"unit": "Dinas Kesehatan", "parent": "", "ends_on": "02-01-2020"},
        {"unit": "Bidang Kios", "parent": "Dinas Pasar"},
        {"unit": "Bidang Gizi", "parent": "Dinas Kesehatan"},
    ]
    plan, refused = taken(UNIT, rows, book_of(TOWN, []), 100)
    assert refused == {4, 5}
    assert [one.sentence for one in plan.faults] == ["Unit ini belum ada di Penata.", structure.ENDED_PARENT]
    assert_twice_is_once(UNIT, rows)
