"""The days of a batch through its pages: own codes, scanning, guests, excuses, papers."""

import io
import json
from datetime import timedelta

import pytest
import time_machine
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app.access.permissions import Role
from app.attendance.models import AbsenceNotice, AbsenceStatus, AttendanceStatus, Refusal, Scan, WalkIn
from app.attendance.queries import scans as scan_queries
from app.attendance.services import hosting
from app.audit.models import AuditEntry
from app.base.database import db
from app.notifications.models import Notice
from app.training.models import Batch, BatchStatus, EnrolmentStatus
from app.training.queries import batches as batch_queries
from tests.support import pdf
from tests.support.builders import (
    attend,
    grant,
    host_of,
    make_batch,
    make_employee,
    marks_of,
    meetings_of,
    seat,
)
from tests.support.presence import make_absence, make_running_batch, make_walk_in, picture, scanned, shown_code

PRESENT, LATE, EXCUSED, ABSENT = AttendanceStatus
S = EnrolmentStatus
JSON = {"Accept": "application/json"}


@pytest.fixture
def app(any_app):
    """Pages are the same on either database; what they ask of it is tried on both elsewhere."""
    return any_app


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


def test_a_participants_own_code_is_a_picture_with_digits_that_renews_itself(visit, batch, meeting, budi):
    seat(budi, batch)
    page = visit(budi).open("training.show_batch", batch_id=batch.id).link("Kode saya Hari pelatihan")
    assert page.has(".pass__qr svg")
    digits = page.all(".pass__short [aria-hidden]")[0].replace(" ", "")
    assert digits == shown_code(budi, meeting, short=True)
    assert 'http-equiv="refresh"' in page.source
    assert visit(budi).fragment("training.show_own_code", meeting_id=meeting.id).ids == ["own_code"]
    with time_machine.travel(meeting.ends_at, tick=False):
        over = visit.another(budi).open("training.show_own_code", meeting_id=meeting.id)
    coming = make_batch(starts_in_days=3)
    seat(budi, coming)
    early = visit(budi).open("training.show_own_code", meeting_id=meetings_of(coming)[0].id)
    for shut, words in ((over, "Pertemuan sudah selesai"), (early, "Kode belum ada")):
        assert not shut.has(".pass__qr")
        assert shut.warnings[0].startswith(words)


def test_who_takes_no_part_has_no_code_and_who_is_there_needs_none(visit, batch, meeting, budi, dewi):
    assert "bukan peserta" in visit(dewi).open("training.show_own_code", meeting_id=meeting.id).text
    seat(budi, batch)
    attend(budi, batch)
    page = visit(budi).open("training.show_own_code", meeting_id=meeting.id)
    assert not page.has(".pass__qr")
    assert page.warnings[0].startswith("Kehadiran tercatat")


def hand_in(browser, of, *codes, **more):
    token = browser.open("training.show_scanner", **of).token
    fields = {"kode": [code for code, _key in codes], "kunci": [key for _code, key in codes], "csrf_token": token}
    return browser.request("POST", browser.address("training.create_scans", **of), data=fields | more, headers=JSON)


def test_the_list_a_scanner_holds_names_who_is_expected_and_nothing_more(visit, sari, batch, meeting, of, budi, dewi):
    seat(budi, batch)
    seat(dewi, batch)
    attend(dewi, batch)
    told = json.loads(visit(sari).get(visit(sari).address("training.show_scan_list", **of)).text)
    unit = told["unit"].index("Dinas Kependudukan dan Pencatatan Sipil")
    assert told["peserta"] == [[budi.employee_id, budi.name, unit], [dewi.employee_id, dewi.name, unit]]
    assert told["tercatat"] == {"present": [dewi.employee_id]}
    assert meeting.secret not in json.dumps(told)
    assert budi.nip not in json.dumps(told)


def test_a_scanner_that_has_the_list_is_told_who_was_marked_and_no_names(visit, sari, batch, meeting, of, budi, dewi):
    seat(budi, batch)
    browser = visit(sari)
    address = browser.address("training.show_scan_list", **of)
    first = json.loads(browser.get(address).text)
    attend(budi, batch)
    again = json.loads(browser.get(f"{address}?isi={first['isi']}").text)
    assert (again["tercatat"], "peserta" in again, "unit" in again) == ({"present": [budi.employee_id]}, False, False)
    seat(dewi, batch)
    grown = json.loads(browser.get(f"{address}?isi={first['isi']}").text)
    assert [name for _number, name, _unit in grown["peserta"]] == [budi.name, dewi.name]


