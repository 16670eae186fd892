"""A round: planning it, moving it, calling it off, and saying that it was held."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.sosialisasi.forms.events import ReasonForm, RoundForm, number
from app.sosialisasi.guards import MANAGE, managed_event, managed_round
from app.sosialisasi.models import RoundStatus
from app.sosialisasi.queries import invitations, mailing
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import rounds as services
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, event_context, round_context
from app.web.answers import moved_on, show
from app.web.fields import put_at_field

PAGE, FORM = "sosialisasi/round_detail.html", "sosialisasi/round_form.html"

ROUND.add(Tab("ringkasan", "Ringkasan", "sosialisasi.show_round", 10))


@bp.get("/putaran/<int:round_id>")
@requires(MANAGE)
def show_round(round_id: int) -> ResponseReturnValue:
    page = managed_round(round_id)
    more = {
        "counts": invitations.counts(round_id),
        "is_live": page.round.status in (RoundStatus.PLANNED, RoundStatus.INVITED),
        "sending": mailing.sending(round_id),
    }
    return show(PAGE, fragment="progress", **round_context(page, "ringkasan", **more))


@bp.get("/<int:event_id>/putaran/baru")
@requires(MANAGE)
def show_new_round(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    return show(FORM, form=RoundForm(formdata=None), round=None, **event_context(page, ""))


@bp.post("/<int:event_id>/putaran/baru")
@requires(MANAGE)
def create_round(event_id: int) -> ResponseReturnValue:
    page, form = managed_event(event_id), RoundForm()
    if form.validate_on_submit():
        try:
            one = services.plan(page, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Putaran dibuat. Tentukan sekarang sasarannya."
            return moved_on(url_for(".show_audience", round_id=one.id), say)
    return show(FORM, http_status=422, form=form, round=None, **event_context(managed_event(event_id), ""))


@bp.get("/putaran/<int:round_id>/ubah")
@requires(MANAGE)
def show_round_form(round_id: int) -> ResponseReturnValue:
    page = managed_round(round_id)
    one, meeting = page.round, page.meeting
    form = RoundForm(
        formdata=None,
        obj=meeting,
        data={"version": one.version, "city": one.city, "seats": one.seats, "reply_by": one.reply_by},
    )
    return show(FORM, form=form, **round_context(page, ""))


@bp.post("/putaran/<int:round_id>/ubah")
@requires(MANAGE)
def create_round_change(round_id: int) -> ResponseReturnValue:
    page, form, status = managed_round(round_id), RoundForm(), 422
    if form.validate_on_submit():
        try:
            services.change(page, form.facts(), version=number(str(form.version.data or "")) or -1, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_round", round_id=round_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, **round_context(managed_round(round_id), ""))


@bp.get("/putaran/<int:round_id>/pembatalan")
@requires(MANAGE)
def show_round_cancellation(round_id: int) -> ResponseReturnValue:
    return _cancellation(managed_round(round_id), ReasonForm(formdata=None))


def _cancellation(page: RoundPage, form: ReasonForm, http_status: int = 200) -> ResponseReturnValue:
    return show("sosialisasi/round_cancellation.html", http_status=http_status, form=form, **round_context(page, ""))


@bp.post("/putaran/<int:round_id>/pembatalan")
@requires(MANAGE)
def create_round_cancellation(round_id: int) -> ResponseReturnValue:
    page, form = managed_round(round_id), ReasonForm()
    if not form.validate_on_submit():
        return _cancellation(page, form, 422)
    services.cancel(page, form.reason.data, by=actor())
    db.session.commit()
    say = "Putaran dibatalkan. Semua yang diundang sedang dikabari."
    return moved_on(url_for(".show_round", round_id=round_id), say)
