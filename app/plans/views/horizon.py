"""Plans of several years: the list, one of them, put together anew and established; on paper and as a workbook."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import WrongField
from app.competency import queries as competency
from app.documents.spreadsheets import XLSX_TYPE, xlsx_book
from app.letters import printing
from app.letters import services as letters
from app.letters.services.issuing import PDF, emblem_of
from app.plans import exports, labels, papers
from app.plans.forms import DecisionForm, HorizonForm
from app.plans.models.horizon import HorizonPlan
from app.plans.queries import horizon as queries
from app.plans.rules import states, targets
from app.plans.services import horizon as services
from app.plans.services.deciding import agency_of
from app.plans.views.blueprint import MANAGE, READ, bp, export_limit, print_limit, refused, this_day
from app.plans.views.downloads import letter_file
from app.web import plots
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_int

LIST, PAGE, DECISION = "plans/horizon_list.html", "plans/horizon_detail.html", "plans/horizon_decision.html"


@bp.get("/hcdp")
@requires(READ)
def list_horizons() -> ResponseReturnValue:
    first = this_day().year + 1
    last = first + targets.USUAL_YEARS - 1
    usual = {"first_year": str(first), "last_year": str(last), "title": f"HCDP {first}–{last}"}
    return _list(HorizonForm(formdata=MultiDict(usual)), 200)


@bp.post("/hcdp")
@requires(MANAGE)
def create_horizon() -> ResponseReturnValue:
    form = HorizonForm()
    if form.validate_on_submit():
        try:
            plan = services.create(form.first_year.data, form.last_year.data, form.title.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = "Sasaran disusun dari rencana tahunan dan kesenjangan yang tersisa."
            return moved_on(url_for(".show_horizon", horizon_id=plan.id), say)
    return _list(form, 422)


def _list(form: HorizonForm, status: int) -> ResponseReturnValue:
    return show(
        LIST, http_status=status, rows=queries.plans(), form=form, may_manage=visitor.may(MANAGE), labels=labels
    )


@bp.get("/hcdp/<int:horizon_id>")
@requires(READ)
def show_horizon(horizon_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="targets", **_context(queries.plan(horizon_id)))


def _context(plan: HorizonPlan) -> dict[str, Any]:
    years = queries.by_year(plan.id)
    asked = arg_int("tahun")
    year = asked if asked in {row.year for row in years} else (years[0].year if years else plan.first_year)
    return {
        "plan": plan,
        "years": years,
        "year": year,
        "targets": queries.targets(plan.id, year=year),
        "forms": competency.forms(),
        "most_people": max((row.people for row in years), default=0),
        "may_manage": visitor.may(MANAGE),
        "editable": visitor.may(MANAGE) and states.is_editable(plan.status),
        "labels": labels,
        "standing": papers.standing(plan),
        "plots": plots,
    }


@bp.post("/hcdp/<int:horizon_id>/penyusunan")
@requires(MANAGE)
def create_compilation(horizon_id: int) -> ResponseReturnValue:
    count = services.compile_targets(queries.plan(horizon_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_horizon", horizon_id=horizon_id), f"{count} sasaran disusun ulang.")


@bp.get("/hcdp/<int:horizon_id>/penetapan")
@requires(MANAGE)
def show_horizon_decision(horizon_id: int) -> ResponseReturnValue:
    usual = {"decided_on": this_day(), "decided_by": papers.to_ppk()[0].partition(" selaku ")[0]}
    return show(DECISION, form=DecisionForm(formdata=None, data=usual), plan=queries.plan(horizon_id))


@bp.post("/hcdp/<int:horizon_id>/penetapan")
@requires(MANAGE)
def create_horizon_decision(horizon_id: int) -> ResponseReturnValue:
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            letter = services.establish(queries.plan(horizon_id), form.facts(), by=actor())
            db.session.commit()
        except WrongField as refusal:
            refused(form, refusal)
        else:
            say = f"HCDP ditetapkan. Surat nomor {letter.number} sedang dicetak."
            return moved_on(url_for(".show_horizon", horizon_id=horizon_id), say)
    return show(DECISION, http_status=422, form=form, plan=queries.plan(horizon_id))


@bp.get("/hcdp/<int:horizon_id>/hcdp.pdf")
@requires(READ)
@print_limit
def download_horizon_pdf(horizon_id: int) -> ResponseReturnValue:
    plan = queries.plan(horizon_id)
    table, lede = papers.horizon_table(plan, queries.targets(plan.id)), papers.standing(plan)
    head = letters.head_for(agency_of(actor()).id)
    emblem = emblem_of(head)
    db.session.rollback()
    content = printing.print_list(head, table, lede=lede, emblem=emblem)
    return download(content, name=f"hcdp-{plan.first_year}-{plan.last_year}.pdf", media_type=PDF)


@bp.get("/hcdp/<int:horizon_id>/hcdp.xlsx")
@requires(READ)
@export_limit
def download_horizon_xlsx(horizon_id: int) -> ResponseReturnValue:
    plan = queries.plan(horizon_id)
    content = xlsx_book([exports.target_sheet(plan)])
    return download(content, name=f"hcdp-{plan.first_year}-{plan.last_year}.xlsx", media_type=XLSX_TYPE)


@bp.get("/hcdp/<int:horizon_id>/surat.pdf")
@requires(READ)
def download_horizon_letter(horizon_id: int) -> ResponseReturnValue:
    plan = queries.plan(horizon_id)
    if plan.letter_id is None:
        raise NoResultFound
    return letter_file(plan.letter_id, url_for(".show_horizon", horizon_id=horizon_id))
