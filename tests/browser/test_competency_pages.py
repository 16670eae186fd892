"""The pages of standards, assessments and gaps: accessible, never wider than a phone, and rated on one."""

import pytest

from tests.browser import competency_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

CELL = "/kompetensi?kotak={unit}&kompetensi={key}"
PAGES = {
    "budi": [
        "/saya/kesenjangan?jabatan={next}",
        "/saya/kesenjangan/bukti-baru",
        "/saya/kesenjangan/keberatan/{assessment}",
        "/saya/berkas/kompetensi",
        "/saya/berkas/jp",
        "/kompetensi/nilai-diri",
        "/kompetensi/kamus",
        "/kompetensi/standar",
        "/kompetensi/standar/{post}",
        "/kompetensi/jenjang",
    ],
    "rina": [
        "/kompetensi",
        "/kompetensi/tim",
        "/kompetensi/tim/{budi}",
        "/pegawai/{budi}/kompetensi?jabatan={next}",
        "/pegawai/{budi}/jp",
        "/kompetensi/standar/{post}/pemangku?jabatan={next}",
    ],
    "organiser": [
        CELL,
        "/kompetensi?kotak={small}&kompetensi={key}",
        "/kompetensi?unit={unit}",
        "/kompetensi/penilaian?cari=budi",
        "/kompetensi/penilaian/{budi}",
        "/kompetensi/bukti/{evidence}",
        "/kompetensi/keberatan/{dispute}",
    ],
    "sari": [
        CELL,
        "/kompetensi?unit={unit}",
        "/kompetensi?unit={small}",
        "/kompetensi/pegawai?kompetensi={key}",
        "/kompetensi/talenta?kotak=7",
        "/kompetensi/bandingkan?pegawai={budi}&pegawai={dewi}&jabatan={next}",
        "/kompetensi/kinerja",
        "/kompetensi/kinerja/{budi}",
        "/kompetensi/kamus/baru",
        "/kompetensi/kamus/{technical}",
        "/kompetensi/standar/{post}/ubah",
        "/kompetensi/standar/{post}/salin",
        "/kompetensi/standar/banding?jabatan={post}&jabatan={next}",
        "/kompetensi/standar/{next}/pemangku",
        "/kompetensi/jenjang/pelaksana",
        "/kompetensi/aturan",
        "/kompetensi/aturan/mapping",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(competency_scene.competency)


@pytest.mark.parametrize("who", PAGES)
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    paths = [path.format(**scene.ids) for path in PAGES[who]]
    faults = walk(enter(getattr(scene.cast, who)), paths)
    assert not faults, "\n".join(faults)


@pytest.fixture
def office(servers):
    """Where nobody has been rated yet: each way of rating begins anew."""
    return servers("sqlite").seed(competency_scene.competency)


WAYS = {"oneself": ("budi", "/kompetensi/nilai-diri", "Penilaian diri terkirim.")}
WAYS |= {"ones people": ("rina", "/kompetensi/tim/{budi}", "terkirim. Ia diberi tahu.")}


@pytest.mark.parametrize(("who", "path", "done"), WAYS.values(), ids=WAYS.keys())
def test_rating_on_a_phone_is_kept_tap_by_tap(enter, office, who, path, done):
    """Every tap is kept at once; closing the page loses nothing, and one button sends it all."""
    person, path = getattr(office.cast, who), path.format(**office.ids)
    first = enter(person, width=390)
    first.open(path)
    key = office.ids["key"]
    first.page.locator(f"label:has(#level-{key}-2)").click()
    first.see("#rating_saved", "1 pilihan sudah tersimpan.")
    first.page.locator(f"label:has(#level-{office.ids['technical']}-3)").click()
    first.see("#rating_saved", "2 pilihan sudah tersimpan.")
    again = enter(person, width=390)
    again.open(path)
    assert again.page.locator(f"#level-{key}-2").is_checked()
    again.page.locator(f"#level-{key}-2").focus()
    with again.page.expect_response(lambda answer: answer.request.method == "POST"):
        again.page.keyboard.press("ArrowRight")
    again.see("#rating_saved", "2 pilihan sudah tersimpan.")
    again.press("Kirim penilaian")
    again.see("body", done)
    again.open(path)
    assert again.page.locator("input:checked").count() == 0


@pytest.mark.parametrize(("who", "path", "done"), WAYS.values(), ids=WAYS.keys())
def test_rating_on_a_phone_without_scripts_is_kept_by_its_button(enter, office, who, path, done):
    visitor, path = enter(getattr(office.cast, who), width=390, js=False), path.format(**office.ids)
    key = office.ids["key"]
    visitor.open(path)
    visitor.page.locator(f"label:has(#level-{key}-2)").click()
    visitor.press("Simpan, lanjutkan nanti")
    visitor.see("body", "Tersimpan. Anda bisa melanjutkan kapan saja.")
    visitor.see("#rating_saved", "1 pilihan sudah tersimpan.")
    visitor.open(path)
    assert visitor.page.locator(f"#level-{key}-2").is_checked()
    visitor.press("Kirim penilaian")
    visitor.see("body", done)
