"""S1, Budi takes a workshop: from the catalogue to a certificate that a stranger verifies, without any script."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from icalendar import Calendar
from markupsafe import escape
from sqlalchemy import select, update

from app.access.visitor import SYSTEM
from app.attendance import rules as attendance_rules
from app.attendance.models import AttendanceStatus
from app.attendance.services import mark_list
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.certificates.models import Certificate
from app.certificates.rules import new_code
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.organisation.models import Placement
from app.training import labels
from app.training.models import BatchStatus, Enrolment, EnrolmentPolicy, EnrolmentStatus
from tests.support import pdf
from tests.support.builders import (
    attend,
    competency_id,
    enrol,
    make_assessment,
    make_batch,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    make_requirement,
    marks_of,
    meetings_of,
    place,
    seat,
    status_of,
)
from tests.support.competency import work_out

ZONE = "Asia/Jakarta"
once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def panel(page) -> str:
    """What the enrolment panel says first."""
    return page.all("#enrolment_panel h2")[0]


def batch_page(browser, batch):
    return browser.open("training.show_batch", batch_id=batch.id)


def letters_to(visit, sari, person) -> list[str]:
    """The subjects of the mails to somebody, newest first, as the outbox shows them."""
    rows = visit(sari).open("notifications.list_mails").all(".rows__body")
    return [row.partition(" Untuk ")[0] for row in rows if f" Untuk {person.name}," in row]


def notices_to(visit, person) -> list[str]:
    """The texts of somebody's notices, newest first."""
    return visit(person).open("notifications.list_notices").all(".rows__body b")


def crowd(count: int) -> list:
    return [make_employee(f"Peserta {letter} Sutrisno") for letter in "ABCDEFGH"[:count]]


def screen_code(visit, sari, batch, meeting) -> str:
    """The digits on the wall, read off the page."""
    page = visit(sari).open("training.show_screen", batch_id=batch.id, meeting_id=meeting.id)
    return page.all('.screen__code [aria-hidden="true"]')[0].replace(" ", "")


def check_in(browser, meeting, code: str, *, expect: int = 200):
    page = browser.open("training.show_check_in", meeting_id=meeting.id)
    return page.press("Catat kehadiran saya", kode=code, expect=expect)


def running_batch(**different):
    """A batch whose only meeting began a few minutes ago."""
    batch = make_batch(meetings=0, starts_in_days=0, **different)
    make_meeting(batch, now() - timedelta(minutes=5), hours=2)
    return batch


def finished_batch(people, *, score: str | None = None, **programme):
    """A batch that is over, everybody present at both meetings."""
    batch = make_batch(programme=make_programme(**programme), starts_in_days=-3, meetings=2)
    for person in people:
        seat(person, batch, score=score)
        attend(person, batch)
    return batch


def close(visit, sari, batch):
    """Press the button, let the worker work, and look again."""
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    return visit(sari).open("training.show_managed", batch_id=batch.id)


# --- the whole story ------------------------------------------------------------------------------


def test_budi_takes_a_workshop(visit, budi, rina, dewi, sari):
    batch = workshop_for(budi)
    red = red_cells(visit, sari)
    budi_asks_for_a_seat(visit, budi, rina)
    rina_approves(visit, budi, rina, sari, batch)
    [meeting] = meetings_of(batch)
    with time_machine.travel(meeting.starts_at + timedelta(minutes=3)):
        budi_scans_the_code(visit, budi, sari, batch)
    with time_machine.travel(meeting.ends_at + timedelta(days=1)):
        learner = visit.another(budi)
        assert learner.open("reports.show_home").all(".panel__number b") == ["0"]
        sari_closes(visit, sari, batch)
        budi_holds_his_certificate(visit, learner, budi, batch)
        work_out()  # as the worker does every night
        assert red_cells(visit, sari) == red
        an_assessor_confirms(visit, sari, budi)
        the_gap_is_closed(visit, learner, sari, budi, batch)
        assert red_cells(visit, sari) == red - 1


