"""Everybody a plan is made for, with their gaps and what the plan does about them: the individual gap sheet."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select, true

from app.base import scope
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.queries.versions import visible
from app.organisation.models import Employee, OrgUnit, Position
from app.plans.models import LineStatus, PlanLine, PlanLinePerson


def profiles(path: str) -> list[Any]:
    """People of a unit with everything below it, by name; without a path, everybody whose data is free."""
    profile = GapProfile
    statement = (
        select(
            profile.employee_id,
            Employee.name,
            Employee.nip,
            Employee.rank,
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
            profile.gap_index,
            profile.gap_class,
            profile.box,
        )
        .join(Employee, Employee.id == profile.employee_id)
        .join(Position, Position.id == profile.position_id)
        .join(OrgUnit, OrgUnit.id == profile.unit_id)
        .where(OrgUnit.path.like(f"{path}%") if path else true(), Employee.restricted_on.is_(None))
        .order_by(profile.sort_name, profile.employee_id)
    )
    return list(db.session.execute(statement).all())


def lacking(path: str) -> dict[int, list[str]]:
    """What each of them lacks, the largest gap first."""
    gap = CompetencyGap
    statement = (
        select(gap.employee_id, Competency.name)
        .join(Competency, Competency.id == gap.competency_id)
        .join(OrgUnit, OrgUnit.id == gap.unit_id)
        .where(gap.gap > 0, visible(Competency), OrgUnit.path.like(f"{path}%") if path else true())
        .order_by(gap.gap.desc(), Competency.sort_order, Competency.name)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for employee_id, name in db.session.execute(statement, {"here": scope.current()}):
        found[employee_id].append(name)
    return found


def planned(yearly_id: int) -> dict[int, list[str]]:
    """The activities each person takes part in, by month."""
    statement = (
        select(PlanLinePerson.employee_id, PlanLine.title)
        .join(PlanLine, PlanLine.id == PlanLinePerson.line_id)
        .where(
            PlanLine.plan_id == yearly_id,
            PlanLine.status == LineStatus.PLANNED,
            PlanLinePerson.left_out.is_(False),
        )
        .order_by(PlanLine.month, PlanLine.id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for employee_id, title in db.session.execute(statement):
        found[employee_id].append(title)
    return found
