"""People whose data is restricted (security P2): left out for whoever does not look after files, and said so."""

import csv
import io

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import EVERYWHERE, Reach
from app.accounts.models import RoleGrant
from app.base.clock import today
from app.base.database import db
from app.organisation.models import Employee, PositionTier
from app.organisation.queries import directory
from app.organisation.queries.directory import Filters, Turn
from app.organisation.services import refresh_directory
from app.privacy.models import RequestKind, RequestStatus
from app.privacy.services import requests as privacy
from tests.support.builders import ZONE, make_employee, make_position, make_unit

OTHERS = Reach(is_everything=True)
SENTENCE = "Pegawai yang datanya dibatasi atas permintaannya tidak tampil di sini."


def this_day():
    return today(ZONE.key)


@pytest.fixture
def office(rina, budi, dewi, sari, auditor):
    """Budi asked that his data be used for nothing else, and Sari agreed."""
    request = privacy.ask(budi.employee_id, RequestKind.RESTRICTION, by=budi.actor, note="Saya sedang berselisih.")
    privacy.grant(request, "Sedang diperiksa.", by=sari.actor, day=this_day())
    refresh_directory()
    db.session.commit()
    return request


def names(reach, day=None, **filters):
    asked = Filters(**filters)
    if day is None:
        found = directory.page(reach, asked, Turn(), limit=50, counted=True)
        assert found.total == len(found.rows) == directory.count(reach, asked)
    else:
        found = directory.page_on(day, reach, asked, Turn(), limit=50)
    return {row.name for row in found.rows}


@pytest.mark.parametrize("sizes", [{}, {"EASY": 0}, {"SMALL_UNIT": 0}], ids=str)
def test_no_way_of_asking_finds_them(office, rina, budi, dewi, monkeypatch, sizes):
    for name, size in sizes.items():
        monkeypatch.setattr(directory, name, size)
    path = f"/{unit_of(budi)}/"
    team = Reach(frozenset({path}))
    for asked in ({}, {"text": "budi"}, {"unit_path": path}, {"kind": "pns"}, {"active": None}, {"tier": "pelaksana"}):
        seen = names(EVERYWHERE, **asked)
        assert budi.name in seen, asked
        assert names(OTHERS, **asked) == seen - {budi.name}, asked
        assert budi.name not in names(team, **asked)
        assert names(OTHERS, this_day(), **asked) == names(EVERYWHERE, this_day(), **asked) - {budi.name}
    assert names(team) == set()


def unit_of(person):
    return directory.page(EVERYWHERE, Filters(text=person.name.split(",")[0]), Turn(), limit=1).rows[0].unit_id


@pytest.mark.parametrize("who", ["rina", "auditor"])
def test_lists_and_files_leave_them_out_and_say_so(office, visit, request, budi, who):
    browser = visit(request.getfixturevalue(who))
    page = browser.open("organisation.list_employees")
    assert budi.name not in page.text
    assert SENTENCE in page.text
    assert budi.name not in browser.open("organisation.list_employees", cari="budi", keaktifan="semua").text
    exported = browser.get("/pegawai.csv").get_data(as_text=True)
    assert [row for row in csv.reader(io.StringIO(exported)) if row[0] == budi.name] == []
    by_number = browser.open("organisation.list_employees").press("Cari NIP", nip=budi.nip, expect=422)
    assert budi.name not in by_number.text


def test_the_file_is_closed_to_a_superior_and_open_to_the_officer_and_its_owner(office, visit, rina, budi, sari):
    paths = ("", "/riwayat", "/jp", "/kompetensi", "/sertifikat", "/pelatihan")
    opened = [visit(rina).get(f"/pegawai/{budi.employee_id}{path}").status_code for path in paths]
    assert set(opened) == {404}
    assert visit(sari).get(f"/pegawai/{budi.employee_id}").status_code == 200
    page = visit(sari).open("organisation.list_employees", cari="budi")
    assert "Dibatasi" in page.text
    assert SENTENCE not in page.text
    assert visit(sari).open("organisation.show_file", employee_id=budi.employee_id).heading == budi.name
    assert "tidak tampil di daftar" in visit(budi).open("privacy.show_own").text
    assert visit(budi).get("/saya/berkas").status_code == 200


def test_a_post_stays_held_but_says_nothing_of_its_holder(office, visit, auditor, sari, budi):
    of_auditor = visit(auditor).open("organisation.show_position", position_id=budi.position_id)
    assert "Nama dibatasi" in of_auditor.text
    assert budi.name not in of_auditor.text
    assert budi.name in visit(sari).open("organisation.show_position", position_id=budi.position_id).text


def test_who_decides_and_signs_is_no_secret(office, visit, auditor, rina):
    db.session.execute(select(Employee).where(Employee.id == rina.employee_id)).scalar_one().restricted_on = this_day()
    db.session.commit()
    assert rina.name in visit(auditor).open("organisation.show_position", position_id=rina.position_id).text


def test_lifted_they_are_back(office, visit, auditor, budi, sari):
    assert office.status == RequestStatus.GRANTED
    privacy.lift(budi.employee_id, by=sari.actor)
    db.session.commit()
    page = visit(auditor).open("organisation.list_employees", cari="budi")
    assert budi.name in page.text
    assert SENTENCE not in page.text


def test_who_looks_after_one_unit_meets_the_restricted_of_that_unit_alone(bungo, visit):
    here, there = make_unit("Dinas Kesehatan"), make_unit("Dinas Sosial")
    inside, outside = (
        make_employee(name, position_id=make_position(unit=unit).id)
        for name, unit in (("Ina Dalam", here), ("Oman Luar", there))
    )
    officer = make_employee("Hana Petugas", roles=[Role.HR], female=True)
    limit(officer, here)
    head = make_position("Kepala Dinas Sosial", unit=there, tier=PositionTier.JPT_PRATAMA)
    make_position("Staf", unit=there, above=head.id)
    for one in db.session.execute(select(Employee).where(Employee.id.in_([inside.employee_id, outside.employee_id]))):
        one[0].restricted_on = this_day()
    refresh_directory()
    db.session.commit()
    page = visit(officer).open("organisation.list_employees")
    assert inside.name in page.text
    assert outside.name not in page.text


def limit(person, unit):
    """A role of this person counts in one unit only."""
    grant = db.session.execute(select(RoleGrant).where(RoleGrant.user_id == person.user_id)).scalar_one()
    grant.unit_id = unit.id
    db.session.commit()


def test_reach_meets_the_restricted_only_where_files_are_looked_after():
    assert Reach(frozenset({"/1/"})).is_over(Reach(frozenset({"/1/2/"})))
    assert not Reach(frozenset({"/1/"})).is_over(Reach(frozenset({"/1/2/", "/3/"})))
    assert not Reach(frozenset({"/1/"})).is_over(OTHERS)
    assert OTHERS.is_over(EVERYWHERE)