def workshop_for(person):
    """A batch with one seat that asks the superior, and closes a gap of this person."""
    service = competency_id("M.5")
    make_requirement(person.position_id, service, 2)
    make_assessment(person.employee_id, service, 1, on=now().date() - timedelta(days=90))
    work_out()
    programme = make_programme(
        min_score="70",
        competencies=[(service, 2)],
        subjects=[("Menjelaskan syarat tanpa istilah kantor", "3"), ("Menangani keluhan sampai tuntas", "5")],
    )
    return make_batch(programme=programme, seats=1, policy=EnrolmentPolicy.SUPERIOR, number=3)


NAME = "Pelayanan Prima bagi Petugas Loket, Angkatan 3"
CLOSES = "Menutup kesenjangan Pelayanan Publik 1→2. Jabatan Anda meminta level 2."


def red_cells(visit, sari) -> int:
    """How many units on HR's map lack a whole level and more."""
    return len(visit.another(sari).open("competency.show_heatmap").all("tbody .h5"))


def budi_asks_for_a_seat(visit, budi, rina):
    home = visit(budi).open("reports.show_home")
    [advised] = home.all("section[aria-labelledby=rekomendasi] .rows__body")
    assert CLOSES in advised
    assert "sisa 1 kursi, tidak bentrok dengan jadwal Anda." in advised
    page = home.link("Pelayanan Prima bagi Petugas Loket")
    assert panel(page) == "Masih ada 1 kursi"
    assert "Jabatan Anda mensyaratkan level 2." in page.text
    asked = page.press("Daftar angkatan ini")
    assert asked.notices == ["Permohonan Anda sudah dikirim ke atasan Anda."]
    assert panel(asked) == "Menunggu persetujuan atasan"
    assert rina.name in asked.all("#enrolment_panel p")[0]


def rina_approves(visit, budi, rina, sari, batch):
    home = visit(rina).open("reports.show_home")
    assert "1 permohonan pelatihan menunggu Anda" in home.all(".tasks h3")
    decided = home.link("Buka persetujuan").press("Setujui")
    assert decided.notices == ["Disetujui. Budi Pratama, S.A.P. mendapat kursi."]
    assert panel(batch_page(visit(budi), batch)) == "Anda terdaftar"
    assert letters_to(visit, sari, rina) == [f"Permohonan pelatihan dari {budi.name}"]
    assert letters_to(visit, sari, budi) == [f"Anda terdaftar: {NAME}", f"Permohonan Anda sudah dikirim: {NAME}"]
    assert notices_to(visit, rina) == [f"{budi.name} ingin mengikuti {NAME}. Setujui atau tolak."]
    assert notices_to(visit, budi)[0] == f"Anda terdaftar di {NAME}."


def budi_scans_the_code(visit, budi, sari, batch):
    [meeting] = meetings_of(batch)
    there, officer = visit.another(budi), visit.another(sari)
    home = there.open("reports.show_home")
    assert f"Hadir hari ini: {NAME}" in home.all(".tasks h3")
    wall = officer.open("training.show_screen", batch_id=batch.id, meeting_id=meeting.id)
    assert wall.all(".screen__figures span") == ["0 dari 1 peserta sudah hadir"]
    digits = wall.all('.screen__code [aria-hidden="true"]')[0].replace(" ", "")
    counted = home.link("Buka absen").press("Catat kehadiran saya", kode=digits)
    assert counted.warnings[0].startswith("Kehadiran tercatat Hadir, dengan kode pukul 08.03 WIB")
    again = officer.open("training.show_screen", batch_id=batch.id, meeting_id=meeting.id)
    assert again.all(".screen__figures span") == ["1 dari 1 peserta sudah hadir"]


def sari_closes(visit, sari, batch):
    officer = visit.another(sari)
    home = officer.open("reports.show_home")
    assert f"Tutup {NAME}" in home.all(".tasks h3")
    desk = home.link("Periksa dan tutup")
    assert "Ada 1 peserta tanpa nilai. Lengkapi dulu nilainya." in desk.all("#closing .notice")[0]
    field = next(name for name in desk.fields if name.startswith("nilai-"))
    ready = desk.press("Simpan nilai", **{field: "86,5"})
    assert ready.notices == ["Tersimpan. 1 nilai berubah."]
    ahead = ready.link("Lihat hasilnya, lalu tutup")
    assert "1 lulus, 0 belum lulus, 0 tidak hadir" in ahead.text
    running = ahead.press("Tutup angkatan")
    assert running.all("#closing h2") == ["Sedang menutup angkatan"]
    assert running.has("#closing progress")
    worker.drain()
    done = officer.open("training.show_managed", batch_id=batch.id)
    assert done.all("#closing h2") == ["Angkatan sudah ditutup"]
    assert "Selesai. 1 sertifikat terbit." in done.all("#closing p")


