"""S7 in a real browser: Joko tries addresses of Bungo's rows, searches and downloads, and never sees a row."""

import io
import re

import pytest
from python_calamine import load_workbook

from tests.browser import office_scene
from tests.browser.conftest import visitors

pytestmark = pytest.mark.browser
WAYS = {"desk": ("sqlite", True, 1280), "phone without scripts": ("postgresql", False, 390)}
ADDRESSES = (
    "/organisasi/unit/{top}",
    "/organisasi/unit/{top}/nama",
    "/organisasi?unit={top}",
    "/organisasi/jabatan/{position}",
    "/pegawai/{long}",
    "/pegawai/{long}/riwayat",
    "/pegawai/{long}/kompetensi",
    "/pegawai/{long}/sertifikat",
    "/akun/pegawai/{long}",
    "/impor/{checked}",
    "/impor/{checked}/baris-ditolak.xlsx",
    "/impor/{applied}/pengurungan",
    "/data-pribadi/permintaan/{request}",
    "/kotak-keluar/{mail}",
    "/kelola/sertifikat/{certificate}",
)


@pytest.fixture
def stage(kind, js, width, servers, chromium):
    server = servers(kind)
    with visitors(chromium, server, js=js, width=width) as enter:
        yield server, enter


@pytest.mark.parametrize(("kind", "js", "width"), WAYS.values(), ids=WAYS.keys())
def test_s7(stage, js):
    server, enter = stage
    scene = server.seed(office_scene.office)
    joko = enter(server.seed(office_scene.next_door))
    strange = re.compile("|".join(map(re.escape, words_of(scene))))
    page = joko.page

    for address in ADDRESSES:
        assert page.goto(address.format(**scene.ids)).status == 404, address
        joko.see("h1", "Halaman tidak ditemukan")
        assert not strange.search(page.content()), address
    joko.forgive("status of 404")

    joko.open("/pegawai")
    joko.see("#people", "Wawan Setiawan")
    field = page.get_by_label("Cari nama, jabatan, atau unit")
    for words in ("Raden Ajeng", "Budi Pratama", "Pengendalian Penduduk"):
        field.fill("")
        field.press_sequentially(words)
        if not js:
            joko.press("Cari pegawai")
        joko.see("#people", f"Tidak ada yang cocok dengan '{words}'")
    page.get_by_label("NIP", exact=True).fill(scene.cast.budi.nip)
    joko.press("Cari NIP")
    joko.see("#nip-error", "Tidak ada pegawai dengan NIP ini yang bisa Anda lihat.")
    assert scene.cast.budi.name not in page.content()

    joko.open("/pegawai")
    for link, reader in (("Unduh CSV", in_csv), ("Unduh XLSX", in_xlsx)):
        text = reader(joko.download(page.get_by_role("link", name=link).click))
        assert "Wawan Setiawan" in text
        assert not strange.search(text)
    for address in (
        "/organisasi",
        "/organisasi/jabatan",
        "/akun",
        "/impor",
        "/kotak-keluar",
        "/data-pribadi/permintaan",
    ):
        joko.open(address)
        assert not strange.search(page.content()), address


def words_of(scene):
    """What would give a row of Bungo away."""
    people = (scene.cast.rina, scene.cast.budi, scene.cast.dewi, scene.cast.sari, scene.cast.nadia)
    return [office_scene.LONG_UNIT, office_scene.LONG_NAME, *(one.nip for one in people), scene.cast.nadia.name]


def in_csv(content):
    return content.decode("utf-8-sig")


def in_xlsx(content):
    return str(load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python())
