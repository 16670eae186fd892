from typing import Any

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, current_user, login_user, logout_user

from app.access.guards import actor, public, visitor
from app.access.visitor import Visitor
from app.accounts import queries, services
from app.accounts.rules import WrongSignIn
from app.accounts.services import Passwords, SignInPolicy
from app.base import scope
from app.base.clock import now, today
from app.base.database import db, writing
from app.base.errors import TooMany
from app.web import carried
from app.web.dates import DEFAULT_ZONE, use_zone
from app.web.inputs import safe_path
from app.web.limits import client_address

bp = Blueprint("accounts", __name__)
login_manager = LoginManager()
login_manager.session_protection = None


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
    app.after_request(_note_seen)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load_visitor(token: str) -> Visitor | None:
    """Find the person behind the session and narrow the database session to their government."""
    at = now()
    found = queries.signed_in(token, services.token_hash(token), at=at, day=today(DEFAULT_ZONE))
    if found is None:
        return None
    scope.enter(found.visitor.government_id)
    use_zone(found.visitor.timezone)
    g.note_seen = found.is_stale
    return found.visitor


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
        token = services.sign_in(
            identifier,
            request.form.get("password", "")[:1024],
            address=client_address(),
            passwords=current_app.extensions["penata_passwords"],
            policy=current_app.extensions["penata_sign_in_policy"],
        )
    except (WrongSignIn, TooMany) as error:
        db.session.rollback()
        return _sign_in_page(back_to=back_to, identifier=identifier, error=error)
    db.session.commit()
    return _welcome(token, back_to)


def _welcome(token: str, back_to: str) -> ResponseReturnValue:
    session.clear()
    g.pop("csrf_token", None)
    found = queries.signed_in(token, services.token_hash(token), at=now(), day=today(DEFAULT_ZONE))
    login_user(found.visitor)  # type: ignore[union-attr]
    scope.enter(visitor.government_id)
    form = carried.from_sign_in()
    if form is not None:
        return render_template("accounts/carried_form.html", carried=form)
    return redirect(back_to or url_for("reports.show_home"), 303)


def _sign_in_page(
    *, back_to: str, identifier: str = "", error: WrongSignIn | TooMany | None = None
) -> ResponseReturnValue:
    page = render_template(
        "accounts/sign_in.html",
        carried=carried.from_sign_in(),
        next=back_to,
        identifier=identifier,
        trouble=error.message if error else "",
        signed_out=False,
    )
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
