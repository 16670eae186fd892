"""One target of a multi-year plan, set by hand."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import StaleVersion
from app.competency import queries as competency
from app.plans import labels
from app.plans.forms import TargetForm
from app.plans.queries import horizon as queries
from app.plans.services import horizon as services
from app.plans.views.blueprint import MANAGE, bp, version_of
from app.web.answers import moved_on, show
from app.web.fields import offer

FORM = "plans/target_form.html"


@bp.get("/hcdp/<int:horizon_id>/sasaran/<int:target_id>")
@requires(MANAGE)
def show_target_form(horizon_id: int, target_id: int) -> ResponseReturnValue:
    target = queries.target(horizon_id, target_id)
    form = _with_forms(TargetForm(formdata=None, obj=target))
    return show(FORM, form=form, target=target, plan=queries.plan(horizon_id), labels=labels)


@bp.post("/hcdp/<int:horizon_id>/sasaran/<int:target_id>")
@requires(MANAGE)
def create_target_change(horizon_id: int, target_id: int) -> ResponseReturnValue:
    plan, target = queries.plan(horizon_id), queries.target(horizon_id, target_id)
    form, status = _with_forms(TargetForm()), 422
    if form.validate_on_submit():
        try:
            services.change_target(plan, target, form.facts(), version=version_of(form), by=actor())
            db.session.commit()
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".show_horizon", horizon_id=horizon_id, tahun=target.year), "Tersimpan.")
    return show(FORM, http_status=status, form=form, target=target, plan=plan, labels=labels)


def _with_forms(form: TargetForm) -> TargetForm:
    form.form_code.choices = offer(competency.forms().items(), "Belum ditentukan")
    return form
