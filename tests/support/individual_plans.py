"""Builders for individual plans: an item, and plans on every step, written by the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from app.base.clock import now
from app.base.database import db
from app.individual_plans.facts import ItemFacts, Realised
from app.individual_plans.models import IndividualPlan, Outcome, PlanStatus, Way
from app.individual_plans.queries import plans
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import agreeing, drafting, realising
from tests.support.builders import ZONE, Person


def this_year() -> int:
    return local_today().year


def local_today() -> date:
    return now().astimezone(ZONE).date()


def make_facts(**different: Any) -> ItemFacts:
    facts = {
        "competency_id": None,
        "aim": "Menulis nota dinas yang ringkas",
        "reason": "Banyak nota dinas dikembalikan.",
        "from_level": 0,
        "to_level": None,
        "form_code": "NK01",
        "way": Way.COLLEAGUES,
        "programme_id": None,
        "batch_id": None,
        "activity": "Coaching dengan kepala bidang",
        "target_hours": Decimal(4),
        "first_month": 1,
        "last_month": 12,
        "support": "",
    }
    return ItemFacts(**facts | different)


def whole(plan: IndividualPlan) -> PlanPage:
    """The plan as services take it, read anew."""
    db.session.rollback()
    return plans.by_id(plan.id)


def seen(plan: IndividualPlan) -> int:
    return whole(plan).plan.version


def make_plan(
    person: Person, *, items: int = 1, year: int = 0, by: Person | None = None, **facts: Any
) -> IndividualPlan:
    plan = drafting.begin(person.employee_id, year or this_year(), by=(by or person).actor)
    db.session.commit()
    for number in range(items):
        add_item(plan, by or person, **{"activity": f"Coaching pertemuan {number + 1}"} | facts)
    return plan


def settled(*people: Person) -> None:
    """This year's plan of these people is over and done: nothing of it waits for them."""
    for person in people:
        db.session.add(
            IndividualPlan(employee_id=person.employee_id, year=this_year(), status=PlanStatus.CLOSED, created_at=now())
        )
    db.session.commit()


def add_item(plan: IndividualPlan, by: Person, **facts: Any) -> Any:
    row = drafting.add(whole(plan), make_facts(**facts), seen=plan.version, by=by.actor)
    db.session.commit()
    return row


def submitted(person: Person, **different: Any) -> IndividualPlan:
    plan = make_plan(person, **different)
    agreeing.submit(whole(plan), seen=plan.version, by=person.actor)
    db.session.commit()
    return plan


def agreed(person: Person, superior: Person, **different: Any) -> IndividualPlan:
    plan = submitted(person, **different)
    agreeing.agree(whole(plan), seen=plan.version, by=superior.actor)
    db.session.commit()
    return plan


def reported(person: Person, superior: Person, **different: Any) -> IndividualPlan:
    plan = agreed(person, superior, **different)
    said = {row.id: Realised(Outcome.DONE, "") for row in plans.rows(plan.id, plan.agreed_edition)}
    realising.report(whole(plan), said, "Semua terlaksana.", seen=plan.version, by=person.actor)
    db.session.commit()
    return plan


def closed(person: Person, superior: Person, **different: Any) -> IndividualPlan:
    plan = reported(person, superior, **different)
    agreeing.close(whole(plan), "Bagus.", seen=plan.version, by=superior.actor)
    db.session.commit()
    return plan
