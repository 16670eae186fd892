"""What those who plan decide about an action: checked, sent back, dropped, and what is begun for it."""

from collections.abc import Callable

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.base.database import db
from app.interventions.forms import CheckForm, ReasonForm
from app.interventions.guards import MANAGE, managed_action
from app.interventions.models import InterventionAction
from app.interventions.queries import findings, starting
from app.interventions.services import actions as services
from app.interventions.services import starting as starts
from app.interventions.views.actions import action_page
from app.interventions.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number

EVENTS = Permission.SOSIALISASI_EVENT_MANAGE


@bp.post("/<int:action_id>/pemeriksaan")
@requires(MANAGE)
def create_check(action_id: int) -> ResponseReturnValue:
    page, form = managed_action(action_id), CheckForm()
    if not form.validate_on_submit():
        return action_page(page, http_status=422, check=form)
    services.verify_evidence(page.action, form.effect.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_action", action_id=action_id), "Tindakan dinyatakan terbukti.")


@bp.post("/<int:action_id>/pembuktian")
@requires(MANAGE)
def create_proof(action_id: int) -> ResponseReturnValue:
    """A later wave shows it: the figures are read again, never taken from the form."""
    page = managed_action(action_id)
    effect = findings.effect(visitor.reach(MANAGE), page.action, page.unit.id)
    if effect is None or not effect.is_better:
        raise NoResultFound
    services.verify_by_wave(page.action, effect.wave_id, effect.words, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_action", action_id=action_id), "Tindakan terbukti oleh gelombang berikutnya.")


@bp.post("/<int:action_id>/pengembalian")
@requires(MANAGE)
def create_return(action_id: int) -> ResponseReturnValue:
    return _with_reason(action_id, services.send_back, "Dikembalikan. Pelaksananya diberi tahu alasannya.")


@bp.post("/<int:action_id>/penghentian")
@requires(MANAGE)
def create_drop(action_id: int) -> ResponseReturnValue:
    return _with_reason(action_id, services.drop, "Tindakan dihentikan.")


def _with_reason(action_id: int, move: Callable[..., None], say: str) -> ResponseReturnValue:
    page, form = managed_action(action_id), ReasonForm()
    if not form.validate_on_submit():
        return action_page(page, http_status=422, reason=form)
    action: InterventionAction = page.action
    move(action, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_action", action_id=action_id), say)


@bp.post("/<int:action_id>/sosialisasi")
@requires(MANAGE)
def create_event(action_id: int) -> ResponseReturnValue:
    """A draft of a sosialisasi for this action, in one click; whoever may prepare events goes on there."""
    page = managed_action(action_id)
    if not visitor.may(EVENTS) or not visitor.reach(EVENTS).covers(page.unit.path):
        raise NoResultFound
    event = starts.begin_event(page, by=actor())
    db.session.commit()
    say = "Rancangan sosialisasi dibuat dari tindakan ini. Lengkapi acaranya, lalu buat putarannya."
    return moved_on(url_for("sosialisasi.show_event", event_id=event.id), say)


@bp.get("/<int:action_id>/angkatan")
@requires(MANAGE)
def show_batches(action_id: int) -> ResponseReturnValue:
    page = managed_action(action_id)
    return show("interventions/batches.html", page=page, action=page.action, rows=starting.open_batches(now()))


@bp.post("/<int:action_id>/angkatan")
@requires(MANAGE)
def create_batch_link(action_id: int) -> ResponseReturnValue:
    """Remember which batch is to bring it, and lead on to naming people for it."""
    page, typed = managed_action(action_id), request.form.get("angkatan", "")
    batch_id = starting.open_batch(int(typed) if is_row_number(typed) else 0, now())
    services.link_batch(page.action, batch_id, by=actor())
    db.session.commit()
    if visitor.may(Permission.TRAINING_NOMINATE):
        say = "Angkatan dicatat. Pilih sekarang siapa yang diusulkan."
        return moved_on(url_for("training.show_nomination_form", batch_id=batch_id), say)
    return moved_on(url_for(".show_action", action_id=action_id), "Angkatan dicatat pada tindakan ini.")
