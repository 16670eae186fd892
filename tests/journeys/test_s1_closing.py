"""Scores typed in, and a batch closed once."""

import io
import zipfile
from decimal import Decimal

import pytest

from app.access.visitor import SYSTEM
from app.attendance.models import AttendanceStatus
from app.attendance.services import mark_list
from app.base.database import db
from app.jobs import worker
from app.training.models import EnrolmentStatus
from tests.support.builders import (
    attend,
    make_batch,
    make_programme,
    marks_of,
    meetings_of,
    seat,
    status_of,
)
from tests.support.workshop import batch_page, certificate_of, close, finished_batch, panel, stored_bytes

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


BAD_SCORES = {
    "words": ("delapan", "Nilai berupa angka, misalnya 86 atau 86,5."),
    "too high": ("101", "Nilai antara 0 dan 100."),
    "below zero": ("-1", "Nilai antara 0 dan 100."),
    "no number": ("NaN", "Nilai berupa angka, misalnya 86 atau 86,5."),
    "endless": ("Infinity", "Nilai berupa angka, misalnya 86 atau 86,5."),
    "huge": ("1e9", "Nilai berupa angka, misalnya 86 atau 86,5."),
    "three places": ("86,123", "Nilai berupa angka, misalnya 86 atau 86,5."),
}


@once
@pytest.mark.parametrize(("typed", "sentence"), BAD_SCORES.values(), ids=BAD_SCORES.keys())
def test_a_bad_score_keeps_everything_typed(visit, budi, dewi, sari, typed, sentence):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3)
    numbers = {person: seat(person, batch).id for person in (budi, dewi)}
    desk = visit(sari).open("training.show_managed", batch_id=batch.id)
    scores = {f"nilai-{numbers[budi]}": "88", f"nilai-{numbers[dewi]}": typed}
    refused = desk.press("Simpan nilai", expect=422, **scores)
    assert refused.all("#participants .error") == [sentence]
    assert refused.warnings[-1].startswith("Ada 1 nilai yang perlu diperbaiki")
    assert {name: refused.fields[name] for name in scores} == scores
    mended = refused.press("Simpan nilai", **{f"nilai-{numbers[dewi]}": "91,25"})
    assert mended.notices == ["Tersimpan. 2 nilai berubah."]
    assert mended.fields[f"nilai-{numbers[dewi]}"] == "91,25"


def test_scores_can_be_taken_back(visit, budi, sari):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3)
    enrolment = seat(budi, batch, score="88.00")
    desk = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert desk.fields[f"nilai-{enrolment.id}"] == "88"
    saved = desk.press("Simpan nilai", **{f"nilai-{enrolment.id}": ""})
    assert saved.notices == ["Tersimpan. 1 nilai berubah."]
    db.session.refresh(enrolment)
    assert enrolment.score is None


def test_closing_waits_until_everything_is_there(visit, budi, dewi, sari):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3, meetings=2)
    first = seat(budi, batch)
    desk = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert "Ada 2 kehadiran yang belum dicatat." in desk.all("#closing .notice")[0]
    assert "Lihat hasilnya, lalu tutup" not in desk.links
    ahead = visit(sari).open("training.show_closing", batch_id=batch.id)
    assert "Tutup angkatan" not in ahead.buttons
    forced = visit(sari).post("training.create_closing", batch_id=batch.id)
    assert forced.status_code == 409
    assert "Ada 2 kehadiran yang belum dicatat." in forced.text
    attend(budi, batch)
    forced = visit(sari).post("training.create_closing", batch_id=batch.id)
    assert (forced.status_code, "Ada 1 peserta tanpa nilai." in forced.text) == (409, True)
    first.score = Decimal(80)
    db.session.commit()
    assert "Tutup angkatan" in visit(sari).open("training.show_closing", batch_id=batch.id).buttons


def test_a_batch_that_still_runs_is_not_closed(visit, sari, budi):
    batch = make_batch(starts_in_days=1)
    seat(budi, batch)
    forced = visit(sari).post("training.create_closing", batch_id=batch.id)
    assert forced.status_code == 409
    assert "masih punya pertemuan yang belum selesai" in forced.text


