"""S1, Budi takes a workshop: from the catalogue to a certificate that a stranger verifies, without any script."""

from datetime import timedelta

import pytest
import time_machine

from app.base.clock import now
from app.jobs import worker
from app.training.models import EnrolmentPolicy
from tests.support import pdf
from tests.support.builders import (
    competency_id,
    make_assessment,
    make_batch,
    make_programme,
    make_requirement,
    meetings_of,
)
from tests.support.competency import work_out
from tests.support.workshop import batch_page, letters_to, notices_to, panel, stored_bytes


@pytest.mark.usefixtures("within_a_year")
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
