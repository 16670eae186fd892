import io
from typing import Any

import segno
from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.accounts import codes, labels, queries, rules, services
from app.accounts.passwords import Owner
from app.accounts.queries import people
from app.accounts.rules import WrongCode, WrongSignIn
from app.accounts.services import links, second_factor
from app.accounts.services.signing_in import end_session, ensure_code, note_sessions_ended, prove, session_handle
from app.accounts.views.blueprint import arrival, bp, passwords, policy
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import TooMany
from app.organisation import queries as organisation
from app.web.answers import changed, moved_on, show

PAGE = "accounts/security.html"
SETUP = "accounts/code_setup.html"


@bp.get("/saya/keamanan")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def show_security() -> ResponseReturnValue:
    return show(PAGE, fragment="sessions", **_context())


@bp.post("/saya/keamanan/sesi/pengakhiran")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_session_end() -> ResponseReturnValue:
    ended = end_session(visitor.user_id, request.form.get("session", ""))
    if ended:
        note_sessions_ended(by=actor(), chain=visitor.government_id)
    db.session.commit()
    return _sessions("Sesi itu diakhiri." if ended else "Sesi itu sudah berakhir.")


@bp.post("/saya/keamanan/sesi-lain/pengakhiran")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_end_of_other_sessions() -> ResponseReturnValue:
    count = services.end_sessions(visitor.user_id, besides=visitor.session_token)
    if count:
        note_sessions_ended(by=actor(), chain=visitor.government_id)
    db.session.commit()
    return _sessions(f"{count} sesi lain diakhiri." if count else "Tidak ada sesi lain.")


def _sessions(say: str) -> ResponseReturnValue:
    return changed(PAGE, fragment="sessions", say=say, back_to=url_for(".show_security"), context=_context)


def _context() -> dict[str, Any]:
    day = today(visitor.timezone)
    account = people.own_account(visitor.user_id)
    return {
        "account": account,
        "has_code": bool(account.totp_secret),
        "codes_left": people.recovery_codes_left(visitor.user_id),
        "code_required": _code_is_required(),
        "sessions": people.sessions_of(visitor.user_id, at=now()),
        "here": services.token_hash(visitor.session_token),
        "handle": session_handle,
        "grants": people.own_grants(visitor.user_id, day),
        "state_of": lambda grant: labels.GRANTS[rules.grant_state(grant, day)],
        "labels": labels,
        "trouble": "",
    }


def _code_is_required() -> bool:
    return current_app.config["TOTP"] == "required" and rules.needs_second_factor(visitor.roles)


@bp.get("/saya/keamanan/kata-sandi")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def show_password_form() -> ResponseReturnValue:
    return _password_page()


@bp.post("/saya/keamanan/kata-sandi")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_password() -> ResponseReturnValue:
    typed, repeated = request.form.get("new_password", ""), request.form.get("repeated_password", "")
    owner, token, chain, by = _owner(), visitor.session_token, visitor.government_id, actor()
    fault, unequal = links.policy_fault(typed, repeated, owner, composed=current_app.config["PASSWORD_COMPOSED"])
    if fault or unequal:
        return _password_page(fault=fault, unequal=unequal, status=422)
    old = request.form.get("old_password", "")[:1024]
    try:
        stored = prove(visitor.user_id, old, arrival=arrival(), passwords=passwords(), policy=policy())
    except WrongSignIn as error:
        return _password_page(wrong=error.message, status=422)
    if typed == old:
        return _password_page(fault="Kata sandi baru masih sama dengan yang lama.", status=422)
    hashed = passwords().hash(typed)
    links.change_password(visitor.user_id, hashed, instead_of=stored, session_token=token, by=by, chain=chain)
    db.session.commit()
    return moved_on(url_for(".show_security"), "Kata sandi tersimpan. Sesi lain diakhiri.")


