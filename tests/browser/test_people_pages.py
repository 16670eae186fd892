"""The pages of people, organisation, imports, accounts and trust: accessible, and never wider than a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser import office_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

DEAD_LINKS = ["/undangan/tak-dikenal", "/kata-sandi-baru/tak-dikenal"]
UNIT, POST, FILE = "/organisasi/unit/{top}", "/organisasi/jabatan/{position}", "/pegawai/{long}"
PAGES = {
    "": ["/masuk", "/lupa-kata-sandi", *DEAD_LINKS],
    "budi": [
        "/saya/berkas",
        "/saya/berkas/riwayat",
        "/saya/data",
        "/saya/data/pembaca",
        "/saya/data/permintaan/perbaikan",
        "/saya/data/permintaan/pembatasan",
        "/saya/keamanan",
        "/saya/keamanan/kata-sandi",
        "/saya/pemberitahuan",
    ],
    "sari": [
        "/organisasi",
        "/organisasi?tanggal=2001-02-03",
        UNIT,
        UNIT + "/perbaikan",
        UNIT + "/nama",
        UNIT + "/induk",
        UNIT + "/penggabungan",
        UNIT + "/pemecahan",
        UNIT + "/penutupan",
        UNIT + "/jabatan/baru",
        "/organisasi/unit/baru",
        "/organisasi/jabatan",
        POST,
        POST + "/perubahan",
        POST + "/penutupan",
        POST + "/penempatan/baru",
        "/pegawai",
        "/pegawai?cari=tidakada",
        "/pegawai?tanggal=2024-01-02",
        "/pegawai/baru",
        "/pegawai/akan-berhenti",
        FILE,
        FILE + "/riwayat",
        FILE + "/perubahan",
        FILE + "/penonaktifan",
        "/pegawai/{leaving}",
        "/pegawai/{leaving}/penonaktifan",
        "/pegawai/{gone}",
        "/pegawai/{gone}/alasan-berhenti",
        FILE + "/penempatan/baru",
        "/impor",
        "/impor/baru",
        "/impor/{checked}",
        "/impor/{checked}/perubahan",
        "/impor/{applied}",
        "/impor/{applied}/pengurungan",
        "/data-pribadi",
        "/data-pribadi/permintaan",
        "/data-pribadi/permintaan/{request}",
        "/surat",
    ],
    "nadia": [
        "/akun",
        "/akun?cari=tidakada",
        "/akun/pegawai/{long}",
        "/akun/peran",
        "/akun/peran/{grant}",
        "/akun/peran/baru",
        "/kotak-keluar",
        "/kotak-keluar/{mail}",
        "/saya/keamanan/kode",
    ],
    "auditor": ["/jejak-audit", "/jejak-audit/{entry}", "/jejak-audit?cari=tidakada", "/hak-akses/cetak"],
    "root": [
        "/instalasi/pemerintah",
        "/instalasi/pemerintah/baru",
        "/instalasi/pemerintah/{government}",
        "/instalasi/pemerintah/{government}/admin",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(office_scene.office)


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    paths = [path.format(**scene.ids) for path in PAGES[who]]
    faults = walk(enter(getattr(scene.cast, who) if who else None), paths, answers=dict.fromkeys(DEAD_LINKS, 409))
    assert not faults, "\n".join(faults)


def test_the_chart_is_read_and_folded_by_keyboard(enter, scene):
    """The name leads to the unit, and what folds the branch stands beside it, with a name of its own."""
    sari = enter(scene.cast.sari, width=390)
    page = sari.open("/organisasi")
    fold = page.locator("summary", has_text=f"Unit di bawah {office_scene.LONG_UNIT}")
    below = page.get_by_role("link", name="Bidang Ketahanan dan Kesejahteraan Keluarga")
    expect(below).to_be_visible()
    page.get_by_role("link", name=office_scene.LONG_UNIT).focus()
    page.keyboard.press("Tab")
    expect(fold).to_be_focused()
    page.keyboard.press("Enter")
    expect(below).to_be_hidden()
    page.emulate_media(media="print")
    expect(below).to_be_visible()
