"""The days of a batch: seats for guests, excuses, warnings, and phones, on either database."""

import pytest
import time_machine
from sqlalchemy import select

from app.attendance import rules as attendance_rules
from app.attendance.models import Attendance, AttendanceStatus
from app.attendance.services import hosting
from app.attendance.services.walk_ins import NotRecognised
from app.base.clock import now
from app.base.database import db
from app.jobs import worker
from app.notifications.models import Mail, Notice
from app.organisation.services import refresh_directory
from app.training import rules
from app.training.models import Batch, EnrolmentStatus
from app.training.services import closing, enrolments, schedule
from tests.support.builders import (
    host_of,
    make_employee,
    make_programme,
    marks_of,
    meetings_of,
    page_of,
    seat,
    status_of,
)
from tests.support.presence import make_absence, make_running_batch, make_walk_in, picture

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus
S = EnrolmentStatus
JSON = {"Accept": "application/json"}


@pytest.fixture
def batch(bungo):
    return make_running_batch()


@pytest.fixture
def meeting(batch):
    return meetings_of(batch)[0]


@pytest.fixture
def of(batch, meeting):
    """What addresses of this meeting are made of."""
    return {"batch_id": batch.id, "meeting_id": meeting.id}


def seats_taken(batch):
    return db.session.execute(select(Batch.seats_taken).where(Batch.id == batch.id)).scalar_one()


def notices_of(person):
    statement = select(Notice.kind).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return db.session.execute(statement).scalars().all()


def test_a_guest_becomes_a_participant_where_seats_and_rules_allow(visit, sari, batch, meeting, of):
    guest = make_employee("Gita Puspita, S.T.")
    refresh_directory()
    db.session.commit()
    page = visit(sari).open("training.list_walk_ins", **of)
    assert page.press("Catat tamu", name="", unit="x", expect=422).has(".notice--bad")
    noted = page.press("Catat tamu", name="Gita Puspita", unit="Dinas Pekerjaan Umum")
    assert noted.notices == ["Gita Puspita dicatat."]
    assert page.press("Catat tamu", name="GITA PUSPITA, S.T.", unit="dinas pekerjaan umum").notices == [
        "Gita Puspita sudah tercatat."
    ]
    who = noted.link("Kenali Gita Puspita")
    assert who.press("Jadikan peserta", expect=422).warnings[0].startswith("Belum bisa dicatat")
    done = who.press("Jadikan peserta", pegawai=str(guest.employee_id))
    assert done.notices == [f"{guest.name} jadi peserta dan tercatat hadir."]
    assert status_of(guest, batch) == S.CONFIRMED
    assert marks_of(meeting) == {guest.employee_id: PRESENT}
    assert seats_taken(batch) == 1
    assert guest.name in visit(sari).open("training.show_sheet", **of).text


def full(batch, person):
    batch.seats = 1
    db.session.commit()
    seat(person, batch)


def test_a_full_batch_takes_a_guest_only_without_a_seat(visit, sari, batch, meeting, of, budi):
    guest = make_employee("Gita Puspita")
    refresh_directory()
    full(batch, budi)
    walk_in = make_walk_in(meeting, "Gita Puspita")
    page = visit(sari).open("training.show_walk_in", **of, walk_in_id=walk_in.id)
    refused = page.press("Jadikan peserta", pegawai=str(guest.employee_id), expect=409)
    assert "Kursi angkatan ini sudah penuh" in refused.text
    assert status_of(guest, batch) is None
    assert marks_of(meeting) == {}
    assert refused.press("Catat hadir saja", pegawai=str(guest.employee_id)).notices == [
        f"{guest.name} tercatat hadir."
    ]
    assert (status_of(guest, batch), marks_of(meeting)) == (None, {guest.employee_id: PRESENT})


def walk_in_of(meeting, person):
    return make_walk_in(meeting, person.name, "Unit")


