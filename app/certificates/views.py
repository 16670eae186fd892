from flask import Blueprint, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.clock import today
from app.base.database import db
from app.certificates import labels, queries
from app.certificates.rules import LONGEST_PASTE, display_code, normalise_code, split_address
from app.documents import queries as documents
from app.documents import services as store
from app.organisation import labels as organisation_labels
from app.organisation.queries import staff
from app.web.answers import download, show
from app.web.dates import DEFAULT_ZONE
from app.web.inputs import arg_text
from app.web.limits import from_setting, limiter

bp = Blueprint("certificates", __name__)
verification_limit = limiter.shared_limit(from_setting("VERIFICATION"), scope="verification")
TONES = labels.TONES


@bp.get("/sertifikat")
@requires(Permission.CERTIFICATES_OWN_READ)
def list_own() -> ResponseReturnValue:
    certificates = queries.of_holder(visitor.employee_id or 0, limit=200)
    return show("certificates/certificate_list.html", certificates=certificates, labels=labels, tones=TONES)


@bp.get("/sertifikat/<int:certificate_id>/berkas")
@requires(Permission.CERTIFICATES_OWN_READ)
def download_own(certificate_id: int) -> ResponseReturnValue:
    certificate = queries.own(visitor.employee_id or 0, certificate_id)
    file = documents.stored_file(certificate.file_id or 0)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/pegawai/<int:employee_id>/sertifikat")
@requires(Permission.ORGANISATION_EMPLOYEE_READ)
def list_of_employee(employee_id: int) -> ResponseReturnValue:
    """The tab of somebody's file that lives here."""
    reach = visitor.reach(Permission.ORGANISATION_EMPLOYEE_READ)
    head = staff.file_head(employee_id, reach, today(visitor.timezone))
    note_reading(employee_id, "certificates")
    return show(
        "certificates/file_certificates.html",
        fragment="file_tab",
        head=head,
        own=False,
        certificates=queries.of_holder(employee_id, limit=200),
        words=labels,
        tones=TONES,
        labels=organisation_labels,
    )


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
    return show("certificates/verification.html", found=found, labels=labels, tones=TONES)


@bp.get("/v/<code>.json")
@public
@verification_limit
def show_verification_json(code: str) -> ResponseReturnValue:
    found = queries.by_code(code, today(DEFAULT_ZONE))
    if found is None:
        return make_response({"status": "unknown"}, 404)
    return make_response(found.to_public_dict())


def _unknown(typed: str) -> ResponseReturnValue:
    """One calm page for codes that are wrong, mistyped or unknown."""
    if request.path.endswith(".json"):
        return make_response({"status": "unknown"}, 404)
    shown = display_code(code) if (code := normalise_code(typed)) else typed[:40]
    return show("certificates/verification_unknown.html", http_status=404, code=shown)
