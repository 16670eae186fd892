"""The check that is open to anybody: by code, and by the file itself."""

import structlog
from flask import after_this_request, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from sqlalchemy.exc import DBAPIError

from app.access.guards import public
from app.base.clock import today
from app.base.database import db, writing
from app.certificates import comparing, labels, queries
from app.certificates.forms import ComparisonForm
from app.certificates.queries import Verified
from app.certificates.rules import LONGEST_PASTE, Likeness, display_code, normalise_code, split_address
from app.certificates.services import checks
from app.certificates.views.blueprint import bp
from app.web.answers import show
from app.web.dates import DEFAULT_ZONE
from app.web.inputs import arg_text
from app.web.limits import from_setting, limiter

log = structlog.get_logger()
verification_limit = limiter.shared_limit(from_setting("VERIFICATION"), scope="verification")
comparison_limit = limiter.shared_limit(from_setting("COMPARISON"), scope="comparison", methods=["POST"])


@bp.get("/v")
@public
def show_verification_form() -> ResponseReturnValue:
    return show("certificates/verification_form.html", code="")


@bp.get("/v/periksa")
@public
def find_by_typed_code() -> ResponseReturnValue:
    typed = arg_text("kode", LONGEST_PASTE)
    code, written = normalise_code(typed), split_address(typed)[1]
    if code is None:
        return _unknown(typed)
    if written:
        return redirect(url_for("signed.show_signed", code=code, written=written), 303)
    return redirect(url_for(".show_verification", code=code), 303)


@bp.get("/v/<code>")
@public
@verification_limit
def show_verification(code: str) -> ResponseReturnValue:
    found = queries.by_code(code, today(DEFAULT_ZONE))
    if found is None:
        return _unknown(code)
    _note(found, "page")
    return _shown(found)


@bp.get("/v/<code>.json")
@public
@verification_limit
def show_verification_json(code: str) -> ResponseReturnValue:
    found = queries.by_code(code, today(DEFAULT_ZONE))
    if found is None:
        return make_response({"status": "unknown"}, 404)
    _note(found, "json")
    return make_response(found.to_public_dict())


def _unknown(typed: str) -> ResponseReturnValue:
    """One calm page for codes that are wrong, mistyped or unknown."""
    if request.path.endswith(".json"):
        return make_response({"status": "unknown"}, 404)
    shown = display_code(code) if (code := normalise_code(typed)) else typed[:40]
    return show("certificates/verification_unknown.html", http_status=404, code=shown)


def _shown(found: Verified) -> ResponseReturnValue:
    return show("certificates/verification.html", found=found, labels=labels, tones=labels.TONES)


def _note(found: Verified, way: str) -> None:
    """Once the answer is made, count the check in a short transaction of its own (security R2)."""

    @after_this_request
    def _write(response: Response) -> Response:
        if response.status_code == 200:
            try:
                with writing():
                    checks.note(found, way)
            except DBAPIError as error:
                # A disk that takes no more must not close the pages that only read (security C6).
                log.exception("check not noted", error=type(error).__name__)
        return response


@bp.get("/v/berkas")
@public
def show_comparison_form() -> ResponseReturnValue:
    return show("certificates/comparison_form.html", form=ComparisonForm())


@bp.post("/v/berkas")
@public
@comparison_limit
def create_comparison() -> ResponseReturnValue:
    """Nothing of the file is kept; a POST because it carries one, and because each costs a process."""
    form = ComparisonForm()
    if not form.validate_on_submit():
        return show("certificates/comparison_form.html", http_status=422, form=form)
    content = form.file.data.read()
    result = comparing.compare(content, today(DEFAULT_ZONE))
    db.session.rollback()
    if result.found is not None:
        _note(result.found, "file")
    status = 422 if result.likeness == Likeness.NO_PDF else 200
    return show(
        "certificates/comparison.html",
        http_status=status,
        result=result,
        found=result.found,
        labels=labels,
        tones=labels.TONES,
    )
