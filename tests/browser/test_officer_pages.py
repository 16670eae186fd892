"""Pages of certificates for officers, of the line, of interest and of nomination: accessible and never too wide."""

import pytest
from playwright.sync_api import expect

from tests.browser import officer_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

ISSUED = "/kelola/sertifikat"
PAGES = {
    "": ["/v/berkas"],
    "budi": [
        "/pelatihan/tanpa-jadwal",
        "/pelatihan/katalog/{undated}",
        "/pelatihan/angkatan/{full}",
        "/sertifikat",
        "/sertifikat/nama",
    ],
    "rina": ["/pelatihan/usulan", "/pelatihan/usulan/{full}", "/pelatihan/usulan/{held}"],
    "sari": [
        "/kelola/desain",
        "/kelola/desain/baru",
        "/kelola/desain/{design}",
        "/kelola/desain/{design}/ubah",
        "/kelola/penomoran",
        "/kelola/penomoran/baru",
        "/kelola/penomoran/{series}/ubah",
        "/kelola/penomoran/kunci/baru",
        ISSUED,
        ISSUED + "/{valid}",
        ISSUED + "/{withdrawn}",
        ISSUED + "/{valid}/penggantian",
        ISSUED + "/pencabutan?pilih={valid}",
        ISSUED + "/pencabutan/{recall}",
        ISSUED + "/nama",
        "/pelatihan/kelola/{full}/antrean",
        "/pelatihan/program/{undated}",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(officer_scene.officers)


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    paths = [path.format(**scene.ids) for path in PAGES[who]]
    faults = walk(enter(getattr(scene.cast, who) if who else None), paths)
    assert not faults, "\n".join(faults)


def test_a_tab_opens_the_page_it_names(enter, scene):
    sari = enter(scene.cast.sari)
    sari.open(f"/pelatihan/kelola/{scene.ids['full']}")
    sari.page.get_by_label("Bagian angkatan").get_by_role("link", name="Jadwal").click()
    expect(sari.page).to_have_url(f"{sari.server.address}/pelatihan/kelola/{scene.ids['full']}/jadwal")
    expect(sari.page.get_by_role("heading", level=1)).to_have_count(1)
