"""From draft to established, revised and closed."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.plans import papers
from app.plans.forms import DecisionForm, ReasonForm
from app.plans.queries.plans import PlanPage
from app.plans.services import deciding as services
from app.plans.services import drafting
from app.plans.views.blueprint import MANAGE, bp, common, found, refused, this_day
from app.web.answers import moved_on, show

DECISION, REASON = "plans/decision_form.html", "plans/reason_form.html"
BACK = ("Kembalikan ke rancangan", "Suratnya tetap bernomor. Rencana yang diajukan lagi mendapat surat baru.")
REVISE = ("Buat revisi", "Versi yang ditetapkan tetap tersimpan dan berlaku sampai revisinya ditetapkan.")


@bp.post("/<int:yearly_id>/pengajuan")
@requires(MANAGE)
def create_submission(yearly_id: int) -> ResponseReturnValue:
    letter = services.submit(found(yearly_id), by=actor())
    db.session.commit()
    say = f"Rencana diajukan dengan surat nomor {letter.number}. Suratnya sedang dicetak."
    return moved_on(url_for(".show_plan", yearly_id=yearly_id), say)


@bp.get("/<int:yearly_id>/pengembalian")
@requires(MANAGE)
def show_taking_back(yearly_id: int) -> ResponseReturnValue:
    return _reason(found(yearly_id), ReasonForm(formdata=None), BACK, ".create_taking_back", 200)


@bp.post("/<int:yearly_id>/pengembalian")
@requires(MANAGE)
def create_taking_back(yearly_id: int) -> ResponseReturnValue:
    page, form = found(yearly_id), ReasonForm()
    if not form.validate_on_submit():
        return _reason(page, form, BACK, ".create_taking_back", 422)
    services.take_back(page, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", yearly_id=yearly_id), "Rencana kembali menjadi rancangan.")


@bp.get("/<int:yearly_id>/penetapan")
@requires(MANAGE)
def show_decision_form(yearly_id: int) -> ResponseReturnValue:
    usual = {"decided_on": this_day(), "decided_by": papers.to_ppk()[0].partition(" selaku ")[0]}
    return show(DECISION, form=DecisionForm(formdata=None, data=usual), **common(found(yearly_id)))


@bp.post("/<int:yearly_id>/penetapan")
@requires(MANAGE)
def create_decision(yearly_id: int) -> ResponseReturnValue:
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            services.establish(found(yearly_id), form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Rencana ditetapkan. Isinya sekarang tetap; jadikan kegiatannya angkatan."
            return moved_on(url_for(".show_plan", yearly_id=yearly_id), say)
    return show(DECISION, http_status=422, form=form, **common(found(yearly_id)))


@bp.post("/<int:yearly_id>/penutupan")
@requires(MANAGE)
def create_closing(yearly_id: int) -> ResponseReturnValue:
    services.close(found(yearly_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", yearly_id=yearly_id), "Rencana ditutup.")


@bp.get("/<int:yearly_id>/revisi")
@requires(MANAGE)
def show_revision_form(yearly_id: int) -> ResponseReturnValue:
    return _reason(found(yearly_id), ReasonForm(formdata=None), REVISE, ".create_revision", 200)


@bp.post("/<int:yearly_id>/revisi")
@requires(MANAGE)
def create_revision(yearly_id: int) -> ResponseReturnValue:
    page, form = found(yearly_id), ReasonForm()
    if not form.validate_on_submit():
        return _reason(page, form, REVISE, ".create_revision", 422)
    fresh = drafting.revise(page, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", yearly_id=fresh.id), "Revisi dibuat dari versi yang ditetapkan.")


def _reason(page: PlanPage, form: FlaskForm, words: tuple[str, str], endpoint: str, status: int) -> ResponseReturnValue:
    action = url_for(endpoint, yearly_id=page.plan.id)
    return show(REASON, http_status=status, form=form, words=words, action=action, **common(page))
