from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.clock import now, today
from app.base.database import db
from app.organisation import queries as organisation
from app.privacy import labels, rules
from app.privacy.forms import DecisionForm
from app.privacy.models import PrivacyRequest, RequestKind, RequestStatus
from app.privacy.queries import requests as queries
from app.privacy.register import BY_KEY
from app.privacy.services import requests as services
from app.privacy.views.blueprint import bp
from app.privacy.views.own import instant, written
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, keyset

PAGE_SIZE = 25


@bp.get("/data-pribadi/permintaan")
@requires(Permission.PRIVACY_REQUEST_DECIDE)
def list_requests() -> ResponseReturnValue:
    waiting = queries.to_decide(after=keyset("setelah", instant), limit=PAGE_SIZE + 1)
    over = queries.over(before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    last, oldest = waiting[:PAGE_SIZE], over[:PAGE_SIZE]
    return show(
        "privacy/request_list.html",
        waiting=last,
        more_waiting=url_for(".list_requests", setelah=written(last[-1].due_at, last[-1].id))
        if len(waiting) > PAGE_SIZE
        else "",
        over=oldest,
        more_over=url_for(".list_requests", sebelum=oldest[-1].id) if len(over) > PAGE_SIZE else "",
        now=now(),
        days=services.days(),
        register=BY_KEY,
        labels=labels,
    )


@bp.get("/data-pribadi/permintaan/<int:request_id>")
@requires(Permission.PRIVACY_REQUEST_DECIDE)
def show_request(request_id: int) -> ResponseReturnValue:
    found = queries.request(request_id)
    note_reading(found.employee_id, "requests")
    return _page(found, DecisionForm())


@bp.post("/data-pribadi/permintaan/<int:request_id>/keputusan")
@requires(Permission.PRIVACY_REQUEST_DECIDE)
def create_decision(request_id: int) -> ResponseReturnValue:
    found, form = queries.request(request_id), DecisionForm()
    if not form.validate_on_submit():
        return _page(found, form, http_status=422)
    if form.decision.data == RequestStatus.GRANTED:
        services.grant(found, form.reason.data or "", by=actor(), day=today(visitor.timezone))
    else:
        services.refuse(found, form.reason.data or "", by=actor())
    db.session.commit()
    return moved_on(url_for(".list_requests"), "Keputusan tercatat. Pegawai sudah diberi tahu alasannya.")


@bp.post("/data-pribadi/permintaan/<int:request_id>/pencabutan")
@requires(Permission.PRIVACY_REQUEST_DECIDE)
def create_lifting(request_id: int) -> ResponseReturnValue:
    """End the restriction that this request brought."""
    found = queries.request(request_id)
    if found.employee_id == visitor.employee_id:
        raise rules.OwnRequest
    services.lift(found.employee_id, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_request", request_id=request_id), "Pembatasan dicabut.")


def _page(found: PrivacyRequest, form: DecisionForm, *, http_status: int = 200) -> ResponseReturnValue:
    day = today(visitor.timezone)
    context: dict[str, Any] = {
        "asked": found,
        "person": organisation.person(found.employee_id, day),
        "restricted_on": organisation.employee(found.employee_id).restricted_on,
        "is_own": found.employee_id == visitor.employee_id,
        "is_late": rules.is_late(found, now()),
        "kind": RequestKind(found.kind),
        "status": RequestStatus(found.status),
        "form": form,
        "days": services.days(),
        "register": BY_KEY,
        "labels": labels,
        "RequestKind": RequestKind,
        "RequestStatus": RequestStatus,
    }
    return show("privacy/request_detail.html", http_status=http_status, **context)
