"""What scripts add: smooth answers, focus, voice, the way back, and nothing sent twice."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import seeding

pytestmark = pytest.mark.browser


@pytest.fixture
def batch(server):
    scene = server.seed(seeding.open_batches)
    return scene, f"/pelatihan/angkatan/{scene.ids['batch']}"


@pytest.fixture
def season(server):
    return server.seed(seeding.open_batches, 45)


# --- answers that change a part ------------------------------------------------------------------------


def test_after_a_change_the_panel_has_the_focus_and_is_announced(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    budi.page.evaluate("document.body.dataset.same = 'page'")
    budi.press("Daftar angkatan ini")
    budi.see("#enrolment_panel h2", "Anda terdaftar")
    budi.see_focus_on("#enrolment_panel h2")
    budi.hear("Anda terdaftar.")
    assert budi.page.evaluate("document.body.dataset.same") == "page"
    assert budi.page.locator("#enrolment_panel").count() == 1
    assert budi.page.locator("#toasts .toast").count() == 1


def test_a_message_leaves_by_itself_so_that_it_hides_no_button(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.page.clock.install()
    budi.open(path)
    budi.press("Daftar angkatan ini")
    message = budi.page.locator("#toasts .toast")
    expect(message).to_have_count(1)
    message.hover()
    budi.page.clock.fast_forward(60_000)
    expect(message).to_have_count(1)
    budi.page.mouse.move(0, 0)
    budi.page.clock.fast_forward(11_000)
    expect(message).to_have_count(0)


def test_a_double_click_sends_one_request(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    budi.sent.clear()
    budi.button("Daftar angkatan ini").dblclick()
    budi.see("#enrolment_panel h2", "Anda terdaftar")
    assert budi.sent == [f"{path}/pendaftaran"]
    expect(budi.page.locator("#notices .notice")).to_have_count(0)


def test_a_refusal_stands_on_top_and_has_the_focus(server, enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    server.seed(seeding.enrol_elsewhere, scene.cast.budi, scene.ids["batch"])
    budi.press("Daftar angkatan ini")
    budi.see("#notices .notice", "Anda sudah terdaftar pada angkatan ini.")
    budi.see_focus_on("#notices .notice__heading")
    expect(budi.button("Daftar angkatan ini")).to_be_enabled()


def test_a_dismissed_question_sends_nothing(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    budi.press("Daftar angkatan ini")
    budi.see("#enrolment_panel h2", "Anda terdaftar")
    page = budi.page
    page.remove_listener("dialog", budi.answer_dialog)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    budi.sent.clear()
    budi.press("Batalkan pendaftaran")
    expect(budi.button("Batalkan pendaftaran")).to_be_enabled()
    assert asked == ["Batalkan pendaftaran? Kursi Anda akan diberikan ke peserta lain."]
    assert budi.sent == []


def test_wrong_scores_come_back_with_everything_typed(server, enter):
    scene = server.seed(seeding.scored_batch)
    sari = enter(scene.cast.sari)
    sari.open(f"/pelatihan/kelola/{scene.ids['batch']}")
    first, second = (sari.page.get_by_label(f"Nilai {one.name}") for one in (scene.cast.budi, scene.cast.dewi))
    first.fill("88,5")
    second.fill("lulus")
    sari.press("Simpan nilai")
    sari.see("#participants [role=alert]", "Ada 1 nilai yang perlu diperbaiki")
    sari.see_focus_on("#participants [role=alert] h3")
    expect(first).to_have_value("88,5")
    expect(second).to_have_value("lulus")
    expect(second).to_have_attribute("aria-invalid", "true")
    second.fill("91")
    sari.press("Simpan nilai")
    sari.see(".toast", "Tersimpan. 2 nilai berubah.")
    sari.page.reload()
    expect(first).to_have_value("88,5")


def test_a_session_that_ends_in_the_middle_of_a_form(server, enter):
    scene = server.seed(seeding.scored_batch)
    sari = enter(scene.cast.sari)
    sari.open(f"/pelatihan/kelola/{scene.ids['batch']}")
    score = sari.page.get_by_label(f"Nilai {scene.cast.budi.name}")
    score.fill("77,5")
    server.seed(seeding.end_sessions, scene.cast.sari.user_id)
    sari.press("Simpan nilai")
    sari.see("main", "Isian Anda masih ada")
    sari.page.get_by_label("NIP atau email").fill(scene.cast.sari.nip)
    sari.page.get_by_label("Kata sandi").fill(scene.cast.sari.password)
    sari.press("Masuk")
    sari.press("Kirim isian")
    sari.see(".toast", "Tersimpan. 1 nilai berubah.")
    expect(sari.page.get_by_label(f"Nilai {scene.cast.budi.name}")).to_have_value("77,5")


def test_without_a_network_the_page_stays_and_says_so(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    budi.page.context.set_offline(True)
    budi.press("Daftar angkatan ini")
    budi.see("#offline", "Belum terkirim. Isian Anda masih ada di halaman ini")
    budi.page.context.set_offline(False)
    budi.press("Daftar angkatan ini")
    budi.see("#enrolment_panel h2", "Anda terdaftar")
    expect(budi.page.locator("#offline")).to_have_count(0)
    budi.forgive("ERR_INTERNET_DISCONNECTED")
    budi.forgive("Failed to fetch")


# --- filters and the way back --------------------------------------------------------------------------


def titles(visitor):
    return visitor.page.locator("#batch_results .ticket__title")


def test_filtering_while_typing_and_the_way_back(enter, season):
    budi = enter(season.cast.budi)
    budi.open("/pelatihan")
    expect(titles(budi)).to_have_count(20)
    budi.page.get_by_label("Cari", exact=True).press_sequentially("petugas loket")
    expect(budi.page).to_have_url(re.compile(r"cari=petugas(\+|%20)loket"))
    expect(titles(budi)).to_have_count(1)
    budi.follow("Pelayanan Prima bagi Petugas Loket")
    budi.see("h1", "Pelayanan Prima bagi Petugas Loket")
    budi.page.go_back()
    expect(titles(budi)).to_have_count(1)
    expect(budi.page.get_by_label("Cari", exact=True)).to_have_value("petugas loket")
    expect(budi.page.locator("h1")).to_have_text("Pelatihan yang akan datang")


def test_the_way_back_through_pages_and_months(enter, season):
    budi = enter(season.cast.budi)
    budi.open("/pelatihan")
    first = titles(budi).first.inner_text()
    budi.follow("Berikutnya")
    expect(budi.page).to_have_url(re.compile("setelah="))
    expect(titles(budi).first).not_to_have_text(first)
    expect(titles(budi)).to_have_count(20)
    budi.page.wait_for_load_state("load")
    budi.page.go_back()
    expect(budi.page).to_have_url(re.compile("/pelatihan$"))
    expect(titles(budi).first).to_have_text(first)
    expect(budi.page.locator("nav[aria-label='Menu utama']")).to_have_count(1)

    budi.open("/pelatihan/kalender?bulan=2027-01")
    budi.follow("Bulan berikutnya")
    budi.see(".calendar h2", "Februari 2027")
    budi.follow("Bulan berikutnya")
    budi.see(".calendar h2", "Maret 2027")
    budi.back(".calendar h2", "Februari 2027")
    budi.back(".calendar h2", "Januari 2027")
    budi.page.go_forward()
    budi.see(".calendar h2", "Februari 2027")
    expect(budi.page.locator("h1")).to_have_count(1)


# --- hands and eyes ------------------------------------------------------------------------------------


def tab_to(visitor, selector: str, *, most: int = 60) -> None:
    for _count in range(most):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key")


def test_enrolling_by_keyboard_alone(enter, batch):
    scene, path = batch
    budi = enter()
    budi.open("/masuk")
    tab_to(budi, "#identifier")
    budi.page.keyboard.type(scene.cast.budi.nip)
    tab_to(budi, "#password", most=1)
    budi.page.keyboard.type(scene.cast.budi.password)
    budi.page.keyboard.press("Enter")
    expect(budi.page).to_have_url(re.compile("/beranda$"))
    budi.open("/pelatihan")
    tab_to(budi, "a.skip", most=1)
    budi.page.keyboard.press("Enter")
    tab_to(budi, f'a[href="{path}"]')
    budi.page.keyboard.press("Enter")
    budi.see("h1", "Pelayanan Prima bagi Petugas Loket")
    tab_to(budi, f'form[action="{path}/pendaftaran"] button')
    budi.page.keyboard.press("Enter")
    budi.see_focus_on("#enrolment_panel h2")
    budi.see("#enrolment_panel h2", "Anda terdaftar")


def test_the_focus_can_be_seen(enter, batch):
    scene, path = batch
    budi = enter(scene.cast.budi)
    budi.open(path)
    for selector in ("a.skip", f'form[action="{path}/pendaftaran"] button'):
        tab_to(budi, selector)
        style = budi.page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"
        )
        assert style == ["solid", "3px"], selector


def test_the_chosen_theme_is_kept(enter, batch):
    scene, _path = batch
    budi = enter(scene.cast.budi)
    theme = "document.documentElement.dataset.theme"
    budi.page.get_by_role("button", name="Ganti tema terang atau gelap").locator("visible=true").click()
    assert budi.page.evaluate(theme) == "dark"
    budi.page.reload()
    assert budi.page.evaluate(theme) == "dark"


def test_the_screen_counts_along_by_itself(server, enter):
    scene = server.seed(seeding.workshop)
    sari, dewi = enter(scene.cast.sari), enter(scene.cast.dewi)
    sari.page.clock.install()
    sari.open(f"/pelatihan/angkatan/{scene.ids['today']}/pertemuan/{scene.ids['meeting']}/layar")
    sari.see(".screen__figures", "0 dari 2 peserta sudah hadir")
    dewi.open(f"/pelatihan/pertemuan/{scene.ids['meeting']}/hadir")
    dewi.page.get_by_label("Kode di layar").fill(sari.page.locator('.screen__code [aria-hidden="true"]').inner_text())
    dewi.press("Catat kehadiran saya")
    dewi.see("#check_in .notice", "Kehadiran tercatat")
    sari.page.clock.fast_forward(11_000)
    sari.see(".screen__figures", "1 dari 2 peserta sudah hadir")


def test_the_bell_counts_anew_without_a_reload(server, enter, batch):
    scene, _path = batch
    budi = enter(scene.cast.budi)
    budi.page.clock.install()
    budi.open("/saya/keamanan")
    budi.page.evaluate("document.body.dataset.same = 'page'")
    expect(budi.page.locator("#unread_rail")).to_have_text("")
    server.seed(seeding.enrol_elsewhere, scene.cast.budi, scene.ids["batch"])
    budi.page.clock.fast_forward(61_000)
    budi.see("#unread_rail", "1")
    budi.hear("1 pemberitahuan baru.")
    assert budi.page.evaluate("document.body.dataset.same") == "page"
