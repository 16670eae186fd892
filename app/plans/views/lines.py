"""One activity: its page, its form, several at once, crossing out, merging and undoing."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires, visitor
from app.audit.guards import note_reading_of
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import queries as competency
from app.plans import labels
from app.plans.forms import LineForm, ManyForm, ReasonForm, numbers
from app.plans.models import PlanLine
from app.plans.queries import plans as queries
from app.plans.queries import realised
from app.plans.queries.plans import PlanPage
from app.plans.services import changing
from app.plans.services import editing as services
from app.plans.views.blueprint import MANAGE, READ, bp, common, found, refused, this_day, version_of
from app.plans.views.pages import PAGE as PLAN_PAGE
from app.plans.views.pages import context as plan_context
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_int, arg_text

PAGE, FORM, DROP = "plans/line_detail.html", "plans/line_form.html", "plans/line_drop.html"


@bp.get("/<int:yearly_id>/kegiatan/<int:line_id>")
@requires(READ)
def show_line(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    return show(PAGE, fragment="people", **context(page, queries.line(yearly_id, line_id)))


def context(page: PlanPage, line: PlanLine, **different: Any) -> dict[str, Any]:
    """Everything the page of an activity shows; who is in it is shown to whoever prepares the plan."""
    shows_people = visitor.may(MANAGE)
    after = arg_int("setelah")
    rows = (
        queries.people(line.id, after=queries.sort_key(after) if after else None, limit=queries.PEOPLE_AT_ONCE + 1)
        if shows_people
        else []
    )
    people = rows[: queries.PEOPLE_AT_ONCE]
    note_reading_of([row.employee_id for row in people], "levels")
    names = queries.competency_names([line.competency_id] if line.competency_id else [])
    text = arg_text("cari")
    shared = common(page)
    return (
        shared
        | {
            "line": line,
            "competency": names.get(line.competency_id or 0, ""),
            "forms": competency.forms(),
            "lacks": shared["rules"].lacks(line),
            "units": queries.by_unit(line.id),
            "shows_people": shows_people,
            "people": people,
            "more_href": url_for(".show_line", yearly_id=page.plan.id, line_id=line.id, setelah=people[-1].employee_id)
            if len(rows) > queries.PEOPLE_AT_ONCE
            else "",
            "others": queries.line_choices(page.plan.id, but=line.id) if shared["editable"] else [],
            "text": text,
            "candidates": _candidates(page, line, text) if shared["editable"] and text else [],
            "realised": realised.of_plan(page.plan.id).get(line.root_id or line.id, realised.NOTHING),
            "others_choices": lambda others: [
                (one.id, f"{one.title}, {labels.month(one.month)}, {one.people} orang") for one in others
            ],
            "trouble": "",
            "ticked": [],
        }
        | different
    )


def _candidates(page: PlanPage, line: PlanLine, text: str) -> list[Any]:
    path = page.unit.path if page.unit is not None else ""
    return queries.candidates(visitor.reach(MANAGE), text, line.id, this_day(), path=path)


@bp.get("/<int:yearly_id>/kegiatan/baru")
@requires(MANAGE)
def show_new_line(yearly_id: int) -> ResponseReturnValue:
    usual = {"basis": "organisation", "classes": "1", "seats": "30", "cost_per": "person", "priority": "2"}
    usual |= {"month": str(services.usual_month())}
    form = _with_choices(LineForm(formdata=MultiDict(usual)))
    return show(FORM, form=form, line=None, **common(found(yearly_id)), sources=_sources(yearly_id))


@bp.post("/<int:yearly_id>/kegiatan/baru")
@requires(MANAGE)
def create_line(yearly_id: int) -> ResponseReturnValue:
    page, form = found(yearly_id), _with_choices(LineForm())
    if form.validate_on_submit():
        try:
            line = services.add(page, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Kegiatan ditambahkan. Sekarang pilih pesertanya."
            return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=line.id), say)
    shared = common(found(yearly_id))
    return show(FORM, http_status=422, form=form, line=None, **shared, sources=_sources(yearly_id))


@bp.get("/<int:yearly_id>/kegiatan/<int:line_id>/ubah")
@requires(MANAGE)
def show_line_form(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, line = found(yearly_id), queries.line(yearly_id, line_id)
    form = _with_choices(LineForm(formdata=None, obj=line))
    return show(FORM, form=form, line=line, **common(page), sources=_sources(yearly_id))


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/ubah")
@requires(MANAGE)
def create_line_change(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, form, status = found(yearly_id), _with_choices(LineForm()), 422
    line = queries.line(yearly_id, line_id)
    if form.validate_on_submit():
        try:
            services.change(page, line, form.facts(), version=version_of(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=line_id), "Tersimpan.")
    shared = common(found(yearly_id))
    line = queries.line(yearly_id, line_id)
    return show(FORM, http_status=status, form=form, line=line, **shared, sources=_sources(yearly_id))


def _with_choices(form: LineForm) -> LineForm:
    form.form_code.choices = offer(competency.forms().items(), "Pilih bentuknya")
    form.competency_id.choices = offer(competency.competencies(), "Tanpa kompetensi tertentu")
    form.programme_id.choices = offer(queries.programme_choices(), "Program baru dengan nama kegiatan ini")
    return form


def _sources(yearly_id: int) -> list[str]:
    return sorted({*labels.FUND_SOURCES, *queries.sources_used(yearly_id)})


@bp.post("/<int:yearly_id>/kegiatan")
@requires(MANAGE)
def create_many_changes(yearly_id: int) -> ResponseReturnValue:
    """The same for every activity that was ticked."""
    page, form = found(yearly_id), ManyForm()
    form.many_form.choices = offer(competency.forms().items(), "Tidak diubah")
    ticked = numbers(request.form.getlist("kegiatan"))
    lines = queries.lines_numbered(yearly_id, ticked)
    if form.validate_on_submit():
        try:
            count = services.change_many(page, lines, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            return moved_on(url_for(".show_plan", yearly_id=yearly_id), f"{count} kegiatan diubah.")
    return show(PLAN_PAGE, http_status=422, **plan_context(found(yearly_id), many=form, ticked=ticked))


@bp.get("/<int:yearly_id>/kegiatan/<int:line_id>/pencoretan")
@requires(MANAGE)
def show_drop(yearly_id: int, line_id: int) -> ResponseReturnValue:
    return _drop(found(yearly_id), queries.line(yearly_id, line_id), ReasonForm(formdata=None), 200)


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/pencoretan")
@requires(MANAGE)
def create_drop(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, line, form = found(yearly_id), queries.line(yearly_id, line_id), ReasonForm()
    if not form.validate_on_submit():
        return _drop(page, line, form, 422)
    services.drop(page, line, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", yearly_id=yearly_id), f"{line.title} dicoret.")


def _drop(page: PlanPage, line: PlanLine, form: FlaskForm, status: int) -> ResponseReturnValue:
    return show(DROP, http_status=status, form=form, line=line, **common(page))


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/pemulihan")
@requires(MANAGE)
def create_restoration(yearly_id: int, line_id: int) -> ResponseReturnValue:
    services.restore(found(yearly_id), queries.line(yearly_id, line_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=line_id), "Kegiatan dipulihkan.")


@bp.post("/<int:yearly_id>/kegiatan/<int:line_id>/penggabungan")
@requires(MANAGE)
def create_merger(yearly_id: int, line_id: int) -> ResponseReturnValue:
    page, line = found(yearly_id), queries.line(yearly_id, line_id)
    chosen = numbers([request.form.get("tujuan", "")])
    if not chosen:
        return show(PAGE, http_status=422, **context(page, line, trouble="Pilih dulu kegiatan tujuannya."))
    into = services.merge(page, line, queries.line(yearly_id, chosen[0]), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_line", yearly_id=yearly_id, line_id=into.id), "Kedua kegiatan digabung.")


@bp.post("/<int:yearly_id>/pengurungan")
@requires(MANAGE)
def create_undo(yearly_id: int) -> ResponseReturnValue:
    asked = numbers([request.form.get("perubahan", "")])
    change = changing.undo(found(yearly_id), asked[0] if asked else 0, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_plan", yearly_id=yearly_id), f"Diurungkan: {change.words}.")
