"""What came of a plan, said by its owner through the year and handed in at its end."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.individual_plans import rules
from app.individual_plans.forms import RealisationForm, version_of
from app.individual_plans.models import REALISABLE
from app.individual_plans.queries import plans
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import realising
from app.individual_plans.views.blueprint import OWN, bp, mine, visible
from app.individual_plans.views.pages import context, note_if_others
from app.web.answers import moved_on, show

PAGE = "individual_plans/realisation_form.html"
HAND_IN = "ajukan"


@bp.get("/idp/<int:idp_id>/realisasi")
@requires(OWN)
def show_realisation(idp_id: int) -> ResponseReturnValue:
    """The form while the plan is in force; else the page says from when."""
    page = visible(idp_id)
    note_if_others(page)
    form = RealisationForm(formdata=None, data={"version": page.plan.version, "report_note": page.plan.report_note})
    form.show(plans.rows(page.plan.id, page.plan.agreed_edition))
    return _form(page, form)


@bp.post("/idp/<int:idp_id>/realisasi")
@requires(OWN)
def create_realisation(idp_id: int) -> ResponseReturnValue:
    page, form = mine(idp_id), RealisationForm()
    rows = plans.rows(page.plan.id, page.plan.agreed_edition)
    fine = form.validate_on_submit()
    if not (form.read(request.form, [row.id for row in rows]) and fine):
        return _form(page, form, status=422)
    hands_in, version = HAND_IN in request.form, version_of(form.version.data)
    try:
        if hands_in:
            realising.report(page, form.said, form.report_note.data, seen=version, by=actor())
        else:
            realising.note(page, form.said, seen=version, by=actor())
            page.plan.report_note = form.report_note.data
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        form.form_errors = [*form.form_errors, refusal.message]
        return _form(mine(idp_id), form, status=422)
    except rules.ChangedMeanwhile as refusal:
        db.session.rollback()
        page = mine(idp_id)
        form.version.data, form.version.raw_data = page.plan.version, [str(page.plan.version)]
        form.form_errors = [f"{refusal.message} Isian Anda masih ada di bawah."]
        return _form(page, form, status=409)
    say = "Realisasi diajukan. Atasan Anda sudah diberi tahu." if hands_in else "Tersimpan. Ajukan kalau sudah lengkap."
    return moved_on(url_for(".show_plan", idp_id=idp_id), say)


def _form(page: PlanPage, form: RealisationForm, *, status: int = 200) -> ResponseReturnValue:
    is_open = page.plan.status in REALISABLE
    return show(PAGE, http_status=status, **context(page, form=form, is_open=is_open))
