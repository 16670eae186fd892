"""S2, first half, in a real browser: upload, look at the faults, take the good rows, download the bad ones, undo."""

import io
import re

import pytest
from python_calamine import load_workbook

from app.imports.headings import ImportKind
from tests.browser import seeding
from tests.browser.conftest import visitors
from tests.support.tables import of_dicts

pytestmark = pytest.mark.browser
WAYS = {"desk": ("sqlite", True, 1280), "phone without scripts": ("postgresql", False, 390)}
NIPS = ("198801012012011001", "198802022012012002")


@pytest.fixture
def stage(kind, js, width, servers, chromium):
    server = servers(kind)
    with visitors(chromium, server, js=js, width=width) as enter:
        yield server, enter


@pytest.mark.parametrize(("kind", "js", "width"), WAYS.values(), ids=WAYS.keys())
def test_s2_import(stage, kind):
    server, enter = stage
    scene = server.seed(seeding.workshop)
    sari = enter(scene.cast.sari)
    number = 1 if kind == "sqlite" else 2
    good, bad = (nip[:-1] + str(number) for nip in NIPS)
    rows = [{"nip": good, "name": "ANI WIJAYA", "rank": "IIIa"}, {"nip": bad, "name": "BENI", "rank": "IX/z"}]
    sari.open("/impor")
    sari.follow("Unggah berkas")
    content = of_dicts(ImportKind.EMPLOYEES, rows)
    file = {"name": "pegawai.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    sari.page.set_input_files("input[type=file]", files=[file])
    sari.press("Unggah dan periksa")
    sari.page.wait_for_url(re.compile(r"/impor/\d+$"))
    wait_for(sari, ".figures", "Ditolak")
    sari.see("#faults tbody", "Golongan ini tidak dikenal.")
    sari.press("Terapkan baris yang baik")
    wait_for(sari, "#standing", "1 baris masuk ke data.")
    link = sari.page.get_by_role("main").get_by_role("link", name="Unduh baris yang ditolak")
    table = load_workbook(io.BytesIO(sari.download(link.click))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table] == ["NIP", bad]
    assert table[1][-1].startswith("Golongan: Golongan ini tidak dikenal.")
    sari.follow("Urungkan impor ini")
    sari.press("Urungkan impor ini")
    sari.page.wait_for_url(re.compile(r"/impor/\d+$"))
    wait_for(sari, "#standing", "Impor diurungkan.")


def wait_for(visitor, selector, words):
    """With scripts the page looks by itself; without, the person looks again."""

    def is_there():
        found = visitor.page.locator(selector)
        if found.count() and words in (found.first.text_content() or ""):
            return True
        if not visitor.js:
            visitor.page.reload()
        return False

    visitor.server.wait_for(is_there, words)