def _password_page(*, wrong: str = "", fault: str = "", unequal: str = "", status: int = 200) -> ResponseReturnValue:
    return show(
        "accounts/password_form.html",
        http_status=status,
        wrong=wrong,
        fault=fault,
        unequal=unequal,
        composed=current_app.config["PASSWORD_COMPOSED"],
        account=people.own_account(visitor.user_id),
        max_age=current_app.config["PASSWORD_MAX_AGE_DAYS"],
    )


def _owner() -> Owner:
    account = people.own_account(visitor.user_id)
    nip = organisation.employee(visitor.employee_id).nip if visitor.employee_id else ""
    return Owner(nip=nip, name=account.name, email=account.email or "")


@bp.get("/saya/keamanan/kode")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def show_code_setup() -> ResponseReturnValue:
    if people.own_account(visitor.user_id).totp_secret:
        return moved_on(url_for(".show_security"), "Kode masuk sudah terpasang.")
    _secret, offer = second_factor.offer(visitor.user_id)
    return _setup_page(offer)


@bp.post("/saya/keamanan/kode")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_code() -> ResponseReturnValue:
    offer = request.form.get("offer", "")
    chain, by = visitor.government_id, actor()
    try:
        fresh = second_factor.begin(visitor.user_id, offer, request.form.get("code", "")[:40], by=by, chain=chain)
    except WrongCode as error:
        db.session.rollback()
        return _setup_page(offer, trouble=error.message)
    services.end_sessions(visitor.user_id, besides=visitor.session_token)
    db.session.commit()
    return _codes_page(fresh, "Kode masuk terpasang")


def _setup_page(offer: str, trouble: str = "") -> ResponseReturnValue:
    secret = second_factor.offered_secret(visitor.user_id, offer)
    account = people.own_account(visitor.user_id)
    uri = codes.address(secret, account=account.email or account.name, issuer="Penata")
    return show(
        SETUP,
        http_status=422 if trouble else 200,
        offer=offer,
        qr=_qr(uri),
        secret=codes.grouped(secret),
        trouble=trouble,
        required=_code_is_required(),
    )


def _qr(text: str) -> Markup:
    buffer = io.BytesIO()
    segno.make(text, error="m").save(
        buffer,
        kind="svg",
        scale=5,
        border=4,
        xmldecl=False,
        svgns=True,
        nl=False,
        dark="#000",
        light="#fff",
        svgclass=None,
        lineclass=None,
        title="Kode QR untuk aplikasi kode masuk",
    )
    return Markup(buffer.getvalue().decode())  # noqa: S704 - drawn here from our own address


def _codes_page(fresh: list[str], heading: str) -> ResponseReturnValue:
    """The ten codes, this once."""
    return render_template("accounts/recovery_codes.html", codes=fresh, heading=heading)


@bp.post("/saya/keamanan/kode-cadangan")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_recovery_codes() -> ResponseReturnValue:
    chain, by = visitor.government_id, actor()
    trouble = _use_code()
    if trouble is not None:
        return trouble
    fresh = second_factor.renew_recovery_codes(visitor.user_id, by=by, chain=chain)
    db.session.commit()
    return _codes_page(fresh, "Kode cadangan baru")


@bp.post("/saya/keamanan/kode/pelepasan")
@requires(Permission.ACCOUNTS_OWN_MANAGE)
def create_code_removal() -> ResponseReturnValue:
    chain, by = visitor.government_id, actor()
    trouble = _use_code()
    if trouble is not None:
        return trouble
    second_factor.take_down(visitor.user_id, by=by, chain=chain)
    db.session.commit()
    return moved_on(url_for(".show_security"), "Kode masuk dilepas. Anda masuk dengan kata sandi saja.")


def _use_code() -> ResponseReturnValue | None:
    """Use the typed code; the page with what is wrong where it does not fit."""
    account = queries.account_numbered(visitor.user_id)
    try:
        ensure_code(account, request.form.get("code", "")[:40], arrival=arrival(), policy=policy())  # type: ignore[arg-type]
    except (WrongCode, TooMany) as error:
        db.session.rollback()
        return show(PAGE, http_status=error.status, **_context() | {"trouble": error.message})
    return None