@pytest.mark.parametrize("before", [None, S.REQUESTED, S.WAITLISTED, S.OFFERED, S.WITHDRAWN, S.CONFIRMED])
def test_a_guest_gets_one_seat_whatever_they_asked_for_before(batch, meeting, sari, budi, before):
    if before is not None:
        enrolment = seat(budi, batch)
        enrolment.status = before
        if before not in (S.OFFERED, S.CONFIRMED):
            batch.seats_taken -= 1
        db.session.commit()
    for _ in range(2):
        enrolments.seat_walk_in(budi.employee_id, page_of(batch), by=sari.actor)
    db.session.commit()
    assert (status_of(budi, batch), seats_taken(batch)) == (S.CONFIRMED, 1)


def test_a_guest_taken_for_somebody_else_is_a_name_again_until_the_batch_is_closed(visit, bungo, sari):
    batch = make_running_batch(meetings=2, began_minutes_ago=25 * 60)
    first, second = meetings_of(batch)
    guest = make_employee("Gita Puspita")
    refresh_directory()
    for meeting in (first, second):
        make_walk_in(meeting, "Gita Puspita")
    of = {"batch_id": batch.id, "meeting_id": first.id}
    page = visit(sari).open("training.list_walk_ins", **of).link("Kenali Gita Puspita")
    done = page.press("Jadikan peserta", pegawai=str(guest.employee_id))
    assert status_of(guest, batch) == S.CONFIRMED
    back = done.link("Keliru orang Gita Puspita").press("Batalkan pengenalan")
    assert back.notices == ["Pengenalan Gita Puspita dibatalkan di 2 pertemuan."]
    assert back.has("#candidates form")
    assert (status_of(guest, batch), marks_of(first), marks_of(second)) == (S.WITHDRAWN, {}, {})
    assert seats_taken(batch) == 0
    assert notices_of(guest) == ["training_confirmed", "training_withdrawn"]


def test_who_was_seen_themself_keeps_that_and_their_seat(batch, meeting, sari, budi):
    guest = walk_in_of(meeting, budi)
    hosting.recognise(host_of(batch), guest, budi.employee_id, as_participant=True, by=sari.actor)
    hosting.mark_list(host_of(batch), meeting, {budi.employee_id: LATE}, by=sari.actor)
    hosting.forget_person(host_of(batch), guest, by=sari.actor)
    db.session.commit()
    assert (status_of(budi, batch), marks_of(meeting)) == (S.CONFIRMED, {budi.employee_id: LATE})
    with pytest.raises(NotRecognised):
        hosting.forget_person(host_of(batch), guest, by=sari.actor)


def test_a_programme_for_others_and_a_promise_elsewhere_keep_a_guest_a_guest(bungo, sari, budi):
    batch = make_running_batch(programme=make_programme(kinds=["pppk"]))
    guest = walk_in_of(meetings_of(batch)[0], budi)
    with pytest.raises(rules.NotEligible):
        hosting.recognise(host_of(batch), guest, budi.employee_id, as_participant=True, by=sari.actor)
    db.session.rollback()
    elsewhere = make_running_batch()
    seat(budi, elsewhere)
    here = make_running_batch()
    with pytest.raises(rules.Clash):
        enrolments.seat_walk_in(budi.employee_id, page_of(here), by=sari.actor)
    db.session.rollback()
    assert status_of(budi, here) is None


def test_nobody_recognises_themself(batch, meeting, sari):
    guest = walk_in_of(meeting, sari)
    with pytest.raises(hosting.OwnRecord):
        hosting.recognise(host_of(batch), guest, sari.employee_id, as_participant=False, by=sari.actor)


def test_a_paper_is_accepted_and_does_not_count_as_attended(visit, batch, meeting, budi, sari, of):
    seat(budi, batch)
    page = visit(budi).open("training.show_absence", meeting_id=meeting.id)
    sent = page.press("Kirim kabar", reason="Tugas luar kota.", file=("surat tugas.png", picture()))
    assert sent.notices == ["Permintaan izin terkirim ke panitia."]
    listed = visit(sari).open("training.list_absences", **of)
    file = visit(sari).get(listed.links["surat tugas.png"])
    assert (file.status_code, file.mimetype) == (200, "image/png")
    assert "attachment" in file.headers["Content-Disposition"]
    assert listed.press("Terima izin").notices == ["Izin diterima. Peserta sudah diberi tahu."]
    assert marks_of(meeting) == {budi.employee_id: EXCUSED}
    assert notices_of(budi) == ["training_excuse", "training_attendance"]
    assert "Terima izin" not in visit(sari).open("training.list_absences", **of).text
    assert visit(budi).open("training.show_absence", meeting_id=meeting.id).warnings[0].startswith("Izin diterima")


