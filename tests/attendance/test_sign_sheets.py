"""A sheet to sign of a hall of people: asked for, watched, taken by whoever asked alone, and gone after some days."""

import re
from dataclasses import asdict
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.attendance import jobs, papers
from app.attendance.models import SignSheet
from app.attendance.services import drop_meeting, sign_sheets
from app.audit.models import AuditEntry
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.documents import queries as documents
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from tests.support import pdf
from tests.support.builders import ZONE, enrol, grant, make_batch, make_employee, meetings_of
from tests.support.hall import make_hall_meeting
from tests.support.initiatives import make_office
from tests.support.presence import make_running_batch
from tests.support.sosialisasi import let_it_pass, mark, plan_event, plan_round, sent_round

PEOPLE = 5


@pytest.fixture
def office(bungo):
    return make_office(people=PEOPLE)


@pytest.fixture
def maya(office):
    person = make_employee("Maya Anggraini", female=True)
    grant(person.user_id, Role.CHANGE_TEAM)
    return person


@pytest.fixture
def one(office):
    return sent_round(office[0], *office[1])


@pytest.fixture
def long(monkeypatch):
    """As if three names were too many to wait for, and two made a part."""
    monkeypatch.setattr(papers, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(papers, "ROWS_IN_A_PART", 2)


def made(sheet_id):
    worker.drain()
    db.session.rollback()
    return db.session.get_one(SignSheet, sheet_id)


def only_sheet():
    return db.session.execute(select(SignSheet)).scalar_one()


def count(action):
    return db.session.execute(select(func.count(AuditEntry.id)).where(AuditEntry.action == action)).scalar_one()


def test_a_short_sheet_is_printed_at_once(one, maya, visit):
    answer = visit(maya).download("sosialisasi.download_sign_sheet", round_id=one.id)
    assert answer.mimetype == "application/pdf"
    words = " ".join(pdf.text(answer.data).split())
    assert "Narasumber" in words
    assert "Pengajar" not in words
    assert "Bagian" not in words
    assert "Cetak A4" in visit(maya).open("sosialisasi.show_sheet", round_id=one.id).links


def test_a_long_one_is_asked_for_watched_and_taken_by_whoever_asked_alone(one, office, maya, sari, visit, long):
    page = visit(maya).open("sosialisasi.show_sheet", round_id=one.id)
    assert "Cetak A4" not in page.links
    page = page.link("Siapkan daftar hadir untuk ditandatangani")
    assert "Belum ada berkas yang Anda minta" in page.text
    page = page.press("Siapkan daftar hadir", kertas="f4")
    assert page.notices == ["Daftar hadirnya sedang disiapkan. Anda boleh meninggalkan halaman ini."]
    assert "Menunggu giliran" in page.text
    sheet = made(only_sheet().id)
    page = visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id)
    assert "Unduh daftar 5 orang" in page.links
    answer = visit(maya).download("sosialisasi.download_made_sheet", round_id=one.id, sheet_id=sheet.id)
    assert "-f4.pdf" in answer.headers["Content-Disposition"]
    words = " ".join(pdf.text(answer.data).split())
    assert [name for person in office[1] if (name := person.name) not in words] == []
    assert (count("attendance.sign_sheet.asked"), count("attendance.sign_sheet.taken")) == (1, 1)
    visit(sari).open("sosialisasi.download_made_sheet", round_id=one.id, sheet_id=sheet.id, expect=404)
    other = sent_round(office[0], office[1][0], title="Acara lain", starts_at=now() + timedelta(days=20))
    visit(maya).open("sosialisasi.download_made_sheet", round_id=other.id, sheet_id=sheet.id, expect=404)


def test_an_old_link_to_print_it_at_once_leads_to_where_it_is_asked_for(one, maya, visit, long):
    page = visit(maya).open("sosialisasi.download_sign_sheet", round_id=one.id)
    assert page.heading.startswith("Daftar hadir untuk ditandatangani")
    assert db.session.execute(select(func.count(SignSheet.id))).scalar_one() == 0


def test_its_parts_have_heads_of_their_own_and_numbers_that_go_on(one, office, maya, visit, long):
    visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id).press("Siapkan daftar hadir", nip="sebagian")
    sheet = made(only_sheet().id)
    content = store.read(documents.stored_file(sheet.file_id))
    assert pdf.complaints(content) == ""
    names = sorted(person.name for person in office[1])
    assert [name for name, _page in pdf.bookmarks(content)] == [
        f"Bagian {number}, mulai {names[2 * (number - 1)]}" for number in (1, 2, 3)
    ]
    pages = [" ".join(pdf.text(pdf.page(content, number)).split()) for number in (1, 2, 3)]
    for number, (page, rows) in enumerate(zip(pages, ("1 sampai 2", "3 sampai 4", "5 sampai 5"), strict=True), start=1):
        assert f"{number} dari 3, nomor {rows}" in page
        assert ("Baris kosong" in page) == (number == 3)
    whole = " ".join(pages)
    numbered = [int(number) for number in re.findall(r"(?<![\d.])(\d+)\.(?!\d)", pages[-1])]
    assert max(numbered) == 13  # eight blank rows go on after the fifth name
    assert office[1][0].nip not in whole


