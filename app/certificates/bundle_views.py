"""Many certificates in one file: asked for, watched while it is made, and taken while it is kept."""

from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now, today
from app.base.database import db, writing
from app.base.errors import RuleBroken
from app.certificates import bundles, labels
from app.certificates.bundles import Choice
from app.certificates.models import BundleForm
from app.documents import queries as documents
from app.documents import services as store
from app.organisation.queries import structure
from app.web.answers import download, moved_on, show
from app.web.inputs import is_row_number
from app.web.limits import from_setting, limiter

bp = Blueprint("bundles", __name__)
MAKE, ALL = Permission.CERTIFICATES_BUNDLE_MAKE, Permission.CERTIFICATES_ALL_READ
PAGE = "certificates/bundle_list.html"
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


@bp.get("/sertifikat/kumpulan")
@requires(MAKE)
def list_own() -> ResponseReturnValue:
    return show(PAGE, fragment="bundles", **_context())


@bp.post("/sertifikat/kumpulan")
@requires(ALL)
@export_limit
def create_bundle() -> ResponseReturnValue:
    choice, fault = _choice()
    form = request.form.get("bentuk", "")
    if choice is None or form not in set(BundleForm):
        return show(PAGE, http_status=422, **_context(fault=fault or "Pilih ZIP atau PDF."))
    try:
        bundles.ask(choice, BundleForm(form), _title(choice), by=actor())
    except RuleBroken as refusal:
        db.session.rollback()
        return show(PAGE, http_status=409, **_context(fault=refusal.message))
    db.session.commit()
    return moved_on(url_for(".list_own"), "Berkas sedang disiapkan. Anda boleh meninggalkan halaman ini.")


@bp.get("/sertifikat/kumpulan/<int:bundle_id>")
@requires(MAKE)
@export_limit
def download_own(bundle_id: int) -> ResponseReturnValue:
    """Sent in pieces, so that a thousand certificates need no more memory than one."""
    bundle = bundles.own(visitor.user_id, bundle_id)
    if bundle.expires_at <= now() or bundle.file_id is None:
        return redirect(url_for(".list_own"), 303)
    if not bundle.group_key and not visitor.may(ALL):
        abort(403)
    file = documents.stored_file(bundle.file_id)
    content = store.pieces(file)
    with writing():
        bundles.note_taken(bundle, by=actor())
    response: Response = download(content, name=file.name, media_type=file.media_type)
    response.content_length = file.size
    return response


def _choice() -> tuple[Choice | None, str]:
    typed_unit, typed_year = request.form.get("unit", ""), request.form.get("tahun", "")
    unit_id = int(typed_unit) if is_row_number(typed_unit) else None
    year = int(typed_year) if is_row_number(typed_year) else None
    if unit_id is None and year is None:
        return None, "Pilih unit, tahun, atau keduanya."
    reach = visitor.reach(ALL)
    if unit_id is not None:
        path = structure.unit_path(unit_id)
        if not path or not reach.covers(path):
            abort(404)
    if year is not None and year not in bundles.years():
        return None, "Belum ada sertifikat dari tahun itu."
    return Choice(unit_id=unit_id, year=year, reach=reach), ""


def _title(choice: Choice) -> str:
    unit = structure.unit(choice.unit_id).name if choice.unit_id else "Semua unit"
    return f"{unit}, tahun {choice.year}" if choice.year else f"{unit}, semua tahun"


def _context(*, fault: str = "") -> dict[str, Any]:
    listed = bundles.of_user(visitor.user_id)
    may_choose = visitor.may(ALL)
    reach = visitor.reach(ALL) if may_choose else None
    units = structure.units_on(today(visitor.timezone)) if may_choose else []
    return {
        "bundles": listed,
        "working": any(job is not None and not job.is_over for _bundle, job in listed),
        "may_choose": may_choose,
        "units": [(row.id, row.name) for row in units if reach is not None and reach.covers(row.path)],
        "years": [("", "Semua tahun"), *((str(one), str(one)) for one in (bundles.years() if may_choose else []))],
        "typed": request.form,
        "fault": fault,
        "labels": labels,
        "BundleForm": BundleForm,
    }