def budi_holds_his_certificate(visit, learner, budi, batch):
    assert learner.open("reports.show_home").all(".panel__number b") == ["8"]
    told = learner.open("notifications.list_notices").all(".rows__body b")
    assert told[0] == f"Sertifikat {NAME} sudah terbit. 8 JP masuk ke catatan Anda."
    file = learner.get(learner.open("certificates.list_own").links["Unduh"])
    assert (file.status_code, file.mimetype) == (200, "application/pdf")
    assert file.data == stored_bytes(budi)
    assert pdf.complaints(file.data) == ""
    [address] = pdf.codes(file.data)
    stranger = visit()
    assert address.startswith("HTTP://127.0.0.1:8000/V/")
    verified = stranger.open(address[len("http://127.0.0.1:8000") :])
    assert verified.heading == "Sertifikat ini berlaku"
    assert stranger.cookies() == {}


def an_assessor_confirms(visit, sari, budi):
    """What the training left is evidence; a level comes of it only here."""
    desk = visit.another(sari).open("competency.list_assessing")
    evidence = desk.link(budi.name)
    assert "Pelatihan ini menunjuk ke level 2. Terukur sekarang 1, diminta jabatan 2." in evidence.text
    evidence.press("Terima dan tetapkan level", level="2", note="Terlihat di loket.")


def the_gap_is_closed(visit, learner, sari, budi, batch):
    own = learner.open("competency.show_own_gaps").link("Bandingkan kesenjangan sebelum dan sesudah pelatihan")
    [row] = own.all("#person_effects tbody tr")
    assert [words for words in ("level 1 dari 2", "level 2 dari 2", "Tertutup") if words not in row] == []
    assert CLOSES not in learner.open("reports.show_home").text
    effect = visit.another(sari).open("training.show_effect", batch_id=batch.id)
    assert effect.all(".bars b") == ["1", "0", "0"]


def certificate_of(person) -> Certificate:
    db.session.rollback()
    return db.session.execute(select(Certificate).where(Certificate.employee_id == person.employee_id)).scalar_one()


def stored_bytes(person) -> bytes:
    certificate = certificate_of(person)
    return store.read(db.session.get_one(StoredFile, certificate.file_id))


# --- finding a batch ------------------------------------------------------------------------------


@pytest.fixture
def season(bungo):
    """Four batches that differ in everything one can filter by."""
    service, strategy = competency_id("M.5"), competency_id("M.3")
    loket = make_programme("Pelayanan Prima bagi Petugas Loket", competencies=[(service, 2)], form_code="KL03")
    arsip = make_programme("Pengelolaan Arsip Dinamis", competencies=[(strategy, 2)], form_code="KL04")
    full = make_batch(programme=loket, starts_in_days=5, seats=1, number=1, city="Muara Bungo")
    seat(make_employee("Hasan Basri"), full)
    return {
        "full": full,
        "loket": make_batch(programme=loket, starts_in_days=6, number=2, city="Muara Bungo"),
        "arsip": make_batch(programme=arsip, starts_in_days=7, number=3, city="Rimbo Bujang"),
        "later": make_batch(programme=arsip, starts_in_days=70, number=4, city="Muara Bungo"),
    }


def shown(page) -> list[str]:
    """The numbers of the batches a result list shows."""
    return [foot.rpartition("Angkatan ")[2] for foot in page.all("#batch_results .ticket__foot")]


