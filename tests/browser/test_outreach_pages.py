"""The pages of initiatives and sosialisasi: accessible, never wider than a phone, and answered with one press."""

import pytest
from playwright.sync_api import expect

from tests.browser import outreach_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

CHANGE, EVENT, ROUND = "/inisiatif/{initiative}", "/sosialisasi/{event}", "/sosialisasi/putaran/{full}"
PLANNED = "/sosialisasi/putaran/{planned}"
PAGES = {
    "": ["/sosialisasi/jawab/{token}", "/sosialisasi/umum/{event}"],
    "budi": [
        "/inisiatif/bagi-saya",
        "/inisiatif/bagi-saya/{initiative}",
        "/sosialisasi/undangan-saya",
        "/sosialisasi/undangan-saya/{budis}",
    ],
    "dewi": ["/sosialisasi/undangan-saya/{dewis}"],
    "maya": [
        "/inisiatif",
        "/inisiatif/baru",
        CHANGE,
        CHANGE + "/ubah",
        CHANGE + "/terdampak",
        CHANGE + "/terdampak/cari?cari=kepala",
        CHANGE + "/pembatalan",
        "/inisiatif/kalender",
        "/inisiatif/tahapan",
        "/inisiatif/tahapan/{pattern_id}",
        CHANGE + "/tahapan",
        CHANGE + "/tahapan/{stage_id}",
        CHANGE + "/tahapan/{stage_id}/ubah",
        CHANGE + "/tim",
        CHANGE + "/dampak",
        CHANGE + "/pemangku-kepentingan",
        CHANGE + "/pemangku-kepentingan/{stakeholder_id}",
        CHANGE + "/komunikasi",
        CHANGE + "/komunikasi/{message_id}",
        CHANGE + "/sebab-keberatan",
        CHANGE + "/sebab-keberatan/{cause_id}",
        CHANGE + "/risiko",
        CHANGE + "/risiko/{risk_id}",
        CHANGE + "/keputusan",
        CHANGE + "/keputusan/{decision_id}",
        CHANGE + "/indikator",
        CHANGE + "/indikator/{indicator_id}",
        CHANGE + "/indikator/{indicator_id}/ubah",
        "/inisiatif/{draft}",
        "/sosialisasi",
        "/sosialisasi/baru",
        "/sosialisasi/inisiatif/{initiative}",
        EVENT,
        EVENT + "/ubah",
        EVENT + "/salinan",
        EVENT + "/materi",
        EVENT + "/pembatalan",
        EVENT + "/putaran/baru",
        ROUND,
        ROUND + "/ubah",
        ROUND + "/sasaran",
        ROUND + "/undangan",
        ROUND + "/pembatalan",
        PLANNED + "/sasaran",
        PLANNED + "/sasaran/cari?cari=kepala",
    ],
}

# A round that is on right now.
LIVE = "/sosialisasi/putaran/{round}"
LIVE_PAGES = {
    "": ["/sosialisasi/datang/{round}"],
    "budi": ["/sosialisasi/hadir/{round}", "/sosialisasi/kehadiran-saya"],
    "sari": [
        "/sosialisasi/jangkauan",
        "/sosialisasi/{event}/jangkauan",
        "/sosialisasi/{event}/jangkauan/terlewat",
        "/sosialisasi/{event}/laporan",
        LIVE,
        LIVE + "/aula",
        LIVE + "/daftar-hadir",
        LIVE + "/tamu",
        LIVE + "/notulen",
        LIVE + "/berita-acara",
        LIVE + "/foto",
        LIVE + "/penutupan",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(outreach_scene.outreach)


@pytest.fixture(scope="module")
def hall(servers):
    return servers("sqlite").seed(outreach_scene.hall)


@pytest.mark.parametrize("who", LIVE_PAGES, ids=lambda who: who or "stranger")
def test_the_day_itself_and_what_comes_after_are_accessible(enter, hall, who):
    visitor = enter(getattr(hall.cast, who) if who else None)
    faults = walk(visitor, [one.format(**hall.ids) for one in LIVE_PAGES[who]])
    assert not faults, "\n".join(faults)


def somebody(scene, who):
    return scene.ids["maya"] if who == "maya" else getattr(scene.cast, who) if who else None


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    faults = walk(enter(somebody(scene, who)), [one.format(**scene.ids) for one in PAGES[who]])
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("js", [True, False])
def test_an_invitation_is_answered_from_a_phone_without_signing_in(enter, scene, js):
    phone = enter(None, width=390, js=js)
    page = phone.open(f"/sosialisasi/jawab/{scene.ids['token']}")
    page.locator("summary", has_text="Tidak bisa hadir").click()
    page.get_by_label("Alasan").fill("Bertugas di loket.")
    phone.press("Saya tidak hadir")
    expect(page.get_by_role("heading", name="Anda tidak hadir")).to_be_visible()
    phone.press("Saya hadir")
    expect(page.get_by_role("heading", name="Kursi sudah penuh")).to_be_visible()
