"""The net that keeps each government inside its own rows (security A2)."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.base import scope
from app.base.database import db
from app.base.scope import ScopeMissing, WrongGovernment
from app.organisation.models import Employee, Government, OrgUnit, Placement, PlacementKind
from tests.support.builders import LONG_AGO, make_employee, make_unit


@pytest.fixture
def two(bungo, batanghari):
    """Two units here and one next door; the test stands in Bungo."""
    make_unit("Dinas Bungo Satu")
    make_unit("Dinas Bungo Dua")
    with scope.within(batanghari.id):
        make_unit("Dinas Batanghari")
    return bungo, batanghari


def names_in(statement):
    return sorted(db.session.execute(statement).scalars())


BUNGO, BATANGHARI = ["Dinas Bungo Dua", "Dinas Bungo Satu"], ["Dinas Batanghari"]
other = aliased(OrgUnit)
READS = {
    "entities": lambda: [unit.name for unit in db.session.execute(select(OrgUnit)).scalars()],
    "columns": lambda: db.session.execute(select(OrgUnit.name)).scalars(),
    "alias": lambda: db.session.execute(select(other.name)).scalars(),
    "joined alias": lambda: db.session.execute(
        select(other.name).select_from(Government).join(other, other.government_id == Government.id)
    ).scalars(),
    "subquery": lambda: db.session.execute(select(OrgUnit.name).where(OrgUnit.id.in_(select(other.id)))).scalars(),
    "union": lambda: db.session.execute(select(OrgUnit.name).union(select(other.name))).scalars(),
    "cte": lambda: db.session.execute(select(select(OrgUnit.name).cte("units").c.name)).scalars(),
    "legacy query": lambda: [unit.name for unit in db.session.query(OrgUnit)],
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_every_way_of_reading_is_narrowed(two, read):
    here, there = two
    assert sorted(read()) == BUNGO
    with scope.within(there.id):
        assert sorted(read()) == BATANGHARI
    assert sorted(read()) == BUNGO
    with scope.everything():
        assert sorted(read()) == sorted(BUNGO + BATANGHARI)


def test_a_counted_column_is_narrowed(two):
    assert db.session.execute(select(func.count(OrgUnit.id))).scalar_one() == 2
    with scope.everything():
        assert db.session.execute(select(func.count(OrgUnit.id))).scalar_one() == 3


def test_get_does_not_find_a_strangers_row(two):
    with scope.everything():
        foreign = db.session.execute(select(OrgUnit.id).where(OrgUnit.name == "Dinas Batanghari")).scalar_one()
    db.session.expunge_all()
    assert db.session.get(OrgUnit, foreign) is None


def test_an_update_changes_only_rows_of_the_government(two):
    assert db.session.execute(update(OrgUnit).values(kind="branch")).rowcount == 2
    db.session.commit()
    with scope.everything():
        assert names_in(select(OrgUnit.name).where(OrgUnit.kind != "branch")) == BATANGHARI


def test_a_delete_removes_only_rows_of_the_government(two):
    assert db.session.execute(delete(OrgUnit)).rowcount == 2
    db.session.commit()
    with scope.everything():
        assert names_in(select(OrgUnit.name)) == BATANGHARI


@pytest.mark.parametrize(
    "statement",
    [
        select(Employee),
        select(Employee.name),
        select(func.count(Employee.id)),
        select(aliased(Employee).name),
        update(Employee).values(active=False),
        delete(Employee),
    ],
    ids=["entity", "column", "count", "alias", "update", "delete"],
)
def test_without_a_scope_nothing_is_read_or_changed(app, statement):
    with pytest.raises(ScopeMissing):
        db.session.execute(statement)


def test_without_a_scope_nothing_is_written(app):
    db.session.add(OrgUnit(government_id=1, name="Dinas", kind="regional_unit", starts_on=LONG_AGO))
    with pytest.raises(ScopeMissing):
        db.session.flush()


def test_what_belongs_to_no_government_needs_no_scope(app):
    assert db.session.execute(select(User.name)).scalars().all() == []
    assert db.session.execute(select(Government.name)).scalars().all() == []


def test_a_new_row_belongs_to_the_government_in_scope(two):
    here, there = two
    assert make_unit().government_id == here.id
    with scope.within(there.id):
        assert make_unit().government_id == there.id


def test_a_row_for_another_government_is_refused(two):
    _here, there = two
    db.session.add(OrgUnit(government_id=there.id, name="Dinas", kind="regional_unit", starts_on=LONG_AGO))
    with pytest.raises(WrongGovernment):
        db.session.flush()


def test_everything_needs_the_government_named_on_new_rows(two):
    _here, there = two
    with scope.everything():
        unit = OrgUnit(government_id=there.id, name="Dinas Baru", kind="regional_unit", starts_on=LONG_AGO)
        db.session.add(unit)
        db.session.commit()
        with pytest.raises(ScopeMissing):
            scope.current()
    assert names_in(select(OrgUnit.name)) == BUNGO


def test_the_scope_returns_after_trouble(two):
    here, there = two
    with pytest.raises(ZeroDivisionError), scope.within(there.id):
        raise ZeroDivisionError
    assert scope.current() == here.id
    with scope.within(there.id), scope.everything(), scope.within(here.id):
        assert scope.current() == here.id
    assert scope.current() == here.id


def test_two_owned_tables_never_meet_across_governments(two, batanghari):
    """The foreign key carries the government, so even ``everything()`` cannot join strangers."""
    person = make_employee()
    with scope.everything():
        foreign_post = _post_of(batanghari)
        db.session.add(
            Placement(
                government_id=person.government_id,
                employee_id=person.employee_id,
                position_id=foreign_post,
                kind=PlacementKind.PLT,
                starts_on=LONG_AGO,
            )
        )
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            db.session.flush()


def _post_of(government):
    with scope.within(government.id):
        return make_employee().position_id
