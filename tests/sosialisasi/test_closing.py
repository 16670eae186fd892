"""Closing a round: JP once a day, letters once, thanks once, killed anywhere and run again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.attendance.models import Attendance, AttendanceStatus
from app.attendance.queries import meeting
from app.attendance.services import walk_ins
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.competency.models import LearningRecord
from app.jobs import worker
from app.learning.queries import lines
from app.letters.models import Letter
from app.letters.rules import NoSignatory
from app.notifications.models import Mail, Notice
from app.sosialisasi.models import (
    AttendedDay,
    MaterialAccess,
    RoundStatus,
    SosialisasiMaterial,
)
from app.sosialisasi.queries import settled
from app.sosialisasi.rules.outlooks import hours_of_day
from app.sosialisasi.services import closing
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.proposals import make_office
from tests.support.sosialisasi import come, invite, make_event, make_file, make_round, round_page

S = AttendanceStatus


class Killed(BaseException):
    """The process is gone; nothing in it gets to tidy up."""


@pytest.fixture
def office(bungo):
    return make_office("Dinas Kependudukan")


@pytest.fixture
def people(office):
    post = make_position("Pelaksana", unit=make_unit("Bidang Satu", parent=office.unit))
    return {name: make_employee(f"Pegawai {name}", position_id=post.id) for name in "ABCDE"}


def ids(people, names):
    return [people[name].employee_id for name in names]


@pytest.fixture
def one(office, people):
    """A round a week ago: A and B came, C came late, D is excused, E was not seen."""
    event = make_event(office.unit, gives_hours=True, gives_letter=True)
    row = make_round(event)
    invite(row, *ids(people, "ABCDE"))
    come(row, *ids(people, "AB"))
    come(row, *ids(people, "C"), status=S.LATE)
    come(row, *ids(people, "D"), status=S.EXCUSED)
    return row


def request(row, by):
    closing.request_closing(round_page(row), by=by.actor)
    db.session.commit()


def close(row, by):
    request(row, by)
    worker.drain()
    db.session.rollback()


def credited():
    rows = db.session.execute(
        select(LearningRecord.employee_id, LearningRecord.jp_credited).order_by(LearningRecord.employee_id)
    )
    return [tuple(row) for row in rows]


def count(column):
    return db.session.execute(select(func.count(column))).scalar_one()


def thanks():
    return db.session.execute(select(func.count(Mail.id)).where(Mail.kind == "sosialisasi_thanks")).scalar_one()


def test_everybody_reads_what_they_would_get_and_why(one, people):
    rows = closing.outlooks_of(round_page(one), after=None, limit=10)
    assert [(row.name, row.gets, row.hours, row.letter) for row in rows] == [
        ("Pegawai A", True, 4, True),
        ("Pegawai B", True, 4, True),
        ("Pegawai C", True, 4, True),
        ("Pegawai D", False, 0, False),
        ("Pegawai E", False, 0, False),
    ]
    assert [row.reasons[0] for row in rows] == [
        "Hadir.",
        "Hadir.",
        "Datang terlambat, tetap dihitung hadir.",
        "Izin. Yang izin tidak mendapat JP.",
        "Diundang, tidak tercatat hadir.",
    ]
    after = (rows[1].sort_name, rows[1].employee_id)
    assert [row.name for row in closing.outlooks_of(round_page(one), after=after, limit=2)] == [
        "Pegawai C",
        "Pegawai D",
    ]
    assert count(AttendedDay.id) == count(LearningRecord.id) == 0


def test_who_came_gets_hours_a_letter_and_thanks_and_nobody_else_gets_anything(one, people, office):
    close(one, office.officer)
    assert credited() == [(number, Decimal(4)) for number in sorted(ids(people, "ABC"))]
    assert round_page(one).round.status == RoundStatus.HELD
    letters = db.session.execute(select(Letter).order_by(Letter.sequence)).scalars().all()
    assert [row.sequence for row in letters] == [1, 2, 3]
    assert all(row.file_id for row in letters)
    assert thanks() == 3
    told = set(db.session.execute(select(Notice.employee_id)).scalars())
    assert told == set(ids(people, "ABC"))
    assert (
        closing.job_of(round_page(one)).message
        == "Selesai. 3 orang dicatat dari putaran ini, 3 surat keterangan hadir terbit."
    )


def test_two_rounds_on_one_day_count_once_and_on_two_days_twice(one, people, office):
    event = round_page(one).event
    start = meeting(one.meeting_id).starts_at
    same_day = make_round(event, 2, starts_at=start.replace(hour=(start.hour + 1) % 20))
    same_day_meeting = meeting(same_day.meeting_id)
    same_day_meeting.starts_at, same_day_meeting.ends_at = start, start + timedelta(hours=2)
    next_day = make_round(event, 3, starts_at=start + timedelta(days=1))
    db.session.commit()
    come(same_day, *ids(people, "AD"))
    come(next_day, *ids(people, "A"))
    for row in (one, same_day, next_day):
        close(row, office.officer)
    got = dict.fromkeys(ids(people, "ABCD"), 0)
    for person, hours in credited():
        got[person] += hours
    assert got == dict(zip(ids(people, "ABCD"), (8, 4, 4, 4), strict=True))
    assert thanks() == 4
    (row, *_rest) = closing.outlooks_of(round_page(one), after=None, limit=1)
    assert (row.gets, row.hours, row.reasons) == (True, 4, ("Hadir, dan sudah dicatat.",))
    (row, *_rest) = closing.outlooks_of(round_page(same_day), after=None, limit=1)
    assert row.reasons == ("Hadir. Hari ini sudah dicatat dari putaran 1; JP dihitung sekali sehari.",)


def test_an_event_that_gives_nothing_still_thanks(one, people, office):
    event = round_page(one).event
    event.gives_hours = event.gives_letter = False
    db.session.commit()
    close(one, office.officer)
    assert (count(LearningRecord.id), count(Letter.id), count(AttendedDay.id), thanks()) == (0, 0, 3, 3)


def test_a_round_is_closed_when_it_is_over_and_once(one, office):
    ahead = make_round(round_page(one).event, 2, starts_at=now() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="belum selesai"):
        closing.request_closing(round_page(ahead), by=office.officer.actor)
    close(one, office.officer)
    with pytest.raises(RuleBroken, match="semua yang hadir sudah dicatat"):
        closing.request_closing(round_page(one), by=office.officer.actor)


def test_somebody_recognised_after_the_closing_is_settled_by_closing_again(one, people, office):
    close(one, office.officer)
    db.session.execute(
        select(Attendance).where(Attendance.employee_id == people["D"].employee_id)
    ).scalar_one().status = S.PRESENT
    db.session.commit()
    assert closing.unsettled(round_page(one)) == 1
    close(one, office.officer)
    assert len(credited()) == thanks() == 4


def test_without_a_signatory_nothing_begins(people, bungo, sari):
    event = make_event(make_unit("Dinas Tanpa Kepala"), gives_hours=True, gives_letter=True)
    row = make_round(event)
    come(row, *ids(people, "A"))
    with pytest.raises(NoSignatory):
        closing.request_closing(round_page(row), by=sari.actor)
    db.session.rollback()
    assert round_page(row).round.status == RoundStatus.INVITED


def test_guests_get_nothing_and_break_nothing(one, office):
    walk_ins.note(meeting(one.meeting_id), "<b>Warga</b>", "Desa", by=office.officer.actor)
    db.session.commit()
    close(one, office.officer)
    assert len(credited()) == 3


def test_the_form_in_force_says_the_hours(bungo):
    forms = lines.forms(date(2026, 11, 30))
    assert hours_of_day(forms["KL11"], timedelta(hours=3)) == Decimal(4)
    assert hours_of_day(None, timedelta(hours=3)) == 0


def run(round_id, step, *, before_commit):
    """Run until the so-manieth report of progress, then be killed. Returns whether it came that far."""
    calls = []

    def progress(_done, _total):
        calls.append(1)
        if before_commit and len(calls) == step:
            raise Killed
        db.session.commit()
        if len(calls) == step:
            raise Killed

    try:
        closing.close({"round_id": round_id}, progress)
    except Killed:
        government_id = scope.current()
        db.session.remove()
        scope.enter(government_id)
        return True
    db.session.rollback()
    return False


@pytest.mark.parametrize("before_commit", [True, False], ids=["before its commit", "after its commit"])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_at_any_step_and_run_again_it_ends_the_same(one, people, office, step, before_commit):
    request(one, office.officer)
    round_id, mine = one.id, sorted(ids(people, "ABC"))
    assert run(round_id, step, before_commit=before_commit)
    assert not run(round_id, 99, before_commit=False)
    assert not run(round_id, 99, before_commit=False)
    assert credited() == [(number, Decimal(4)) for number in mine]
    assert (count(AttendedDay.id), count(Letter.id), thanks()) == (3, 3, 3)
    settled_lines = select(func.count(AuditEntry.id)).where(AuditEntry.action == "sosialisasi.day.settled")
    assert db.session.execute(settled_lines).scalar_one() == 3


def test_whoever_attended_finds_hours_letter_and_materials(one, people, office, visit):
    event_id = one.sosialisasi_id
    file = make_file()
    for title, access in (("Paparan", MaterialAccess.AFTERWARDS), ("Catatan panitia", MaterialAccess.ORGANISERS)):
        db.session.add(
            SosialisasiMaterial(sosialisasi_id=event_id, title=title, file_id=file.id, access=access, added_at=now())
        )
    db.session.commit()
    kept = settled.materials([event_id])
    close(one, office.officer)
    page = visit(people["A"]).open("sosialisasi.list_own_attendance")
    assert page.heading == "Sosialisasi yang saya hadiri"
    assert "4 JP" in page.text
    assert "Paparan" in page.text
    assert "Catatan panitia" not in page.text
    day_id = db.session.execute(
        select(AttendedDay.id).where(AttendedDay.employee_id == people["A"].employee_id)
    ).scalar_one()
    db.session.rollback()
    letter = visit(people["A"]).download("sosialisasi.download_own_attendance_letter", day_id=day_id)
    assert letter.data.startswith(b"%PDF")
    material = {"material_id": kept[0].id}
    assert visit(people["A"]).download("sosialisasi.download_attended_material", **material).data
    visit(people["B"]).download("sosialisasi.download_own_attendance_letter", expect=404, day_id=day_id)
    visit(people["E"]).download("sosialisasi.download_attended_material", expect=404, **material)
    assert "Belum ada kehadiran" in visit(people["E"]).open("sosialisasi.list_own_attendance").text


def test_the_organiser_closes_on_the_page(one, sari, visit):
    page = visit(sari).open("sosialisasi.show_closing", round_id=one.id)
    assert "3 orang yang hadir akan mendapat 4 JP dan surat keterangan hadir" in page.text
    page = page.press("Tutup putaran")
    assert page.notices == ["Penutupan dimulai. Anda boleh meninggalkan halaman ini."]
    assert "Sedang menutup putaran" in page.text
    worker.drain()
    page = visit(sari).open("sosialisasi.show_closing", round_id=one.id)
    assert "Putaran sudah ditutup" in page.text
    assert "Tutup putaran" not in page.buttons
