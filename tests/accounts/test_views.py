"""The door: signing in, out, and what happens to a form that came too late."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import UserSession
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Employee
from app.training.models import EnrolmentStatus
from tests.support.builders import make_batch, status_of

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def signing_in(visit, person, **different):
    """A stranger's browser at the door, with the form filled in."""
    fields = {"identifier": person.nip, "password": person.password} | different
    return visit().open("accounts.show_sign_in").form().send(**fields)


def test_the_door_asks_for_name_and_password(visit):
    page = visit().open("accounts.show_sign_in")
    assert page.heading == "Masuk ke Penata"
    assert page.buttons == ["Masuk"]
    assert page.fields == {"identifier": "", "password": ""}


def test_after_signing_in_one_is_at_home(visit, budi):
    answer = signing_in(visit, budi)
    assert (answer.status_code, answer.location) == (303, "/beranda")
    assert "Budi" in visit().open("/beranda").heading
    assert visit().open("accounts.show_sign_in").path == "/beranda"
    assert visit().open("/").path == "/beranda"


def test_a_wrong_password_leaves_the_name_and_takes_the_password(visit, budi):
    page = visit().open("accounts.show_sign_in").press("Masuk", identifier=budi.nip, password="salah", expect=422)
    assert page.warnings == [
        "Belum bisa masuk NIP, email, atau kata sandi tidak cocok. Periksa lagi, lalu coba masuk sekali lagi."
    ]
    assert page.fields == {"identifier": budi.nip, "password": ""}
    unknown = page.press("Masuk", identifier="199001012001011999", password="salah", expect=422)
    assert unknown.warnings == page.warnings


def test_after_five_wrong_tries_the_page_says_how_long_to_wait(visit, budi, clock):
    page = visit().open("accounts.show_sign_in")
    for _ in range(5):
        page = page.press("Masuk", identifier=budi.nip, password="salah", expect=422)
    braked = page.press("Masuk", identifier=budi.nip, password=budi.password, expect=429)
    assert "Coba lagi dalam 30 detik." in braked.warnings[0]
    assert braked.answer.headers["Retry-After"] == "30"
    clock.shift(timedelta(seconds=30))
    assert "Budi" in braked.press("Masuk", identifier=budi.nip, password=budi.password).heading


@once
def test_forged_headers_lift_no_brake(visit, budi, clock):
    browser = visit()
    token = browser.open("accounts.show_sign_in").token
    statuses = [
        browser.request(
            "POST",
            "/masuk",
            data={"csrf_token": token, "identifier": budi.nip, "password": "salah"},
            headers={"X-Forwarded-For": f"10.0.0.{number}", "X-Real-IP": f"10.0.1.{number}"},
        ).status_code
        for number in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_signing_out_leads_to_the_door_and_kills_every_copy_of_the_cookie(visit, budi):
    browser = visit(budi)
    stolen = browser.cookies()
    thief = visit().use_cookies(stolen)
    assert "Budi" in thief.open("/beranda").heading
    page = browser.open("/beranda").form("Keluar").send()
    assert page.location == "/masuk"
    left = browser.page(page)
    assert left.notices == ["Anda sudah keluar."]
    assert browser.open("/beranda", expect=401).heading == "Masuk ke Penata"
    assert thief.use_cookies(stolen).open("/beranda", expect=401).heading == "Masuk ke Penata"
    assert db.session.execute(select(UserSession.token_hash)).all() == []


def test_signing_out_here_leaves_the_other_browser_alone(visit, budi):
    here, there = visit(budi), visit.another(budi)
    here.open("/beranda").press("Keluar")
    assert "Budi" in there.open("/beranda").heading


def test_a_session_planted_before_is_worth_nothing_after(visit, budi):
    """What an attacker knew of the cookie before the sign-in opens nothing after it."""
    browser = visit()
    browser.open("accounts.show_sign_in")
    planted = browser.cookies()
    token_before = browser.open("accounts.show_sign_in").token
    browser.sign_in(budi)
    assert browser.cookies() != planted
    attacker = visit.another(budi)
    attacker.open("/beranda").press("Keluar")
    assert attacker.use_cookies(planted).open("/beranda", expect=401).heading == "Masuk ke Penata"
    forged = browser.request("POST", "/keluar", data={"csrf_token": token_before})
    assert forged.status_code == 400


def test_the_cookie_is_kept_from_scripts_and_other_sites(visit, budi):
    answer = signing_in(visit, budi)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("penata=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_who_is_switched_off_is_out_at_once(visit, budi):
    browser = visit(budi)
    db.session.get_one(Employee, budi.employee_id).active = False
    db.session.commit()
    assert browser.open("/beranda", expect=401).heading == "Masuk ke Penata"
    page = visit().open("accounts.show_sign_in").press("Masuk", identifier=budi.nip, password=budi.password, expect=422)
    assert page.heading == "Masuk ke Penata"


def test_a_session_that_rested_too_long_says_so(visit, sari, clock):
    browser = visit(sari)
    clock.shift(timedelta(minutes=29))
    browser.open("/beranda")
    clock.shift(timedelta(minutes=29))
    browser.open("/beranda")
    clock.shift(timedelta(minutes=31))
    page = browser.open("/beranda", expect=401)
    assert "lama tidak dipakai" in page.text


def test_being_seen_is_noted_at_most_every_five_minutes(visit, budi, clock):
    browser, started = visit(budi), now()

    def seen():
        db.session.rollback()
        return db.session.execute(select(UserSession.last_seen_at)).scalar_one() - started

    clock.shift(timedelta(minutes=4))
    browser.open("/beranda")
    assert seen() == timedelta(0)
    clock.shift(timedelta(minutes=2))
    browser.open("/beranda")
    assert seen() == timedelta(minutes=6)


def test_one_is_led_back_to_where_one_wanted_to_go(visit, budi):
    batch = make_batch()
    path = f"/pelatihan/angkatan/{batch.id}"
    page = visit().open(path, expect=401)
    after = page.press("Masuk", identifier=budi.nip, password=budi.password)
    assert after.path == path


@once
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "/\n//evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:evil.example",
        "evil.example",
        "",
        " /beranda",
        "/%09//evil.example\r\nX: y",
        "https:/beranda",
        "//127.0.0.1:8000/beranda",
    ],
)
def test_no_address_leads_away(visit, budi, target):
    browser = visit()
    answer = browser.request(
        "POST",
        "/masuk",
        data={
            "csrf_token": browser.open("accounts.show_sign_in").token,
            "identifier": budi.nip,
            "password": budi.password,
            "next": target,
        },
    )
    assert answer.status_code in {303, 400}
    assert answer.location in {"/beranda", None}


