"""Signing in through a government's provider: a real foreign one on loopback, and one of our own that lies."""

import base64
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import flask
import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select
from werkzeug.serving import make_server

from app.accounts import provider
from app.accounts.models import User, UserSession
from app.audit.models import AuditEntry
from app.base import scope
from app.base.database import db
from app.config import BadSettings, load
from app.web.headers import CSP, with_provider
from tests.accounts.test_second_factor import code, set_up
from tests.support.ports import own_port

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@contextmanager
def configured(app, issuer, **more):
    """The application with a provider; afterwards without."""
    before = {name: app.config[name] for name in app.config if name.startswith("OIDC_")}
    app.config.update(
        {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "penata", "OIDC_CLIENT_SECRET": "rahasia"}
        | {f"OIDC_{name}": value for name, value in more.items()}
    )
    provider.install(app)
    try:
        yield
    finally:
        app.config.update(before)
        provider.install(app)


@pytest.fixture(scope="module")
def foreign():
    """A provider somebody else wrote, in a process of its own."""
    with own_port() as port:
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        issuer = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 120
        while True:
            try:
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                assert process.poll() is None, "the provider did not start"
                assert time.monotonic() < until, "the provider does not answer"
                time.sleep(0.1)
        yield issuer
        process.terminate()
        process.wait()


def known_there(issuer, sub, **claims):
    assert requests.put(f"{issuer}/users/{sub}", json=claims, timeout=60).status_code in (200, 204)


def to_the_provider(browser):
    """Press the button and go where it leads: the provider's address."""
    page = browser.open("accounts.show_sign_in")
    answer = page.form("Masuk dengan akun pemerintah").send(follow=False)
    return answer.location


def through_the_provider(browser, sub):
    """All the way there and back, as a browser would: the path that answers."""
    address = to_the_provider(browser)
    back = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=60)
    parts = urlsplit(back.headers["Location"])
    assert f"{parts.scheme}://{parts.netloc}" == "http://127.0.0.1:8000"
    return f"{parts.path}?{parts.query}"


def test_by_nip_through_a_foreign_provider(app, visit, budi, foreign):
    known_there(foreign, "u-1", nip=budi.nip)
    with configured(app, foreign):
        stranger = visit()
        path = through_the_provider(stranger, "u-1")
        assert "Budi" in stranger.open(path).heading
        assert stranger.open("accounts.show_security").status == 200


def test_by_verified_email_through_a_foreign_provider(app, visit, budi, foreign):
    known_there(foreign, "u-2", email=budi.email.upper(), email_verified=True)
    with configured(app, foreign):
        stranger = visit()
        assert "Budi" in stranger.open(through_the_provider(stranger, "u-2")).heading