def test_scans_are_answered_one_by_one_and_the_same_key_counts_once(visit, sari, batch, meeting, of, budi, dewi):
    seat(budi, batch)
    browser = visit(sari)
    code = shown_code(budi, meeting)
    answer = hand_in(browser, of, (code, "a"), ("bukan", "b"), (code, "a"), (shown_code(dewi, meeting), "c"))
    told = json.loads(answer.text)["hasil"]
    assert [one["diterima"] for one in told] == [True, False, True, False]
    assert (told[0]["nama"], told[0]["kata"], told[3]["nama"]) == (budi.name, "Hadir.", dewi.name)
    assert json.loads(hand_in(browser, of, (code, "a")).text)["hasil"] == [told[0]]
    assert db.session.execute(select(func.count(Scan.id))).scalar_one() == 3
    page = browser.open("training.list_refused", **of)
    assert "Bukan peserta" in page.text
    assert "Bukan kode peserta" in page.text


def test_a_scan_list_of_another_batch_is_refused_and_kept(visit, sari, batch, meeting, of, budi):
    seat(budi, batch)
    other = meetings_of(make_running_batch())[0]
    browser = visit(sari)
    stamp = json.loads(
        browser.get(browser.address("training.show_scan_list", batch_id=_batch_of(other), meeting_id=other.id)).text
    )["stempel"]
    answer = hand_in(browser, of, (shown_code(budi, meeting), "a"), stempel=stamp)
    assert answer.status_code == 409
    assert "pertemuan lain" in json.loads(answer.text)["hasil"][0]["kata"]
    assert [one.reason for one in scan_queries.refused_at(meeting.id)] == [Refusal.OTHER_LIST]
    assert marks_of(meeting) == {}


def _batch_of(meeting):
    return batch_queries.batch_of_meeting(meeting.id)[0].batch.id


def test_scans_after_the_closing_are_refused_and_kept(visit, sari, batch, meeting, of, budi):
    seat(budi, batch)
    browser = visit(sari)
    code = shown_code(budi, meeting)
    token = browser.open("training.show_scanner", **of).token
    batch.status = BatchStatus.CLOSED
    db.session.commit()
    fields = {"kode": code, "kunci": "a", "csrf_token": token}
    answer = browser.request("POST", browser.address("training.create_scans", **of), data=fields, headers=JSON)
    assert [one["diterima"] for one in json.loads(answer.text)["hasil"]] == [False]
    assert [one.reason for one in scan_queries.refused_at(meeting.id)] == [Refusal.CLOSED]


def test_without_scripts_staff_type_the_short_code(visit, sari, batch, meeting, of, budi):
    seat(budi, batch)
    page = visit(sari).open("training.show_scanner", **of)
    again = page.press("Catat kehadiran", kode="1234 5678", expect=422)
    assert again.fields["kode"] == "1234 5678"
    assert again.has('.notice--bad[role="alert"]')
    assert page.press("Catat kehadiran", kode="", expect=422).warnings
    done = page.press("Catat kehadiran", kode=shown_code(budi, meeting, short=True))
    assert done.notices == [f"{budi.name}: Hadir."]
    assert marks_of(meeting) == {budi.employee_id: PRESENT}


@pytest.mark.parametrize("time", ["x", "-5", "9" * 18, "", "1e9"])
def test_any_time_a_scanner_claims_is_survived(visit, sari, batch, meeting, of, budi, time):
    seat(budi, batch)
    answer = hand_in(visit(sari), of, (shown_code(budi, meeting), "k"), waktu=time)
    assert answer.status_code == 200
    assert len(json.loads(answer.text)["hasil"]) == 1


def test_too_many_scans_at_once_are_refused_with_a_sentence(visit, sari, of):
    answer = hand_in(visit(sari), of, *[("1", str(number)) for number in range(101)])
    assert answer.status_code == 400


def test_a_guest_of_another_house_stays_a_guest(visit, sari, batch, meeting, of):
    walk_in = make_walk_in(meeting, "Wati Suryani", "Warga")
    page = visit(sari).open("training.show_walk_in", **of, walk_in_id=walk_in.id)
    assert "Tidak ada pegawai dengan nama ini" in page.text
    done = page.press("Bukan pegawai di sini, catat sebagai tamu")
    assert done.notices == ["Wati Suryani dicatat sebagai tamu."]
    assert "Tamu" in done.text
    assert db.session.execute(select(WalkIn.employee_id)).scalar_one() is None


