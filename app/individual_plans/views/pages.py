"""A plan as its owner and their superior see it, and on paper."""

from decimal import Decimal
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.audit.guards import note_reading
from app.base.database import db
from app.competency.queries import next_posts
from app.individual_plans import labels, papers, rules
from app.individual_plans.models import WRITABLE, IndividualPlan, Move, Outcome, PlanStatus, Way
from app.individual_plans.queries import plans, proof, settings
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import drafting, realising, steps
from app.individual_plans.views.blueprint import OWN, asked_year, bp, may_write, my_number, this_day, visible
from app.organisation import queries as organisation
from app.web.answers import download, moved_on, show

PAGE = "individual_plans/plan_detail.html"
PDF = "application/pdf"
PART = "individual_plans"


@bp.get("/saya/idp")
@requires(OWN)
def show_own() -> ResponseReturnValue:
    """The plan of a year, or the way to begin one."""
    year, employee_id = asked_year(), my_number()
    plan = plans.of_year(employee_id, year)
    if plan is not None:
        return show(PAGE, **context(plans.own(employee_id, plan.id)))
    return show(
        "individual_plans/plan_none.html",
        year=year,
        this_year=this_day().year,
        may_begin=year >= this_day().year,
        plan_by=settings.of_year(year).day("plan_by"),
        suggestions=proof.suggestions(employee_id, year=year, day=this_day()),
        years=plans.years_of(employee_id),
        labels=labels,
    )


@bp.post("/saya/idp")
@requires(OWN)
def create_own() -> ResponseReturnValue:
    year = asked_year()
    drafting.begin(my_number(), year, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_own", tahun=year), "Rancangan dibuat. Tambah butirnya, lalu ajukan ke atasan.")


@bp.get("/idp/<int:idp_id>")
@requires(OWN)
def show_plan(idp_id: int) -> ResponseReturnValue:
    page = visible(idp_id)
    note_if_others(page)
    return show(PAGE, **context(page))


@bp.get("/idp/<int:idp_id>/berkas")
@requires(OWN)
def download_plan(idp_id: int) -> ResponseReturnValue:
    return printed(visible(idp_id))


def note_if_others(page: PlanPage) -> None:
    """Whoever reads somebody else's plan leaves a line that this somebody can see."""
    if not page.is_of(visitor.employee_id):
        note_reading(page.plan.employee_id, PART)


def printed(page: PlanPage) -> ResponseReturnValue:
    """The edition in force as a PDF, or the draft where nothing was agreed yet."""
    plan = page.plan
    note_if_others(page)
    person = organisation.person(plan.employee_id, this_day())
    rows = plans.items(plan.id, plan.agreed_edition or plan.edition)
    content = papers.plan_pdf(
        organisation.government(visitor.government_id),
        plan,
        page.employee,
        rows,
        _found(plan, rows) if plan.agreed_edition else {},
        position=plan.position or person.position,
        unit=plan.unit or person.unit,
    )
    db.session.rollback()
    return download(content, name=f"idp-{plan.year}-{plan.id}.pdf", media_type=PDF)


def context(page: PlanPage, *, as_office: bool = False, **different: Any) -> dict[str, Any]:
    """Everything the page of a plan shows to its owner, their superior, or the agency."""
    plan = page.plan
    year, is_own = settings.of_year(plan.year), page.is_of(visitor.employee_id)
    working = plans.items(plan.id, plan.edition)
    has_both = bool(plan.agreed_edition) and plan.agreed_edition != plan.edition
    agreed = plans.items(plan.id, plan.agreed_edition) if has_both else (working if plan.agreed_edition else [])
    superior, found = steps.superior_of(plan), _found(plan, agreed)
    open_year = this_day() < year.locked_from
    editable = open_year and not as_office and may_write(page) and plan.status in WRITABLE
    return {
        "page": page,
        "plan": plan,
        "employee": page.employee,
        "person": organisation.person(plan.employee_id, this_day()),
        "superior": superior,
        "aim": next_posts.of(plan.employee_id, this_day()),
        "is_own": is_own,
        "as_office": as_office,
        "working": working,
        "agreed": agreed,
        "has_both": has_both,
        "earlier": _earlier(plan),
        "totals": _totals(working),
        "found": found,
        "realised_hours": rules.hours_of({"lines": lines} for lines in found.values()),
        "editable": editable,
        "open_year": open_year,
        "locked_from": year.locked_from,
        "report_by": year.day("report_by"),
        "suggestions": _new_suggestions(plan, working) if editable else [],
        "decides": open_year and plans.is_waiting(plan.status) and _decides(page, superior, as_office=as_office),
        "possible": {move.value: open_year and rules.is_possible(plan.status, move) for move in Move},
        "steps": plans.steps(plan.id),
        "years": plans.years_of(plan.employee_id) if is_own else [],
        "this_year": this_day().year,
        "this_day": this_day(),
        "decision_note": "",
        "decision_trouble": "",
        "labels": labels,
        "Outcome": Outcome,
        "PlanStatus": PlanStatus,
        "Way": Way,
    } | different


def _decides(page: PlanPage, superior: Any, *, as_office: bool) -> bool:
    if page.is_of(visitor.employee_id):
        return False
    if as_office:
        return superior is None
    return superior is not None and superior.employee_id == visitor.employee_id


def _earlier(plan: IndividualPlan) -> list[tuple[int, list[Any]]]:
    """The edition that was in force before, to be compared with."""
    before = plan.agreed_edition - 1
    return [(before, plans.items(plan.id, before))] if before > 0 else []


def _totals(rows: list[Any]) -> dict[str, Any]:
    hours = sum((row[0].target_hours for row in rows), Decimal(0))
    return {"hours": hours, "mix": rules.mix((Way(row[0].way), row[0].target_hours) for row in rows)}


def _found(plan: IndividualPlan, agreed: list[Any]) -> dict[int, list[dict[str, str]]]:
    """What the ledger says of each agreed item: as it was kept, or, until it is handed in, as it is now."""
    rows = [row[0] for row in agreed]
    if plan.status in (PlanStatus.REPORTED, PlanStatus.CLOSED):
        return {row.id: row.proof.get("lines", []) for row in rows}
    if not rows:
        return {}
    return {number: [one.told for one in found] for number, found in realising.found_for(plan, rows).items()}


def _new_suggestions(plan: IndividualPlan, working: list[Any]) -> list[Any]:
    """What the gaps suggest and the plan does not hold yet."""
    there = {(row[0].competency_id, row[0].programme_id) for row in working}
    found = proof.suggestions(plan.employee_id, year=plan.year, day=this_day())
    return [one for one in found if (one.competency_id, one.choice.programme_id) not in there]