def test_the_catalogue_shows_what_comes_soonest_first(visit, budi, season):
    make_batch(starts_in_days=-20, number=99)
    make_batch(starts_in_days=8, number=98, status=BatchStatus.DRAFT)
    assert shown(visit(budi).open("training.list_batches")) == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ({"cari": "arsip"}, ["3", "4"]),
        ({"cari": "PETUGAS loket"}, ["1", "2"]),
        ({"cari": "%"}, []),
        ({"bentuk": "KL04"}, ["3", "4"]),
        ({"tempat": "Rimbo Bujang"}, ["3"]),
        ({"kursi": "1"}, ["2", "3", "4"]),
        ({"kursi": "1", "tempat": "Muara Bungo"}, ["2", "4"]),
    ],
)
def test_filters_narrow_the_catalogue(visit, budi, season, typed, numbers):
    page = visit(budi).open("training.list_batches").press("Cari pelatihan", **typed)
    assert shown(page) == numbers
    assert {name: page.fields[name] for name in typed} == typed


def test_filters_by_competency_and_by_month(visit, budi, season):
    catalogue = visit(budi).open("training.list_batches")
    assert shown(catalogue.press("Cari pelatihan", kompetensi=str(competency_id("M.5")))) == ["1", "2"]
    month = f"{season['later'].starts_on:%Y-%m}"
    assert shown(catalogue.press("Cari pelatihan", bulan=month)) == ["4"]


def test_an_empty_answer_says_so_and_offers_the_way_back(visit, budi, season):
    page = visit(budi).open("training.list_batches").press("Cari pelatihan", cari="membatik")
    assert page.all(".empty h3") == ["Tidak ada yang cocok dengan 'membatik'"]
    assert shown(page.link("Hapus saringan")) == ["1", "2", "3", "4"]


def test_a_batch_one_is_in_says_so_in_the_list(visit, budi, season):
    enrol(budi, season["loket"])
    page = visit(budi).open("training.list_batches")
    assert [badge for badge in page.all("#batch_results .badge") if badge == "Terdaftar"] == ["Terdaftar"]


# --- the superior decides -------------------------------------------------------------------------


def test_refused_with_a_reason_the_employee_reads(visit, budi, rina, sari):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")

    form = visit(rina).open("training.list_requests").link("Tolak")
    assert form.heading == f"Tolak permohonan {budi.name}"
    missing = form.press("Tolak permohonan", reason=" ", expect=422)
    assert missing.all(".error") == ["Tulis alasannya, supaya pegawai tahu apa yang bisa dilakukan."]
    short = missing.press("Tolak permohonan", reason="Tak", expect=422)
    assert short.fields["reason"] == "Tak"
    done = short.press("Tolak permohonan", reason="Loket sedang kurang orang; ambil angkatan Maret.")
    assert done.notices == ["Permohonan ditolak. Pegawai sudah diberi tahu alasannya."]
    assert done.all(".empty h2") == ["Tidak ada permohonan yang menunggu"]

    page = batch_page(visit(budi), batch)
    assert "Loket sedang kurang orang; ambil angkatan Maret." in page.all("#enrolment_panel p")[0]
    assert letters_to(visit, sari, budi)[0].startswith("Permohonan tidak disetujui: ")
    assert notices_to(visit, budi)[0].startswith(f"{rina.name} tidak menyetujui")


def test_only_the_superior_sees_and_decides_a_request(visit, budi, rina, dewi, sari):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    enrolment = enrol(budi, batch)
    other_head = make_employee("Kepala Lain")
    make_employee("Bawahan Lain", position_id=_below(other_head))
    assert visit(rina).open("training.list_requests").all("article h2") == [budi.name]
    assert visit(other_head).open("training.list_requests").all("article h2") == []
    refused = visit(other_head).post("training.create_approval", enrolment_id=enrolment.id)
    assert refused.status_code == 404
    assert visit(dewi).post("training.create_approval", enrolment_id=enrolment.id).status_code == 403
    assert status_of(budi, batch) == EnrolmentStatus.REQUESTED


def _below(head) -> int:
    return make_position(above=head.position_id).id


def test_decided_twice_is_refused_in_words(visit, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")
    stale = visit(rina).open("training.list_requests")
    stale.press("Setujui")
    late = stale.press("Setujui", expect=409)
    assert "Permohonan ini sudah diputuskan." in late.text
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_approval_of_a_full_batch_leads_to_the_queue(visit, budi, rina, dewi):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR, seats=1)
    seat(dewi, batch)
    batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    done = visit(rina).open("training.list_requests").press("Setujui")
    assert done.notices == ["Disetujui. Kursi sudah penuh, jadi Budi Pratama, S.A.P. masuk daftar tunggu."]
    assert panel(batch_page(visit(budi), batch)) == "Anda urutan 1 dari 1"