def test_closing_twice_is_refused_at_each_stage(visit, budi, sari):
    batch = finished_batch([budi])
    stale = visit(sari).open("training.show_closing", batch_id=batch.id)
    running = stale.press("Tutup angkatan")
    assert running.has('#closing[hx-trigger="every 2s"] progress')
    refused = stale.press("Tutup angkatan", expect=409)
    assert "Penutupan angkatan ini sedang berjalan." in refused.text
    worker.drain()
    refused = stale.press("Tutup angkatan", expect=409)
    assert "Angkatan ini sudah ditutup. Sertifikatnya sudah terbit." in refused.text
    assert certificate_of(budi).sequence == 1


@pytest.mark.usefixtures("within_a_year")
def test_closing_gives_each_their_result_and_only_the_passed_a_certificate(visit, budi, dewi, rina, organiser, sari):
    batch = make_batch(programme=make_programme(min_score="70"), starts_in_days=-3, meetings=2)
    for person, score, meetings in ((budi, "85", 2), (dewi, "95", 2), (rina, "60", 2), (organiser, "90", 1)):
        seat(person, batch, score=score)
        attend(person, batch, meetings=meetings)
    attend_rest(organiser, batch)
    done = close(visit, sari, batch)
    assert "Selesai. 2 sertifikat terbit." in done.all("#closing p")
    assert [status_of(person, batch) for person in (budi, dewi, rina, organiser)] == [
        EnrolmentStatus.PASSED,
        EnrolmentStatus.PASSED,
        EnrolmentStatus.FAILED,
        EnrolmentStatus.FAILED,
    ]
    failed = batch_page(visit(rina), batch)
    assert panel(failed) == "Belum lulus"
    assert failed.all("#enrolment_panel p")[0] == "Nilai 60, syaratnya 70. Anda bisa mengikuti angkatan lain."
    assert "Hadir 50%, syaratnya 100%." in batch_page(visit(organiser), batch).all("#enrolment_panel p")[0]
    assert [visit(one).open("reports.show_home").all(".panel__number b") for one in (budi, rina)] == [["8"], ["0"]]

    archive = visit(sari).download("training.download_archive", batch_id=batch.id)
    with zipfile.ZipFile(io.BytesIO(archive.data)) as files:
        assert files.testzip() is None
        assert [files.read(name) for name in sorted(files.namelist())] == [stored_bytes(budi), stored_bytes(dewi)]
        assert sorted(files.namelist()) == ["00001 Budi Pratama S A P.pdf", "00002 Dewi Lestari S Kom.pdf"]


def attend_rest(person, batch) -> None:
    mark_list(meetings_of(batch)[-1], {person.employee_id: AttendanceStatus.ABSENT}, by=SYSTEM)
    db.session.commit()


def test_after_closing_nothing_can_be_changed(visit, budi, sari):
    batch = finished_batch([budi])
    [meeting, _last] = meetings_of(batch)
    sheet = visit(sari).open("training.show_sheet", batch_id=batch.id, meeting_id=meeting.id)
    close(visit, sari, batch)
    refused = sheet.press("Simpan daftar hadir", expect=409, **{f"hadir-{budi.employee_id}": "absent"})
    assert "Angkatan ini sudah ditutup" in refused.text
    assert marks_of(meeting) == {budi.employee_id: "present"}


def test_nobody_else_downloads_a_certificate(visit, budi, dewi, sari):
    batch = finished_batch([budi])
    close(visit, sari, batch)
    number = certificate_of(budi).id
    assert visit(budi).download("certificates.download_own", certificate_id=number).data.startswith(b"%PDF")
    for person in (dewi, sari):
        assert visit(person).get(f"/sertifikat/{number}/berkas").status_code == 404
    assert visit().get(f"/sertifikat/{number}/berkas").status_code == 401
    assert visit(dewi).get(f"/pelatihan/kelola/{batch.id}/sertifikat.zip").status_code == 403
