"""S1 in a real browser: wide and narrow, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.browser import seeding
from tests.browser.conftest import visitors
from tests.support import pdf

pytestmark = pytest.mark.browser

WAYS = {
    "desk": ("sqlite", True, 1280),
    "desk without scripts": ("sqlite", False, 1280),
    "phone without scripts": ("sqlite", False, 390),
    "phone on postgresql": ("postgresql", True, 390),
}


@pytest.fixture
def stage(kind, js, width, servers, chromium):
    """The server and how everybody enters."""
    server = servers(kind)
    with visitors(chromium, server, js=js, width=width) as enter:
        yield server, enter


@pytest.mark.parametrize(("kind", "js", "width"), WAYS.values(), ids=WAYS.keys())
def test_s1(stage):
    server, enter = stage
    scene = server.seed(seeding.workshop)
    budi, dewi = enter(scene.cast.budi), enter(scene.cast.dewi)
    rina, sari = enter(scene.cast.rina, width=390), enter(scene.cast.sari)
    seats_change_hands(scene, budi, dewi, rina)
    dewi_checks_in(scene, dewi, sari)
    server.seed(seeding.let_the_day_pass, scene.ids["today"], scene.cast.government_id)
    sari_closes(server, scene, sari)
    dewi_shows_her_certificate(enter, scene, dewi)
    dewis_gap_closes(scene, dewi, sari)


def seats_change_hands(scene, budi, dewi, rina):
    """Budi gets the seat and gives it back; Dewi waits, is offered it and accepts."""
    path = f"/pelatihan/angkatan/{scene.ids['ahead']}"
    budi.open("/beranda")
    budi.see("section[aria-labelledby=rekomendasi]", "Menutup kesenjangan Pelayanan Publik 1→2.")
    budi.follow("Pelayanan Prima bagi Petugas Loket")
    budi.press("Daftar angkatan ini")
    budi.see("#enrolment_panel h2", "Menunggu persetujuan atasan")
    approve(rina, scene.cast.budi)
    budi.open(path)
    budi.see("#enrolment_panel h2", "Anda terdaftar")

    dewi.open(path)
    dewi.press("Masuk daftar tunggu")
    dewi.see("#enrolment_panel h2", "Menunggu persetujuan atasan")
    approve(rina, scene.cast.dewi)
    dewi.open(path)
    dewi.see("#enrolment_panel h2", "Anda urutan 1 dari 1")

    budi.press("Batalkan pendaftaran")
    budi.see(".toast", "Pendaftaran dibatalkan.")
    dewi.open("/beranda")
    dewi.follow("Jawab tawaran")
    dewi.see("#enrolment_panel h2", "Ada kursi untuk Anda")
    dewi.press("Terima kursi")
    dewi.see("#enrolment_panel h2", "Anda terdaftar")


def approve(rina, person):
    rina.open("/beranda")
    rina.follow("Buka persetujuan")
    rina.see("#requests h2", person.name)
    rina.press(f"Setujui permohonan {person.name}")
    rina.see(".toast", "Disetujui.")
    rina.see("#requests h2", "Tidak ada permohonan yang menunggu")


def dewi_checks_in(scene, dewi, sari):
    """The code is read off the screen page, and typed."""
    sari.open(f"/pelatihan/angkatan/{scene.ids['today']}/pertemuan/{scene.ids['meeting']}/layar")
    dewi.open(f"/pelatihan/pertemuan/{scene.ids['meeting']}/hadir")
    code = sari.page.locator('.screen__code [aria-hidden="true"]').inner_text()
    dewi.page.get_by_label("Kode di layar").fill(code)
    dewi.press("Catat kehadiran saya")
    dewi.see("#check_in .notice", "Kehadiran tercatat")


def sari_closes(server, scene, sari):
    """The rest is marked from the list; the progress is there again after a reload."""
    sari.open(f"/pelatihan/kelola/{scene.ids['today']}")
    sari.see("#closing", "Belum bisa ditutup")
    sari.follow("Daftar hadir")
    sari.press("Tandai sisanya hadir")
    sari.see(".toast", "Tersimpan. 1 kehadiran berubah.")
    sari.open(f"/pelatihan/kelola/{scene.ids['today']}")
    with server.with_the_worker_held():
        sari.follow("Lihat hasilnya, lalu tutup")
        sari.press("Tutup angkatan")
        sari.see("#closing h2", "Sedang menutup angkatan")
        sari.page.reload()
        sari.see("#closing h2", "Sedang menutup angkatan")
        expect(sari.page.locator("#closing progress")).to_be_visible()
    if not sari.js:
        server.wait_for(lambda: _is_closed(sari), "the batch to be closed")
    sari.see("#closing h2", "Angkatan sudah ditutup")
    sari.see("#closing", "Selesai. 2 sertifikat terbit.")


def _is_closed(sari) -> bool:
    sari.page.reload()
    return "Angkatan sudah ditutup" in sari.page.locator("#closing").inner_text()


def dewi_shows_her_certificate(enter, scene, dewi):
    """The file is whole, its picture leads a stranger without cookies to the facts."""
    dewi.open("/sertifikat")
    content = dewi.download(lambda: dewi.follow("Unduh"))
    assert pdf.complaints(content) == ""
    words = pdf.text(content)
    assert [one for one in (scene.cast.dewi.name, "Pengelolaan Arsip Dinamis") if one not in words] == []
    [address] = pdf.codes(content)
    stranger = enter()
    stranger.open(address)
    stranger.see("h1", "Sertifikat ini berlaku")
    stranger.see("main", scene.cast.dewi.name)
    assert scene.cast.dewi.nip not in stranger.page.content()
    assert stranger.cookies() == []


def dewis_gap_closes(scene, dewi, sari):
    """An assessor makes a level of what she brought; her gap and the map follow."""
    red = _red_cells(sari)
    sari.open("/kompetensi/penilaian")
    sari.follow(scene.cast.dewi.name)
    sari.page.get_by_label("Level yang terbukti").select_option("2")
    sari.press("Terima dan tetapkan level")
    sari.see("h1", "Penilaian kompetensi")
    assert _red_cells(sari) == red - 1
    dewi.open("/pelatihan/sebelum-sesudah")
    dewi.see("#person_effects", "Tertutup")
    sari.open(f"/pelatihan/kelola/{scene.ids['today']}/kesenjangan")
    sari.see(".bars", "Tertutup")


def _red_cells(sari) -> int:
    sari.open("/kompetensi")
    return sari.page.locator("tbody .h5").count()