# --- the queue ------------------------------------------------------------------------------------


def test_a_full_batch_shows_the_rank_and_the_rule(visit, budi, dewi):
    batch = make_batch(seats=1)
    first, *others = crowd(5)
    seat(first, batch)
    enrol(others[0], batch)
    assert panel(batch_page(visit(budi), batch)) == "Kursi sudah penuh"
    queued = batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    assert queued.notices == ["Kursi sudah penuh. Anda masuk daftar tunggu, urutan 2."]
    for one in others[1:]:
        enrol(one, batch)
    page = batch_page(visit(budi), batch)
    assert panel(page) == "Anda urutan 2 dari 5"
    assert page.all("#enrolment_panel p")[0] == f"Kursi sudah penuh. {labels.QUEUE_RULE}"


def test_a_freed_seat_goes_to_the_first_in_line(visit, budi, dewi, sari):
    batch = make_batch(seats=1)
    batch_page(visit(budi), batch).press("Daftar angkatan ini")
    batch_page(visit(dewi), batch).press("Masuk daftar tunggu")
    left = batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    assert left.notices == ["Pendaftaran dibatalkan."]

    offered = batch_page(visit(dewi), batch)
    assert panel(offered) == "Ada kursi untuk Anda"
    deadline = wording.moment(now() + timedelta(hours=24), ZONE)
    told = offered.all("#enrolment_panel p strong")
    assert told in ([deadline], [wording.moment(now() + timedelta(hours=24, minutes=-1), ZONE)])
    assert letters_to(visit, sari, dewi)[0].startswith("Ada kursi untuk Anda: ")
    assert f"Jawab sebelum {told[0]}." in notices_to(visit, dewi)[0]
    assert visit(dewi).open("reports.show_home").all(".tasks h3")[0].startswith("Ada kursi untuk Anda: ")

    accepted = offered.press("Terima kursi")
    assert accepted.notices == ["Anda terdaftar."]
    assert panel(accepted) == "Anda terdaftar"
    db.session.refresh(batch)
    assert batch.seats_taken == 1


