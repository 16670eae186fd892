"""Estimates follow what is changed, by the worker; a closed year never does."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, select

from app.base import scope
from app.base.database import db
from app.jobs import worker
from app.learning.services import counting
from app.organisation.models import Employee, EmployeeKind, Placement, PositionTier
from app.organisation.services import placements
from app.professionalism.models import (
    Dimension,
    IndexDue,
    IndexResult,
    IndexSum,
    IndexYear,
    SanctionLevel,
    YearStatus,
)
from app.professionalism.queries import people, tables, years
from app.professionalism.queries.units import HIDDEN, unit_map
from app.professionalism.reference import shipped
from app.professionalism.rules.table import to_json
from app.professionalism.services import discipline, following, official
from app.professionalism.services import tables as table_services
from app.professionalism.services import years as year_services
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.competency import dinas, rate
from tests.support.professionalism import (
    educate,
    kept,
    learn,
    publish,
    punish,
    state_complete,
    this_day,
    this_year,
    work_out,
)


@pytest.fixture
def complete(bungo, budi):
    """The executive of the reference: S-1, 20 JP, a seminar, a rating of 85, no sanction."""
    educate(budi, "S-1")
    learn(budi, "KL03", "Pelayanan Prima")
    learn(budi, "KL06", "Seminar", hours="4")
    one = rate(budi, "Baik", "80", year=this_year() - 1)
    one.value = Decimal(85)
    db.session.commit()
    state_complete()
    work_out()
    return budi


def sums(unit_id, kind="", category=""):
    db.session.rollback()
    statement = select(IndexSum).where(
        IndexSum.year == this_year(),
        IndexSum.unit_id == unit_id,
        IndexSum.kind == kind,
        IndexSum.category == category,
    )
    return db.session.execute(statement).scalar_one()


def test_the_worked_example_is_kept_with_its_version(complete):
    one = kept(complete)
    assert [getattr(one, name) for name in Dimension] == [Decimal(15), Decimal(40), Decimal(25), Decimal(5)]
    assert (one.total, one.lowest, one.highest, one.category) == (Decimal(85), Decimal(85), Decimal(85), "Tinggi")
    assert tables.version(one.table_id).name == "Tabel 2019, predikat 2022"


def test_what_is_shown_now_is_what_is_kept(complete):
    found = people.of_person(complete.employee_id, this_year(), this_day())
    assert [one.to_json() for one in found.found.lines] == kept(complete).lines
    assert (found.table_name, found.is_closed) == ("Tabel 2019, predikat 2022", False)


def test_what_is_not_known_is_a_range_and_out_of_the_mean(complete, dewi):
    work_out()
    one = kept(dewi)
    assert (one.total, one.category) == (None, "")
    assert (one.lowest, one.highest) == (Decimal(1 + 0 + 1 + 5), Decimal(100))
    whole = sums(0)
    assert (whole.people, whole.known, whole.total) == (3, 1, Decimal(85))


def test_each_change_is_followed_by_the_worker(complete, sari):
    learn(complete, "KL06", "Seminar lagi", hours="4")
    counting.recount(complete.employee_id, by=sari.actor)
    db.session.commit()
    assert db.session.execute(select(IndexDue.employee_id)).scalars().all() == [complete.employee_id]
    discipline.record(complete.employee_id, SanctionLevel.LIGHT, this_day(), "SK/9", by=sari.actor)
    db.session.commit()
    scope.enter(complete.government_id)
    worker.see_to(following.DUTY)
    scope.enter(complete.government_id)
    assert kept(complete).total == Decimal(83)
    assert sums(0).total == Decimal(83)
    assert db.session.execute(select(func.count(IndexDue.id))).scalar_one() == 0
    assert not following.is_due()


def test_a_move_moves_the_sums(complete, sari):
    above = make_unit("Dinas Lain")
    below = make_unit("Bidang Lain", parent=above)
    post = make_position("Pengadministrasi", unit=below)
    placements.place(complete.employee_id, post, on=this_day(), by=sari.actor)
    db.session.commit()
    following.catch_up()
    assert kept(complete).unit_id == below.id
    assert [(sums(one.id, "pns").known, sums(one.id, "pns").total) for one in (above, below)] == [(1, Decimal(85))] * 2
    assert sums(0, "pns", "Tinggi").people == 1


def test_many_at_once_and_one_after_the_other_end_alike(complete, sari, monkeypatch):
    dinas("Dinas Satu", 3)
    work_out()
    before = picture()
    monkeypatch.setattr(following, "AT_ONCE", 2)
    work_out()
    assert picture() == before


def test_a_few_are_followed_as_everybody_is(complete, dewi, sari):
    """Sums moved by a few people's changes are those that counting everybody gives."""
    dinas("Dinas Satu", 3)
    work_out()
    educate(dewi, "S-2")
    learn(dewi, "KL03")
    official.enter(
        dewi.employee_id, this_year(), dict.fromkeys(Dimension) | {"total": Decimal("71.5")}, source="BKN", version=0,
        by=sari.actor,
    )  # fmt: skip
    placements.place(dewi.employee_id, make_position(unit=make_unit("Dinas Lain")), on=this_day(), by=sari.actor)
    db.session.get_one(Employee, complete.employee_id).restricted_on = this_day()
    following.follow([complete.employee_id, dewi.employee_id])
    db.session.commit()
    following.catch_up()
    moved = picture()
    work_out()
    assert picture() == moved
    assert {row.official_people for row in db.session.execute(select(IndexSum)).scalars()} == {0, 1}


