from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.accounts.models import LinkKind
from app.accounts.services import links
from app.accounts.views.blueprint import bp, passwords
from app.base.database import db
from app.web.limits import from_setting, limiter

PAGE = "accounts/new_password.html"


@bp.get("/lupa-kata-sandi")
@public
def show_reset_request() -> ResponseReturnValue:
    return render_template("accounts/reset_request.html", asked=False, trouble="")


@bp.post("/lupa-kata-sandi")
@public
@limiter.limit(from_setting("RESET"))
def create_reset_request() -> ResponseReturnValue:
    identifier = request.form.get("identifier", "").strip()[:254]
    if not identifier:
        trouble = "Tulis NIP atau email Anda."
        return render_template("accounts/reset_request.html", asked=False, trouble=trouble), 422
    links.request_reset(identifier)
    db.session.commit()
    return render_template("accounts/reset_request.html", asked=True, trouble="")


@bp.get("/undangan/<token>")
@public
def show_invitation(token: str) -> ResponseReturnValue:
    return _page(token, LinkKind.INVITATION)


@bp.post("/undangan/<token>")
@public
def create_invited_password(token: str) -> ResponseReturnValue:
    return _set(token, LinkKind.INVITATION, "Kata sandi tersimpan. Masuk dengan kata sandi itu.")


@bp.get("/kata-sandi-baru/<token>")
@public
def show_reset(token: str) -> ResponseReturnValue:
    return _page(token, LinkKind.RESET)


@bp.post("/kata-sandi-baru/<token>")
@public
def create_reset_password(token: str) -> ResponseReturnValue:
    return _set(token, LinkKind.RESET, "Kata sandi baru tersimpan. Masuk dengan kata sandi itu.")


def _page(token: str, kind: LinkKind, *, fault: str = "", unequal: str = "") -> ResponseReturnValue:
    opened = links.open_link(token, kind)
    page = render_template(
        PAGE,
        name=opened.owner.name,
        is_invitation=kind is LinkKind.INVITATION,
        token=token,
        fault=fault,
        unequal=unequal,
        composed=current_app.config["PASSWORD_COMPOSED"],
    )
    return page, 422 if fault or unequal else 200


def _set(token: str, kind: LinkKind, say: str) -> ResponseReturnValue:
    opened = links.open_link(token, kind)
    typed, repeated = request.form.get("new_password", ""), request.form.get("repeated_password", "")
    composed = current_app.config["PASSWORD_COMPOSED"]
    fault, unequal = links.policy_fault(typed, repeated, opened.owner, composed=composed)
    if fault or unequal:
        return _page(token, kind, fault=fault, unequal=unequal)
    db.session.rollback()  # hashing stands outside the transaction
    hashed = passwords().hash(typed)
    links.set_password(token, kind, hashed)
    db.session.commit()
    flash(say)
    return redirect(url_for(".show_sign_in"), 303)
