"""Builders for plans: people with gaps, a plan on every step of its way, needs and targets."""

from decimal import Decimal

from app.access.visitor import EVERYWHERE
from app.base.clock import now
from app.base.database import db
from app.competency.models import AssessmentSource
from app.jobs import worker
from app.organisation import queries as organisation
from app.organisation.models import OrgUnit, PositionTier
from app.plans.facts import Decision, LineFacts, ManyFacts, NeedFacts, PlanFacts
from app.plans.models import Basis, CostPer, DevelopmentPlan, PlanLine
from app.plans.models.horizon import HorizonTarget
from app.plans.models.needs import UnitNeed
from app.plans.queries import analysis
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.services import analysing, deciding, drafting, editing, funds, horizon
from app.plans.services import needs as need_services
from tests.support.builders import ZONE, Person, competency_id, make_unit
from tests.support.competency import RECENTLY, assess, staff, work_out

YEAR = 2027
COMPLETE = {
    "organiser": "BKPSDM",
    "curriculum": "Disusun penyelenggara",
    "lesson_hours": Decimal(16),
    "cost": Decimal(500_000),
    "fund_source": "APBD",
}


def local_today():
    return now().astimezone(ZONE).date()


def people_lacking(
    count: int, *, unit: OrgUnit | None = None, tier: PositionTier = PositionTier.PENGAWAS, code: str = "M.5"
) -> list[Person]:
    """So many people whose tier asks more than their level 1 in one competency; everything else was not measured."""
    found = staff(unit or make_unit(), count, tier=tier)
    for person in found:
        assess(person, competency_id(code), 1, source=AssessmentSource.CENTRE, on=RECENTLY)
    work_out()
    return found


def make_plan(by: Person, *, year: int = YEAR, unit: OrgUnit | None = None, **different) -> DevelopmentPlan:
    facts = {
        "title": f"Rencana {year}",
        "class_size": 30,
        "smallest_class": 3,
        "hours_a_day": Decimal(8),
        "meetings_a_month": None,
    }
    plan = drafting.create(year, unit, PlanFacts(**facts | different), by=by.actor)
    db.session.commit()
    return plan


def whole(plan: DevelopmentPlan) -> PlanPage:
    """The plan as services take it, read anew."""
    return queries.page(plan.id)


def gathered(by: Person, **different) -> tuple[DevelopmentPlan, list[PlanLine]]:
    """A plan with everything that is open gathered into activities."""
    plan = make_plan(by, **different)
    ids = [one.competency_id for one in analysis.open_competencies(plan.id, "")]
    made = analysing.analyse(whole(plan), ids, with_performance=True, by=by.actor)
    db.session.commit()
    return plan, made


def complete(plan: DevelopmentPlan, by: Person) -> None:
    """What every activity has to state, the same for all."""
    facts = ManyFacts(**dict.fromkeys(("month", "form_code")) | COMPLETE)
    editing.change_many(whole(plan), queries.planned_lines(plan.id), facts, by=by.actor)
    db.session.commit()


def submitted(by: Person, **different) -> DevelopmentPlan:
    plan, _lines = gathered(by, **different)
    complete(plan, by)
    deciding.submit(whole(plan), by=by.actor)
    db.session.commit()
    return plan


def established(by: Person, **different) -> DevelopmentPlan:
    plan = submitted(by, **different)
    deciding.establish(whole(plan), decision(), by=by.actor)
    db.session.commit()
    return plan


def decision(number: str = "800.2/45/2026") -> Decision:
    return Decision(number, local_today(), "Bupati Bungo")


def ids_of_plans(officer: Person, employee: Person, title: str) -> dict[str, int]:
    """A plan that was handed in, with an activity, a need, a fund and a target: numbers another must not open."""
    plan = make_plan(officer, title=title)
    line = editing.add(whole(plan), _activity(title), by=officer.actor)
    unit_id = organisation.person(employee.employee_id, local_today()).unit_id
    editing.add_people(whole(plan), line, {employee.employee_id: unit_id}, by=officer.actor)
    deciding.submit(whole(plan), by=officer.actor)
    need = make_need(db.session.get_one(OrgUnit, unit_id), officer, title=title)
    long = horizon.create(YEAR, YEAR + 1, title, by=officer.actor)
    target = HorizonTarget(plan_id=long.id, year=YEAR, subject=title, people=1)
    db.session.add(target)
    horizon.establish(long, decision(), by=officer.actor)
    fund = funds.enter(YEAR, title, Decimal(1), by=officer.actor)
    db.session.commit()
    worker.drain()
    return {
        "yearly_id": plan.id,
        "line_id": line.id,
        "need_id": need.id,
        "horizon_id": long.id,
        "target_id": target.id,
        "fund_id": fund.id,
    }


def _activity(title: str) -> LineFacts:
    return LineFacts(
        title=title,
        basis=Basis.ORGANISATION,
        need="",
        competency_id=None,
        level_from=None,
        level_to=None,
        programme_id=None,
        form_code="KL03",
        classes=1,
        seats=10,
        month=3,
        cost_per=CostPer.PERSON,
        priority=2,
        **COMPLETE,
    )


def make_need(unit: OrgUnit, by: Person, people: list[Person] | None = None, **different) -> UnitNeed:
    facts = {
        "basis": Basis.PERFORMANCE,
        "competency_id": None,
        "title": "Penulisan laporan",
        "reason": "Laporan terlambat dua kali tahun ini.",
        "form_code": "",
        "people": tuple(one.employee_id for one in people or []),
    }
    need = need_services.state(unit, YEAR, NeedFacts(**facts | different), reach=EVERYWHERE, by=by.actor)
    db.session.commit()
    return need
