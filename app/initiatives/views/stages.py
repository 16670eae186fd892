"""The stages of an initiative: their days as a picture and a table, their papers, and the gates that end them."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.initiatives import drawings, stage_rules
from app.initiatives.forms import ReasonForm
from app.initiatives.guards import MANAGE, READ, managed_initiative, visible_initiative
from app.initiatives.models import Stage
from app.initiatives.pages import context
from app.initiatives.queries import stages as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import stages as services
from app.initiatives.stage_forms import GateForm, PaperForm, StageForm
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.fields import put_at_field

PAGE, ONE, FORM = "initiatives/stage_list.html", "initiatives/stage_detail.html", "initiatives/stage_form.html"

INITIATIVE.add(Tab("tahapan", "Tahapan", "initiatives.list_stages", 12))


@bp.get("/<int:initiative_id>/tahapan")
@requires(READ)
def list_stages(initiative_id: int) -> ResponseReturnValue:
    page, day = visible_initiative(initiative_id), today(visitor.timezone)
    rows = queries.stages(initiative_id)
    span = drawings.span((one for row in rows for one in (row.starts_on, row.ends_on, row.began_on, row.ended_on)), day)
    return show(
        PAGE,
        **context(
            page,
            "tahapan",
            rows=rows,
            papers=queries.counts_of_papers(initiative_id),
            states={row.id: stage_rules.state(row, day) for row in rows},
            lanes={
                row.id: drawings.lane(span, day, (row.starts_on, row.ends_on), (row.began_on, row.ended_on))
                for row in rows
                if row.starts_on or row.ends_on or row.began_on
            },
            axis=drawings.axis(span, day),
            may_edit_list=visitor.may(MANAGE),
        ),
    )


@bp.post("/<int:initiative_id>/tahapan/daftar")
@requires(MANAGE)
def create_usual_stages(initiative_id: int) -> ResponseReturnValue:
    services.take_over(managed_initiative(initiative_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_stages", initiative_id=initiative_id), "Tahapan disalin dari daftar.")


@bp.get("/<int:initiative_id>/tahapan/baru")
@requires(MANAGE)
def show_new_stage(initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    return show(FORM, **context(page, "tahapan", form=StageForm(formdata=None), stage=None))


@bp.post("/<int:initiative_id>/tahapan/baru")
@requires(MANAGE)
def create_stage(initiative_id: int) -> ResponseReturnValue:
    page, form = managed_initiative(initiative_id), StageForm()
    if form.validate_on_submit():
        try:
            made = services.add(page, form.stage(), form.days(), day=today(visitor.timezone), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return back_to(initiative_id, made.id, "Tahapan ditambahkan.")
    return show(FORM, http_status=422, **context(managed_initiative(initiative_id), "tahapan", form=form, stage=None))


@bp.get("/<int:initiative_id>/tahapan/<int:stage_id>")
@requires(READ)
def show_stage(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    return show(ONE, **one_context(visible_initiative(initiative_id), stage_id))


def one_context(
    page: InitiativePage,
    stage_id: int,
    *,
    gate: GateForm | None = None,
    paper: PaperForm | None = None,
    reopening: ReasonForm | None = None,
) -> dict[str, Any]:
    stage, day = queries.stage(page.initiative.id, stage_id), today(visitor.timezone)
    return context(
        page,
        "tahapan",
        stage=stage,
        state=stage_rules.state(stage, day),
        papers=queries.papers(stage.id),
        passed_by=queries.passed_by(stage) if stage.passed_at else "",
        gate=gate or GateForm(formdata=None, data={"ended_on": stage.ended_on or day}),
        paper_form=paper or PaperForm(formdata=None),
        reopening=reopening or ReasonForm(formdata=None),
    )


@bp.get("/<int:initiative_id>/tahapan/<int:stage_id>/ubah")
@requires(MANAGE)
def show_stage_form(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    stage = queries.stage(initiative_id, stage_id)
    return show(FORM, **context(page, "tahapan", form=StageForm(formdata=None, obj=stage), stage=stage))


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/ubah")
@requires(MANAGE)
def create_stage_change(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page, form, status = managed_initiative(initiative_id), StageForm(), 422
    stage = queries.stage(initiative_id, stage_id)
    if form.validate_on_submit():
        try:
            facts, day = form.stage(), today(visitor.timezone)
            services.change(page, stage, facts, form.days(), version=form.versioned(), day=day, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return back_to(initiative_id, stage_id, "Tersimpan.")
    page, stage = managed_initiative(initiative_id), queries.stage(initiative_id, stage_id)
    return show(FORM, http_status=status, **context(page, "tahapan", form=form, stage=stage))


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/urutan")
@requires(MANAGE)
def create_stage_move(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page, stage = _managed(initiative_id, stage_id)
    services.move(page, stage, earlier=request.form.get("ke") != "sesudah", by=actor())
    db.session.commit()
    return moved_on(url_for(".list_stages", initiative_id=initiative_id), "Urutan diubah.")


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/penghapusan")
@requires(MANAGE)
def create_stage_removal(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page, stage = _managed(initiative_id, stage_id)
    services.remove(page, stage, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_stages", initiative_id=initiative_id), "Tahapan dihapus.")


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/kelulusan")
@requires(MANAGE)
def create_gate_passage(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page, stage = _managed(initiative_id, stage_id)
    form = GateForm()
    if form.validate_on_submit():
        try:
            day = today(visitor.timezone)
            services.pass_gate(page, stage, form.note.data, form.ended_on.data, day=day, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return back_to(initiative_id, stage_id, "Syarat lolos dicatat.")
    return show(ONE, http_status=422, **one_context(managed_initiative(initiative_id), stage_id, gate=form))


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/pembukaan")
@requires(MANAGE)
def create_reopening(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    page, stage = _managed(initiative_id, stage_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return show(ONE, http_status=422, **one_context(page, stage_id, reopening=form))
    services.reopen(page, stage, form.reason.data, by=actor())
    db.session.commit()
    return back_to(initiative_id, stage_id, "Tahapan dibuka kembali.")


def _managed(initiative_id: int, stage_id: int) -> tuple[InitiativePage, Stage]:
    return managed_initiative(initiative_id), queries.stage(initiative_id, stage_id)


def back_to(initiative_id: int, stage_id: int, say: str) -> ResponseReturnValue:
    return moved_on(url_for(".show_stage", initiative_id=initiative_id, stage_id=stage_id), say)
