"""One plan and what is in it, for its owner, for their superior of the day, and for the agency."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.competency.models import Competency, DevelopmentForm
from app.competency.queries import versions
from app.individual_plans.facts import ItemFacts
from app.individual_plans.models import (
    WAITING,
    IndividualPlan,
    IndividualPlanItem,
    IndividualPlanStep,
    PlanStatus,
    Way,
)
from app.organisation.models import DirectoryEntry, Employee, OrgUnit, Position
from app.organisation.queries import subordinate_ids
from app.organisation.queries.directory import may_be_shown, within

TEAM_AT_MOST = 500


@dataclass(frozen=True)
class PlanPage:
    """A plan with whose it is."""

    plan: IndividualPlan
    employee: Employee

    def is_of(self, employee_id: int | None) -> bool:
        return self.plan.employee_id == employee_id


def _joined() -> Any:
    return select(IndividualPlan, Employee).join(Employee, Employee.id == IndividualPlan.employee_id)


def _page(statement: Any) -> PlanPage:
    return PlanPage(*db.session.execute(statement).one())


def visible(viewer_id: int, plan_id: int, day: date) -> PlanPage:
    """One's own plan, or one of somebody whose superior one is on the day; any other is simply not found."""
    mine = IndividualPlan.employee_id == viewer_id
    theirs = IndividualPlan.employee_id.in_(subordinate_ids(viewer_id, day))
    return _page(_joined().where(IndividualPlan.id == plan_id, or_(mine, theirs)))


def own(employee_id: int, plan_id: int) -> PlanPage:
    return _page(_joined().where(IndividualPlan.id == plan_id, IndividualPlan.employee_id == employee_id))


def of_team(superior_id: int, plan_id: int, day: date) -> PlanPage:
    """A plan of somebody whose superior one is on the day."""
    mine = IndividualPlan.employee_id.in_(subordinate_ids(superior_id, day))
    return _page(_joined().where(IndividualPlan.id == plan_id, mine))


def within_reach(reach: Reach, plan_id: int) -> PlanPage:
    """A plan of somebody within reach, as far as their data is not restricted."""
    path = func.coalesce(DirectoryEntry.unit_path, "")
    statement = (
        _joined()
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
        .where(IndividualPlan.id == plan_id, within(reach, path), may_be_shown(reach))
    )
    return _page(statement)


def by_id(plan_id: int) -> PlanPage:
    """A plan as the worker and the services read it."""
    return _page(_joined().where(IndividualPlan.id == plan_id))


def of_year(employee_id: int, year: int) -> IndividualPlan | None:
    statement = select(IndividualPlan).where(IndividualPlan.employee_id == employee_id, IndividualPlan.year == year)
    return db.session.execute(statement).scalar_one_or_none()


def years_of(employee_id: int) -> list[Any]:
    """Somebody's plans, the latest year first."""
    statement = (
        select(IndividualPlan.id, IndividualPlan.year, IndividualPlan.status)
        .where(IndividualPlan.employee_id == employee_id)
        .order_by(IndividualPlan.year.desc())
        .limit(50)
    )
    return list(db.session.execute(statement).all())


