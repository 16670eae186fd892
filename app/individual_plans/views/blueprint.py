from datetime import date

from flask import Blueprint, abort, request

from app.access.guards import visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.individual_plans import rules
from app.individual_plans.forms import version_of
from app.individual_plans.queries import plans
from app.individual_plans.queries.plans import PlanPage
from app.web.inputs import arg_int
from app.web.limits import from_setting, limiter

bp = Blueprint("idp", __name__)
OWN, TEAM = Permission.INDIVIDUAL_PLANS_OWN_MANAGE, Permission.INDIVIDUAL_PLANS_TEAM_DECIDE
READ, MANAGE = Permission.INDIVIDUAL_PLANS_ALL_READ, Permission.INDIVIDUAL_PLANS_ALL_MANAGE
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))
YEARS_BACK = 10


def this_day() -> date:
    return today(visitor.timezone)


def asked_year() -> int:
    """The year a page is about: ``tahun`` of the address, else this one; the next at the latest."""
    this_year = this_day().year
    return min(max(arg_int("tahun") or this_year, this_year - YEARS_BACK), this_year + 1)


def my_number() -> int:
    if visitor.employee_id is None:
        abort(404)
    return visitor.employee_id


def visible(plan_id: int) -> PlanPage:
    """The visitor's own plan, or one of somebody who answers to them today."""
    return plans.visible(my_number(), plan_id, this_day())


def may_write(page: PlanPage) -> bool:
    """The owner writes; a draft the superior began is written by the superior, too."""
    return page.is_of(visitor.employee_id) or (page.plan.begun_by_superior and page.plan.status == "draft")


def writable(plan_id: int) -> PlanPage:
    """A plan the visitor writes; one they may only read is refused in words."""
    page = visible(plan_id)
    if not may_write(page):
        raise rules.NotNow("Rencana ini ditulis oleh pegawainya. Beri catatan saat memeriksanya.")
    return page


def mine(plan_id: int) -> PlanPage:
    return plans.own(my_number(), plan_id)


def seen() -> int:
    """The version a button was pressed on."""
    return version_of(request.form.get("version"))
