"""S3 in a real browser: twelve people answer on phones of their own, and their head sees what holds them back."""

import pytest
from playwright.sync_api import expect

from app.surveys.rules import tokens
from tests.browser import listening_scene
from tests.browser.conftest import visitors

pytestmark = pytest.mark.browser

# Places from 0 on the five elements: they understand, and do not want it.
UNWILLING = (4, 1, 3, 3, 2)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_s3(kind, servers, chromium):
    server = servers(kind)
    scene = server.seed(listening_scene.asked)
    with visitors(chromium, server) as enter:
        phones = [enter(width=360) for _token in scene.ids["tokens"]]
        # Everybody has the form open at once, and they send it one after the other.
        for phone, token in zip(phones, scene.ids["tokens"], strict=True):
            phone.open(tokens.path_of(token))
            phone.press("Mulai")
            phone.see("fieldset.asking", "penggabungan bidang")
        for number, phone in enumerate(phones):
            answers(phone, number)
        spent_is_spent(phones[0], scene)
        leaves_nothing_behind(phones[1])
        maya_closes(enter(scene.ids["maya"]), scene, server)
        rina = enter(scene.cast.rina, width=390)
        rina_understands(rina, scene)
        rina_acts(rina, scene)


def answers(phone, number):
    for place, fieldset in enumerate(phone.page.locator("fieldset.asking").all()):
        chosen = max(0, UNWILLING[place] - number % 2)
        fieldset.locator(".asking__option").nth(chosen).click()
    phone.press("Kirim jawaban")
    phone.see("h1", "Jawaban Anda sudah dihitung")


def spent_is_spent(phone, scene):
    phone.open(tokens.path_of(scene.ids["tokens"][0]))
    phone.see("h1", "Formulir ini tidak bisa dibuka")
    phone.forgive("404 (Not Found)")


def leaves_nothing_behind(phone):
    """Nothing of the answer stands in the browser once it is sent: nothing is stored, no cookie but the session's."""
    kept = phone.storage()
    assert kept["origins"] == []
    assert {cookie["name"] for cookie in kept["cookies"]} <= {"penata"}


def maya_closes(maya, scene, server):
    maya.open(f"/survei/gelombang/{scene.ids['wave']}")
    maya.press("Tutup sekarang")
    closed = f"SELECT status FROM survey_wave WHERE id = {scene.ids['wave']}"
    server.wait_for(lambda: server.rows(closed)[0][0] == "closed", "the wave to close")


def rina_understands(rina, scene):
    rina.open(f"/survei/hasil/{scene.ids['wave']}")
    rina.see("h1", "Tim Anda paham perubahan ini, tetapi belum mau")
    rina.see(".takeaway", "Kemauan")
    rina.see("main", "12 dari 12")


def rina_acts(rina, scene):
    rina.follow("Tambah tindakan")
    rina.page.get_by_label("Untuk unit").select_option(scene.ids["unit"])
    rina.page.get_by_label("NIP pelaksana").fill(scene.ids["helper"])
    rina.press("Rencanakan")
    rina.see("h1", "Bincang empat mata")
    expect(rina.page.get_by_role("main")).to_contain_text("Kemauan")