def test_participant_and_organiser_learn_when_the_share_is_in_danger(visit, bungo, budi, dewi, sari):
    batch = make_running_batch(meetings=5, programme=make_programme(min_attendance=80))
    for person in (budi, dewi):
        seat(person, batch)
    first, second = meetings_of(batch)[:2]
    hosting.mark_list(host_of(batch), first, {budi.employee_id: ABSENT, dewi.employee_id: PRESENT}, by=sari.actor)
    db.session.commit()
    assert notices_of(budi) == ["training_attendance"]
    with time_machine.travel(second.starts_at, tick=False):
        marks = {budi.employee_id: EXCUSED, dewi.employee_id: PRESENT}
        hosting.mark_list(host_of(batch), second, marks, by=sari.actor)
        hosting.mark_list(host_of(batch), second, marks, by=sari.actor)
        db.session.commit()
        assert (notices_of(budi), notices_of(dewi)) == (["training_attendance"] * 2, [])
        page = visit.another(budi).open("training.show_batch", batch_id=batch.id)
        assert any(one.startswith("Syarat kehadiran tidak tercapai lagi") for one in page.warnings)
        sheet = visit.another(sari).open("training.show_sheet", batch_id=batch.id, meeting_id=second.id)
        assert "Kehadiran di bawah syarat" in sheet.all("h2")
        assert "Tidak hadir 2 dari 5 pertemuan" in sheet.text
        home = visit.another(sari).open("reports.show_home")
        assert "1 peserta di bawah syarat kehadiran" in home.text
        assert "Kehadiran di bawah syarat" in home.link("Lihat siapa").all("h2")
    mails = db.session.execute(select(Mail.kind).where(Mail.employee_id == budi.employee_id)).scalars().all()
    assert mails == ["training_attendance"] * 2


def check_in(browser, meeting, code):
    return browser.open("training.show_check_in", meeting_id=meeting.id).press("Catat kehadiran saya", kode=code)


def test_one_phone_for_two_people_is_shown_as_a_hint_until_the_batch_is_closed(
    visit, batch, meeting, of, sari, budi, dewi
):
    for person in (budi, dewi):
        seat(person, batch)
    phone = {}
    for person in (budi, dewi):
        browser = visit(person).use_cookies(phone)
        check_in(browser, meeting, attendance_rules.screen_code(meeting, now(), 15).digits)
        phone = {name: value for name, value in browser.cookies().items() if name == "penata_perangkat"}
        assert len(phone["penata_perangkat"]) == 32
    sheet = visit(sari).open("training.show_sheet", **of)
    assert sheet.has("#counts .notice")
    assert f"{budi.name} dan {dewi.name} memakai ponsel yang sama" in sheet.text
    with time_machine.travel(meeting.ends_at, tick=False):
        closing.request_closing(page_of(batch), by=sari.actor)
        db.session.commit()
        worker.drain()
    assert set(db.session.execute(select(Attendance.device)).scalars()) == {None}
    assert not visit(sari).open("training.show_sheet", **of).has("#counts .notice")


def test_word_of_not_coming_goes_with_a_meeting_that_is_taken_off_and_guests_keep_it(bungo, budi, sari):
    batch = make_running_batch(meetings=3)
    seat(budi, batch)
    first, second, third = meetings_of(batch)
    make_absence(budi, third)
    schedule.remove(page_of(batch), third, by=sari.actor)
    db.session.commit()
    assert [meeting.id for meeting in meetings_of(batch)] == [first.id, second.id]
    make_walk_in(second)
    with pytest.raises(rules.StillNeeded):
        schedule.remove(page_of(batch), second, by=sari.actor)