def test_one_and_many_are_followed_in_the_same_few_statements(complete, queries):
    _unit, staff = dinas("Dinas Satu", 12)
    for number in range(20):
        make_unit(f"Dinas {number} Lain")
    work_out()

    def asked(people):
        for one in people:
            educate(one, "S-1")
        following.follow([one.employee_id for one in people])
        db.session.commit()
        with queries() as statements:
            following.catch_up()
        assert {kept(one).qualification for one in people} == {Decimal(15)}
        return len(statements)

    one, many = asked(staff[:1]), asked(staff[1:])
    assert one == many <= 30


def picture():
    db.session.rollback()
    rows = db.session.execute(select(IndexSum.__table__).order_by(*IndexSum.__table__.primary_key)).all()
    results = db.session.execute(select(IndexResult.__table__).order_by(IndexResult.employee_id)).all()
    return [tuple(one) for one in rows], [tuple(one) for one in results]


def test_who_left_or_is_restricted_has_no_estimate(complete):
    employee = db.session.get_one(Employee, complete.employee_id)
    employee.restricted_on = this_day()
    db.session.commit()
    work_out()
    gone = select(IndexResult.employee_id).where(IndexResult.employee_id == complete.employee_id)
    assert db.session.execute(gone).first() is None


def test_contract_staff_are_summed_apart(complete):
    unit, (person,) = dinas("Dinas Kontrak", 1)
    db.session.get_one(Employee, person.employee_id).kind = EmployeeKind.PPPK
    db.session.commit()
    work_out()
    assert (sums(unit.id, "pppk").people, sums(unit.id).people) == (1, 1)
    assert db.session.get(IndexSum, (this_year(), "pns", "", unit.id, complete.government_id)) is None


def test_a_closed_year_is_never_worked_out_again(complete, sari):
    year_services.add(this_year() - 1, by=sari.actor)
    db.session.commit()
    following.catch_up()
    year_services.close(this_year() - 1, by=sari.actor)
    db.session.commit()
    following.catch_up()
    assert years.existing(this_year() - 1).status == YearStatus.CLOSED
    before = kept(complete, this_year() - 1).lines
    educate(complete, "S-3")
    table_services.enter(other_table(), name="Baru", from_year=this_year(), source="Uji", by=sari.actor)
    db.session.commit()
    work_out()
    assert kept(complete, this_year() - 1).lines == before
    assert kept(complete).qualification == Decimal(24)
    found = people.of_person(complete.employee_id, this_year() - 1, this_day())
    assert (found.is_closed, found.table_name) == (True, "Tabel 2019, predikat 2022")
    assert people.of_person(complete.employee_id, this_year(), this_day()).table_name == "Baru"


def other_table():
    """A table in which a doctorate brings 24."""
    found, _source = shipped(by_predicate=True)
    return type(found)(**vars(found) | {"education": {**found.education, "s3": Decimal(24)}})


def test_official_values_reach_the_sums_of_a_closed_year_alone(complete, sari):
    year_services.add(this_year() - 1, by=sari.actor)
    db.session.commit()
    following.catch_up()
    year_services.close(this_year() - 1, by=sari.actor)
    db.session.commit()
    following.catch_up()

    def whole():
        db.session.rollback()
        one = db.session.get_one(
            IndexSum, (this_year() - 1, "pns", "", 0, complete.government_id), populate_existing=True
        )
        return one.people, one.lowest, one.official_people, one.official_total

    before = whole()
    values = dict.fromkeys(Dimension) | {"total": Decimal("77.5")}
    official.enter(complete.employee_id, this_year() - 1, values, source="BKN", version=0, by=sari.actor)
    db.session.commit()
    following.catch_up()
    assert whole() == (*before[:2], 1, Decimal("77.5"))


def test_a_year_that_runs_cannot_be_closed_nor_one_twice(complete, sari):
    with pytest.raises(year_services.NotOver):
        year_services.close(this_year(), by=sari.actor)
    year_services.add(this_year() - 1, by=sari.actor)
    year_services.close(this_year() - 1, by=sari.actor)
    with pytest.raises(year_services.AlreadyClosed):
        year_services.close(this_year() - 1, by=sari.actor)
    with pytest.raises(year_services.WrongYear):
        year_services.add(this_year() - 1, by=sari.actor)
    with pytest.raises(year_services.WrongYear):
        year_services.add(this_year() - 9, by=sari.actor)


