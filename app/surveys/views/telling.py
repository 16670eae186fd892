"""Anda bilang, kami lakukan: what was found and what is done about it, for everybody who was asked."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion
from app.surveys import doing, findings, outcomes
from app.surveys.forms.results import SharingForm
from app.surveys.queries import results as queries
from app.surveys.queries.results import WaveResults
from app.surveys.services import sharing as services
from app.surveys.views.blueprint import bp
from app.surveys.views.results import MANAGE, dots_of
from app.surveys.views.texts import managed
from app.web import plots
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number

OWN = Permission.SURVEYS_OWN_ANSWER


@bp.get("/hasil/<int:wave_id>/pembagian")
@requires(MANAGE)
def show_sharing(wave_id: int) -> ResponseReturnValue:
    one = managed(wave_id)
    return _form(one, SharingForm(formdata=None, data={"told": one.wave.told, "version": one.wave.version}), 200)


def _form(one: WaveResults, form: SharingForm, status: int) -> ResponseReturnValue:
    deeds = doing.of(one.wave, for_everybody=True)
    return show("surveys/sharing.html", http_status=status, wave=one.wave, form=form, deeds=deeds)


@bp.post("/hasil/<int:wave_id>/pembagian")
@requires(MANAGE)
def create_sharing(wave_id: int) -> ResponseReturnValue:
    one, form, status = managed(wave_id), SharingForm(), 422
    if form.validate_on_submit():
        version = int(form.version.data) if is_row_number(form.version.data or "") else 0
        try:
            services.share(one.wave, form.told.data or "", version=version, by=actor())
            db.session.commit()
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return moved_on(url_for(".show_results", wave_id=wave_id), "Dibagikan kepada semua yang ditanya.")
    return _form(one, form, status)


@bp.post("/hasil/<int:wave_id>/penarikan")
@requires(MANAGE)
def create_unsharing(wave_id: int) -> ResponseReturnValue:
    services.unshare(managed(wave_id).wave, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_sharing", wave_id=wave_id), "Hasil ditarik kembali.")


@bp.get("/temuan")
@requires(OWN)
def list_told() -> ResponseReturnValue:
    return show("surveys/told_list.html", rows=queries.told_waves(visitor.employee_id or 0))


@bp.get("/temuan/<int:wave_id>")
@requires(OWN)
def show_told(wave_id: int) -> ResponseReturnValue:
    one = queries.told_wave(visitor.employee_id or 0, wave_id)
    return show(
        "surveys/told_detail.html",
        wave=one.wave,
        node=one.node,
        outcome=outcomes.outcome(one),
        deeds=doing.of(one.wave, for_everybody=True),
        words=findings,
        plots=plots,
        dots_of=dots_of,
        paragraphs=lambda text: [part for part in text.splitlines() if part.strip()],
    )