@once
@pytest.mark.parametrize("target", ["/pelatihan", "/pelatihan?q=a&kota=Muara%20Bungo", "/pelatihan/angkatan/3#kursi"])
def test_a_path_of_this_site_is_kept(visit, target):
    page = visit().open("accounts.show_sign_in", next=target)
    assert page.fields["next"] == target


def test_a_form_sent_after_the_session_ended_is_carried_through_the_sign_in(visit, budi, clock):
    batch = make_batch()
    page = visit(budi).open("training.show_batch", batch_id=batch.id)
    action = page.form("Daftar angkatan ini").action
    clock.shift(timedelta(hours=13))
    asked = page.press("Daftar angkatan ini", expect=401)
    assert asked.heading == "Masuk ke Penata"
    assert status_of(budi, batch) is None
    again = asked.press("Masuk", identifier=budi.nip, password=budi.password)
    assert again.heading == "Isian Anda masih ada"
    assert again.form("Kirim isian").action == action
    assert again.press("Kirim isian").notices == ["Anda terdaftar."]
    assert status_of(budi, batch) == EnrolmentStatus.CONFIRMED


def test_what_was_typed_is_carried_but_never_a_password(visit, sari):
    browser = visit()
    answer = browser.request("POST", "/pelatihan/kelola/1/nilai", data={"nilai-1": "86", "password": "rahasia"})
    asked = browser.page(answer, expect=401)
    assert "rahasia" not in asked.source
    again = asked.press("Masuk", identifier=sari.nip, password=sari.password)
    assert again.form("Kirim isian").fields == {"nilai-1": "86"}


def test_a_carried_form_survives_a_wrong_password(visit, sari):
    browser = visit()
    asked = browser.page(browser.request("POST", "/pelatihan/kelola/1/nilai", data={"nilai-1": "86"}), expect=401)
    wrong = asked.press("Masuk", identifier=sari.nip, password="salah", expect=422)
    again = wrong.press("Masuk", identifier=sari.nip, password=sari.password)
    assert again.form("Kirim isian").fields == {"nilai-1": "86"}


def test_a_stale_token_costs_nothing_that_was_typed(visit, sari):
    browser = visit(sari)
    answer = browser.request(
        "POST", "/pelatihan/kelola/1/nilai", data={"csrf_token": "stale", "nilai-1": "86", "catatan": "dua kata"}
    )
    page = browser.page(answer, expect=400)
    assert page.heading == "Halaman ini sudah lama terbuka"
    assert page.form("Kirim isian").fields == {"nilai-1": "86", "catatan": "dua kata"}


def test_htmx_is_led_to_the_door_and_back_to_the_page_it_was_on(visit):
    answer = visit().get(
        "/beranda",
        headers={
            "HX-Request": "true",
            "HX-Request-Type": "partial",
            "HX-Current-URL": "http://127.0.0.1:8000/pelatihan?q=a",
        },
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/masuk?next=/pelatihan?q%3Da"


def test_everybody_signs_in_and_sees_their_own_name(visit, cast):
    """One browser each, one after the other and mixed: nobody turns into somebody else."""
    for _ in range(2):
        for person in cast.values():
            assert person.name.split(maxsplit=1)[0] in visit(person).open("/beranda").heading
