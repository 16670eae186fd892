"""S4 in a real browser: three phones and a projector at once, then whom it missed."""

import pytest

from tests.browser import outreach_scene
from tests.browser.conftest import visitors

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_s4(kind, servers, chromium):
    server = servers(kind)
    scene = server.seed(outreach_scene.hall)
    with visitors(chromium, server) as enter:
        sari = enter(scene.cast.sari)
        sari.open(f"/sosialisasi/putaran/{scene.ids['round']}/aula")
        sari.see(".stage__figures", "0 dari 3 undangan sudah hadir")
        budi, dewi, wati = enter(scene.cast.budi, width=390), enter(scene.cast.dewi, width=390), enter(width=390)
        for phone in (budi, dewi):
            checks_in(phone, scene, sari)
        comes_as_a_guest(wati, scene, sari)
        code = asks_without_a_name(wati, scene)
        budi.open(f"/sosialisasi/ruang/{scene.ids['code']}")
        budi.press("Dukung")
        budi.see("#room_questions", "1 dukungan")
        # The projector was never touched: it brings itself up to date.
        sari.see(".stage__figures", "2 dari 3 undangan sudah hadir")
        sari.see(".stage__figures", "1 tamu")
        sari.see(".wall__item", "Apakah loket di kecamatan tetap buka?")
        sari.see(".wall__votes", "1")
        sari_answers(sari, scene)
        wati_reads(wati, code)
        sari_repeats_for_those_missed(sari, scene)


def digits_on_the_wall(sari):
    return "".join(sari.page.locator(".stage__digits span").first.inner_text().split())


def checks_in(phone, scene, sari):
    phone.open(f"/sosialisasi/hadir/{scene.ids['round']}")
    phone.page.get_by_label("Kode di layar").fill(digits_on_the_wall(sari))
    phone.press("Catat kehadiran saya")
    phone.see("#check_in", "Kehadiran tercatat")


def comes_as_a_guest(wati, scene, sari):
    wati.open(f"/sosialisasi/datang/{scene.ids['round']}")
    wati.page.get_by_label("Nama").fill("Wati")
    wati.page.get_by_label("Asal").fill("Desa Sungai Mengkuang")
    wati.page.get_by_label("Kode di layar").fill(digits_on_the_wall(sari))
    wati.press("Catat kehadiran saya")
    wati.see("main", "Selamat datang, Wati.")


def asks_without_a_name(wati, scene):
    wati.open(f"/sosialisasi/ruang/{scene.ids['code']}")
    wati.page.get_by_role("textbox", name="Pertanyaan atau aspirasi").fill("Apakah loket di kecamatan tetap buka?")
    wati.press("Kirim")
    return wati.page.locator(".own-code").first.inner_text()


def sari_answers(sari, scene):
    sari.open(f"/sosialisasi/putaran/{scene.ids['round']}/pertanyaan")
    sari.follow("Apakah loket di kecamatan tetap buka?")
    sari.page.get_by_role("textbox", name="Jawaban").first.fill("Ya, semua loket tetap buka.")
    sari.press("Simpan jawaban")
    sari.see("main", "Ya, semua loket tetap buka.")


def wati_reads(wati, code):
    wati.open("/sosialisasi/jawaban")
    wati.page.get_by_role("textbox", name="Kode").first.fill(code)
    wati.press("Baca jawaban")
    wati.see("main", "Ya, semua loket tetap buka.")


def sari_repeats_for_those_missed(sari, scene):
    sari.open(f"/sosialisasi/{scene.ids['event']}/jangkauan")
    sari.see("#reach", "2 dari 3 orang")
    sari.follow("Lihat yang terlewat")
    sari.see("#results", "Andi Saputra")
    sari.open(f"/sosialisasi/{scene.ids['event']}/jangkauan")
    sari.press("Ulangi untuk yang terlewat")
    sari.see("h1", "Putaran 2")
