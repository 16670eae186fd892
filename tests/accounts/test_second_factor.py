"""The second factor and one's own security page, through real pages."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from app.accounts.models import HalfSignIn, RecoveryCode, User, UserSession
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from tests.support.builders import Person, make_account, make_batch

NOON = datetime(2026, 12, 10, 5, tzinfo=UTC)
NEW = "kuda-lumping-jalan-pagi"
WRONG = "000000"


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def required(app):
    app.config["TOTP"] = "required"
    yield
    app.config["TOTP"] = "off"


def code(secret, steps=0):
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * steps))


def offered(browser):
    """The page that offers a secret, and the secret: one whose next codes are neither one another nor the wrong one."""
    while True:
        page = browser.open("accounts.show_code_setup")
        secret = page.all(".setup-key")[0].replace(" ", "")
        steps = range(-3, 40)
        if len({WRONG, *(code(secret, step) for step in steps)}) == len(steps) + 1:
            return page, secret


def set_up(browser):
    """Set up codes in a signed-in browser: the secret and the recovery codes."""
    page, secret = offered(browser)
    shown = page.press("Pasang kode masuk", code=code(secret))
    assert shown.heading == "Kode masuk terpasang"
    return secret, shown.all(".codes code")


def at_the_second_door(visit, person):
    page = visit().open("accounts.show_sign_in").press("Masuk", identifier=person.nip, password=person.password)
    assert page.heading == "Ketik kode masuk"
    return page


def user_of(person):
    db.session.rollback()
    return db.session.get_one(User, person.user_id)


def test_with_codes_signing_in_takes_two_steps(visit, budi, clock):
    secret, recovery = set_up(visit(budi))
    assert len(set(recovery)) == 10
    clock.shift(timedelta(seconds=30))
    page = at_the_second_door(visit, budi)
    assert visit().get("/beranda").status_code == 401
    assert "Budi" in page.press("Masuk", code=code(secret)).heading
    assert db.session.execute(select(HalfSignIn.user_id)).all() == []


def test_neither_secret_nor_recovery_code_is_kept_readable(visit, budi, clock):
    secret, recovery = set_up(visit(budi))
    assert secret not in user_of(budi).totp_secret
    kept = db.session.execute(select(RecoveryCode.code_hash)).scalars().all()
    assert [one for one in recovery if one in kept or one.replace("-", "") in kept] == []


def test_a_code_works_once_even_for_another_browser(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    clock.shift(timedelta(seconds=30))
    used = code(secret)
    at_the_second_door(visit, budi).press("Masuk", code=used)
    visit().open("/beranda").press("Keluar")
    page = at_the_second_door(visit, budi).press("Masuk", code=used, expect=422)
    assert "sudah dipakai" in page.warnings[0]
    assert visit().get("/beranda").status_code == 401
    clock.shift(timedelta(seconds=30))
    assert "Budi" in page.press("Masuk", code=code(secret)).heading


def test_the_code_of_the_setup_does_not_open_the_door(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    at_the_second_door(visit, budi).press("Masuk", code=code(secret), expect=422)
    at_the_second_door(visit, budi).press("Masuk", code=code(secret, -1), expect=422)


def test_a_recovery_code_opens_once(visit, budi, clock):
    _secret, recovery = set_up(visit(budi))
    page = at_the_second_door(visit, budi).press("Masuk", code=recovery[3].upper())
    assert "Budi" in page.heading
    assert "Tersisa 9 kode cadangan." in visit().open("accounts.show_security").text
    visit().open("/beranda").press("Keluar")
    at_the_second_door(visit, budi).press("Masuk", code=recovery[3], expect=422)


def test_the_brake_on_codes_grows(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    page = at_the_second_door(visit, budi)
    clock.shift(timedelta(seconds=30))
    for _ in range(5):
        page = page.press("Masuk", code=WRONG, expect=422)
    braked = page.press("Masuk", code=code(secret), expect=429)
    assert braked.answer.headers["Retry-After"] == "30"
    clock.shift(timedelta(seconds=30))
    assert "Budi" in braked.press("Masuk", code=code(secret)).heading


def test_half_a_sign_in_is_over_after_five_minutes(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    page = at_the_second_door(visit, budi)
    clock.shift(timedelta(minutes=5))
    over = page.press("Masuk", code=code(secret), expect=409)
    assert over.heading == "Masuk ke Penata"
    assert "sudah habis" in over.warnings[0]
    assert visit().open("accounts.show_code_form").heading == "Masuk ke Penata"


def test_without_a_right_password_no_code_helps(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    clock.shift(timedelta(seconds=30))
    answer = visit().post("accounts.create_coded_session", fields={"code": code(secret)})
    assert answer.status_code == 409
    assert len(db.session.execute(select(UserSession.user_id)).all()) == 1


def test_a_form_that_came_too_late_rides_through_both_doors(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    clock.shift(timedelta(seconds=30))
    batch = make_batch()
    stranger = visit()
    token = stranger.open("accounts.show_sign_in").token
    late = stranger.page(
        stranger.request(
            "POST",
            f"/pelatihan/angkatan/{batch.id}/pendaftaran",
            data={"csrf_token": token, "alasan": "Ingin tahu lebih"},
        ),
        expect=401,
    )
    second = late.press("Masuk", identifier=budi.nip, password=budi.password)
    assert second.heading == "Ketik kode masuk"
    arrived = second.press("Masuk", code=code(secret))
    assert arrived.heading == "Isian Anda masih ada"
    assert "Ingin tahu lebih" in arrived.source


def test_the_page_one_wanted_is_remembered_through_both_doors(visit, budi, clock):
    secret, _recovery = set_up(visit(budi))
    clock.shift(timedelta(seconds=30))
    door = visit().open("/sertifikat", expect=401)
    second = door.press("Masuk", identifier=budi.nip, password=budi.password)
    assert second.press("Masuk", code=code(secret)).path == "/sertifikat"


# Required.


def test_a_powerful_person_is_led_to_the_setup_before_anything_else(visit, sari, budi, clock, required):
    browser = visit().sign_in(sari)
    assert browser.open("/beranda").heading == "Pasang kode masuk"
    assert browser.open("/akun").heading == "Pasang kode masuk"
    assert browser.get("/pelatihan", headers={"HX-Request-Type": "partial"}).status_code == 409
    token = browser.open("accounts.show_code_setup").token
    refused = browser.request("POST", "/akun/undangan", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "Lanjutkan pengamanan akun" in refused.text
    set_up(browser)
    assert browser.open("/akun").heading == "Akun"
    assert "Budi" in visit(budi).open("/beranda").heading


def test_signing_out_stays_possible_before_the_setup(visit, sari, required):
    browser = visit().sign_in(sari)
    assert browser.open("/beranda").press("Keluar").heading == "Masuk ke Penata"


def test_where_it_is_not_required_nobody_is_led_anywhere(visit, sari):
    assert "Sari" in visit(sari).open("/beranda").heading


@pytest.mark.parametrize("forged", ["", "bukan-segel", "other"])
def test_the_setup_takes_no_foreign_offer(visit, budi, dewi, clock, forged):
    offer = visit(dewi).open("accounts.show_code_setup").fields["offer"] if forged == "other" else forged
    answer = visit(budi).post("accounts.create_code", fields={"offer": offer, "code": "123456"})
    assert answer.status_code == 409
    assert user_of(budi).totp_secret == ""


def test_an_offer_grows_old(visit, budi, clock):
    page, secret = offered(visit(budi))
    clock.shift(timedelta(minutes=16))
    page.press("Pasang kode masuk", code=code(secret), expect=409)
    assert user_of(budi).totp_secret == ""


def test_a_wrong_code_at_the_setup_keeps_the_same_picture(visit, budi, clock):
    page, _secret = offered(visit(budi))
    again = page.press("Pasang kode masuk", code=WRONG, expect=422)
    assert again.all(".setup-key") == page.all(".setup-key")
    assert user_of(budi).totp_secret == ""


def test_a_second_setup_does_not_replace_the_first(visit, budi, clock):
    browser = visit(budi)
    page, secret = offered(browser)
    set_up(browser)
    before = user_of(budi).totp_secret
    clock.shift(timedelta(seconds=30))
    page.press("Pasang kode masuk", code=code(secret), expect=409)
    assert user_of(budi).totp_secret == before
    assert browser.open("accounts.show_code_setup").heading == "Keamanan akun"


def test_setting_up_ends_the_other_sessions(visit, budi, clock):
    other = visit.another(budi)
    set_up(visit(budi))
    assert other.get("/beranda").status_code == 401
    assert visit(budi).get("/beranda").status_code == 200


# The security page.


def test_renewing_and_taking_down_ask_for_a_code(visit, budi, clock):
    browser = visit(budi)
    secret, recovery = set_up(browser)
    clock.shift(timedelta(seconds=30))
    page = browser.open("accounts.show_security")
    assert "Kode tidak cocok" in page.press("Buat kode cadangan baru", code=WRONG, expect=422).warnings[0]
    renewed = page.press("Buat kode cadangan baru", code=code(secret))
    assert set(renewed.all(".codes code")) & set(recovery) == set()
    clock.shift(timedelta(seconds=30))
    page.press("Lepas kode masuk", code=recovery[0], expect=422)
    done = page.press("Lepas kode masuk", code=code(secret))
    assert done.notices == ["Kode masuk dilepas. Anda masuk dengan kata sandi saja."]
    assert "Budi" in visit().sign_in(budi).open("/beranda").heading


def test_an_administrator_takes_down_the_code_of_who_lost_everything(visit, administrator, budi, sari, clock):
    set_up(visit(budi))
    page = visit(administrator).open("accounts.show_account", employee_id=budi.employee_id)
    assert page.press("Lepas kode masuk").notices == ["Kode masuk dilepas. Pemiliknya memasang yang baru."]
    assert user_of(budi).totp_secret == ""
    assert db.session.execute(select(RecoveryCode.id)).all() == []
    for person in (sari, administrator):
        refused = visit(person).post("accounts.create_code_reset", employee_id=person.employee_id)
        assert refused.status_code in (403, 409)


def test_changing_the_password_asks_the_old_one_and_ends_other_sessions(visit, budi):
    browser, other = visit(budi), visit.another(budi)
    page = browser.open("accounts.show_password_form")
    wrong = page.press("Simpan kata sandi", old_password="salah", new_password=NEW, repeated_password=NEW, expect=422)
    assert "Kata sandi lama tidak cocok" in wrong.text
    same = page.press(
        "Simpan kata sandi", old_password=budi.password, new_password=budi.password, repeated_password=budi.password,
        expect=422,
    )  # fmt: skip
    assert "masih sama" in same.text
    short = page.press(
        "Simpan kata sandi", old_password=budi.password, new_password="x", repeated_password="x", expect=422
    )
    assert "paling sedikit 12" in short.text
    done = page.press("Simpan kata sandi", old_password=budi.password, new_password=NEW, repeated_password=NEW)
    assert done.notices == ["Kata sandi tersimpan. Sesi lain diakhiri."]
    assert (browser.get("/beranda").status_code, other.get("/beranda").status_code) == (200, 401)
    assert [one for one in db.session.execute(select(AuditEntry.details)).scalars() if NEW in str(one)] == []


def test_guessing_the_old_password_is_braked(visit, budi, clock):
    page = visit(budi).open("accounts.show_password_form")
    typed = {"new_password": NEW, "repeated_password": NEW}
    for _ in range(5):
        page.press("Simpan kata sandi", old_password="salah", expect=422, **typed)
    page.press("Simpan kata sandi", old_password=budi.password, expect=429, **typed)


def test_a_password_that_is_due_is_asked_for_first(visit, budi, app, clock):
    app.config["PASSWORD_MAX_AGE_DAYS"] = 90
    try:
        user_of(budi).password_set_at = NOON - timedelta(days=90)
        db.session.commit()
        browser = visit().sign_in(budi)
        page = browser.open("/beranda")
        assert page.heading == "Ganti kata sandi"
        page.press("Simpan kata sandi", old_password=budi.password, new_password=NEW, repeated_password=NEW)
        assert "Budi" in browser.open("/beranda").heading
    finally:
        app.config["PASSWORD_MAX_AGE_DAYS"] = 0


def test_one_sees_and_ends_ones_own_sessions(visit, budi, dewi):
    browser = visit(budi)
    others = [visit.another(budi) for _ in range(3)]
    visit(dewi).open("/beranda")
    page = browser.open("accounts.show_security")
    assert len(page.all("#sessions .rows li")) == 4
    assert page.all("#sessions .badge") == ["Sesi ini"]
    first = page.fields["session"]
    fragment = page.press_with_htmx("Akhiri semua sesi lain")
    assert fragment.all(".badge") == ["Sesi ini"]
    assert [one.get("/beranda").status_code for one in others] == [401] * 3
    assert browser.post("accounts.create_session_end", fields={"session": first}).status_code == 303
    assert visit(dewi).get("/beranda").status_code == 200


def test_ending_one_session_ends_that_one(visit, budi):
    browser, other = visit(budi), visit.another(budi)
    page = browser.open("accounts.show_security").press("Akhiri")
    assert page.notices == ["Sesi itu diakhiri."]
    assert (browser.get("/beranda").status_code, other.get("/beranda").status_code) == (200, 401)


def test_a_handle_of_somebody_else_ends_nothing(visit, budi, dewi):
    foreign = visit.another(dewi)
    handle = visit(dewi).open("accounts.show_security").fields["session"]
    visit(budi).post("accounts.create_session_end", fields={"session": handle})
    assert foreign.get("/beranda").status_code == 200


def test_an_account_with_neither_employee_nor_role_has_a_way_out(visit, bungo):

    lonely = make_account("Tanpa Peran", email="tanpa@penata.example")
    person = Person("Tanpa Peran", "tanpa@penata.example", "", 0, lonely.id, 0, 0)
    browser = visit(person)
    page = browser.open("/beranda", expect=403)
    assert set(page.buttons) == {"Keluar"}
    assert "Ke Beranda" not in page.links
    assert page.press("Keluar").heading == "Masuk ke Penata"
