from typing import Any

from flask import Flask, current_app, flash, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from app.access.guards import PUBLIC, actor, public, visitor
from app.access.visitor import Visitor
from app.accounts import passwords as words
from app.accounts import provider, queries, rules, services
from app.accounts.passwords import Passwords
from app.accounts.queries import SignedIn
from app.accounts.rules import HalfSignInOver, WrongCode, WrongSignIn
from app.accounts.services import Entry, SignInPolicy
from app.accounts.views.blueprint import arrival, bp, passwords, policy
from app.base import scope
from app.base.clock import now, today
from app.base.database import db, writing
from app.base.errors import RuleBroken, TooMany
from app.web import carried
from app.web.answers import wants_fragment
from app.web.dates import use_zone
from app.web.inputs import safe_path

login_manager = LoginManager()
login_manager.session_protection = None
HALF = "half"
# What may be opened before the second factor or the new password that is due.
FIRST_THINGS = frozenset(
    {
        "accounts.create_code",
        "accounts.create_password",
        "accounts.show_code_form",
        "accounts.show_code_setup",
        "accounts.show_password_form",
    }
)


class FirstThingsFirst(RuleBroken):
    message = "Sebelum melanjutkan, ada satu langkah pengamanan akun Anda yang belum selesai."
    heading = "Satu langkah lagi"


def install(app: Flask) -> None:
    login_manager.init_app(app)
    config = app.config
    app.extensions["penata_passwords"] = Passwords(
        memory_kib=config["ARGON2_MEMORY_KIB"], time_cost=config["ARGON2_TIME"]
    )
    app.extensions["penata_sign_in_policy"] = SignInPolicy(
        tries=config["SIGN_IN_TRIES"],
        tries_per_address=config["SIGN_IN_TRIES_PER_ADDRESS"],
        window_minutes=config["SIGN_IN_WINDOW_MINUTES"],
        session_hours=config["SESSION_HOURS"],
        idle_minutes=config["IDLE_MINUTES"],
        idle_minutes_employee=config["IDLE_MINUTES_EMPLOYEE"],
    )
    provider.install(app)
    app.before_request(_first_things_first)
    app.after_request(_note_seen)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_visitor(token: str) -> Visitor | None:
    """Find the person behind the session and narrow the database session to their government."""
    at = now()
    found = queries.signed_in(token, services.token_hash(token), at=at, day=today(rules.ZONE))
    if found is None:
        return None
    scope.enter(found.visitor.government_id)
    use_zone(found.visitor.timezone)
    g.note_seen = found.is_stale
    g.due = _what_is_due(found)
    return found.visitor


def _what_is_due(found: SignedIn) -> str:
    """The page somebody has to go through before anything else opens, or nothing."""
    config = current_app.config
    lacks_factor = not found.has_code and not found.second_factor
    if config["TOTP"] == "required" and lacks_factor and rules.needs_second_factor(found.visitor.roles):
        return "accounts.show_code_setup"
    if words.is_too_old(found.password_set_at, days=config["PASSWORD_MAX_AGE_DAYS"], at=now()):
        return "accounts.show_password_form"
    return ""


def _first_things_first() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or getattr(view, "guard", PUBLIC) == PUBLIC or request.endpoint in FIRST_THINGS:
        return None
    if not current_user.is_authenticated or not g.get("due"):
        return None
    if request.method == "GET" and not wants_fragment():
        return redirect(url_for(g.due), 303)
    raise FirstThingsFirst(way_on=("Lanjutkan pengamanan akun", url_for(g.due)))


def _note_seen(response: Any) -> Any:
    if g.get("note_seen") and current_user.is_authenticated:
        with writing():
            services.note_seen(current_user.session_token)
    return response


@bp.get("/masuk")
@public
def show_sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("reports.show_home"), 303)
    return _sign_in_page(back_to=safe_path(request.args.get("next")) or "")


@bp.post("/masuk")
@public
def create_session() -> ResponseReturnValue:
    identifier = request.form.get("identifier", "").strip()[:254]
    back_to = safe_path(request.form.get("next")) or ""
    try:
        entry = services.sign_in(
            identifier,
            request.form.get("password", "")[:1024],
            arrival=arrival(),
            passwords=passwords(),
            policy=policy(),
        )
    except (WrongSignIn, TooMany) as error:
        db.session.rollback()
        return _sign_in_page(back_to=back_to, identifier=identifier, error=error)
    db.session.commit()
    return let_in(entry, back_to)


def let_in(entry: Entry, back_to: str) -> ResponseReturnValue:
    """To the code that is awaited, or in."""
    if not entry.awaits_code:
        return welcome(entry.token, back_to)
    form = carried.from_sign_in()
    session.clear()
    g.pop("csrf_token", None)
    session[HALF] = entry.token
    if form is not None:
        return _code_page(back_to=back_to)
    return redirect(url_for(".show_code_form", next=back_to or None), 303)


@bp.get("/masuk/kode")
@public
def show_code_form() -> ResponseReturnValue:
    if HALF not in session:
        return redirect(url_for(".show_sign_in"), 303)
    return _code_page(back_to=safe_path(request.args.get("next")) or "")


@bp.post("/masuk/kode")
@public
def create_coded_session() -> ResponseReturnValue:
    back_to = safe_path(request.form.get("next")) or ""
    try:
        token = services.complete_sign_in(
            session.get(HALF, ""), request.form.get("code", "")[:40], arrival=arrival(), policy=policy()
        )
    except (WrongCode, TooMany) as error:
        db.session.rollback()
        return _code_page(back_to=back_to, error=error)
    except HalfSignInOver as error:
        db.session.rollback()
        session.pop(HALF, None)
        return _sign_in_page(back_to=back_to, error=error)
    db.session.commit()
    return welcome(token, back_to)


def welcome(token: str, back_to: str) -> ResponseReturnValue:
    """In, under a fresh cookie; a form that came too late waits on the first page."""
    session.clear()
    g.pop("csrf_token", None)
    found = queries.signed_in(token, services.token_hash(token), at=now(), day=today(rules.ZONE))
    login_user(found.visitor)  # type: ignore[union-attr]
    scope.enter(visitor.government_id)
    form = carried.from_sign_in()
    if form is not None:
        return render_template("accounts/carried_form.html", carried=form)
    return redirect(back_to or url_for("reports.show_home"), 303)


def _sign_in_page(*, back_to: str, identifier: str = "", error: RuleBroken | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/sign_in.html",
        carried=carried.from_sign_in(),
        next=back_to,
        identifier=identifier,
        trouble=error.message if error else "",
        signed_out=False,
    )
    return _answer(page, error)


def _code_page(*, back_to: str, error: RuleBroken | None = None) -> ResponseReturnValue:
    page = render_template(
        "accounts/code_form.html", carried=carried.from_sign_in(), next=back_to, trouble=error.message if error else ""
    )
    return _answer(page, error)


def _answer(page: str, error: RuleBroken | None) -> ResponseReturnValue:
    response = make_response(page, error.status if error else 200)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


@bp.post("/keluar")
@public
def create_sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        services.sign_out(visitor.session_token, by=actor(), chain=visitor.government_id)
        db.session.commit()
        logout_user()
        session.clear()
        g.pop("csrf_token", None)
    flash("Anda sudah keluar.")
    return redirect(url_for(".show_sign_in"), 303)