def test_somebody_who_cannot_come_says_so_beforehand_and_may_come_after_all(visit, batch, meeting, budi, sari, of):
    seat(budi, batch)
    page = visit(budi).open("training.show_batch", batch_id=batch.id).link("Kabari tidak hadir Hari pelatihan")
    assert page.press("Kirim kabar", reason="", expect=422).has(".notice--bad")
    told = page.press("Kirim kabar", reason="Mengantar ibu ke rumah sakit.")
    assert told.notices == ["Panitia sudah tahu Anda tidak hadir."]
    assert "Mengantar ibu" in visit(sari).open("training.list_absences", **of).text
    back = told.press("Tarik kabar, saya jadi hadir")
    assert back.notices == ["Kabar ditarik. Panitia menunggu Anda."]
    assert db.session.execute(select(AbsenceNotice.status)).scalars().all() == [AbsenceStatus.TAKEN_BACK]


def test_a_paper_that_is_none_comes_back_with_a_sentence(visit, batch, meeting, budi):
    seat(budi, batch)
    page = visit(budi).open("training.show_absence", meeting_id=meeting.id)
    again = page.press("Kirim kabar", reason="Tugas luar kota.", file=("surat.pdf", b"bukan pdf"), expect=422)
    assert again.fields["reason"] == "Tugas luar kota."
    assert "bukan PDF" in again.text
    assert db.session.execute(select(func.count(AbsenceNotice.id))).scalar_one() == 0


def test_an_excuse_is_refused_with_a_reason_and_may_be_asked_for_again(visit, batch, meeting, budi, sari, of):
    seat(budi, batch)
    make_absence(budi, meeting, with_paper=True)
    refusal = visit(sari).open("training.list_absences", **of).link(f"Tolak {budi.name}")
    assert refusal.press("Tolak izin", reason="", expect=422).has(".notice--bad")
    refusal.press("Tolak izin", reason="Suratnya bertanggal lain.")
    page = visit(budi).open("training.show_absence", meeting_id=meeting.id)
    assert "Suratnya bertanggal lain." in page.warnings[0]
    with time_machine.travel(meeting.ends_at, tick=False):
        late = visit.another(budi).open("training.show_absence", meeting_id=meeting.id)
        done = late.press("Kirim kabar", reason="Ini yang benar.", file=("benar.png", picture()))
    assert done.notices == ["Permintaan izin terkirim ke panitia."]
    assert marks_of(meeting) == {}


def test_after_the_meeting_a_word_alone_excuses_nobody(visit, batch, meeting, budi):
    seat(budi, batch)
    with time_machine.travel(meeting.ends_at, tick=False):
        page = visit.another(budi).open("training.show_absence", meeting_id=meeting.id)
        assert page.press("Kirim kabar", reason="Lupa mengabari.", expect=409).heading == "Perlu bukti"


def test_who_was_there_is_not_excused_and_nobody_decides_for_themself(visit, batch, meeting, budi, sari, of):
    seat(budi, batch)
    seat(sari, batch)
    make_absence(budi, meeting)
    own = make_absence(sari, meeting)
    attend(budi, batch)
    listed = visit(sari).open("training.list_absences", **of)
    assert listed.buttons.count("Terima izin") == 1
    assert listed.press(f"Terima izin {budi.name}", expect=409).heading == "Sudah tercatat hadir"
    answer = visit(sari).post("training.create_absence_acceptance", **of, absence_id=own.id)
    assert answer.status_code == 409
    assert marks_of(meeting) == {budi.employee_id: PRESENT}


def test_a_scan_that_reached_us_late_is_marked_on_the_list(visit, sari, batch, meeting, of, budi, dewi):
    for person in (budi, dewi):
        seat(person, batch)
    made = scanned(budi, meeting, meeting.starts_at + timedelta(minutes=3))
    with time_machine.travel(meeting.starts_at + timedelta(hours=5), tick=False):
        hosting.take_scans(host_of(batch), meeting, [made, scanned(dewi, meeting)], by=sari.actor, step_seconds=30)
        db.session.commit()
        page = visit.another(sari).open("training.show_sheet", **of)
        assert page.all(".choice .badge") == ["Dikirim belakangan"]
        assert page.text.count("Dipindai ") == 1


def test_the_counts_are_asked_for_alone(visit, sari, batch, meeting, of, budi, dewi):
    for person in (budi, dewi):
        seat(person, batch)
    attend(budi, batch, LATE)
    make_walk_in(meeting)
    page = visit(sari).open("training.show_counts", **of)
    assert page.all("#counts dd") == ["1 dari 2, 1 terlambat", "0", "1", "1"]


