"""The days themselves: the code on the wall, and the list."""

from datetime import timedelta

import pytest

from app.attendance import rules as attendance_rules
from app.base.clock import now
from app.base.database import db
from app.training.models import Enrolment, EnrolmentStatus
from tests.support.builders import (
    make_batch,
    make_employee,
    make_meeting,
    marks_of,
    meetings_of,
    seat,
)
from tests.support.presence import wrong_digits
from tests.support.workshop import check_in, running_batch, screen_code

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def test_code_on_the_wall_checks_in_and_twice_counts_once(visit, budi, dewi, sari):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    code = screen_code(visit, sari, batch, meeting)
    stale = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    first = stale.press("Catat kehadiran saya", kode=code)
    assert first.notices[0].startswith("Kehadiran tercatat pukul ")
    again = stale.press("Catat kehadiran saya", kode=code)
    assert again.notices[0].startswith("Kehadiran Anda sudah tercatat pukul ")
    assert marks_of(meeting) == {budi.employee_id: "present"}


def test_scanning_the_picture_fills_the_code_in(visit, budi, sari):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    token = _token_of(meeting)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id, kode=token)
    assert "Kode dari layar sudah terbaca." in page.text
    assert page.press("Catat kehadiran saya").warnings[0].startswith("Kehadiran tercatat")


def _token_of(meeting, *, ago: int = 0) -> str:
    return attendance_rules.screen_code(meeting, now() - timedelta(seconds=ago), 15).token


def test_late_by_the_clock(visit, budi, sari):
    batch = make_batch(meetings=0, starts_in_days=0)
    seat(budi, batch)
    meeting = make_meeting(batch, now() - timedelta(minutes=40), hours=2)
    page = check_in(visit(budi), meeting, screen_code(visit, sari, batch, meeting))
    assert page.warnings[0].startswith("Kehadiran tercatat Terlambat, dengan kode pukul ")
    assert marks_of(meeting) == {budi.employee_id: "late"}


WRONG_CODES = {
    "wrong digits": (wrong_digits, "Kode tidak cocok."),
    "empty": ("", "Ketik 6 angka yang tampil di layar."),
    "words": ("bukan kode", "Kode tidak cocok."),
    "broken token": ("x.2.zzz", "Kode tidak cocok."),
}


@once
@pytest.mark.parametrize(("code", "sentence"), WRONG_CODES.values(), ids=WRONG_CODES.keys())
def test_a_code_that_is_none_is_refused_and_kept(visit, budi, code, sentence):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    code = code(meeting) if callable(code) else code
    page = check_in(visit(budi), meeting, code, expect=422)
    assert sentence in page.warnings[0]
    assert page.fields["kode"] == ("" if "." in code else code)
    assert marks_of(meeting) == {}


def _digits_now(meeting) -> str:
    return attendance_rules.screen_code(meeting, now(), 15).digits


def test_a_code_from_yesterday_and_one_that_has_just_changed(visit, budi):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    for seconds in (24 * 3600, 60):
        page = visit(budi).open("training.show_check_in", meeting_id=meeting.id, kode=_token_of(meeting, ago=seconds))
        refused = page.press("Catat kehadiran saya", expect=422)
        assert "Kode itu sudah berganti. Pakai kode yang tampil di layar sekarang." in refused.warnings[0]
    assert marks_of(meeting) == {}


def test_a_code_from_the_room_next_door(visit, budi):
    batch, next_door = running_batch(), running_batch()
    seat(budi, batch)
    [meeting], [other] = meetings_of(batch), meetings_of(next_door)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id, kode=_token_of(other))
    refused = page.press("Catat kehadiran saya", expect=422)
    assert "Kode itu milik pertemuan lain." in refused.warnings[0]
    assert (marks_of(meeting), marks_of(other)) == ({}, {})


def test_before_the_doors_open_and_after_the_end(visit, budi):
    batch = make_batch(meetings=0, starts_in_days=1)
    seat(budi, batch)
    early = make_meeting(batch, now() + timedelta(hours=2))
    over = make_meeting(batch, now() - timedelta(hours=9), hours=1)
    waiting = visit(budi).open("training.show_check_in", meeting_id=early.id)
    assert "Absen dibuka" in waiting.warnings[0]
    assert "Catat kehadiran saya" not in waiting.buttons
    assert "sudah selesai" in check_in(visit(budi), over, "123456", expect=422).warnings[0]


def test_too_many_tries_have_to_wait(visit, budi, sari):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    page = visit(budi).open("training.show_check_in", meeting_id=meeting.id)
    for _count in range(10):
        page = page.press("Catat kehadiran saya", kode="bukan", expect=422)
    form = page.form("Catat kehadiran saya")
    answer = form.send(kode=_digits_now(meeting))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "600"
    told = visit(budi).page(answer, expect=429)
    assert "Tunggu 10 menit, atau minta panitia mencatat kehadiran Anda." in told.text
    assert marks_of(meeting) == {}


def test_whoever_is_no_participant_is_told_so(visit, budi, dewi):
    batch = running_batch(seats=1)
    seat(budi, batch)
    enrol_in_queue(dewi, batch)
    [meeting] = meetings_of(batch)
    for person in (dewi, make_employee("Tamu Undangan")):
        page = visit(person).open("training.show_check_in", meeting_id=meeting.id)
        assert page.warnings[0].startswith("Anda bukan peserta angkatan ini")
        answer = visit(person).post(
            "training.create_check_in", meeting_id=meeting.id, fields={"kode": _digits_now(meeting)}
        )
        assert answer.status_code == 409
    assert marks_of(meeting) == {}


def enrol_in_queue(person, batch) -> None:
    db.session.add(
        Enrolment(
            batch_id=batch.id,
            employee_id=person.employee_id,
            status=EnrolmentStatus.WAITLISTED,
            requested_at=now(),
            queued_at=now(),
        )
    )
    db.session.commit()


def test_staff_mark_the_list(visit, budi, dewi, rina, sari, organiser):
    batch = running_batch()
    people = {budi: "present", dewi: "late", rina: "excused", organiser: "absent"}
    for person in people:
        seat(person, batch)
    [meeting] = meetings_of(batch)
    sheet = visit(sari).open("training.show_sheet", batch_id=batch.id, meeting_id=meeting.id)
    assert sheet.all("#sheet p.muted")[0] == "0 dari 4 peserta sudah dicatat."
    marks = {f"hadir-{person.employee_id}": mark for person, mark in people.items() if mark != "absent"}
    saved = sheet.press("Simpan daftar hadir", **marks)
    assert saved.notices == ["Tersimpan. 3 kehadiran berubah."]
    rest = saved.press("Tandai sisanya tidak hadir")
    assert rest.notices == ["Tersimpan. 1 kehadiran berubah."]
    assert marks_of(meeting) == {person.employee_id: mark for person, mark in people.items()}
    assert rest.fields | marks == rest.fields
    mended = rest.press("Simpan daftar hadir", **{f"hadir-{dewi.employee_id}": "present"})
    assert mended.notices == ["Tersimpan. 1 kehadiran berubah."]


def test_a_list_with_a_stranger_in_it_is_refused_whole(visit, budi, dewi, sari):
    batch = running_batch()
    seat(budi, batch)
    [meeting] = meetings_of(batch)
    answer = visit(sari).post(
        "training.create_marks",
        batch_id=batch.id,
        meeting_id=meeting.id,
        fields={f"hadir-{budi.employee_id}": "present", f"hadir-{dewi.employee_id}": "present"},
    )
    assert answer.status_code == 409
    assert marks_of(meeting) == {}
