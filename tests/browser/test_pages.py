"""Every page of the journey looked at from outside: accessible, narrow enough, light enough."""

import pytest

from tests.browser import seeding
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

# What is not there, not anybody's, or not this person's: a page all the same.
ANSWERS = {
    "": {"/v/SALAH": 404, "/v/{tampered}": 422},
    "budi": {"/pelatihan/angkatan/0": 404, "/pelatihan/kelola": 403},
}
PAGES = {
    "": ["/", "/masuk", "/v", "/v/SALAH", "/v/{code}", "/v/{signed}", "/v/{strange}", "/v/{tampered}"],
    "budi": [
        "/beranda",
        "/pelatihan",
        "/pelatihan?cari=tidakada",
        "/pelatihan/kalender",
        "/pelatihan/saya",
        "/pelatihan/rekomendasi",
        "/pelatihan/sebelum-sesudah",
        "/saya/kesenjangan",
        "/pelatihan/angkatan/{confirmed}",
        "/pelatihan/angkatan/{full}",
        "/pelatihan/angkatan/{offered}",
        "/pelatihan/angkatan/{asked}",
        "/pelatihan/angkatan/{free}",
        "/pelatihan/angkatan/0",
        "/pelatihan/pertemuan/{meeting}/hadir",
        "/pelatihan/pertemuan/{meeting}/kode-saya",
        "/pelatihan/pertemuan/{meeting}/kabar",
        "/pelatihan/tautan-kalender",
        "/sertifikat",
        "/sertifikat/{certificate}/lencana",
        "/saya/jp",
        "/saya/jp/klaim-baru",
        "/saya/ip-asn",
        "/pemberitahuan",
        "/pelatihan/kelola",
        "/saya/idp",
        "/idp/{idp}/butir/baru",
        "/idp/{idp}/realisasi",
    ],
    "rina": [
        "/beranda",
        "/pelatihan/persetujuan",
        "/pelatihan/persetujuan/{request}/tolak",
        "/idp/tim",
        "/ip-asn",
        "/idp/{idp_waiting}",
        "/pelatihan/pengaruh",
        "/pegawai/{person}/rekomendasi",
    ],
    "sari": [
        "/beranda",
        "/pelatihan/kelola",
        "/pelatihan/kelola/{over}",
        "/pelatihan/kelola/{over}/kesenjangan",
        "/pelatihan/pengaruh",
        "/pegawai/{person}/sebelum-sesudah",
        "/pelatihan/kelola/{free}/ubah",
        "/pelatihan/kelola/{free}/jadwal",
        "/pelatihan/kelola/{free}/jadwal/pola",
        "/pelatihan/kelola/{free}/jadwal/baru",
        "/pelatihan/kelola/{free}/jatah",
        "/pelatihan/kelola/{free}/dokumen",
        "/pelatihan/kelola/{free}/salinan",
        "/pelatihan/kelola/{free}/pembatalan",
        "/pelatihan/kelola/permohonan",
        "/pelatihan/program",
        "/pelatihan/program/baru",
        "/pelatihan/program/{programme}",
        "/pelatihan/program/{programme}/angkatan-baru",
        "/pelatihan/program/{programme}/ubah",
        "/pelatihan/program/{programme}/mata-pelatihan/{subject}/ubah",
        "/pelatihan/tahun",
        "/pelatihan/tahun/{year}/cetak",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/layar",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/daftar-hadir",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/pindai",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/tamu",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/tamu/{guest}",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/tamu/{known}",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/izin",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/izin/{absence}/penolakan",
        "/pelatihan/angkatan/{today}/pertemuan/{meeting}/ditolak",
        "/jp/klaim",
        "/jp/klaim/{claim}",
        "/jp/rekap",
        "/jp/siasn",
        "/jp/aturan",
        "/jp/aturan/bentuk/NK01",
        "/jp/aturan/target/pns",
        "/jp/pengaturan",
        "/pegawai/{person}/jenis",
        "/pegawai/{person}/ip-asn",
        "/pegawai/{person}/ip-asn/resmi",
        "/pegawai/{person}/ip-asn/disiplin",
        "/ip-asn",
        "/ip-asn/disiplin",
        "/ip-asn/tahun",
        "/ip-asn/tabel",
        "/ip-asn/tabel/baru",
        "/sertifikat/kumpulan",
        "/usulan",
        "/usulan/{proposal}",
        "/usulan/{proposal}/telaah",
        "/kop-surat",
        "/kop-surat/{office}",
        "/kop-surat/{office}/contoh",
        "/kop-surat/{office}/surat",
        "/kop-surat/teks",
        "/kop-surat/teks/proposals_request",
        "/pegawai/{person}/sertifikat",
        "/idp/semua",
        "/idp/semua/{idp}",
        "/idp/rekap",
        "/idp/pengaturan",
        "/rencana-tahunan",
        "/rencana-tahunan/baru",
        "/rencana-tahunan/{plan}",
        "/rencana-tahunan/{plan}/analisis",
        "/rencana-tahunan/{plan}/kegiatan/{planned}",
        "/rencana-tahunan/{plan}/kegiatan/{planned}/ubah",
        "/rencana-tahunan/{plan}/sumber-daya",
        "/rencana-tahunan/{plan}/realisasi",
        "/rencana-tahunan/kebutuhan",
        "/rencana-tahunan/kebutuhan/{need}",
        "/rencana-tahunan/hcdp",
        "/rencana-tahunan/hcdp/{horizon}",
        "/kotak-keluar",
        "/kotak-keluar/{mail}",
    ],
    "organiser": [
        "/usulan",
        "/usulan/{draft}",
        "/usulan/{draft}/ubah",
        "/usulan/{draft}/pratinjau",
        "/usulan/{proposal}",
        "/usulan/{proposal}/penarikan",
        "/kop-surat",
    ],
    "auditor": ["/jejak-audit", "/hak-akses"],
}
FIRST_LOAD = 100_000


@pytest.fixture(scope="module")
def scene(servers):
    server = servers("sqlite")
    furnished = server.seed(seeding.everything)
    code = server.seed(seeding.code_of, furnished.ids["certificate"], furnished.cast.government_id)
    ids = {name: str(value) for name, value in furnished.ids.items()}
    return furnished, ids | {"code": code, "person": str(furnished.cast.budi.employee_id)}


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    furnished, ids = scene
    paths = [path.format(**ids) for path in PAGES[who]]
    answers = {path.format(**ids): status for path, status in ANSWERS.get(who, {}).items()}
    faults = walk(enter(getattr(furnished.cast, who) if who else None), paths, answers=answers)
    assert not faults, "\n".join(faults)


def test_the_first_load_of_the_home_page_is_light(enter, scene):
    """Compressed, with everything it needs, in a browser that has nothing kept."""
    furnished, _ids = scene
    signed_in = enter(furnished.cast.budi)
    fresh = enter_with(enter, signed_in)
    session = fresh.page.context.new_cdp_session(fresh.page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    fresh.page.goto("/beranda", wait_until="networkidle")
    assert fresh.page.evaluate("document.fonts.size") > 0
    assert len(sizes) >= 6
    assert sum(sizes) < FIRST_LOAD


def enter_with(enter, other):
    return enter(storage_state=other.storage())


def test_a_page_without_scripts_shows_no_button_that_needs_them(enter, scene):
    furnished, _ids = scene
    budi = enter(furnished.cast.budi, js=False)
    budi.open("/beranda")
    assert budi.page.locator("[data-needs-script]").count() > 0
    assert budi.page.locator("[data-needs-script]").locator("visible=true").count() == 0
