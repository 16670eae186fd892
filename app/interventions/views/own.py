"""What is one's own to do: agreed to, begun, finished with evidence."""

from collections.abc import Callable

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.documents import services as store
from app.documents.inspection import LARGEST, inspect
from app.interventions import labels, rules
from app.interventions.forms import EvidenceForm
from app.interventions.guards import OWN, own_action
from app.interventions.models import InterventionAction
from app.interventions.queries import actions as queries
from app.interventions.services import actions as services
from app.interventions.services.actions import Evidence
from app.interventions.views.actions import evidence_of
from app.interventions.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

LIST, PAGE = "interventions/own_list.html", "interventions/own_detail.html"


@bp.get("/saya")
@requires(OWN)
def list_own() -> ResponseReturnValue:
    day = today(visitor.timezone)
    rows = queries.owned_by(visitor.employee_id or 0)
    return show(LIST, rows=rows, labels=labels, is_overdue=lambda row: rules.is_overdue(row, day))


@bp.get("/saya/<int:action_id>")
@requires(OWN)
def show_own(action_id: int) -> ResponseReturnValue:
    return _own(action_id)


def _own(action_id: int, form: EvidenceForm | None = None) -> ResponseReturnValue:
    page = own_action(action_id)
    return show(
        PAGE,
        http_status=422 if form else 200,
        page=page,
        action=page.action,
        form=form or EvidenceForm(formdata=None),
        is_overdue=rules.is_overdue(page.action, today(visitor.timezone)),
        labels=labels,
    )


@bp.post("/saya/<int:action_id>/kesanggupan")
@requires(OWN)
def create_agreement(action_id: int) -> ResponseReturnValue:
    return _step(action_id, services.agree, "Terima kasih. Tindakan ini tercatat Anda sanggupi.")


@bp.post("/saya/<int:action_id>/mulai")
@requires(OWN)
def create_beginning(action_id: int) -> ResponseReturnValue:
    return _step(action_id, services.begin, "Tindakan ditandai berjalan.")


def _step(action_id: int, move: Callable[..., None], say: str) -> ResponseReturnValue:
    action: InterventionAction = own_action(action_id).action
    move(action, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_own", action_id=action_id), say)


@bp.post("/saya/<int:action_id>/penyelesaian")
@requires(OWN)
@takes_files(LARGEST + 64 * 1024)
def create_finish(action_id: int) -> ResponseReturnValue:
    own_action(action_id)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return _own(action_id, form)
    db.session.rollback()  # reading a file stands outside the transaction (security C2)
    try:
        evidence = _evidence(form)
        services.finish(own_action(action_id).action, evidence, day=today(visitor.timezone), by=actor())
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _own(action_id, form)
    return moved_on(
        url_for(".show_own", action_id=action_id), "Tercatat selesai. Buktinya sekarang diperiksa orang lain."
    )


def _evidence(form: EvidenceForm) -> Evidence:
    chosen = form.file.data
    if not chosen or not chosen.filename:
        return Evidence(form.evidence.data)
    upload = inspect(chosen.read(), chosen.filename)
    return Evidence(form.evidence.data, upload, store.put(upload.content))


@bp.get("/saya/<int:action_id>/bukti")
@requires(OWN)
def download_own_evidence(action_id: int) -> ResponseReturnValue:
    return evidence_of(own_action(action_id))