def test_a_version_cannot_reach_into_a_closed_year(complete, sari):
    db.session.add(IndexYear(year=this_year() - 1, status=YearStatus.CLOSED))
    db.session.commit()
    with pytest.raises(table_services.BadVersion):
        table_services.enter(other_table(), name="Baru", from_year=this_year() - 1, source="Uji", by=sari.actor)
    table_services.enter(other_table(), name="Baru", from_year=this_year(), source="Uji", by=sari.actor)
    with pytest.raises(table_services.BadVersion):
        table_services.enter(other_table(), name="baru", from_year=this_year(), source="Uji", by=sari.actor)


def test_a_version_of_one_government_is_nobody_elses(complete, sari, batanghari):
    one = table_services.enter(other_table(), name="Baru", from_year=this_year(), source="Uji", by=sari.actor)
    db.session.commit()
    assert tables.in_force(this_year()).id == one.id
    assert tables.in_force(this_year() - 1).name == "Tabel 2019, predikat 2022"
    assert tables.in_force(2020).name == "Tabel 2019"
    assert tables.in_force(2018) is None
    with scope.within(batanghari.id):
        assert tables.in_force(this_year()).name == "Tabel 2019, predikat 2022"
        assert one.id not in {each.id for each in tables.versions()}
    assert one.content == to_json(other_table())


def test_ones_own_sanction_is_recorded_by_somebody_else(complete, sari):
    with pytest.raises(discipline.OwnSanction):
        discipline.record(sari.employee_id, SanctionLevel.LIGHT, this_day(), "SK", by=sari.actor)


def test_a_withdrawn_sanction_counts_no_longer(complete, sari):
    one = punish(complete, SanctionLevel.SEVERE, on=date(this_year() - 1, 5, 5))
    work_out()
    assert kept(complete).discipline == Decimal(1)
    discipline.withdraw(one, "Keliru dicatat.", by=sari.actor)
    db.session.commit()
    following.catch_up()
    assert kept(complete).discipline == Decimal(5)
    with pytest.raises(discipline.AlreadyWithdrawn):
        discipline.withdraw(one, "Sekali lagi.", by=sari.actor)


# What others are told of units.


@pytest.fixture
def city(bungo):
    """Three perangkat daerah with 7, 6 and 2 people whose whole estimate is known."""
    units = [dinas(name, size) for name, size in (("Dinas Besar", 7), ("Dinas Sedang", 6), ("Dinas Kecil", 2))]
    for _unit, staff in units:
        for person in staff:
            educate(person, "S-1")
            learn(person, "KL05", "Lain", hours="2")
            rate(person, "Baik", "80", year=this_year() - 1)
            publish(person, "70")
    state_complete()
    work_out()
    return [unit for unit, _staff in units]


def test_hr_sees_every_unit(city):
    found = unit_map(this_year(), this_day(), sees_all=True)
    shown = {row.name: row.cells["pns"] for row in found.rows}
    assert {name: (cell.people, cell.index, cell.official) for name, cell in shown.items()} == {
        "Dinas Besar": (7, Decimal(45), Decimal(70)),
        "Dinas Kecil": (2, Decimal(45), Decimal(70)),
        "Dinas Sedang": (6, Decimal(45), Decimal(70)),
    }
    assert found.whole.cells["pns"].index == Decimal(45)


def test_others_see_no_small_unit_nor_what_gives_it_away(city):
    found = unit_map(this_year(), this_day(), sees_all=False)
    shown = {row.name: row.cells["pns"] for row in found.rows}
    assert shown["Dinas Kecil"] == HIDDEN == shown["Dinas Sedang"]
    assert (shown["Dinas Besar"].people, shown["Dinas Besar"].index) == (7, Decimal(45))
    assert found.whole.cells["pns"].index == Decimal(45)


def test_pages_of_units_hide_alike(city):
    first = unit_map(this_year(), this_day(), sees_all=False, limit=2)
    second = unit_map(this_year(), this_day(), sees_all=False, limit=2, after=first.next_after)
    whole = unit_map(this_year(), this_day(), sees_all=False)
    assert [*first.rows, *second.rows] == list(whole.rows)
    assert second.next_after == ""


def test_a_person_without_a_post_is_summed_for_the_government_alone(complete):
    other = make_employee("Tanpa Jabatan")
    db.session.execute(delete(Placement).where(Placement.employee_id == other.employee_id))
    db.session.commit()
    work_out()
    one = kept(other)
    assert (one.unit_id, one.training, one.highest) == (0, None, Decimal(100))
    assert sums(0).people == 3


@pytest.mark.parametrize("tier", [PositionTier.PENGAWAS, PositionTier.JF_AHLI_MUDA])
def test_the_post_of_the_day_chooses_the_rows(bungo, tier):
    person = make_employee("Orang", position_id=make_position(unit=make_unit("Dinas"), tier=tier).id)
    learn(person, "KL03")
    work_out()
    names = [line["criterion"] for line in kept(person).lines if line["dimension"] == "training"]
    first = "leadership" if tier == PositionTier.PENGAWAS else "functional"
    assert names == [first, "technical", "seminar"]