def test_a_newcomer_never_overtakes_an_offer(visit, budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    newcomer = make_employee("Tono Hartono")
    assert panel(batch_page(visit(newcomer), batch)) == "Kursi sudah penuh"
    queued = batch_page(visit(newcomer), batch).press("Masuk daftar tunggu")
    assert panel(queued) == "Anda urutan 1 dari 1"
    assert status_of(dewi, batch) == EnrolmentStatus.OFFERED


def test_a_declined_seat_goes_to_the_next(visit, budi, dewi):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    for person in (budi, dewi, third):
        enrol(person, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    declined = batch_page(visit(dewi), batch).press("Tolak tawaran")
    assert declined.notices == ["Tawaran ditolak. Kursinya diberikan ke peserta berikutnya."]
    assert "Anda menolak tawaran kursi sebelumnya." in declined.all("#enrolment_panel p")
    assert panel(batch_page(visit(third), batch)) == "Ada kursi untuk Anda"


def test_an_offer_that_runs_out_goes_to_the_next(visit, budi, dewi, sari):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    for person in (budi, dewi, third):
        enrol(person, batch)
    batch_page(visit(budi), batch).press("Batalkan pendaftaran")
    stale = batch_page(visit(dewi), batch)
    with time_machine.travel(now() + timedelta(hours=25)):
        late = visit.another(dewi)
        before = batch_page(late, batch)
        assert "Terima kursi" not in before.buttons
        refused = late.request("POST", stale.form("Terima kursi").action, data={"csrf_token": before.token})
        assert refused.status_code == 409
        worker.drain()
        page = batch_page(late, batch)
        assert "Tawaran kursi sebelumnya sudah lewat waktu." in page.all("#enrolment_panel p")
        assert panel(batch_page(visit.another(third), batch)) == "Ada kursi untuk Anda"
        outbox = visit.another(sari).open("notifications.list_mails").all(".rows__body")
        subjects = [row.partition(" Untuk ")[0].partition(":")[0] for row in outbox[:2]]
        assert sorted(subjects) == ["Ada kursi untuk Anda", "Tawaran kursi lewat waktu"]


# --- leaving --------------------------------------------------------------------------------------


def test_a_confirmed_seat_cannot_be_given_back_after_the_cut_off(visit, budi):
    batch = make_batch(withdrawal_closes_at=now() + timedelta(hours=1))
    seat(budi, batch)
    page = batch_page(visit(budi), batch)
    assert "Batalkan pendaftaran" in page.buttons
    with time_machine.travel(now() + timedelta(hours=2)):
        refused = page.press("Batalkan pendaftaran", expect=409)
        closed = wording.moment(batch.withdrawal_closes_at, ZONE)
        assert f"Batas pembatalan sudah lewat ({closed})." in refused.text
        assert "Batalkan pendaftaran" not in batch_page(visit(budi), batch).buttons
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_a_place_in_line_can_be_left_at_any_time(visit, budi, dewi):
    batch = make_batch(seats=1, withdrawal_closes_at=now() - timedelta(hours=1))
    seat(dewi, batch)
    enrol(budi, batch)
    left = batch_page(visit(budi), batch).press("Keluar dari daftar tunggu")
    assert panel(left) == "Kursi sudah penuh"
    assert status_of(budi, batch) == EnrolmentStatus.WITHDRAWN


def test_whoever_left_may_come_back_at_the_end_of_the_line(visit, budi, dewi):
    batch = make_batch(seats=1)
    third = make_employee("Tono Hartono")
    seat(dewi, batch)
    enrol(budi, batch)
    enrol(third, batch)
    batch_page(visit(budi), batch).press("Keluar dari daftar tunggu")
    back = batch_page(visit(budi), batch).press("Masuk daftar tunggu")
    assert panel(back) == "Anda urutan 2 dari 2"


def test_a_clash_is_refused_with_the_name_of_the_other_batch(visit, budi):
    arsip = make_programme("Pengelolaan Arsip Dinamis")
    other = make_batch(programme=arsip, number=7, starts_in_days=10)
    enrol(budi, other)
    wanted = make_batch(starts_in_days=9, meetings=3)
    refused = batch_page(visit(budi), wanted).press("Daftar angkatan ini", expect=409)
    [meeting] = meetings_of(other)
    when = wording.moment(meeting.starts_at, ZONE)
    assert refused.heading == "Waktunya bertabrakan"
    assert f"Pengelolaan Arsip Dinamis, Angkatan 7 ({when}), yang sudah Anda ikuti." in refused.text
    assert status_of(budi, wanted) is None


# --- the day itself -------------------------------------------------------------------------------


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
    "wrong digits": ("000000", "Kode tidak cocok."),
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
    if code == _digits_now(meeting):
        code = "000001"
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


# --- scores and closing ---------------------------------------------------------------------------


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


# --- verification ---------------------------------------------------------------------------------


@pytest.fixture
def issued(visit, budi, sari):
    """Budi's certificate, printed."""
    batch = finished_batch([budi], score="93.57", min_score="70")
    close(visit, sari, batch)
    return certificate_of(budi)


def test_a_stranger_reads_every_printed_fact_that_is_not_personal(visit, budi, issued):
    stranger = visit()
    page = stranger.open("certificates.show_verification", code=issued.code)
    facts = issued.facts
    assert page.heading == "Sertifikat ini berlaku"
    public = [
        budi.name,
        facts["programme_title"],
        facts["number"],
        facts["result"].capitalize(),
        facts["government_name"],
        facts["organiser_name"],
        facts["place"],
        facts["city"],
        facts["signatory_name"],
        facts["signatory_position"],
        facts["code"],
        facts["subjects"][0]["title"],
        "8 JP",
        wording.plain_date(issued.issued_on),
        issued.sha256,
    ]
    assert [fact for fact in public if fact not in page.text] == []
    private = [
        facts["holder_nip"],
        budi.nip,
        facts["signatory_nip"],
        facts["holder_position"],
        "III/a",
        "93.57",
        "93,57",
    ]
    assert "93.57" in str(facts["score"])
    shown = page.text.replace(issued.sha256, "").replace(facts["code"], "").replace(facts["number"], "")
    assert [fact for fact in private if fact in shown] == []
    assert stranger.cookies() == {}


def test_the_printed_sheet_and_the_page_say_the_same(visit, budi, issued):
    """What is printed and not personal stands on the page, word for word."""
    content = stored_bytes(budi)
    words = pdf.text(content)
    page = visit().open("certificates.show_verification", code=issued.code).text
    for fact in (budi.name, issued.number, "Pelayanan Prima bagi Petugas Loket", "Sari Wulandari, S.Sos., M.Si."):
        assert (fact in words, fact in page) == (True, True), fact
    assert pdf.complaints(content) == ""


def test_the_same_as_json(visit, budi, issued):
    answer = visit().download("certificates.show_verification_json", code=issued.code)
    told = answer.get_json()
    assert (told["status"], told["holder"], told["number"]) == ("valid", budi.name, issued.number)
    assert told["file_sha256"] == issued.sha256
    assert told["lesson_hours"] == "8.00" or Decimal(told["lesson_hours"]) == 8
    assert [
        one for one in (budi.nip, issued.facts["signatory_nip"], "III/a", "score", "nip") if one in answer.text
    ] == []
    assert "Set-Cookie" not in answer.headers


def test_a_code_typed_by_hand_finds_it_however_it_is_written(visit, issued):
    for typed in (issued.code.lower(), issued.facts["code"], f" {issued.facts['code'].replace('-', ' ')} "):
        form = visit().open("certificates.show_verification_form")
        assert form.press("Periksa kode", kode=typed).heading == "Sertifikat ini berlaku"


def test_wrong_mistyped_and_unknown_codes_get_one_calm_page(visit, issued):
    flipped = ("1" if issued.code[0] != "1" else "2") + issued.code[1:]
    unknown = _another_code(issued.code)
    bodies = {}
    for code in (unknown, flipped, "SALAH", "7QK2", "%3Cscript%3E", "a" * 300, "--", "ÀÉÎ"):
        answer = visit().get(f"/v/{code}")
        assert answer.status_code == 404
        page = visit().page(answer, expect=404)
        assert page.heading == "Kode tidak dikenal"
        bodies[code] = _without_typed(page)
    assert len(set(bodies.values())) == 1, bodies.keys()
    for code in (unknown, flipped, "SALAH"):
        typed = visit().open("certificates.show_verification_form").press("Periksa kode", kode=code, expect=404)
        assert _without_typed(typed) == bodies[unknown]
    answers = {code: visit().get(f"/v/{code}.json") for code in (unknown, flipped, "SALAH")}
    assert {(one.status_code, one.text) for one in answers.values()} == {(404, answers[unknown].text)}


def _another_code(code: str) -> str:
    """A well-formed code that was never given out."""
    fresh = new_code()
    assert fresh != code
    return fresh


def _without_typed(page) -> str:
    typed = page.fields["kode"]
    field = f'value="{escape(typed)}"'
    assert page.source.count(field) == 1
    return page.source.replace(field, "")


# --- calendar -------------------------------------------------------------------------------------


def test_the_calendar_file_has_the_meetings_in_their_zone(visit, budi):
    batch = make_batch(meetings=2)
    enrol(budi, batch)
    file = visit(budi).download("training.download_calendar", batch_id=batch.id)
    assert file.mimetype == "text/calendar"
    calendar = Calendar.from_ical(file.data)
    events = calendar.walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [one.starts_at for one in meetings_of(batch)]
    assert {event["dtstart"].params["TZID"] for event in events} == {ZONE}
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == [ZONE]
    assert {event["dtstart"].dt.hour for event in events} == {8}


def test_a_superior_who_moves_on_leaves_the_request_to_the_next_one(visit, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    enrol(budi, batch)
    successor = make_employee("Siti Rahma", female=True)
    today = now().date()
    both = (rina.employee_id, successor.employee_id)
    db.session.execute(update(Placement).where(Placement.employee_id.in_(both)).values(ends_on=today))
    db.session.commit()
    place(successor.employee_id, rina.position_id)
    assert visit(successor).open("training.list_requests").all("article h2") == [budi.name]
    visit(successor).open("training.list_requests").press("Setujui")
    assert panel(batch_page(visit(budi), batch)) == "Anda terdaftar"
