"""Sitting a test on a phone: answers keep themselves, survive a lost connection, and are there in another window."""

import pytest
from playwright.sync_api import expect

from tests.browser import seeding

pytestmark = pytest.mark.browser


def test_answers_keep_themselves_and_are_found_again(server, enter):
    scene = server.seed(seeding.exam_on)
    path = f"/pelatihan/angkatan/{scene.ids['batch']}/tes/{scene.ids['exam']}"
    budi = enter(scene.cast.budi, width=390)
    budi.open(path)
    budi.press("Mulai tes")
    expect(budi.page.locator("[data-left]")).to_contain_text("lagi")
    written = budi.page.locator("textarea")
    written.fill("Saya menyapa dulu.")
    budi.see("#saved", "Tersimpan pukul")

    budi.page.context.set_offline(True)
    written.fill("Saya menyapa dulu, lalu mendengar.")
    budi.see("#saved", "Belum tersimpan")
    budi.page.context.set_offline(False)
    budi.see("#saved", "Tersimpan pukul")
    for words in ("ERR_INTERNET_DISCONNECTED", "Failed to fetch"):
        budi.forgive(words)

    phone = enter(scene.cast.budi, width=390)
    phone.open(path)
    phone.follow("Lanjutkan tes")
    expect(phone.page.locator("textarea")).to_have_value("Saya menyapa dulu, lalu mendengar.")
    phone.page.get_by_label("Menyapa dulu").check()
    phone.press("Simpan dan periksa")
    phone.see("main", "2 dari 2 soal sudah dijawab")
    phone.press("Kirim jawaban")
    phone.see("main", "Jawaban singkatnya dinilai panitia")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
