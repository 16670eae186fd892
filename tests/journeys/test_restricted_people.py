"""Whose data is restricted is nowhere looked up by name but by personnel officers, and goes on with what they began."""

import pytest
from sqlalchemy import select

from app.access.permissions import Role
from app.base.clock import today
from app.base.database import db
from app.competency.models.gaps import GapProfile
from app.organisation.models import Employee
from app.organisation.services import refresh_directory
from app.training.models import EnrolmentPolicy
from tests.support.builders import (
    ZONE,
    competency_id,
    enrol,
    make_batch,
    make_certificate,
    make_employee,
    make_requirement,
    meetings_of,
    seat,
    status_of,
)
from tests.support.competency import assess, rate, work_out
from tests.support.presence import make_running_batch, make_walk_in

SENTENCE = "Pegawai yang datanya dibatasi atas permintaannya tidak tampil di sini."


@pytest.fixture
def office(rina, budi, dewi, sari):
    """Budi and Dewi are below the same standard; Budi's data is restricted."""
    for one in (budi, dewi):
        make_requirement(one.position_id, competency_id("M.5"), 2)
        assess(one, competency_id("M.5"), 1)
        rate(one, "Baik", "80")
    restrict(budi)


def restrict(person):
    db.session.execute(select(Employee).where(Employee.id == person.employee_id)).scalar_one().restricted_on = today(
        ZONE.key
    )
    refresh_directory()
    work_out()
    db.session.commit()


def test_behind_the_map_and_in_the_boxes(office, visit, rina, budi, dewi, sari):
    boxes = db.session.execute(select(GapProfile.employee_id, GapProfile.box).where(GapProfile.box.is_not(None)))
    box = dict(boxes.all())
    assert box[budi.employee_id] == box[dewi.employee_id]
    pages = [
        ("competency.list_people_below", {"kompetensi": competency_id("M.5")}),
        ("competency.show_boxes", {"kotak": box[budi.employee_id]}),
        ("competency.show_what_if", {"cari": "budi"}),
    ]
    for page, asked in pages:
        of_rina, of_sari = visit(rina).open(page, **asked), visit(sari).open(page, **asked)
        assert (budi.name in of_rina.text, budi.name in of_sari.text) == (False, True), page
        assert (SENTENCE in of_rina.text, SENTENCE in of_sari.text) == (True, False), page
        assert (dewi.name in of_rina.text) == ("cari" not in asked), page
    both = f"/kompetensi/bandingkan?pegawai={budi.employee_id}&pegawai={dewi.employee_id}"
    assert [visit(one).get(both).status_code for one in (rina, sari)] == [404, 200]


def test_an_assessor_finds_nobody_to_record_something_about(office, visit, budi, dewi):
    assessor = make_employee("Asep Asesor", roles=[Role.ASSESSOR])
    page = visit(assessor).open("competency.list_assessing", cari="budi")
    assert budi.name not in page.text
    assert SENTENCE in page.text
    assert dewi.name in visit(assessor).open("competency.list_assessing", cari="dewi").text
    assert visit(assessor).get(f"/kompetensi/penilaian/{budi.employee_id}").status_code == 404


def test_a_superior_names_them_for_nothing_but_answers_what_they_ask(office, visit, rina, budi, dewi):
    batch = make_batch(policy=EnrolmentPolicy.NOMINATED, starts_in_days=30)
    page = visit(rina).open("training.show_nomination_form", batch_id=batch.id)
    assert dewi.name in page.text
    assert budi.name not in page.text
    assert SENTENCE in page.text
    forged = {"orang": [str(budi.employee_id)]}
    refused = visit(rina).post("training.create_nominations", batch_id=batch.id, fields=forged)
    assert (refused.status_code, budi.name in refused.text) == (422, False)
    assert status_of(budi, batch) is None
    asked = make_batch(policy=EnrolmentPolicy.SUPERIOR, number=2, starts_in_days=40)
    enrol(budi, asked)
    assert budi.name in visit(rina).open("training.list_requests").text
    assert budi.name in visit(rina).open("training.show_nomination_form", batch_id=asked.id).text


def test_at_the_door_a_guest_is_not_looked_up_and_a_participant_is_there(office, visit, organiser, sari, budi):
    batch = make_running_batch()
    [meeting] = meetings_of(batch)
    of = {"batch_id": batch.id, "meeting_id": meeting.id}
    guest = make_walk_in(meeting, budi.name)
    page = visit(organiser).open("training.show_walk_in", **of, walk_in_id=guest.id)
    assert "Tidak ada pegawai dengan nama ini" in page.text
    assert SENTENCE in page.text
    by_number = visit(organiser).open("training.show_walk_in", **of, walk_in_id=guest.id, cari=budi.nip)
    assert "Tidak ada pegawai dengan nama ini" in by_number.text
    known = visit(sari).open("training.show_walk_in", **of, walk_in_id=guest.id)
    assert f"pegawai-{budi.employee_id}" in known.source
    seat(budi, batch)
    assert budi.name in visit(organiser).open("training.show_sheet", **of).text


def test_certificates_are_found_by_number_and_not_by_name(office, visit, organiser, sari, budi, dewi):
    numbers = {one.name: make_certificate(one).number for one in (budi, dewi)}
    by_name = visit(organiser).open("certificates.list_issued", cari="budi")
    assert numbers[budi.name] not in by_name.text
    assert numbers[budi.name] in visit(sari).open("certificates.list_issued", cari="budi").text
    assert numbers[dewi.name] in visit(organiser).open("certificates.list_issued", cari="dewi").text
    assert budi.name in visit(organiser).open("certificates.list_issued", cari=numbers[budi.name]).text
