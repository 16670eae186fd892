"""A role for two administrators' hands, and signing in with a code, in a real browser."""

import time

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser import seeding
from tests.browser.conftest import visitors

pytestmark = pytest.mark.browser
WAYS = {"desk": (True, 1280), "phone without scripts": (False, 390)}


@pytest.mark.parametrize(("js", "width"), WAYS.values(), ids=WAYS.keys())
def test_a_role_is_given_confirmed_and_used_with_a_code(server, chromium, js, width):
    scene = server.seed(seeding.two_administrators)
    people = scene.cast
    with visitors(chromium, server, js=js, width=width) as enter:
        nadia, yusuf, budi = enter(people.nadia), enter(people.yusuf), enter(people.budi)
        nadia.open("/akun/peran")
        nadia.follow("Beri peran")
        nadia.page.get_by_label("Nama").fill("budi")
        nadia.press("Cari orang")
        nadia.page.get_by_role("link", name=f"Pilih {people.budi.name}").click()
        nadia.page.get_by_label("Peran", exact=True).select_option("hr")
        nadia.press("Beri peran")
        nadia.see("main", "Menunggu konfirmasi")
        expect(nadia.button("Konfirmasi peran")).to_have_count(0)

        yusuf.open("/akun/peran?keadaan=waiting")
        yusuf.follow(people.budi.name)
        yusuf.press("Konfirmasi peran")
        yusuf.see("#decision", "Dikonfirmasi oleh")

        budi.open("/beranda")
        budi.see("h1", "Masuk ke Penata")
        budi.forgive("401")
        budi.sign_in(people.budi)
        budi.open("/akun")
        budi.see("h1", "Akun")

        budi.open("/saya/keamanan/kode")
        secret = budi.page.locator(".setup-key").inner_text().replace(" ", "")
        budi.page.get_by_label("Kode 6 angka").fill(pyotp.TOTP(secret).now())
        budi.press("Pasang kode masuk")
        expect(budi.page.locator(".codes li")).to_have_count(10)
        spare = budi.page.locator(".codes code").first.inner_text()

        again = enter()
        again.open("/masuk")
        again.page.get_by_label("NIP atau email").fill(people.budi.nip)
        again.page.get_by_label("Kata sandi").fill(people.budi.password)
        again.press("Masuk")
        again.see("h1", "Ketik kode masuk")
        again.page.get_by_label("Kode 6 angka").fill(pyotp.TOTP(secret).at(time.time() + 30))
        again.press("Masuk")
        again.see("h1", "Budi")
        again.open("/saya/keamanan")
        again.press("Akhiri semua sesi lain")
        expect(again.page.locator("#sessions li")).to_have_count(1)
        assert spare not in again.page.content()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_accounts_scrolls_sideways(server, chromium, width):
    scene = server.seed(seeding.two_administrators)
    with visitors(chromium, server, width=width) as enter:
        nadia = enter(scene.cast.nadia)
        for path in ("/akun", "/akun/peran", "/akun/peran/baru", "/hak-akses", "/hak-akses/cetak", "/saya/keamanan"):
            nadia.open(path)
            over = nadia.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, path