def test_the_way_there_carries_pkce_state_and_nonce(app, visit, bungo, foreign):
    with configured(app, foreign):
        asked = parse_qs(urlsplit(to_the_provider(visit())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:8000/masuk/instansi/kembali"]
    assert asked["response_type"] == ["code"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


@pytest.mark.parametrize(
    "claims",
    [{}, {"nip": "199001012001011999"}, {"email": "budi", "email_verified": True}, {"email_verified": True}],
    ids=str,
)
def test_nobody_is_made_and_nobody_is_guessed(app, visit, budi, foreign, claims):
    known_there(foreign, "u-3", **claims)
    with configured(app, foreign):
        refused(visit(), through_the_provider(visit(), "u-3"), "Akun Penata belum ada")
    assert len(db.session.execute(select(User.id)).all()) == len(db.session.execute(select(User.employee_id)).all())


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_email_the_provider_does_not_vouch_for_names_nobody(app, visit, budi, foreign, verified):
    known_there(foreign, "u-4", email=budi.email, email_verified=verified)
    with configured(app, foreign):
        refused(visit(), through_the_provider(visit(), "u-4"), "Akun Penata belum ada")


def test_a_nip_that_fits_nobody_is_not_helped_by_an_email(app, visit, budi, foreign):
    known_there(foreign, "u-5", nip="199001012001011999", email=budi.email, email_verified=True)
    with configured(app, foreign):
        refused(visit(), through_the_provider(visit(), "u-5"), "Akun Penata belum ada")


def test_who_is_at_rest_here_stays_out(app, visit, budi, foreign):
    db.session.get_one(User, budi.user_id).active = False
    db.session.commit()
    known_there(foreign, "u-6", nip=budi.nip)
    with configured(app, foreign):
        refused(visit(), through_the_provider(visit(), "u-6"), "Akun Penata belum ada")


def test_a_second_factor_here_is_still_asked_for(app, visit, budi, foreign):
    secret, _recovery = set_up(visit(budi))
    known_there(foreign, "u-7", nip=budi.nip)
    with configured(app, foreign):
        stranger = visit()
        page = stranger.open(through_the_provider(stranger, "u-7"))
        assert page.heading == "Ketik kode masuk"
        assert stranger.get("/beranda").status_code == 401
        assert "Budi" in page.press("Masuk", code=code(secret, 1)).heading


def refused(browser, path, heading, statuses=(409, 422)):
    """The answer in words, nobody signed in, and nothing written."""
    before = len(db.session.execute(select(AuditEntry.id)).all())
    answer = browser.get(path)
    assert answer.status_code in statuses, answer.text
    page = browser.page(answer, expect=answer.status_code)
    assert page.heading == heading
    assert browser.get("/beranda").status_code == 401
    db.session.rollback()
    assert db.session.execute(select(UserSession.user_id)).all() == []
    assert len(db.session.execute(select(AuditEntry.id)).all()) == before
    return page


@once
def test_an_answer_works_once_and_only_in_the_browser_that_asked(app, visit, budi, foreign):
    known_there(foreign, "u-8", nip=budi.nip)
    with configured(app, foreign):
        asking = visit()
        path = through_the_provider(asking, "u-8")
        thief = visit.__class__(app)()
        refused(thief, path, "Belum bisa masuk")
        assert "Budi" in asking.open(path).heading
        assert asking.get(path).status_code == 422


@once
@pytest.mark.parametrize("query", ["", "code=x", "state=x", "code=x&state=y", "error=access_denied&state=x"])
def test_an_answer_nobody_asked_for_is_refused(app, visit, budi, foreign, query):
    with configured(app, foreign):
        refused(visit(), f"/masuk/instansi/kembali?{query}", "Belum bisa masuk")


@once
def test_a_provider_that_is_down_is_a_page_in_words(app, visit, bungo):
    with configured(app, "http://127.0.0.1:9"):
        page = visit().open("accounts.show_sign_in").press("Masuk dengan akun pemerintah", expect=503)
        assert page.heading == "Layanan masuk belum menjawab"
        assert visit().open("accounts.show_sign_in").status == 200


@once
def test_without_a_provider_there_is_no_door(visit, bungo):
    assert "instansi" not in visit().open("accounts.show_sign_in").source
    assert visit().get("/masuk/instansi/kembali").status_code == 404
    assert visit().post("accounts.create_provider_start").status_code == 404


# A provider of our own, which can lie where a good one cannot.


class Liar:
    """A small provider: ``claims`` and ``sign`` decide what its token says and how it is signed."""

    def __init__(self):
        self.key = RSAKey.generate_key(2048, parameters={"kid": "k1"})
        self.wrong = RSAKey.generate_key(2048, parameters={"kid": "k1"})
        self.claims, self.sign, self.metadata, self.userinfo, self.token = {}, "right", {}, {}, {}
        self.issuer = ""
        self.app = flask.Flask("liar")
        self.app.add_url_rule("/.well-known/openid-configuration", view_func=self.discovery)
        self.app.add_url_rule("/jwks", "jwks", view_func=lambda: {"keys": [self.key.as_dict(private=False)]})
        self.app.add_url_rule("/token", view_func=self.give_token, methods=["POST"])
        self.app.add_url_rule("/userinfo", "userinfo", view_func=lambda: self.userinfo)

    def discovery(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.metadata

    def give_token(self):
        self.asked = flask.request.form.to_dict()
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()} | self.token

    def id_token(self):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "penata", "sub": "s", "iat": now, "exp": now + 60, "nonce": self.nonce}
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        match self.sign:
            case "none":
                header = json.dumps({"alg": "none"})
                return ".".join(_encoded(one) for one in (header, json.dumps(claims))) + "."
            case "shared":
                shared = OctKey.import_key("rahasia" * 8)
                return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, shared)
            case "wrong":
                return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.wrong)
            case "broken":
                return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)[:-8] + "AAAAAAAA"
        return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)


def _encoded(text):

    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.fixture
def liar() -> Iterator[Liar]:
    one = Liar()
    server = make_server("127.0.0.1", 0, one.app, threaded=True)
    one.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield one
    server.shutdown()
    thread.join()


