"""Every page about people, organisation, accounts, imports, privacy and notices, with the longest names there are."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import people_scene
from tests.browser.test_pages import COLOURS, HEIGHT, NARROWEST, WCAG, _told

pytestmark = pytest.mark.browser
LOOKS = [(390, "light", WCAG), (1280, "dark", COLOURS)]
STRUCTURE = "/organisasi/unit/{unit}"
PAGES = {
    "stranger": ["/lupa-kata-sandi", "/kata-sandi-baru/salah", "/undangan/salah", "/berhenti-surat/salah"],
    "budi": [
        "/organisasi",
        "/saya/berkas",
        "/saya/berkas/riwayat",
        "/saya/data",
        "/saya/data/pembaca",
        "/saya/data/permintaan/perbaikan",
        "/saya/data/permintaan/penghapusan",
        "/saya/keamanan",
        "/saya/keamanan/kata-sandi",
        "/saya/keamanan/kode",
        "/saya/pemberitahuan",
        "/pegawai",
    ],
    "rina": ["/pegawai", "/pegawai?cari=tidakada", "/pegawai/{budi}", "/pegawai/{budi}/riwayat"],
    "sari": [
        "/pegawai",
        "/pegawai/baru",
        "/pegawai/{budi}/perubahan",
        "/pegawai/{budi}/penonaktifan",
        "/pegawai/{budi}/penempatan/baru",
        "/pegawai/{budi}/penempatan/{placement}/akhir",
        STRUCTURE,
        *(f"{STRUCTURE}/{what}" for what in ("perbaikan", "penggabungan", "induk", "nama", "pemecahan", "penutupan")),
        f"{STRUCTURE}/jabatan/baru",
        "/organisasi/unit/baru",
        "/organisasi/jabatan",
        "/organisasi/jabatan/{post}",
        "/organisasi/jabatan/{vacant}",
        "/organisasi/jabatan/{vacant}/penempatan/baru",
        "/organisasi/jabatan/{post}/perubahan",
        "/organisasi/jabatan/{post}/penutupan",
        "/impor",
        "/impor/baru",
        "/impor/{done}",
        "/impor/{done}/perubahan",
        "/impor/{done}/pengurungan",
        "/impor/{tried}",
        "/impor/{unknown}",
        "/data-pribadi",
        "/data-pribadi/permintaan",
        "/data-pribadi/permintaan/{request}",
        "/data-pribadi/permintaan/{waiting}",
        "/akun",
        "/akun/pegawai/{budi}",
        "/surat",
        "/surat/privacy_asked",
        "/kotak-keluar/{mail}",
    ],
    "nadia": ["/akun/peran", "/akun/peran/{grant}", "/akun/peran/baru", "/akun/pegawai/{budi}"],
    "auditor": ["/pegawai", "/organisasi/jabatan/{post}", "/jejak-audit", "/jejak-audit/{entry}", "/hak-akses"],
    "root": [
        "/instalasi/pemerintah",
        "/instalasi/pemerintah/baru",
        "/instalasi/pemerintah/{government}",
        "/instalasi/pemerintah/{government}/admin",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(people_scene.people)


@pytest.mark.parametrize("who", PAGES)
def test_accessible_and_never_wider_than_the_window(who, enter, scene):
    visitor = enter(None if who == "stranger" else getattr(scene.cast, who))
    axe, page, faults = Axe(), visitor.page, []
    for path in (path.format(**scene.ids) for path in PAGES[who]):
        visitor.open(path)
        page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
        if (width := page.evaluate("document.documentElement.scrollWidth")) > NARROWEST:
            faults.append(f"{path}: {width} wide in a window of {NARROWEST}")
        for width, scheme, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = axe.run(page, options=rules).response["violations"]
            faults += [f"{path} at {width} in {scheme}: {_told(one)}" for one in found]
    for status in ("403", "404"):
        visitor.forgive(f"status of {status}")
    assert not faults, "\n".join(faults)


def test_the_root_of_the_installation_signs_in_by_address(enter, scene):
    """Whoever has no NIP has a page of their own, and no other."""
    visitor = enter()
    visitor.open("/masuk")
    visitor.page.get_by_label("NIP atau email").fill(scene.cast.root.nip)
    visitor.page.get_by_label("Kata sandi").fill(scene.cast.root.password)
    visitor.press("Masuk")
    visitor.open("/instalasi/pemerintah")
    visitor.see("main", "Kabupaten Bungo Panjang")
