"""Every route says who may open it, refuses what carries no token, and answers under the same headers."""

import re

import pytest

from app.access.guards import PUBLIC
from app.access.permissions import Permission
from app.web.headers import CSP

OPEN_TO_ALL = {
    "accounts.create_coded_session",
    "accounts.create_invited_password",
    "accounts.create_provider_start",
    "accounts.create_reset_password",
    "accounts.create_reset_request",
    "accounts.create_session",
    "accounts.create_sign_out",
    "accounts.show_code_form",
    "accounts.show_invitation",
    "accounts.show_provider_return",
    "accounts.show_reset",
    "accounts.show_reset_request",
    "accounts.show_sign_in",
    "assets.show_asset",
    "badges.show_achievement",
    "badges.show_credential",
    "badges.show_image",
    "badges.show_issuer",
    "badges.show_key",
    "badges.show_status_list",
    "calendars.show_feed",
    "certificates.create_comparison",
    "certificates.find_by_typed_code",
    "certificates.show_comparison_form",
    "certificates.show_verification",
    "certificates.show_verification_form",
    "certificates.show_verification_json",
    "evaluations.create_answer",
    "evaluations.show_form",
    "notifications.create_stop",
    "notifications.show_stop",
    "reports.show_front",
    "reports.show_health",
    "reports.show_readiness",
    "signed.show_public_keys",
    "signed.show_signed",
    "sosialisasi.create_answer_acceptance",
    "sosialisasi.create_answer_delegate",
    "sosialisasi.create_answer_refusal",
    "sosialisasi.create_arrival",
    "sosialisasi.create_check_answer",
    "sosialisasi.create_question",
    "sosialisasi.create_question_search",
    "sosialisasi.create_vote",
    "sosialisasi.list_room_questions",
    "sosialisasi.show_answer",
    "sosialisasi.show_arrival",
    "sosialisasi.show_check_form",
    "sosialisasi.show_faq",
    "sosialisasi.show_public",
    "sosialisasi.show_question_answer",
    "sosialisasi.show_question_code",
    "sosialisasi.show_room",
    "surveys.create_group_check_answer",
    "surveys.show_group_check_form",
    "surveys.create_answer",
    "surveys.create_code_entry",
    "surveys.create_room_entry",
    "surveys.show_code_form",
    "surveys.show_confidentiality",
    "surveys.show_room",
    "surveys.show_room_door",
    "surveys.show_start",
}
# The link in a letter is signed for one person and one thing; mail programs press it without a page of ours. A survey's
# is the secret itself, and no lost session may cost somebody their answers.
CARRIES_ITS_OWN_TOKEN = {"notifications.create_stop", "surveys.create_answer"}
SHARED_CACHES_MAY_KEEP = {"assets.show_asset", "signed.show_public_keys"}
# A QR code of capitals alone is smaller.
PRINTED_IN_CAPITALS = {"/V/<code>/<written>"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def guards(app):
    return {name: getattr(view, "guard", None) for name, view in app.view_functions.items()}


def routes(app, *methods):
    """(endpoint, address) of each route with one of the methods; every number in it is 1."""
    return [
        (rule.endpoint, re.sub(r"<[^>]*>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.methods & set(methods)
    ]


def test_every_route_names_its_guard(any_app):
    undeclared = {name for name, guard in guards(any_app).items() if guard is None}
    assert undeclared == set()
    assert {type(guard) for guard in guards(any_app).values()} == {str, Permission}


def test_only_these_are_open_to_everybody(any_app):
    assert {name for name, guard in guards(any_app).items() if guard == PUBLIC} == OPEN_TO_ALL


def test_every_permission_opens_something(any_app):
    assert set(Permission) - set(guards(any_app).values()) == set()


def test_names_are_english_and_addresses_tell_nothing_of_rows_but_numbers(any_app):
    for rule in any_app.url_map.iter_rules():
        assert re.fullmatch(r"[a-z]+\.(show|list|create|download|find)_[a-z_]+", rule.endpoint), rule.endpoint
        if rule.rule not in PRINTED_IN_CAPITALS:
            assert re.fullmatch(r"[a-z./<>:_-]+", rule.rule), rule.rule


def test_a_get_changes_nothing_by_name(any_app):
    """What creates is a POST, what shows is a GET (security R2)."""
    for rule in any_app.url_map.iter_rules():
        verb = rule.endpoint.partition(".")[2].partition("_")[0]
        assert (verb == "create") == bool(rule.methods & CHANGING), rule.endpoint
        assert not (rule.methods & CHANGING and "GET" in rule.methods), rule.endpoint


def test_strangers_are_asked_to_sign_in(any_app, visit_any):
    closed = [(name, path) for name, path in routes(any_app, "GET") if name not in OPEN_TO_ALL]
    assert len(closed) > 15
    for endpoint, path in closed:
        page = visit_any().open(path, expect=401)
        assert page.heading == "Masuk ke Penata", endpoint


def test_every_post_without_a_token_is_refused(visit, administrator, app):
    """Signed in or not; the token comes before the guard."""
    posts = routes(app, *CHANGING)
    assert len(posts) > 10
    signed_in, stranger = visit(administrator), visit()
    for endpoint, path in posts:
        if endpoint in CARRIES_ITS_OWN_TOKEN:
            assert {one.request("POST", path).status_code for one in (signed_in, stranger)} == {404}, endpoint
            continue
        assert signed_in.request("POST", path).status_code == 400, endpoint
        expected = 400 if endpoint in OPEN_TO_ALL - {"accounts.create_sign_out"} else 401
        assert stranger.request("POST", path).status_code == expected, endpoint


def test_every_post_with_a_forged_token_is_refused(visit, administrator, app):
    browser = visit(administrator)
    for endpoint, path in routes(app, *CHANGING):
        answer = browser.request("POST", path, data={"csrf_token": "ImZvcmdlZCI.forged.forged"})
        assert answer.status_code == (404 if endpoint in CARRIES_ITS_OWN_TOKEN else 400), endpoint


@pytest.mark.parametrize(
    "sent_from",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8001"},
    ],
    ids=lambda headers: "-".join(headers.values()),
)
def test_a_form_of_another_site_is_refused_even_with_a_good_token(visit, sari, sent_from):
    """And nothing on the answer offers to send it again."""
    browser = visit(sari)
    fields = {"csrf_token": browser.open("/beranda").token, "nilai-1": "99"}
    page = browser.page(
        browser.request("POST", "/pelatihan/kelola/1/nilai", data=fields, headers=sent_from), expect=400
    )
    assert "99" not in page.fields.values()
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"}
    assert browser.request("POST", "/pelatihan/kelola/1/nilai", data=fields, headers=own).status_code == 404


def test_every_answer_is_under_the_same_headers(any_app, visit_any):
    for endpoint, path in routes(any_app, "GET"):
        headers = visit_any().get(path).headers
        assert headers["Content-Security-Policy"] == CSP, endpoint
        assert headers["X-Content-Type-Options"] == "nosniff", endpoint
        assert headers["Referrer-Policy"] == "same-origin", endpoint
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", endpoint
        assert "camera=(self)" in headers["Permissions-Policy"], endpoint
        assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-Id"]), endpoint
        if endpoint not in SHARED_CACHES_MAY_KEEP:
            assert headers["Cache-Control"] == "no-store", endpoint
            assert {"Cookie", "HX-Request-Type"} <= set(headers["Vary"].split(", ")), endpoint


@pytest.mark.parametrize("word", ["unsafe-inline", "unsafe-eval", "*", "http:", "https:", "data: ;"])
def test_the_policy_lets_in_nothing_foreign(word):
    assert word not in CSP
    assert CSP.startswith("default-src 'none'")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:8000@evil.example", "penata.example"]
)
def test_another_host_is_refused(any_app, host):
    answer = any_app.test_client().get("/masuk", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


def test_what_proxies_claim_is_not_believed_unless_told(any_app):
    answer = any_app.test_client().get(
        "/beranda", base_url="http://127.0.0.1:8000", headers={"X-Forwarded-Host": "evil.example"}
    )
    assert answer.status_code == 401
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("path", ["/tidak-ada", "/pelatihan/angkatan/0", "/pelatihan/angkatan/99999999999999999999"])
def test_what_is_not_there_is_a_page_in_words(visit, budi, path):
    assert visit(budi).open(path, expect=404).heading == "Halaman tidak ditemukan"


def test_a_wrong_verb_is_a_page_in_words(visit, budi):
    browser = visit(budi)
    page = browser.page(
        browser.request("POST", "/beranda", data={"csrf_token": browser.open("/beranda").token}), expect=405
    )
    assert page.heading == "Halaman ini tidak bisa dibuka begitu saja"


@pytest.mark.parametrize("text", ["%00", "%1b", "a" * 20_001])
def test_impossible_text_is_a_page_in_words(visit, budi, text):
    assert visit(budi).open(f"/pelatihan?q={text}", expect=400).heading == "Permintaan tidak bisa dibaca"
