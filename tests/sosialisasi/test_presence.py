"""Coming to a round: with an account, without one, invited or not, and what the hall sees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.attendance import rules
from app.attendance.models import Attendance, AttendanceStatus, WalkIn
from app.attendance.queries import expected, meeting
from app.base.clock import now
from app.base.database import db
from app.sosialisasi.models import InvitationStatus, RoundStatus, SosialisasiStatus
from app.sosialisasi.queries import presence as queries
from tests.support.builders import make_unit
from tests.support.initiatives import make_initiative
from tests.support.presence import shown_code, wrong_digits
from tests.support.sosialisasi import come, invite, make_event, make_round

STEP = 15


@pytest.fixture
def running(bungo):
    """A round that began a few minutes ago, of an event anybody may come to."""
    unit = make_unit("Bagian Organisasi")
    event = make_event(unit, make_initiative(unit), is_public=True)
    return make_round(event, starts_at=now() - timedelta(minutes=5))


def code_on_the_wall(one):
    return rules.screen_code(meeting(one.meeting_id), now(), STEP).digits


def marks(one):
    rows = db.session.execute(select(Attendance).where(Attendance.meeting_id == one.meeting_id)).scalars()
    return {row.employee_id: row.status for row in rows}


def test_whoever_is_invited_checks_in_once(visit, running, budi):
    invite(running, budi.employee_id)
    page = visit(budi)
    for _again in range(2):
        assert (
            page.post(f"/sosialisasi/hadir/{running.id}", fields={"kode": code_on_the_wall(running)}).status_code == 303
        )
    assert marks(running) == {budi.employee_id: AttendanceStatus.PRESENT}


def test_an_employee_who_was_not_invited_is_welcome_and_stands_on_the_list(visit, running, dewi):
    page = visit(dewi)
    assert page.post(f"/sosialisasi/hadir/{running.id}", fields={"kode": code_on_the_wall(running)}).status_code == 303
    assert expected.ids(queries.expected(running)) == {dewi.employee_id}


def test_a_wrong_code_is_a_sentence_and_is_kept(visit, running, budi):
    found = visit(budi).post(
        f"/sosialisasi/hadir/{running.id}", fields={"kode": wrong_digits(meeting(running.meeting_id))}
    )
    assert found.status_code == 422
    assert marks(running) == {}


@pytest.mark.parametrize("status", [InvitationStatus.DELEGATED, InvitationStatus.MOVED])
def test_who_comes_elsewhere_is_not_waited_for(running, budi, status):
    invite(running, budi.employee_id, status=status)
    assert expected.ids(queries.expected(running)) == frozenset()
    assert queries.counts(running) == queries.Counts(there=0, invited=0, others=0)
    come(running, budi.employee_id)
    assert queries.counts(running) == queries.Counts(there=0, invited=0, others=1)


def test_the_own_code_of_somebody_who_was_not_invited_opens_the_door_too(visit, running, sari, dewi):
    code = shown_code(dewi, meeting(running.meeting_id))
    visit(sari).post(f"/sosialisasi/putaran/{running.id}/pindai", fields={"kode": code, "kunci": "a"})
    assert marks(running) == {dewi.employee_id: AttendanceStatus.PRESENT}


def test_staff_mark_the_list_of_a_round(visit, running, sari, budi):
    invite(running, budi.employee_id)
    page = visit(sari)
    assert "Budi Pratama" in page.get(f"/sosialisasi/putaran/{running.id}/daftar-hadir").text
    page.post(f"/sosialisasi/putaran/{running.id}/daftar-hadir", fields={f"hadir-{budi.employee_id}": "late"})
    assert marks(running) == {budi.employee_id: AttendanceStatus.LATE}


def test_once_held_nothing_is_written_down_any_more(visit, running, budi):
    running.status = RoundStatus.HELD
    db.session.commit()
    found = visit(budi).post(f"/sosialisasi/hadir/{running.id}", fields={"kode": code_on_the_wall(running)})
    assert found.status_code in (409, 422)
    assert marks(running) == {}


def test_a_citizen_comes_as_a_guest_without_an_account(visit, running):
    page = visit()
    code = code_on_the_wall(running)
    assert "Nama" in page.get(f"/sosialisasi/datang/{running.id}?kode={code}").text
    typed = {"name": "<b>Wati</b>", "unit": "Desa Sungai Mengkuang", "kode": code}
    for _again in range(2):
        found = page.post(f"/sosialisasi/datang/{running.id}", fields=typed)
        assert found.status_code == 200
        assert "Selamat datang" in found.text
        assert "<b>Wati" not in found.text
    (guest,) = db.session.execute(select(WalkIn).where(WalkIn.meeting_id == running.meeting_id)).scalars()
    assert guest.name == "<b>Wati</b>"
    assert queries.guests(running.meeting_id) == 1


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"kode": wrong_digits}, "belum tercatat"),
        ({"name": ""}, "Tulis nama"),
        ({"website": "http://spam.example"}, "tersembunyi"),
    ],
)
def test_what_a_guest_got_wrong_is_said_and_what_they_typed_is_kept(visit, running, different, words):
    different = {
        name: value(meeting(running.meeting_id)) if callable(value) else value for name, value in different.items()
    }
    typed = {"name": "Wati", "unit": "Desa Rimbo", "kode": code_on_the_wall(running)} | different
    found = visit().post(f"/sosialisasi/datang/{running.id}", fields=typed)
    assert found.status_code == 422
    assert words in found.text
    assert "Desa Rimbo" in found.text
    assert queries.guests(running.meeting_id) == 0


def test_with_an_account_the_wall_leads_to_checking_in(visit, running, budi):
    answer = visit(budi).get(f"/sosialisasi/datang/{running.id}?kode=123456")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/sosialisasi/hadir/{running.id}?kode=123456")


@pytest.mark.parametrize(
    "different", [{"is_public": False}, {"status": SosialisasiStatus.DRAFT}, {"status": SosialisasiStatus.CANCELLED}]
)
def test_citizens_find_nothing_but_public_events_that_are_on(visit, bungo, different):
    one = make_round(make_event(make_unit("Bagian Organisasi"), **({"is_public": True} | different)))
    assert visit().get(f"/sosialisasi/datang/{one.id}").status_code == 404


def test_the_hall_sees_the_code_who_came_and_how_many_are_expected(visit, running, sari, budi):
    invite(running, budi.employee_id)
    page = visit(sari)
    visit(budi).post(f"/sosialisasi/hadir/{running.id}", fields={"kode": code_on_the_wall(running)})
    shown = page.get(f"/sosialisasi/putaran/{running.id}/aula").text
    assert "<b>1</b> dari 1 undangan" in shown
    assert "/sosialisasi/datang/" in shown


def test_the_hall_of_another_government_is_not_found(visit, running, joko, budi):
    for address in ("hadir/{}", "putaran/{}/aula", "putaran/{}/daftar-hadir"):
        assert visit(joko).get("/sosialisasi/" + address.format(running.id)).status_code in (403, 404)


def test_somebody_of_another_government_is_a_guest(visit, running, joko):
    found = visit(joko).get(f"/sosialisasi/datang/{running.id}")
    assert found.status_code == 200, found.location
    assert "Catat kehadiran saya" in found.text


def test_the_way_to_the_hall_and_to_checking_in_stands_where_people_look(visit, running, sari, budi):
    (invitation,) = invite(running, budi.employee_id)
    assert f"/sosialisasi/putaran/{running.id}/aula" in visit(sari).get(f"/sosialisasi/putaran/{running.id}").text
    own = visit(budi).open("sosialisasi.show_own", invitation_id=invitation.id)
    assert own.link("Catat kehadiran").path == f"/sosialisasi/hadir/{running.id}"
