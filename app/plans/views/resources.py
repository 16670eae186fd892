"""A plan against the money and the trainers there are."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires
from app.base.database import db
from app.plans import labels
from app.plans.forms import FundForm
from app.plans.models import PlanLine
from app.plans.queries import plans as queries
from app.plans.queries import resources
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping
from app.plans.rules import resources as rules
from app.plans.services import funds as services
from app.plans.views.blueprint import MANAGE, READ, bp, common, found, this_day
from app.web import plots
from app.web.answers import moved_on, show

PAGE = "plans/resources.html"


@bp.get("/<int:yearly_id>/sumber-daya")
@requires(READ)
def show_resources(yearly_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(found(yearly_id), FundForm(formdata=None)))


@bp.post("/<int:yearly_id>/dana")
@requires(MANAGE)
def create_fund(yearly_id: int) -> ResponseReturnValue:
    page, form = found(yearly_id), FundForm()
    if not form.validate_on_submit():
        return show(PAGE, http_status=422, **_context(page, form))
    services.enter(page.plan.year, form.source.data, form.amount.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_resources", yearly_id=yearly_id), f"Dana {form.source.data} dicatat.")


@bp.post("/<int:yearly_id>/dana/<int:fund_id>/penghapusan")
@requires(MANAGE)
def create_fund_removal(yearly_id: int, fund_id: int) -> ResponseReturnValue:
    page, fund = found(yearly_id), resources.fund(fund_id)
    if fund.year != page.plan.year:
        raise NoResultFound
    services.remove(fund, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_resources", yearly_id=yearly_id), "Dana dihapus.")


def _context(page: PlanPage, form: FundForm) -> dict[str, Any]:
    plan = page.plan
    lines = queries.planned_lines(plan.id)
    costs, entered = resources.planned_costs(lines), resources.funds(plan.year)
    by_source: dict[str, Any] = {}
    for (source, _month), amount in costs.items():
        by_source[source] = by_source.get(source, 0) + amount
    trainers = resources.trainers(this_day())
    capacity = rules.capacity_of(plan.meetings_a_month, trainers)
    loads = rules.loads(_needed(page, lines), resources.booked(plan.year, plan.id), capacity)
    return common(page) | {
        "form": form,
        "balances": rules.balances(by_source, {one.source: one.amount for one in entered}),
        "fund_ids": {one.source: one.id for one in entered},
        "sources": sorted({source for source, _month in costs}, key=lambda one: (one == "", one)),
        "costs": costs,
        "loads": loads,
        "over": rules.over(loads),
        "most": max((max(one.needed + one.booked, one.capacity) for one in loads), default=0),
        "trainers": trainers,
        "capacity": capacity,
        "months": [(number, labels.month(number)) for number in rules.MONTHS],
        "without_hours": sum(one.lesson_hours is None for one in lines),
        "without_cost": sum(one.cost is None for one in lines),
        "named_sources": lambda sources: [one or "Tanpa sumber" for one in sources],
        "usual_sources": labels.FUND_SOURCES,
        "plots": plots,
    }


def _needed(page: PlanPage, lines: list[PlanLine]) -> dict[int, int]:
    needed: dict[int, int] = {}
    for line in lines:
        meetings = grouping.meetings_of(line.classes, line.lesson_hours, page.plan.hours_a_day)
        needed[line.month] = needed.get(line.month, 0) + meetings
    return needed
