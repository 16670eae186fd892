"""Every plan, one plan with its activities, and its settings."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.competency import queries as competency
from app.organisation.queries import structure
from app.plans import labels
from app.plans.forms import ManyForm, PlanForm
from app.plans.models import WHOLE_GOVERNMENT, PlanMove
from app.plans.queries import needs, realised
from app.plans.queries import plans as queries
from app.plans.queries.plans import Filters, PlanPage
from app.plans.rules import states
from app.plans.services import drafting as services
from app.plans.services.analysing import path_of
from app.plans.views.blueprint import MANAGE, NEED, READ, bp, common, found, refused, this_day, version_of
from app.web.answers import moved_on, show
from app.web.fields import offer
from app.web.inputs import arg_int, arg_text

PAGE, FORM = "plans/plan_detail.html", "plans/plan_form.html"


@bp.get("")
@requires(READ)
def list_plans() -> ResponseReturnValue:
    return show(
        "plans/plan_list.html",
        rows=queries.plans(),
        may_manage=visitor.may(MANAGE),
        may_state=visitor.may(NEED),
        whose=visitor.government_name,
        labels=labels,
    )


@bp.get("/untuk-kompetensi")
@requires(MANAGE)
def show_plans_for_competency() -> ResponseReturnValue:
    """From the map of gaps to the analysis of the latest draft with that competency chosen, else to a new draft."""
    drafts, asked = queries.drafts(), arg_int("kompetensi")
    if not drafts:
        return redirect(url_for(".show_new_plan"), 303)
    return redirect(url_for(".show_analysis", yearly_id=drafts[0].id, kompetensi=asked), 303)


@bp.get("/baru")
@requires(MANAGE)
def show_new_plan() -> ResponseReturnValue:
    year = this_day().year + 1
    usual = {"year": str(year), "title": f"Rencana pengembangan kompetensi {year}", "class_size": "30"}
    usual |= {"smallest_class": "10", "hours_a_day": "8"}
    form = _with_units(PlanForm(formdata=MultiDict(usual)))
    return show(FORM, form=form, plan=None)


@bp.post("/baru")
@requires(MANAGE)
def create_plan() -> ResponseReturnValue:
    form = _with_units(PlanForm())
    if form.validate_on_submit():
        try:
            unit = structure.unit(int(form.unit_id.data)) if form.unit_id.data else None
            plan = services.create(form.year.data, unit, form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Rancangan dibuat. Sekarang susun kegiatannya dari kesenjangan."
            return moved_on(url_for(".show_analysis", yearly_id=plan.id), say)
    return show(FORM, http_status=422, form=form, plan=None)


def _with_units(form: PlanForm) -> PlanForm:
    form.unit_id.choices = offer(structure.unit_choices(this_day()), f"Seluruh {visitor.government_name}")
    return form


@bp.get("/<int:yearly_id>/pengaturan")
@requires(MANAGE)
def show_plan_form(yearly_id: int) -> ResponseReturnValue:
    page = found(yearly_id)
    return show(FORM, form=_settings_of(PlanForm(formdata=None, obj=page.plan)), plan=page.plan)


@bp.post("/<int:yearly_id>/pengaturan")
@requires(MANAGE)
def create_plan_change(yearly_id: int) -> ResponseReturnValue:
    page, form, status = found(yearly_id), _settings_of(PlanForm()), 422
    if form.validate_on_submit():
        try:
            services.change(page, form.facts(), version=version_of(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(url_for(".show_plan", yearly_id=yearly_id), "Tersimpan.")
    return show(FORM, http_status=status, form=form, plan=found(yearly_id).plan)


def _settings_of(form: PlanForm) -> PlanForm:
    """A plan that is there already keeps its year and whom it is for."""
    del form.year
    del form.unit_id
    return form


@bp.get("/<int:yearly_id>")
@requires(READ)
def show_plan(yearly_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="lines", **context(found(yearly_id)))


def context(page: PlanPage, *, many: ManyForm | None = None, ticked: list[int] | None = None) -> dict[str, Any]:
    """Everything the page of a plan shows."""
    plan = page.plan
    filters = _filters()
    rows = queries.lines(plan.id, filters, after=_after(plan.id), limit=queries.LINES_AT_ONCE + 1)
    shown = rows[: queries.LINES_AT_ONCE]
    changes = queries.changes(plan.id) if visitor.may(MANAGE) else []
    may_change = states.is_editable(plan.status) and visitor.may(MANAGE)
    return common(page) | {
        "rows": shown,
        "filters": filters,
        "totals": queries.totals(plan.id),
        "forms": competency.forms(),
        "missing": states.missing(queries.planned_lines(plan.id)) if may_change else [],
        "more_href": url_for(".show_plan", yearly_id=plan.id, **_asked(filters), setelah=shown[-1][0].id)
        if len(rows) > queries.LINES_AT_ONCE
        else "",
        "possible": {move.value: states.is_possible(plan.status, move) for move in PlanMove},
        "changes": changes,
        "many": many_form(many or ManyForm(formdata=None)),
        "ticked": ticked or [],
        "sources": sorted({*labels.FUND_SOURCES, *queries.sources_used(plan.id)}),
        "waiting_needs": needs.waiting(plan.year, path_of(page)),
        "made": {root: len(one.batches) for root, one in realised.of_plan(plan.id).items()},
        "months": [("", "Semua bulan"), *((str(n), labels.month(n)) for n in range(1, 13))],
        "WHOLE_GOVERNMENT": WHOLE_GOVERNMENT,
    }


def many_form(form: ManyForm) -> ManyForm:
    form.many_form.choices = offer(competency.forms().items(), "Tidak diubah")
    return form


def _filters() -> Filters:
    priority, month = arg_int("prioritas"), arg_int("bulan")
    return Filters(
        arg_text("cari"),
        priority if priority in (1, 2, 3) else None,
        month if month is not None and 1 <= month <= 12 else None,
        request.args.get("dicoret") == "1",
        labels.asked_toward(request.args.get("untuk", "")),
    )


def _asked(filters: Filters) -> dict[str, Any]:
    asked = {"cari": filters.text, "prioritas": filters.priority, "bulan": filters.month}
    asked["untuk"] = labels.ASKED.get(filters.toward) if filters.toward else None
    return {name: value for name, value in asked.items() if value} | ({"dicoret": "1"} if filters.dropped else {})


def _after(plan_id: int) -> tuple[int, int, int] | None:
    number = arg_int("setelah")
    if number is None:
        return None
    line = queries.line(plan_id, number)
    return line.priority, line.month, line.id


@bp.post("/<int:yearly_id>/penghapusan")
@requires(MANAGE)
def create_plan_removal(yearly_id: int) -> ResponseReturnValue:
    services.delete_draft(found(yearly_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_plans"), "Rancangan dihapus.")