def items(plan_id: int, edition: int) -> list[Any]:
    """The items of an edition with the names of competency and form, in the order they were added."""
    item = IndividualPlanItem
    form_name = (
        select(DevelopmentForm.name)
        .where(DevelopmentForm.code == item.form_code, versions.visible(DevelopmentForm, scope.current()))
        .order_by(DevelopmentForm.government_id.is_(None), DevelopmentForm.valid_from.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(
            item,
            func.coalesce(Competency.name, item.aim).label("name"),
            func.coalesce(form_name, item.form_code).label("form"),
        )
        .outerjoin(Competency, Competency.id == item.competency_id)
        .where(item.plan_id == plan_id, item.edition == edition)
        .order_by(item.id)
    )
    return list(db.session.execute(statement).all())


def item(plan: IndividualPlan, item_id: int) -> IndividualPlanItem:
    """An item of the edition that is worked on; one of another plan or edition is simply not found."""
    statement = select(IndividualPlanItem).where(
        IndividualPlanItem.id == item_id,
        IndividualPlanItem.plan_id == plan.id,
        IndividualPlanItem.edition == plan.edition,
    )
    return db.session.execute(statement).scalar_one()


def rows(plan_id: int, edition: int) -> list[IndividualPlanItem]:
    statement = (
        select(IndividualPlanItem)
        .where(IndividualPlanItem.plan_id == plan_id, IndividualPlanItem.edition == edition)
        .order_by(IndividualPlanItem.id)
    )
    return list(db.session.execute(statement).scalars())


def facts_of(row: IndividualPlanItem) -> ItemFacts:
    """An item as its form holds it."""
    return ItemFacts(
        competency_id=row.competency_id,
        aim=row.aim,
        reason=row.reason,
        from_level=row.from_level,
        to_level=row.to_level,
        form_code=row.form_code,
        way=Way(row.way),
        programme_id=row.programme_id,
        batch_id=row.batch_id,
        activity=row.activity,
        target_hours=row.target_hours,
        first_month=row.first_month,
        last_month=row.last_month,
        support=row.support,
    )


def steps(plan_id: int) -> list[IndividualPlanStep]:
    statement = (
        select(IndividualPlanStep)
        .where(IndividualPlanStep.plan_id == plan_id)
        .order_by(IndividualPlanStep.id.desc())
        .limit(100)
    )
    return list(db.session.execute(statement).scalars())


def team(superior_id: int, year: int, day: date) -> list[Any]:
    """Everybody whose superior one is on the day, with their plan of a year where there is one; what waits is first."""
    items_there = (
        select(func.count(IndividualPlanItem.id))
        .where(IndividualPlanItem.plan_id == IndividualPlan.id, IndividualPlanItem.edition == IndividualPlan.edition)
        .scalar_subquery()
    )
    hours = (
        select(func.sum(IndividualPlanItem.target_hours))
        .where(IndividualPlanItem.plan_id == IndividualPlan.id, IndividualPlanItem.edition == IndividualPlan.edition)
        .scalar_subquery()
    )
    statement = (
        select(
            Employee.id,
            Employee.name,
            func.coalesce(Position.title, "").label("position"),
            func.coalesce(OrgUnit.name, "").label("unit"),
            IndividualPlan.id.label("plan_id"),
            IndividualPlan.status,
            IndividualPlan.version,
            IndividualPlan.due_on,
            items_there.label("items"),
            hours.label("hours"),
        )
        .select_from(Employee)
        .outerjoin(DirectoryEntry, DirectoryEntry.employee_id == Employee.id)
        .outerjoin(Position, Position.id == DirectoryEntry.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .outerjoin(IndividualPlan, (IndividualPlan.employee_id == Employee.id) & (IndividualPlan.year == year))
        .where(Employee.active, Employee.id.in_(subordinate_ids(superior_id, day)))
        .order_by(IndividualPlan.status.in_(WAITING).is_not(True), Employee.sort_name, Employee.id)
        .limit(TEAM_AT_MOST)
    )
    return list(db.session.execute(statement).all())


def team_member(superior_id: int, employee_id: int, day: date) -> Employee:
    """Somebody whose superior one is on the day; anybody else is simply not found."""
    statement = select(Employee).where(
        Employee.active, Employee.id == employee_id, Employee.id.in_(subordinate_ids(superior_id, day))
    )
    return db.session.execute(statement).scalar_one()


def waiting_elsewhere(superior_id: int, year: int, day: date) -> list[Any]:
    """(year, how many) plans of other years that wait for somebody."""
    statement = (
        select(IndividualPlan.year, func.count(IndividualPlan.id))
        .where(
            IndividualPlan.status.in_(WAITING),
            IndividualPlan.year != year,
            IndividualPlan.employee_id.in_(subordinate_ids(superior_id, day)),
        )
        .group_by(IndividualPlan.year)
        .order_by(IndividualPlan.year)
    )
    return list(db.session.execute(statement).all())


def is_waiting(status: str) -> bool:
    return PlanStatus(status) in WAITING
