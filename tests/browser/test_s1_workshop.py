"""S1 in a real browser: wide and narrow, with scripts and without."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from app.training.services import closing
from tests.browser import seeding
from tests.browser.conftest import visitors
from tests.support import pdf, signing

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
    budi, dewi, hasan = enter(scene.cast.budi), enter(scene.cast.dewi), enter(scene.cast.hasan)
    rina, sari = enter(scene.cast.rina, width=390), enter(scene.cast.sari)
    seats_change_hands(scene, budi, dewi, rina)
    sari_names_the_signer(sari)
    dewi_checks_in(scene, dewi, sari)
    sari_opens_the_post_test(scene, sari)
    sits_the_test(dewi, scene, ["Menyapa dulu", "KTP", "KK"], "Nilai Anda 100 dari 100")
    sits_the_test(hasan, scene, ["Menunggu", "Foto"], "Nilai Anda 0 dari 100")
    server.seed(seeding.let_the_day_pass, scene.ids["today"], scene.cast.government_id)
    sari_closes(server, scene, sari)
    hasan_reads_why(scene, hasan)
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


def sari_names_the_signer(sari):
    """A key the server knows is named, and the numbering signs with it from then on."""
    sari.open("/kelola/penomoran")
    sari.follow("Tambah kunci")
    sari.page.get_by_label("Nama kunci").fill("SEGEL")
    sari.page.get_by_label("Berkas PKCS#12").check()
    sari.press("Tambah kunci")
    sari.see("section[aria-labelledby=kunci] .badge", "Siap")
    sari.follow("Ubah penomoran BKPSDM")
    sari.page.get_by_label("Tanda tangan elektronik").select_option("seal")
    sari.press("Simpan penomoran")
    sari.see("main .card", "Segel penyelenggara")


def dewi_checks_in(scene, dewi, sari):
    """The code is read off the screen page, and typed."""
    sari.open(f"/pelatihan/angkatan/{scene.ids['today']}/pertemuan/{scene.ids['meeting']}/layar")
    dewi.open(f"/pelatihan/pertemuan/{scene.ids['meeting']}/hadir")
    code = sari.page.locator('.screen__code [aria-hidden="true"]').inner_text()
    dewi.page.get_by_label("Kode di layar").fill(code)
    dewi.press("Catat kehadiran saya")
    dewi.see("#check_in .notice", "Kehadiran tercatat")


def sari_opens_the_post_test(scene, sari):
    """Two questions drawn from the bank; the paper is fixed once it is open."""
    sari.open(f"/pelatihan/kelola/{scene.ids['today']}/tes")
    sari.page.get_by_label("Tes akhir").check()
    sari.press("Buat tes")
    sari.page.get_by_label("Topik").select_option("Pelayanan publik")
    sari.page.get_by_label("Berapa soal").fill("2")
    sari.press("Ambil acak")
    sari.see("#paper", "2 soal, 2 poin")
    sari.press("Buka untuk peserta")
    sari.see("#paper .badge", "Dibuka")


def sits_the_test(person, scene, answers, told):
    person.open(f"/pelatihan/angkatan/{scene.ids['today']}")
    person.follow("Tes akhir")
    person.press("Mulai tes")
    for answer in answers:
        person.page.get_by_label(answer, exact=True).check()
    person.press("Simpan dan periksa")
    person.see("main", "2 dari 2 soal sudah dijawab")
    person.press("Kirim jawaban")
    person.see("main .notice", told)


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
        sari.see("main", "1 lulus, 1 belum lulus, 0 tidak hadir")
        sari.press("Tutup angkatan")
        sari.see("#closing h2", "Sedang menutup angkatan")
        sari.page.reload()
        sari.see("#closing h2", "Sedang menutup angkatan")
        expect(sari.page.locator("#closing progress")).to_be_visible()
    server.wait_for(lambda: _has_ended(server, scene.ids["today"]), "the closing to end")
    if not sari.js:
        sari.page.reload()
    sari.see("#closing h2", "Angkatan sudah ditutup")
    sari.see("#closing", "Selesai. 1 sertifikat terbit.")


def _has_ended(server, batch_id: int) -> bool:
    """As the database has it: a page that asks by itself gets a minute, and printing may take longer."""
    [[status]] = server.rows(f"SELECT status FROM job WHERE key = '{closing.job_key(batch_id)}'")
    return status not in ("queued", "running")


def hasan_reads_why(scene, hasan):
    hasan.open(f"/pelatihan/angkatan/{scene.ids['today']}")
    hasan.see("#enrolment_panel h2", "Belum lulus")
    hasan.see("#enrolment_panel p", "Nilai 0, syaratnya 70.")


def dewi_shows_her_certificate(enter, scene, dewi):
    """The file is whole and signed, its picture leads a stranger without cookies to the facts."""
    dewi.open("/sertifikat")
    content = dewi.download(lambda: dewi.follow("Unduh"))
    assert pdf.complaints(content) == ""
    assert "Signature is Valid." in signing.pdfsig(content)
    with ThreadPoolExecutor(1) as apart:  # pyHanko wants a thread in which no browser is driven
        assert apart.submit(signing.accepted_by_pyhanko, content).result()
    words = pdf.text(content)
    printed = (scene.cast.dewi.name, "Pengelolaan Arsip Dinamis", "ditandatangani secara elektronik (PAdES)")
    assert [one for one in printed if one not in words] == []
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
