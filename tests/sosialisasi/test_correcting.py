"""Attendance put right after a round is closed: what the day gave is taken back or given, and the person is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.attendance.models import Attendance, AttendanceStatus
from app.attendance.services.hosting import OwnRecord
from app.audit.models import AuditEntry
from app.base.database import db
from app.competency.models import LearningRecord, LearningStatus
from app.jobs import worker
from app.letters.models import Letter
from app.notifications.models import Mail
from app.sosialisasi.models import AttendedDay, RoundStatus
from app.sosialisasi.rules.events import NotNow
from app.sosialisasi.services import closing, correcting
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.proposals import make_office
from tests.support.sosialisasi import come, invite, make_event, make_round, round_page

S = AttendanceStatus
WHY = "Namanya tertukar saat daftar disalin."


@pytest.fixture
def office(bungo):
    return make_office("Dinas Kependudukan")


@pytest.fixture
def people(office):
    post = make_position("Pelaksana", unit=make_unit("Bidang Satu", parent=office.unit))
    return {name: make_employee(f"Pegawai {name}", position_id=post.id) for name in "ABC"}


@pytest.fixture
def event(office):
    return make_event(office.unit, gives_hours=True, gives_letter=True)


@pytest.fixture
def one(event, people):
    """A round a week ago, not closed: A and B came, C was invited and not seen."""
    row = make_round(event)
    invite(row, *(person.employee_id for person in people.values()))
    come(row, people["A"].employee_id, people["B"].employee_id)
    return row


def close(row, by):
    closing.request_closing(round_page(row), by=by.actor)
    db.session.commit()
    worker.drain()
    db.session.rollback()


def correct(row, person, status, by):
    correcting.correct(round_page(row), person.employee_id, status, WHY, by=by.actor)
    db.session.commit()


def counted(person):
    statement = select(LearningRecord.jp_credited).where(
        LearningRecord.employee_id == person.employee_id, LearningRecord.status == LearningStatus.CREDITED
    )
    return list(db.session.execute(statement).scalars())


def letters(person):
    statement = (
        select(Letter.withdrawn_because)
        .join(AttendedDay, AttendedDay.letter_id == Letter.id)
        .where(AttendedDay.employee_id == person.employee_id)
        .order_by(Letter.id)
    )
    return list(db.session.execute(statement).scalars())


def mails(kind, person):
    statement = select(Mail.facts).where(Mail.kind == kind, Mail.employee_id == person.employee_id).order_by(Mail.id)
    return list(db.session.execute(statement).scalars())


def audited(action):
    return db.session.execute(select(func.count(AuditEntry.id)).where(AuditEntry.action == action)).scalar_one()


def test_who_was_not_there_loses_hours_and_letter_with_the_reason(one, people, office):
    close(one, office.head)
    before = counted(people["A"])
    assert len(before) == 1
    assert before[0] > 0
    correct(one, people["A"], S.ABSENT, office.head)
    assert counted(people["A"]) == []
    assert letters(people["A"]) == [WHY]
    assert counted(people["B"]) == before
    assert letters(people["B"]) == [""]
    [told] = mails("sosialisasi_corrected", people["A"])
    assert (told["came"], told["has_letter"], told["reason"]) == (False, True, WHY)
    assert mails("sosialisasi_corrected", people["B"]) == []
    for action in (
        "sosialisasi.attendance.corrected",
        "sosialisasi.day.withdrawn",
        "competency.hours.withdrawn",
        "letters.letter.withdrawn",
    ):
        assert audited(action) == 1, action


def test_who_was_there_after_all_gets_both_and_is_told_once(one, people, office):
    close(one, office.head)
    correct(one, people["C"], S.PRESENT, office.head)
    assert counted(people["C"]) == counted(people["B"])
    assert letters(people["C"]) == [""]
    [told] = mails("sosialisasi_corrected", people["C"])
    assert (told["came"], told["has_letter"]) == (True, True)
    assert mails("sosialisasi_thanks", people["C"]) == []


def test_back_and_forth_ends_where_it_says_with_a_new_letter(one, people, office):
    close(one, office.head)
    before = counted(people["A"])
    correct(one, people["A"], S.ABSENT, office.head)
    correct(one, people["A"], S.LATE, office.head)
    assert counted(people["A"]) == before
    assert letters(people["A"]) == [WHY, ""]
    numbers = db.session.execute(select(Letter.number).where(Letter.kind == "sosialisasi_attendance")).scalars().all()
    assert len(numbers) == len(set(numbers)) == 3


def test_another_round_of_that_day_gives_the_day_instead(one, event, people, office):
    begins = round_page(one).meeting.starts_at + timedelta(minutes=200)
    second = make_round(event, 2, starts_at=begins)
    come(second, people["A"].employee_id)
    close(one, office.head)
    close(second, office.head)
    assert len(counted(people["A"])) == 1
    before = counted(people["A"])
    correct(one, people["A"], S.ABSENT, office.head)
    assert counted(people["A"]) == before
    assert letters(people["A"]) == [WHY, ""]
    standing = select(AttendedDay.round_id).where(
        AttendedDay.employee_id == people["A"].employee_id, AttendedDay.withdrawn_at.is_(None)
    )
    assert db.session.execute(standing).scalars().all() == [second.id]


def test_a_day_another_round_gave_stays(one, event, people, office):
    begins = round_page(one).meeting.starts_at + timedelta(minutes=200)
    second = make_round(event, 2, starts_at=begins)
    come(second, people["A"].employee_id)
    close(one, office.head)
    close(second, office.head)
    before = counted(people["A"])
    correct(second, people["A"], S.ABSENT, office.head)
    assert counted(people["A"]) == before
    assert letters(people["A"]) == [""]


def test_the_line_stays_in_the_ledger_counts_nothing_and_says_why(one, people, office):
    close(one, office.head)
    assert sum(counted(people["A"])) > Decimal(0)
    correct(one, people["A"], S.ABSENT, office.head)
    kept = select(LearningRecord.status, LearningRecord.jp_credited, LearningRecord.note).where(
        LearningRecord.employee_id == people["A"].employee_id
    )
    assert [tuple(row) for row in db.session.execute(kept)] == [(LearningStatus.WITHDRAWN, Decimal(0), WHY)]


def test_only_of_a_closed_round_and_never_of_oneself(one, people, office):
    with pytest.raises(NotNow):
        correcting.correct(round_page(one), people["A"].employee_id, S.ABSENT, WHY, by=office.head.actor)
    db.session.rollback()
    close(one, office.head)
    with pytest.raises(NotNow):
        correcting.correct(round_page(one), people["A"].employee_id, S.PRESENT, WHY, by=office.head.actor)
    db.session.rollback()
    with pytest.raises(OwnRecord):
        correcting.correct(round_page(one), people["A"].employee_id, S.ABSENT, WHY, by=people["A"].actor)
    db.session.rollback()
    assert len(counted(people["A"])) == 1


def test_while_it_is_being_closed_nothing_is_put_right(one, people, office):
    closing.request_closing(round_page(one), by=office.head.actor)
    db.session.commit()
    assert round_page(one).round.status == RoundStatus.HELD
    with pytest.raises(NotNow):
        correcting.correct(round_page(one), people["A"].employee_id, S.ABSENT, WHY, by=office.head.actor)
    db.session.rollback()


def test_the_organiser_corrects_on_the_page_and_the_person_reads_why(one, people, office, sari, visit):
    close(one, office.head)
    page = visit(sari).open("sosialisasi.show_closing", round_id=one.id)
    form = page.link("Koreksi kehadiran Pegawai A")
    assert "Sekarang tercatat: hadir." in form.text
    wrong = form.press("Simpan koreksi", status="", reason="x", expect=422)
    assert wrong.fields["reason"] == "x"
    done = wrong.press("Simpan koreksi", status="absent", reason=WHY)
    assert done.notices == ["Kehadiran dikoreksi. Orangnya diberi tahu dengan alasan ini."]
    assert f"Yang diberikan ditarik: {WHY}" in done.text
    own = visit(people["A"]).open("sosialisasi.list_own").link("Sosialisasi yang saya hadiri")
    assert WHY in own.text
    assert "tidak berlaku lagi" in own.text
    assert not any("Surat keterangan hadir" in label for label in own.links)


def test_somebody_not_on_the_list_is_added_by_nip(one, people, office, sari, visit, joko):
    close(one, office.head)
    outsider = make_employee("Pegawai D", position_id=make_position("Arsiparis", unit=office.unit).id)
    form = visit(sari).open("sosialisasi.show_correction", round_id=one.id)
    for nip, sentence in (
        ("", "Isi NIP pegawainya."),
        ("123", "NIP ini tidak ditemukan di antara pegawai yang Anda kelola. Periksa lagi angkanya."),
        (joko.nip, "NIP ini tidak ditemukan di antara pegawai yang Anda kelola. Periksa lagi angkanya."),
    ):
        wrong = form.press("Simpan koreksi", nip=nip, status="present", reason=WHY, expect=422)
        assert sentence in wrong.text
        assert (wrong.fields["nip"], wrong.fields["reason"]) == (nip, WHY)
    form.press("Simpan koreksi", nip=outsider.nip, status="present", reason=WHY)
    marked = select(Attendance.status).where(Attendance.employee_id == outsider.employee_id)
    assert db.session.execute(marked).scalars().all() == [S.PRESENT]
    assert len(counted(outsider)) == 1


def test_a_number_of_somebody_elsewhere_is_not_found(one, office, sari, visit, joko):
    close(one, office.head)
    stranger = make_employee("Bukan Undangan", position_id=make_position("Arsiparis", unit=office.unit).id)
    for number in (joko.employee_id, stranger.employee_id, 10**9):
        visit(sari).open("sosialisasi.show_correction", round_id=one.id, pegawai=number, expect=404)
        answer = visit(sari).post(
            "sosialisasi.create_correction",
            round_id=one.id,
            fields={"pegawai": str(number), "status": "present", "reason": WHY},
        )
        assert answer.status_code == 404