def answer_of(liar, browser):
    """What the liar sends the browser back with."""
    address = to_the_provider(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    liar.nonce = asked["nonce"]
    return "/masuk/instansi/kembali?" + urlencode({"code": "c", "state": asked["state"]})


LIES = {
    "another issuer": {"iss": "https://lain.example"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "aplikasi-lain"},
    "another audience for us": {"aud": "aplikasi-lain", "azp": "penata"},
    "no audience": {"aud": None},
    "another nonce": {"nonce": "x" * 20},
    "no nonce": {"nonce": None},
    "over": {"exp": 1_000_000_000},
    "no end": {"exp": None},
    "not yet": {"nbf": 4_000_000_000},
    "from tomorrow": {"iat": 4_000_000_000},
    "nobody": {"sub": None},
}


@once
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_token_that_is_not_for_us_and_now_is_refused(app, visit, budi, liar, lie):
    liar.claims = {"nip": budi.nip} | lie
    with configured(app, liar.issuer):
        refused(visit(), answer_of(liar, visit()), "Belum bisa masuk")


@once
@pytest.mark.parametrize("sign", ["none", "shared", "wrong", "broken"])
def test_a_token_that_is_not_signed_by_the_provider_is_refused(app, visit, budi, liar, sign):
    liar.claims, liar.sign = {"nip": budi.nip}, sign
    with configured(app, liar.issuer):
        refused(visit(), answer_of(liar, visit()), "Belum bisa masuk")


@once
@pytest.mark.parametrize("token", [{"id_token": None}, {"id_token": "x.y.z"}, {"error": "invalid_grant"}], ids=str)
def test_an_answer_without_a_token_is_refused(app, visit, budi, liar, token):
    liar.token = token
    with configured(app, liar.issuer):
        refused(visit(), answer_of(liar, visit()), "Belum bisa masuk")


@once
def test_a_truthful_token_of_the_same_provider_is_accepted_and_pkce_was_kept(app, visit, budi, liar):
    liar.claims = {"nip": budi.nip}
    with configured(app, liar.issuer):
        browser = visit()
        assert "Budi" in browser.open(answer_of(liar, browser)).heading
    assert len(liar.asked["code_verifier"]) >= 43


@once
@pytest.mark.parametrize("metadata", [{"issuer": "https://lain.example"}, {"jwks_uri": None}], ids=str)
def test_a_provider_that_describes_another_is_not_asked(app, visit, bungo, liar, metadata):
    liar.metadata = metadata
    with configured(app, liar.issuer):
        visit().open("accounts.show_sign_in").press("Masuk dengan akun pemerintah", expect=503)


@once
def test_what_the_token_leaves_out_is_asked_for_and_must_be_of_the_same_person(app, visit, budi, liar):
    liar.userinfo = {"sub": "s", "nip": budi.nip}
    with configured(app, liar.issuer):
        browser = visit()
        assert "Budi" in browser.open(answer_of(liar, browser)).heading
        browser.open("/beranda").press("Keluar")
        liar.userinfo["sub"] = "another"
        refused(browser, answer_of(liar, browser), "Belum bisa masuk")


@once
@pytest.mark.parametrize(
    ("said", "counts"),
    [({"amr": ["pwd", "otp"]}, True), ({"acr": "otp"}, True), ({"amr": ["pwd"]}, False), ({}, False)],
)
def test_the_word_of_the_provider_for_a_second_factor_counts_where_the_setting_says(
    app, visit, sari, liar, said, counts
):
    liar.claims = {"nip": sari.nip} | said
    app.config["TOTP"] = "required"
    try:
        with configured(app, liar.issuer, SECOND_FACTOR="otp,mfa"):
            browser = visit()
            page = browser.open(answer_of(liar, browser))
    finally:
        app.config["TOTP"] = "off"
    assert page.heading == ("Pasang kode masuk" if not counts else page.heading)
    assert (page.path == "/beranda") == counts


@once
def test_an_address_two_people_share_in_two_governments_opens_one_account(app, visit, budi, joko, batanghari, liar):
    liar.claims = {"email": joko.email, "email_verified": True}
    with configured(app, liar.issuer):
        browser = visit()
        assert "Joko" in browser.open(answer_of(liar, browser)).heading
    with scope.everything():
        assert [row.user_id for row in db.session.execute(select(UserSession.user_id))] == [joko.user_id]


def test_the_policy_lets_forms_lead_to_the_provider_alone():
    assert with_provider("") == CSP
    policy = with_provider("https://sso.bungokab.example/realms/asn")
    assert "form-action 'self' https://sso.bungokab.example;" in policy
    assert policy.replace(" https://sso.bungokab.example", "") == CSP


@pytest.mark.parametrize(
    "bad", [{"PENATA_OIDC_ISSUER": "http://sso.example", "PENATA_OIDC_CLIENT_ID": "x"},
            {"PENATA_OIDC_ISSUER": "https://sso.example"}, {"PENATA_TOTP": "kadang"}],
    ids=str,
)  # fmt: skip
def test_settings_that_would_leave_the_door_open_do_not_start(tmp_path, bad):
    with pytest.raises(BadSettings):
        load({"PENATA_DATA": str(tmp_path)} | bad)
