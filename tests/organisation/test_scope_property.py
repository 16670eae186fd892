"""Random trees, people and reaches: the directory shows exactly what a rule written out by hand would show."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from app.access.visitor import EVERYWHERE, Reach
from app.base.database import db
from app.organisation.models import DirectoryDay, DirectoryEntry, Employee, OrgUnit, Placement, Position
from app.organisation.queries import directory, staff
from app.organisation.queries.directory import Filters, Turn
from app.organisation.services import refresh_directory
from tests.support.builders import LONG_AGO, make_nip
from tests.support.examples import examples

DAY, OTHER_DAY = date(2026, 12, 10), date(2023, 6, 1)
NAMES = ("budi", "budi santoso", "ahmad budi", "citra", "dewi citra", "zul")
TITLES = ("Kepala", "Staf Budi", "Analis")

# A tree as a list of parents: unit i hangs below the unit at trees[i] (an earlier one), or stands at the top (-1).
trees = st.lists(st.integers(-1, 5), min_size=1, max_size=7)
people = st.lists(
    st.tuples(st.sampled_from(NAMES), st.integers(-1, 6), st.sampled_from(TITLES), st.booleans(), st.booleans()),
    max_size=8,
)
reaches = st.one_of(st.none(), st.sets(st.integers(0, 6), max_size=3))
texts = st.sampled_from(["", "b", "budi", "citra d", "kepala", "staf bu", "unit 1", "zz"])


def build(tree, crowd):
    """Units, and everybody with the unit they are in (None: no post)."""
    for model in (DirectoryEntry, DirectoryDay, Placement, Position, Employee):
        db.session.execute(delete(model))
    for unit in sorted(db.session.query(OrgUnit).all(), key=lambda one: -len(one.path)):
        db.session.delete(unit)
        db.session.flush()
    units = []
    for index, above in enumerate(tree):
        parent = units[above] if 0 <= above < index else None
        unit = OrgUnit(
            name=f"Unit {index}", kind="division", starts_on=LONG_AGO, parent_id=parent.id if parent else None
        )
        db.session.add(unit)
        db.session.flush()
        unit.path = f"{parent.path if parent else '/'}{unit.id}/"
        units.append(unit)
    found = []
    for name, where, title, active, only_before in crowd:
        one = Employee(nip=make_nip(), name=name.title(), sort_name=name, kind="pns", active=active)
        db.session.add(one)
        unit = units[where] if 0 <= where < len(units) else None
        if unit is not None:
            post = Position(unit_id=unit.id, title=title, tier="pelaksana", starts_on=LONG_AGO)
            db.session.add(post)
            db.session.flush()
            ends_on = date(2024, 1, 1) if only_before else None
            db.session.add(
                Placement(
                    employee_id=one.id, position_id=post.id, kind="definitive", starts_on=LONG_AGO, ends_on=ends_on
                )
            )
        db.session.flush()
        found.append((one, unit, title, only_before))
    refresh_directory()
    return units, found


def words_of(one, unit, title, units):
    """The words a person is found by: name, post, and every unit up to the top."""
    words = one.sort_name.split()
    if unit is not None:
        words += title.lower().split()
        words += [word for other in units if unit.path.startswith(other.path) for word in other.name.lower().split()]
    return words


def expected(units, found, reach, text, top):
    """The rule by hand."""
    shown = []
    for one, post_unit, title, only_before in found:
        unit = None if only_before or not one.active else post_unit
        in_reach = reach is None or (
            unit is not None and any(unit.path.startswith(units[i].path) for i in reach if i < len(units))
        )
        in_top = top is None or (unit is not None and unit.path.startswith(top.path))
        words = words_of(one, unit, title, units)
        typed = text.split()
        matches = all(any(word.startswith(part) for word in words) for part in typed)
        if one.active and in_reach and in_top and matches:
            shown.append(one)
    begins = [one for one in shown if text and one.sort_name.startswith(text)]
    rest = [one for one in shown if one not in begins]
    return [one.id for part in (begins, rest) for one in sorted(part, key=lambda one: (one.sort_name, one.id))]


def reach_of(units, reach):
    if reach is None:
        return EVERYWHERE
    return Reach(frozenset(units[i].path for i in reach if i < len(units)))


@given(trees, people, reaches, texts, st.integers(-1, 6))
@examples(25)
def check(tree, crowd, reach, text, top_index):
    units, found = build(tree, crowd)
    top = units[top_index] if 0 <= top_index < len(units) else None
    wanted = expected(units, found, reach, text, top)
    filters = Filters(text=text, unit_path=top.path if top else "")
    asked, there, turn = reach_of(units, reach), [], Turn()
    while True:
        page = directory.page(asked, filters, turn, limit=2)
        there += [row.id for row in page.rows]
        if page.next_id is None:
            break
        turn = Turn(after=page.next_id)
    assert there == wanted
    assert directory.count(asked, filters) == len(wanted)
    assert [row.id for row in directory.everybody(asked, filters, None)] == wanted
    reachable = set(expected(units, found, reach, "", None))
    for one, _unit, _title, _before in found:
        if one.active:
            seen = staff.id_with_nip(one.nip, asked, DAY) is not None
            assert seen == (one.id in reachable or reach is None)
    db.session.rollback()


def test_the_directory_shows_what_the_rule_by_hand_shows(bungo):
    db.session.commit()
    check()


@given(trees, people, reaches)
@examples(15)
def check_another_day(tree, crowd, reach):
    units, found = build(tree, crowd)
    wanted = [
        one.id
        for one, unit, _title, _before in sorted(found, key=lambda row: (row[0].sort_name, row[0].id))
        if one.active
        and (reach is None or (unit and any(unit.path.startswith(units[i].path) for i in reach if i < len(units))))
    ]
    rows = directory.everybody(reach_of(units, reach), Filters(), OTHER_DAY, at_once=2)
    assert [row.id for row in rows] == wanted
    db.session.rollback()


def test_another_day_shows_who_was_there_then(bungo):
    db.session.commit()
    check_another_day()