def test_whoever_is_expected_by_then_stands_on_it(one, office, maya, visit, long):
    visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id).press("Siapkan daftar hadir")
    late = make_employee("Zulkifli Hasan")
    let_it_pass(one)
    mark(one, late)
    sheet = made(only_sheet().id)
    assert sheet.count == PEOPLE + 1
    assert late.name in " ".join(pdf.text(store.read(documents.stored_file(sheet.file_id))).split())


def test_killed_and_run_again_there_is_one_file(one, maya, visit, long):
    visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id).press("Siapkan daftar hadir")
    sheet = made(only_sheet().id)
    files = db.session.execute(select(func.count(StoredFile.id))).scalar_one()
    sign_sheets.make({"sheet_id": sheet.id}, lambda _done, _total: None)
    assert db.session.execute(select(func.count(StoredFile.id))).scalar_one() == files


def test_more_than_a_sheet_holds_is_refused_with_a_sentence(one, maya, visit, monkeypatch):
    page = visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id)
    monkeypatch.setattr(papers, "ROWS_AT_MOST", PEOPLE - 1)
    refused = page.press("Siapkan daftar hadir", expect=409)
    assert "paling banyak 4 orang" in refused.text
    assert db.session.execute(select(func.count(SignSheet.id))).scalar_one() == 0


def test_a_round_of_nobody_has_nothing_to_print(office, maya, visit):
    one = plan_round(plan_event(office[0]))
    page = visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id)
    assert "Belum ada peserta" in page.text
    assert "Ke daftar hadir" in page.links


def test_after_seven_days_and_when_the_meeting_goes_the_file_is_gone(one, office, maya, visit, long):
    visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id).press("Siapkan daftar hadir")
    sheet = made(only_sheet().id)
    file_id, facts = sheet.file_id, sheet.facts
    sheet.expires_at = now() - timedelta(minutes=1)
    db.session.commit()
    visit(maya).open("sosialisasi.download_made_sheet", round_id=one.id, sheet_id=sheet.id, expect=404)
    jobs.tidy_sign_sheets()
    assert db.session.get(StoredFile, file_id) is None
    visit(maya).open("sosialisasi.list_sign_sheets", round_id=one.id).press("Siapkan daftar hadir")
    assert made(only_sheet().id).count == PEOPLE  # though on SQLite it has the number of the one that went
    meeting = make_hall_meeting()
    db.session.add(
        SignSheet(
            meeting_id=meeting.id, house="training", paper="a4", is_masked=False, facts=facts,
            created_by=maya.user_id, created_at=now(), expires_at=now() + timedelta(days=7),
        )
    )  # fmt: skip
    db.session.commit()
    drop_meeting(meeting)
    db.session.commit()
    jobs.tidy_sign_sheets()
    assert only_sheet().house == "sosialisasi"


def test_a_batch_of_many_has_the_same_page(bungo, sari, budi, dewi, visit, monkeypatch):
    batch = make_running_batch()
    for person in (budi, dewi):
        enrol(person, batch)
    monkeypatch.setattr(papers, "ROWS_AT_ONCE", 1)
    meeting_id = meetings_of(batch)[0].id
    page = visit(sari).open("training.show_sheet", batch_id=batch.id, meeting_id=meeting_id)
    page.link("Siapkan daftar hadir untuk ditandatangani").press("Siapkan daftar hadir")
    sheet = made(only_sheet().id)
    answer = visit(sari).download(
        "training.download_made_sheet", batch_id=batch.id, meeting_id=meeting_id, sheet_id=sheet.id
    )
    words = " ".join(pdf.text(answer.data).split())
    assert budi.name in words
    assert dewi.name in words
    assert "Narasumber" not in words


@pytest.fixture
def course(bungo, sari, budi, dewi, rina, long):
    """Three people at two meetings: six names, where three are too many to wait for and two make a part."""
    batch = make_running_batch(meetings=2)
    for person in (budi, dewi, rina):
        enrol(person, batch)
    return batch


