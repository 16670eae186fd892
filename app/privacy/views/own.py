from datetime import UTC, datetime
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import labels as audit_labels
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import begin_reading, db, writing
from app.organisation import queries as organisation
from app.privacy import exports, forms, labels, retention
from app.privacy.models import RequestKind
from app.privacy.queries import holdings, readers
from app.privacy.queries import requests as queries
from app.privacy.register import BY_KEY, REGISTER
from app.privacy.services import requests as services
from app.privacy.views.blueprint import bp, export_limit
from app.web.answers import changed, download, moved_on, show
from app.web.inputs import is_digits, keyset

PAGE = "privacy/own.html"
PAGE_SIZE = 25
REQUESTS_AT_MOST = 20
KINDS = {
    "perbaikan": RequestKind.CORRECTION,
    "penghapusan": RequestKind.ERASURE,
    "pembatasan": RequestKind.RESTRICTION,
}


@bp.get("/saya/data")
@requires(Permission.PRIVACY_OWN_MANAGE)
def show_own() -> ResponseReturnValue:
    return show(PAGE, fragment="requests", **_context())


def _context() -> dict[str, Any]:
    employee_id = visitor.employee_id or 0
    counts = holdings.counts(holdings.subject(visitor.government_id, employee_id))
    return {
        "kept": [(one, counts[one.key]) for one in REGISTER if counts.get(one.key)],
        "requests": queries.own(employee_id, REQUESTS_AT_MOST),
        "restricted_on": organisation.employee(employee_id).restricted_on,
        "readers": readers.readers_of(employee_id, today=today(visitor.timezone), before=None, limit=3),
        "in_words": retention.in_words,
        "register": BY_KEY,
        "labels": labels,
        "parts": audit_labels.PARTS,
        "RequestKind": RequestKind,
    }


@bp.get("/saya/data/pembaca")
@requires(Permission.PRIVACY_OWN_MANAGE)
def list_readers() -> ResponseReturnValue:
    found = readers.readers_of(
        visitor.employee_id or 0,
        today=today(visitor.timezone),
        before=keyset("sebelum", instant),
        limit=PAGE_SIZE + 1,
    )
    rows = found[:PAGE_SIZE]
    last = rows[-1] if len(found) > PAGE_SIZE else None
    return show(
        "privacy/reader_list.html",
        fragment="readers",
        readers=rows,
        more_href=url_for(".list_readers", sebelum=written(last.last_at, last.id)) if last else "",
        parts=audit_labels.PARTS,
    )


@bp.post("/saya/data/salinan")
@requires(Permission.PRIVACY_OWN_MANAGE)
@export_limit
def create_copy() -> ResponseReturnValue:
    """One's own data as a file. Taking it away is noted, so this is a POST; the gathering holds no lock."""
    kind = "pdf" if request.form.get("bentuk") == "pdf" else "json"
    db.session.rollback()
    begin_reading()
    person = holdings.subject(visitor.government_id, visitor.employee_id or 0)
    if kind == "json":
        content = exports.as_json(person, government=visitor.government_name, at=now())
    else:
        content = exports.as_pdf(
            person, name=visitor.name, government=visitor.government_name, timezone=visitor.timezone, at=now()
        )
    with writing():
        audit.record("privacy.copy.made", None, by=actor(), chain=visitor.government_id, format=kind)
    media_type = exports.PDF_TYPE if kind == "pdf" else exports.JSON_TYPE
    name = f"data-saya-{today(visitor.timezone).isoformat()}.{kind}"
    return download(content, name=name, media_type=media_type)


@bp.get("/saya/data/permintaan/<asked>")
@requires(Permission.PRIVACY_OWN_MANAGE)
def show_request_form(asked: str) -> ResponseReturnValue:
    kind = _kind(asked)
    return _form_page(kind, forms.request_form(kind))


@bp.post("/saya/data/permintaan/<asked>")
@requires(Permission.PRIVACY_OWN_MANAGE)
def create_request(asked: str) -> ResponseReturnValue:
    kind = _kind(asked)
    form = forms.request_form(kind)
    if not form.validate_on_submit():
        return _form_page(kind, form, http_status=422)
    typed = {name: field.data or "" for name, field in form._fields.items() if name != "csrf_token"}
    services.ask(visitor.employee_id or 0, kind, by=actor(), **typed)
    db.session.commit()
    return moved_on(url_for(".show_own"), "Permintaan terkirim. Jawabannya muncul di halaman ini.")


def _kind(asked: str) -> RequestKind:
    if asked not in KINDS:
        abort(404)
    return KINDS[asked]


def _form_page(kind: RequestKind, form: Any, *, http_status: int = 200) -> ResponseReturnValue:
    asked = next(words for words, one in KINDS.items() if one is kind)
    return show(
        "privacy/request_form.html",
        http_status=http_status,
        form=form,
        kind=kind,
        asked=asked,
        days=services.days(),
        labels=labels,
        RequestKind=RequestKind,
    )


@bp.post("/saya/data/permintaan/<int:request_id>/penarikan")
@requires(Permission.PRIVACY_OWN_MANAGE)
def create_withdrawal(request_id: int) -> ResponseReturnValue:
    services.withdraw(queries.own_request(visitor.employee_id or 0, request_id), by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="requests",
        say="Permintaan ditarik.",
        back_to=url_for(".show_own"),
        context=_context,
    )


def written(instant: datetime, number: int) -> str:
    """Where a page ended: microseconds and row, as in ``1763870400000000~17``."""
    return f"{round(instant.timestamp() * 1_000_000)}~{number}"


def instant(text: str) -> datetime:
    """The moment in what ``written`` wrote."""
    if not is_digits(text) or len(text) > 16:
        raise ValueError(text)
    seconds, microseconds = divmod(int(text), 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)
