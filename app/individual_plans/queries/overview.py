"""The agency's view of a year: the recap by unit, and everybody with the state of their plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select, true, tuple_

from app.access.visitor import Reach
from app.base.database import db
from app.individual_plans.models import IN_FORCE, REALISED, IndividualPlan, IndividualPlanItem, PlanStatus
from app.organisation.models import DirectoryEntry, Employee, OrgUnit, Position
from app.organisation.queries import tops
from app.organisation.queries.directory import may_be_shown, within

NONE, WAITING_FOR_OFFICE = "none", "office"
AT_ONCE = 1_000


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing. ``state`` is a status, or one of the words above."""

    year: int
    text: str = ""
    unit_path: str = ""
    state: str = ""


@dataclass(frozen=True)
class UnitPlans:
    """How far the people of a perangkat daerah are with the plans of a year."""

    unit_id: int
    unit: str
    people: int
    planned: int
    agreed: int
    realised: int
    closed: int

    def share(self, count: int) -> int | None:
        """In percent, half up; None where nobody is there."""
        return (count * 200 + self.people) // (self.people * 2) if self.people else None


def by_unit(reach: Reach, year: int, day: date) -> list[UnitPlans]:
    """The recap of a year by perangkat daerah within reach, in the order of their names."""
    plan = IndividualPlan

    def counted(condition: Any) -> Any:
        return func.count(plan.id).filter(condition)

    statement = (
        select(
            DirectoryEntry.unit_path,
            func.count(Employee.id),
            func.count(plan.id),
            counted(plan.status.in_(IN_FORCE)),
            counted(plan.status.in_(REALISED)),
            counted(plan.status == PlanStatus.CLOSED),
        )
        .select_from(DirectoryEntry)
        .join(Employee, Employee.id == DirectoryEntry.employee_id)
        .outerjoin(plan, and_(plan.employee_id == Employee.id, plan.year == year))
        .where(Employee.active, within(reach, DirectoryEntry.unit_path))
        .group_by(DirectoryEntry.unit_path)
    )
    found = tops.summed(reach, day, db.session.execute(statement))
    return [UnitPlans(unit_id, name, *counts) for unit_id, name, counts in found]


def everybody(reach: Reach, filters: Filters, *, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Everybody within reach with the state of their plan, in the order of their names."""
    entry, plan = DirectoryEntry, IndividualPlan
    statement = (
        select(
            Employee.id,
            entry.sort_name,
            Employee.name,
            func.coalesce(Position.title, "").label("position"),
            func.coalesce(OrgUnit.name, "").label("unit"),
            plan.id.label("plan_id"),
            plan.status,
            plan.agreed_at,
            plan.closed_at,
            plan.nobody_above,
            _counted(func.count(IndividualPlanItem.id)).label("items"),
            _counted(func.sum(IndividualPlanItem.target_hours)).label("hours"),
        )
        .select_from(entry)
        .join(Employee, Employee.id == entry.employee_id)
        .outerjoin(Position, Position.id == entry.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .outerjoin(plan, and_(plan.employee_id == Employee.id, plan.year == filters.year))
        .where(Employee.active, within(reach, entry.unit_path), may_be_shown(reach), *_narrowed(filters))
        .order_by(entry.sort_name, entry.employee_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(entry.sort_name, entry.employee_id) > tuple_(*after))
    return list(db.session.execute(statement).all())


def _counted(what: Any) -> Any:
    item, plan = IndividualPlanItem, IndividualPlan
    return select(what).where(item.plan_id == plan.id, item.edition == plan.edition).correlate(plan).scalar_subquery()


def _narrowed(filters: Filters) -> Iterator[Any]:
    if filters.unit_path:
        yield DirectoryEntry.unit_path.like(f"{filters.unit_path}%")
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        yield func.lower(DirectoryEntry.sort_name).like(f"%{escaped}%", escape="\\")
    yield _in_state(filters.state)


def _in_state(state: str) -> Any:
    if state == NONE:
        return IndividualPlan.id.is_(None)
    if state == WAITING_FOR_OFFICE:
        waiting = (PlanStatus.SUBMITTED, PlanStatus.REVISION_SUBMITTED, PlanStatus.REPORTED)
        return and_(IndividualPlan.nobody_above, IndividualPlan.status.in_(waiting))
    return IndividualPlan.status == state if state else true()


def all_of(reach: Reach, filters: Filters) -> Iterator[Any]:
    """The whole list, so many at a time, for a file."""
    after: tuple[str, int] | None = None
    while True:
        found = everybody(reach, filters, after=after, limit=AT_ONCE)
        yield from found
        if len(found) < AT_ONCE:
            return
        after = (found[-1].sort_name, found[-1].id)