def test_all_meetings_of_a_batch_are_one_file_for_whoever_asked(course, sari, organiser, budi, rina, visit):
    page = visit(sari).open("training.show_managed", batch_id=course.id).link("Cetak semua daftar hadir, A4")
    assert page.heading.startswith("Daftar hadir untuk ditandatangani")
    assert "2 daftar, masing-masing untuk 3 orang" in page.text
    page = page.press("Siapkan daftar hadir", kertas="f4")
    assert "Menunggu giliran" in page.text
    sheet = made(only_sheet().id)
    assert (sheet.is_whole, sheet.count) == (True, 3)
    page = visit(sari).open("training.list_batch_sheets", batch_id=course.id)
    assert "Unduh 2 daftar 3 orang" in page.links
    answer = visit(sari).download("training.download_batch_sheets", batch_id=course.id, sheet_id=sheet.id)
    assert "-f4.pdf" in answer.headers["Content-Disposition"]
    words = " ".join(pdf.text(answer.data).split())
    assert [words.count(f"{one} dari 2, nomor") for one in (1, 2)] == [2, 2]
    for meeting in meetings_of(course):
        assert words.count(f"Hari, tanggal {wording.full_date(meeting.starts_at.astimezone(ZONE).date())}") == 2
    assert words.count(rina.name) == 2
    assert (count("attendance.sign_sheet.asked"), count("attendance.sign_sheet.taken")) == (1, 1)
    visit(organiser).open("training.download_batch_sheets", batch_id=course.id, sheet_id=sheet.id, expect=404)


def test_the_sheet_of_one_meeting_and_those_of_all_are_kept_apart(course, sari, visit):
    first = meetings_of(course)[0].id
    visit(sari).open("training.list_sign_sheets", batch_id=course.id, meeting_id=first).press("Siapkan daftar hadir")
    alone = made(only_sheet().id)
    page = visit(sari).open("training.list_batch_sheets", batch_id=course.id)
    assert "Belum ada berkas yang Anda minta." in page.text
    visit(sari).open("training.download_batch_sheets", batch_id=course.id, sheet_id=alone.id, expect=404)
    visit(sari).open("training.list_batch_sheets", batch_id=course.id).press("Siapkan daftar hadir")
    worker.drain()
    whole = db.session.execute(select(SignSheet.id).where(SignSheet.is_whole)).scalar_one()
    page = visit(sari).open("training.list_sign_sheets", batch_id=course.id, meeting_id=first)
    assert [one for one in page.links if one.startswith("Unduh daftar") or "2 daftar" in one] == [
        "Unduh daftar 3 orang"
    ]
    visit(sari).open("training.download_made_sheet", batch_id=course.id, meeting_id=first, sheet_id=whole, expect=404)


def test_a_few_meetings_are_printed_at_once(course, sari, visit, monkeypatch):
    monkeypatch.setattr(papers, "ROWS_AT_ONCE", 6)
    answer = visit(sari).download("training.download_sign_sheets", batch_id=course.id)
    assert answer.mimetype == "application/pdf"
    assert db.session.execute(select(func.count(SignSheet.id))).scalar_one() == 0


def test_more_than_one_file_of_all_meetings_holds_is_refused_with_a_sentence(course, sari, visit, monkeypatch):
    page = visit(sari).open("training.list_batch_sheets", batch_id=course.id)
    monkeypatch.setattr(papers, "ROWS_OF_ALL_AT_MOST", 5)
    refused = page.press("Siapkan daftar hadir", expect=409)
    assert "Satu berkas memuat paling banyak 5 baris, dan semua daftar ini berisi 6 baris." in refused.text
    assert db.session.execute(select(func.count(SignSheet.id))).scalar_one() == 0
    one = visit(sari).open("training.list_sign_sheets", batch_id=course.id, meeting_id=meetings_of(course)[0].id)
    assert "Siapkan daftar hadir" in one.buttons


def test_a_batch_without_meetings_has_no_sheets(bungo, sari, visit):
    batch = make_batch(meetings=0)
    page = visit(sari).open("training.list_batch_sheets", batch_id=batch.id, expect=409)
    assert "belum punya pertemuan" in page.text


def test_a_head_kept_before_several_meetings_could_be_is_still_read():
    letterhead = papers.Letterhead("Pemerintah Kabupaten Bungo", "BKPSDM", "Muara Bungo")
    meeting = papers.SheetFacts("Pelayanan Prima", "Hari pertama", "Senin", "08.00", "Aula", "Hendra")
    head = papers.Head(letterhead, (meeting,))
    assert papers.Head.from_dict(head.to_dict()) == head
    assert papers.Head.from_dict({"letterhead": asdict(letterhead), "meeting": asdict(meeting)}) == head
