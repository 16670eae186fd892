"""What every move shares: holding the plan, its year, the timeline, who is above, and telling people."""

from datetime import date, timedelta
from typing import Any

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts.queries import grants
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.individual_plans import rules
from app.individual_plans.models import IndividualPlan, IndividualPlanStep, Move, PlanStatus
from app.individual_plans.queries import settings
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.queries.settings import Year
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.queries import Person
from app.training.services.moments import local_today


def held(page: PlanPage, *, seen: int) -> tuple[IndividualPlan, Year]:
    """The plan, locked, as the person saw it, with the settings of its year, which must still be open.

    Raises ChangedMeanwhile where somebody was quicker, YearOver where the year is locked.
    """
    plan = lock(page.plan)
    rules.ensure_seen(plan.version, seen)
    year = settings.of_year(plan.year)
    rules.ensure_year_open(plan.year, local_today(), year.locked_from)
    return plan, year


def moved(
    plan: IndividualPlan, move: Move, status: PlanStatus, *, by: Actor, due_on: date | None = None, note: str = ""
) -> None:
    """Write the new state with its line in the timeline; the caller leaves the line in the trail."""
    plan.status, plan.due_on, plan.reminders = status, due_on, 0
    plan.version += 1
    add_step(plan, move.value, by=by, note=note)


def add_step(plan: IndividualPlan, move: str, *, by: Actor, note: str = "") -> None:
    db.session.add(
        IndividualPlanStep(plan_id=plan.id, at=now(), actor_id=by.user_id, actor=by.name, move=move, note=note)
    )


def superior_of(plan: IndividualPlan) -> Person | None:
    """Whoever decides on the plan today, by positions alone: a stand-in (Plt., Plh.) before the holder."""
    return organisation.superior_of(plan.employee_id, local_today())


def answer_due(year: Year) -> date:
    return local_today() + timedelta(days=year.answer_days)


def tell_decider(page: PlanPage, kind: str, say: str, **facts: Any) -> None:
    """Tell the superior of today; where there is none, the officers of the agency."""
    plan = page.plan
    superior = superior_of(plan)
    plan.nobody_above = superior is None
    if superior is not None:
        path = f"/idp/{plan.id}"
        recipients = [Recipient(superior.employee_id, superior.name, superior.email or "")]
    else:
        path = f"/idp/semua/{plan.id}"
        officers = grants.holders(scope.current(), Role.HR, local_today())
        recipients = [Recipient(row.id, row.name, row.email or "") for row in officers if row.id != plan.employee_id]
    for one in recipients:
        _tell(one, plan, kind, say, path=path, employee=page.employee.name, **facts)


def tell_owner(page: PlanPage, kind: str, say: str, **facts: Any) -> None:
    person = page.employee
    recipient = Recipient(person.id, person.name, person.email or "")
    _tell(recipient, page.plan, kind, say, path=f"/idp/{page.plan.id}", **facts)


def _tell(one: Recipient, plan: IndividualPlan, kind: str, say: str, *, path: str, **facts: Any) -> None:
    key = f"{plan.id}:{plan.version}:{plan.reminders}:{one.employee_id}"
    notifications.tell(one, kind, say, path=path, key=key, year=str(plan.year), **facts)
