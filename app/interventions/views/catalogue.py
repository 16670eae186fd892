"""The catalogue: what is shipped, and what this government adds."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.interventions import labels
from app.interventions.catalogue import shipped
from app.interventions.forms import OwnForm
from app.interventions.guards import CATALOGUE, READ
from app.interventions.models import OwnIntervention
from app.interventions.queries import catalogue as queries
from app.interventions.services import catalogue as services
from app.interventions.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import is_row_number

LIST, FORM = "interventions/catalogue.html", "interventions/catalogue_form.html"


@bp.get("/katalog")
@requires(READ)
def list_catalogue() -> ResponseReturnValue:
    return show(LIST, shipped=shipped(), own=queries.own(), labels=labels, may_add=visitor.may(CATALOGUE))


@bp.get("/katalog/baru")
@requires(CATALOGUE)
def show_new_intervention() -> ResponseReturnValue:
    return show(FORM, form=OwnForm(formdata=None), row=None)


@bp.post("/katalog/baru")
@requires(CATALOGUE)
def create_intervention() -> ResponseReturnValue:
    form = OwnForm()
    if form.validate_on_submit():
        try:
            services.add(form.facts, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".list_catalogue"), "Tindakan ditambahkan ke katalog.")
    return show(FORM, http_status=422, form=form, row=None)


@bp.get("/katalog/<int:intervention_id>")
@requires(CATALOGUE)
def show_intervention_form(intervention_id: int) -> ResponseReturnValue:
    row = queries.own_one(intervention_id)
    return show(FORM, form=_filled(row), row=row)


def _filled(row: OwnIntervention) -> OwnForm:
    return OwnForm(formdata=None, obj=row, data={"target": f"{row.target_kind}/{row.target_code}"})


@bp.post("/katalog/<int:intervention_id>")
@requires(CATALOGUE)
def create_intervention_change(intervention_id: int) -> ResponseReturnValue:
    row, form, status = queries.own_one(intervention_id), OwnForm(), 422
    if form.validate_on_submit():
        typed = str(form.version.data or "")
        try:
            services.change(row, form.facts, version=int(typed) if is_row_number(typed) else -1, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".list_catalogue"), "Tersimpan.")
    return show(FORM, http_status=status, form=form, row=queries.own_one(intervention_id))


@bp.post("/katalog/<int:intervention_id>/arsip")
@requires(CATALOGUE)
def create_archiving(intervention_id: int) -> ResponseReturnValue:
    return _archive(intervention_id, is_archived=True, say="Diarsipkan. Tindakan yang sudah direncanakan tetap ada.")


@bp.post("/katalog/<int:intervention_id>/pemulihan")
@requires(CATALOGUE)
def create_restoring(intervention_id: int) -> ResponseReturnValue:
    return _archive(intervention_id, is_archived=False, say="Kembali ditawarkan.")


def _archive(intervention_id: int, *, is_archived: bool, say: str) -> ResponseReturnValue:
    services.set_archived(queries.own_one(intervention_id), is_archived=is_archived, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_catalogue"), say)
