"""Minutes, the signed record, photos and the report: written, set, numbered, frozen, printed."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from app.access.visitor import EVERYWHERE
from app.attendance.queries import meeting
from app.attendance.services import walk_ins
from app.base.clock import now
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.base.wording import spelled, spelled_date
from app.documents import queries as documents
from app.documents import services as store
from app.documents.inspection import Upload
from app.documents.models import StoredFile
from app.jobs import worker
from app.letters.facts import Annex
from app.letters.models import Letter
from app.sosialisasi import report_parts
from app.sosialisasi.facts import records as facts_of_records
from app.sosialisasi.facts.records import FollowUp, MinutesFacts, Point, RecordContent, RecordFacts, Signs
from app.sosialisasi.models import AgendaItem, OfficialRecord, SosialisasiSpeaker
from app.sosialisasi.papers import records as papers
from app.sosialisasi.queries import records as queries
from app.sosialisasi.queries import reporting
from app.sosialisasi.queries.events import any_round, event_page
from app.sosialisasi.report_parts import Part
from app.sosialisasi.rules import records as rules
from app.sosialisasi.services import minutes, photos, records, reports
from tests.support import pdf
from tests.support.builders import make_employee, make_position, make_unit
from tests.support.parallel import together
from tests.support.proposals import make_letterhead, make_office
from tests.support.sosialisasi import come, invite, make_event, make_round, photo_bytes, round_page

CONTENT = RecordContent(
    basis="Surat perintah Bupati nomor 800/12",
    chair=Signs("Hasan Basri, S.T.", "Kepala Dinas"),
    secretary=Signs("Fitri Handayani", "Analis"),
    agenda=("Pembukaan", "Paparan", "Tanya jawab"),
    points=("Jadwal pengalihan disepakati.", "Setiap bidang menunjuk narahubung."),
    follow_ups=(FollowUp("Menyusun daftar narahubung", "Kepala Bidang", "2026-12-18"),),
    representatives=(Signs("Budi Pratama", "Pelaksana", "pegawai Bidang Satu"),),
)


@pytest.fixture
def office(bungo):
    return make_office("Dinas Kependudukan")


@pytest.fixture
def one(office):
    """A round a week ago with two employees of a division, the head, and a guest."""
    event = make_event(office.unit, basis="Keputusan Bupati", key_messages="Eselon IV menjadi fungsional.")
    row = make_round(event, city="Muara Bungo")
    post = make_position("Pelaksana", unit=make_unit("Bidang Satu", parent=office.unit))
    staff = [make_employee(f"Pegawai {name}", position_id=post.id).employee_id for name in "AB"]
    invite(row, *staff)
    come(row, *staff, office.head.employee_id)
    walk_ins.note(meeting(row.meeting_id), "Warga Desa", "Desa Sungai Arang", by=office.officer.actor)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"), (10, "sepuluh"), (11, "sebelas"), (19, "sembilan belas"), (20, "dua puluh"),
        (31, "tiga puluh satu"), (100, "seratus"), (115, "seratus lima belas"), (1000, "seribu"),
        (1999, "seribu sembilan ratus sembilan puluh sembilan"), (2026, "dua ribu dua puluh enam"),
    ],
)  # fmt: skip
def test_numbers_in_words(number, words):
    assert spelled(number) == words


def test_a_day_in_words():
    assert spelled_date(date(2026, 12, 10)) == ("Kamis tanggal sepuluh bulan Desember tahun dua ribu dua puluh enam")


def test_minutes_are_changed_until_they_are_set(one, office):
    page, by = round_page(one), office.officer.actor
    facts = MinutesFacts("Fitri", (Point("Pembukaan", owner=office.head.nip, due_on=date(2026, 12, 18)), Point("Lain")))
    minutes.write(page, facts, version=0, by=by)
    row = queries.minutes_of(one.id)
    first, second = queries.minute_items(row.id)
    assert (first.owner, first.owner_id, second.owner_id) == ("Hasan Basri, S.T.", office.head.employee_id, None)
    with pytest.raises(StaleVersion):
        minutes.write(page, facts, version=0, by=by)
    minutes.finalise(page, by=by)
    db.session.commit()
    with pytest.raises(rules.Final):
        minutes.write(page, facts, version=row.version, by=by)


def test_a_nip_of_nobody_is_refused(one, office):
    facts = MinutesFacts("Fitri", (Point("Pembukaan", owner="199001012015011999"),))
    with pytest.raises(WrongField, match="Tidak ada pegawai dengan NIP"):
        minutes.write(round_page(one), facts, version=0, by=office.officer.actor)


def test_nothing_is_written_before_the_round(one, office):
    ahead = make_round(round_page(one).event, 2, starts_at=now() + timedelta(days=2))
    with pytest.raises(rules.NotYet):
        minutes.write(round_page(ahead), MinutesFacts("", ()), version=0, by=office.officer.actor)


def test_minutes_on_the_page(one, sari, visit):
    page = visit(sari).open("sosialisasi.show_minutes", round_id=one.id)
    wrong = page.press("Simpan", expect=422, **{"butir-gist": ["Panjang lebar", ""]})
    assert "Isi pokok bahasan setiap butir notulen." in wrong.text
    assert "Panjang lebar" in wrong.text
    more = wrong.press("Tambah baris Butir notulen")
    assert "Panjang lebar" in more.text
    filled = {"butir-title": ["<b>Pembukaan</b>", "", "", "", ""], "butir-due_on": ["2026-13-01", "", "", "", ""]}
    wrong = more.press("Simpan", expect=422, **filled)
    assert "Tanggal ini tidak ada di kalender" in wrong.text
    fixed = wrong.press("Simpan dan tetapkan", expect=422, **{"butir-due_on": ["2026-12-18", "", ""]})
    assert "Isi nama notulis" in fixed.text
    done = fixed.press("Simpan dan tetapkan", taken_by="Fitri")
    assert done.notices == ["Notulen ditetapkan."]
    assert "<b>Pembukaan</b>" in done.text
    printed = visit(sari).download("sosialisasi.download_minutes", round_id=one.id).data
    assert pdf.complaints(printed) == ""
    assert "Panjang lebar" in pdf.text(printed)
    assert "Rancangan" not in pdf.text(printed)


def issue(row, by):
    page = round_page(row)
    records.write(page, CONTENT, version=0, by=by)
    record = records.issue(page, by=by)
    db.session.commit()
    return record


def test_a_record_is_numbered_in_its_own_series_frozen_and_printed_once(one, office):
    make_letterhead(office.unit, emblem=True)
    record = issue(one, office.officer.actor)
    assert record.number == f"800.2/BA.1/DK/{record.year}"
    assert db.session.execute(select(Letter)).scalars().all() == []
    facts = RecordFacts.from_dict(record.facts)
    assert facts.participants == (("Bidang Satu", 2), ("Dinas Kependudukan", 1), ("Tamu", 1))
    assert facts.people == 4
    worker.drain()
    db.session.refresh(record)
    content = store.read(documents.stored_file(record.file_id))
    assert pdf.complaints(content) == ""
    words = " ".join(pdf.text(content).split())
    for said in (
        record.number,
        "Jadwal pengalihan disepakati.",
        "18 Desember 2026",
        "Wakil pegawai Bidang Satu",
        "Warga",
    ):
        assert said in words
    come(one, office.officer.employee_id)
    with pytest.raises(rules.Final):
        records.write(round_page(one), CONTENT, version=record.version, by=office.officer.actor)
    again = records.issue(round_page(one), by=office.officer.actor)
    assert (again.id, RecordFacts.from_dict(again.facts)) == (record.id, facts)
    records.print_record({"record_id": record.id}, lambda _done, _total: None)
    assert db.session.get_one(OfficialRecord, record.id).file_id == documents.stored_file(record.file_id).id


def test_a_long_list_of_who_came_is_an_annex_in_a_file_of_its_own(one, office, sari, visit, monkeypatch):
    issued = issue(one, office.officer.actor)
    monkeypatch.setattr(facts_of_records, "NAMES_IN_RECORD", 3)
    monkeypatch.setattr(papers, "NAMES_IN_RECORD", 3)
    monkeypatch.setattr(records, "NAMES_IN_RECORD", 3)
    worker.drain()
    db.session.refresh(issued)
    record, beside = (
        " ".join(pdf.text(store.read(documents.stored_file(number))).split())
        for number in (issued.file_id, issued.list_file_id)
    )
    assert "Daftar hadir memuat 4 nama, disusun sebagai lampiran tersendiri, dan menjadi bagian" in record
    assert "Pegawai A" not in record
    names = ["Hasan Basri, S.T.", "Pegawai A", "Pegawai B", "Warga Desa"]
    assert [name for name in names if name not in beside] == []
    assert beside.count(f"Lampiran berita acara nomor {issued.number}") == 2
    assert "Bagian 2 dari 2: nomor 4 sampai 4" in beside
    content = store.read(documents.stored_file(issued.list_file_id))
    assert pdf.bookmarks(content) == [("Bagian 1, mulai Hasan Basri, S.T.", 0), ("Bagian 2, mulai Warga Desa", 1)]
    files = (issued.file_id, issued.list_file_id)
    records.print_record({"record_id": issued.id}, lambda _done, _total: None)
    db.session.refresh(issued)
    assert (issued.file_id, issued.list_file_id) == files
    page = visit(sari).open("sosialisasi.show_record", round_id=one.id)
    assert "Unduh daftar hadir (4 nama)" in page.links
    assert visit(sari).download("sosialisasi.download_record_list", round_id=one.id).data == content


def test_a_short_list_is_the_last_page_of_its_record(one, office, sari, visit):
    issue(one, office.officer.actor)
    worker.drain()
    page = visit(sari).open("sosialisasi.show_record", round_id=one.id)
    assert [link for link in page.links if "daftar hadir" in link.lower()] == []
    visit(sari).download("sosialisasi.download_record_list", expect=404, round_id=one.id)
    words = " ".join(pdf.text(visit(sari).download("sosialisasi.download_record", round_id=one.id).data).split())
    assert "Daftar hadir terlampir dan menjadi bagian" in words
    assert "Pegawai A" in words


def test_records_of_two_rounds_have_two_numbers(one, office):
    other = make_round(round_page(one).event, 2)
    come(other, office.head.employee_id)
    numbers = [issue(row, office.officer.actor).sequence for row in (one, other)]
    assert numbers == [1, 2]


def test_two_who_issue_at_once_get_one_number(app, bungo, one, office):
    records.write(round_page(one), CONTENT, version=0, by=office.officer.actor)
    db.session.commit()
    round_id, by = one.id, office.officer.actor

    def give():
        record = records.issue(any_round(round_id), by=by)
        db.session.commit()
        return record.number

    numbers = together(app, bungo.id, [give, give])
    assert len(set(numbers)) == 1
    db.session.rollback()
    assert queries.record_of(round_id).sequence == 1


def test_what_a_record_lacks_is_said_before_a_number_is_given(one, office, sari, visit):
    page = visit(sari).open("sosialisasi.show_record", round_id=one.id)
    assert page.fields["basis"] == "Keputusan Bupati"
    wrong = page.press("Simpan dan terbitkan", expect=422, **{"sepakat-text": ["Disepakati", ""]})
    assert "belum berisi nama dan jabatan pimpinan, nama dan jabatan sekretaris, agenda" in wrong.text
    assert "Disepakati" in wrong.text
    assert queries.record_of(one.id) is None
    typed = {
        "chair_name": "Hasan", "chair_title": "Kepala", "secretary_name": "Fitri", "secretary_title": "Analis",
        "agenda-text": ["Paparan", ""],
    }  # fmt: skip
    done = wrong.press("Simpan dan terbitkan", **typed)
    assert done.notices == [f"Berita acara terbit dengan nomor {queries.record_of(one.id).number}."]
    visit(sari).download("sosialisasi.download_record", expect=404, round_id=one.id)
    worker.drain()
    assert visit(sari).download("sosialisasi.download_record", round_id=one.id).data.startswith(b"%PDF")


def test_a_record_of_nobody_is_not_issued(one, office):
    empty = make_round(round_page(one).event, 2)
    with pytest.raises(rules.Missing, match="belum ada yang tercatat hadir"):
        issue(empty, office.officer.actor)


def test_a_photo_loses_where_it_was_taken(one, sari, visit):
    taken = photo_bytes(with_place=True)
    with Image.open(io.BytesIO(taken)) as before:
        assert before.getexif().get_ifd(0x8825)
    page = visit(sari).open("sosialisasi.list_photos", round_id=one.id)
    page = page.press("Unggah", file=("IMG 1.jpg", taken), caption="Paparan <i>di aula</i>")
    assert page.notices == ["Foto diunggah, tanpa data lokasi."]
    (photo,) = queries.photos_of(one.id)
    db.session.rollback()
    shown = visit(sari).download("sosialisasi.show_photo", round_id=one.id, photo_id=photo.id).data
    with Image.open(io.BytesIO(shown)) as kept:
        assert dict(kept.getexif()) == {}
        assert "exif" not in kept.info
    assert b"Telepon Sari" not in shown


def test_a_photo_of_forty_megapixels_is_refused(one, sari, visit):
    page = visit(sari).open("sosialisasi.list_photos", round_id=one.id)
    large = photo_bytes(width=8000, height=5000)
    wrong = page.press("Unggah", expect=422, file=("besar.jpg", large), caption="Aula")
    assert "Gambar ini terlalu besar: paling besar 25 megapiksel." in wrong.text
    assert wrong.fields["caption"] == "Aula"
    wrong = page.press("Unggah", expect=422, file=("surat.pdf", b"%PDF-1.4\nstartxref\n%%EOF"))
    assert "Pilih gambar PNG atau JPEG." in wrong.text
    assert queries.photos_of(one.id) == []


def test_photos_are_put_in_order_described_and_removed(one, sari, visit):
    browser = visit(sari)
    for name in ("satu", "dua"):
        browser.open("sosialisasi.list_photos", round_id=one.id).press(
            "Unggah", file=(f"{name}.png", photo_bytes(kind="PNG")), caption=name
        )
    page = browser.open("sosialisasi.list_photos", round_id=one.id).press("Naikkan foto 2")
    assert [photo.caption for photo in queries.photos_of(one.id)] == ["dua", "satu"]
    page = page.press("Simpan keterangan foto 1", caption="Dua orang bertanya")
    assert queries.photos_of(one.id)[0].caption == "Dua orang bertanya"
    file_ids = [photo.file_id for photo in queries.photos_of(one.id)]
    db.session.rollback()
    page.press("Hapus foto 1")
    db.session.rollback()
    assert [photo.caption for photo in queries.photos_of(one.id)] == ["satu"]
    assert db.session.get(StoredFile, file_ids[0]) is None


def test_the_report_is_made_when_asked_and_says_what_is_known(one, office, sari, visit, monkeypatch):
    event = round_page(one).event
    make_letterhead(office.unit)
    db.session.add(SosialisasiSpeaker(sosialisasi_id=event.id, sort_order=1, name="Dr. Rahmat", role="Asisten I"))
    db.session.add(AgendaItem(sosialisasi_id=event.id, sort_order=1, title="Paparan perubahan", minutes=60))
    monkeypatch.setattr(report_parts, "_makers", [])
    report_parts.add(
        lambda _event: [Part("Tanya jawab", 10, ("Dua pertanyaan dijawab.",), (Annex("", ("Tanya",), (("Kapan?",),)),))]
    )
    content = photo_bytes()
    photo = Upload(content, "a.jpg", "image/jpeg")
    photos.add(round_page(one), photo, storage_key=store.put(content), caption="Aula penuh", by=sari.actor)
    db.session.commit()
    make_round(event, 2, starts_at=now() + timedelta(days=2))
    browser = visit(sari)
    page = browser.open("sosialisasi.show_report", event_id=event.id)
    page = page.press("Simpan isi", obstacles="Listrik sempat padam.", conclusion="Peserta memahami jadwal.")
    assert page.notices == ["Isi laporan tersimpan. Cetak untuk memakainya."]
    page = page.press("Cetak laporan")
    assert page.notices == ["Laporan sedang dicetak."]
    worker.drain()
    printed = browser.download("sosialisasi.download_report", event_id=event.id).data
    assert pdf.complaints(printed) == ""
    words = " ".join(pdf.text(printed).split())
    for said in (
        "Laporan kegiatan", "Dr. Rahmat, Asisten I", "Paparan perubahan", "Eselon IV menjadi fungsional.",
        "Dua pertanyaan dijawab.", "Kapan?", "Listrik sempat padam.", "Peserta memahami jadwal.", "Aula penuh",
        "1 putaran, 1 lagi belum berlangsung", "Belum berlangsung.",
        "Warga Desa", "Hasan Basri, S.T.", "2 dari 2 sasaran sudah hadir. Selain itu 1 pegawai di luar sasaran",
    ):  # fmt: skip
        assert said in words
    old = queries.report_of(event.id).file_id
    db.session.rollback()
    browser.open("sosialisasi.show_report", event_id=event.id).press("Cetak ulang")
    worker.drain()
    db.session.rollback()
    report = queries.report_of(event.id)
    assert (report.asked, report.made) == (2, 2)
    assert report.file_id != old
    assert db.session.get(StoredFile, old) is None
    assert reports.print_report({"event_id": event.id, "asked": 2}, lambda _done, _total: None) == (
        "Laporan sudah dicetak."
    )


def test_the_names_of_a_crowd_are_counted_and_not_printed(one, office, sari, visit, monkeypatch):
    event = round_page(one).event
    make_letterhead(office.unit)
    monkeypatch.setattr(reporting, "NAMES_AT_MOST", 2)
    visit(sari).open("sosialisasi.show_report", event_id=event.id).press("Cetak laporan")
    worker.drain()
    words = " ".join(pdf.text(visit(sari).download("sosialisasi.download_report", event_id=event.id).data).split())
    assert "Nama sebanyak ini tidak dicetak di sini" in words
    assert "Warga Desa" not in words


def test_a_report_prints_only_so_many_names_over_all_its_rounds(one, office, sari, visit, monkeypatch):
    event = round_page(one).event
    make_letterhead(office.unit)
    come(make_round(event, 2), make_employee("Seorang Lagi").employee_id)
    come(make_round(event, 3), make_employee("Yang Terakhir").employee_id)
    monkeypatch.setattr(reporting, "NAMES_AT_MOST", 5)
    visit(sari).open("sosialisasi.show_report", event_id=event.id).press("Cetak laporan")
    worker.drain()
    words = " ".join(pdf.text(visit(sari).download("sosialisasi.download_report", event_id=event.id).data).split())
    assert "Warga Desa" in words
    assert "Seorang Lagi" in words
    assert "Yang Terakhir" not in words
    assert words.count("Nama sebanyak ini tidak dicetak di sini") == 1


def test_a_report_before_the_first_round_is_refused(office, sari):
    event = make_event(office.unit)
    make_round(event, starts_at=now() + timedelta(days=2))
    with pytest.raises(rules.NotYet):
        reports.request(event_page(EVERYWHERE, event.id), by=sari.actor)


def test_before_a_round_begins_no_page_asks_for_what_it_could_not_keep(one, sari, visit):
    ahead = make_round(round_page(one).event, 2, starts_at=now() + timedelta(days=2))
    for endpoint, button in (("show_minutes", "Simpan"), ("show_record", "Simpan"), ("list_photos", "Unggah")):
        page = visit(sari).open(f"sosialisasi.{endpoint}", round_id=ahead.id)
        assert "Putaran ini belum mulai. Catat sesudah acaranya berjalan." in page.text
        assert button not in page.buttons
        assert button in visit(sari).open(f"sosialisasi.{endpoint}", round_id=one.id).buttons