@pytest.mark.parametrize(("asked", "size"), [("", (595, 842)), ("?kertas=f4", (609, 935))])
def test_a_sheet_to_sign_is_tagged_and_numbered_in_zigzag(visit, sari, batch, of, budi, dewi, asked, size):
    for person in (budi, dewi):
        seat(person, batch)
    browser = visit(sari)
    answer = browser.get(browser.address("training.download_sign_sheet", **of) + asked)
    assert answer.mimetype == "application/pdf"
    text = pdf.text(answer.data)
    assert budi.nip in text
    assert "Halaman 1 dari 1" in text
    assert text.index(budi.name.split(",")[0]) < text.index(dewi.name.split(",")[0])
    assert "Pemerintah Kabupaten Bungo" in text
    assert _shape(answer.data) == (size, True)


def _shape(content):
    reader = PdfReader(io.BytesIO(content))
    box = reader.pages[0].mediabox
    root = reader.trailer["/Root"]
    assert b"pdfaid:part" in root["/Metadata"].get_data()
    return (round(float(box.width)), round(float(box.height))), bool(root["/MarkInfo"]["/Marked"])


def test_the_whole_batch_prints_a_sheet_for_each_meeting_with_masked_nips_on_wish(visit, bungo, sari, budi):
    batch = make_running_batch(meetings=2)
    seat(budi, batch)
    browser = visit(sari)
    answer = browser.get(browser.address("training.download_sign_sheets", batch_id=batch.id) + "?nip=sebagian")
    text = pdf.text(answer.data)
    assert text.count("DAFTAR HADIR") + text.count("Daftar hadir") >= 2
    assert "Halaman 2 dari 2" in text
    assert budi.nip not in text


def test_attendance_leaves_as_a_table_and_the_trail_knows(visit, sari, budi, dewi, bungo):
    batch = make_running_batch(meetings=2)
    for person in (budi, dewi):
        seat(person, batch)
    attend(budi, batch, meetings=1)
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    answer = page.form("Unduh kehadiran XLSX").send()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Nama", budi.name, dewi.name]
    assert rows[1][1] == budi.nip
    assert rows[1][3:] == ["Hadir", "", 1.0, 50.0]
    text = page.form("CSV kehadiran").send().data.decode("utf-8-sig")
    assert text.splitlines()[1].startswith(f'"{budi.name}"' if ";" in budi.name else budi.name)
    lines = select(AuditEntry.details).where(AuditEntry.action == "attendance.list.exported").order_by(AuditEntry.id)
    assert [one["form"] for one in db.session.execute(lines).scalars()] == ["xlsx", "csv"]


def test_an_organiser_sees_as_much_as_hr_and_an_employee_nothing(visit, organiser, budi, of, batch):
    grant(organiser.user_id, Role.ORGANISER)
    for endpoint in ("show_scanner", "show_scan_list", "list_walk_ins", "list_absences", "list_refused", "show_counts"):
        address = visit(organiser).address(f"training.{endpoint}", **of)
        assert visit(organiser).get(address).status_code == 200
        assert visit(budi).get(address).status_code == 403


@pytest.mark.parametrize("endpoint", ["show_sheet", "list_walk_ins", "list_absences", "list_refused", "show_scan_list"])
def test_lists_ask_the_same_for_one_row_and_three(visit, queries, sari, batch, meeting, of, endpoint):
    browser = visit(sari)
    counts = []
    for number in (1, 2, 3):
        person = make_employee(f"Peserta {number}")
        seat(person, batch)
        make_walk_in(meeting, f"Tamu {number}")
        make_absence(person, meeting, with_paper=True)
        hosting.take_scans(
            host_of(batch), meeting, [scanned(make_employee("Lain"), meeting)], by=sari.actor, step_seconds=30
        )
        db.session.commit()
        browser.get(browser.address(f"training.{endpoint}", **of))
        with queries() as asked:
            browser.get(browser.address(f"training.{endpoint}", **of))
        counts.append(len(asked))
    assert counts[0] == counts[2]
    assert counts[0] <= 10


def test_an_unbegun_meeting_says_when(visit, sari, bungo):
    batch = make_batch(starts_in_days=3)
    where = {"batch_id": batch.id, "meeting_id": meetings_of(batch)[0].id}
    assert "Absen belum dibuka" in visit(sari).open("training.show_scanner", **where).text
    assert "Tamu bisa dicatat mulai" in visit(sari).open("training.list_walk_ins", **where).text
    answer = visit(sari).post("training.create_walk_in", fields={"name": "A", "unit": "B"}, **where)
    assert answer.status_code == 409
