"""Whom an initiative concerns, on a day: everybody in its units and below, who holds its posts, and who is named."""

from typing import Any

from sqlalchemy import Select, Subquery, func, select, union_all
from sqlalchemy.orm import aliased

from app.initiatives.models import AffectedPerson, AffectedPosition, AffectedUnit
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on


def affected(initiative_id: Any, day: Any) -> Subquery:
    """(employee_id, degree) of everybody affected, once each with the largest degree; who left is not among them."""
    top = aliased(OrgUnit)
    by_unit = (
        _placed(day, AffectedUnit.degree)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .join(top, OrgUnit.path.startswith(top.path, autoescape=False))
        .join(AffectedUnit, AffectedUnit.unit_id == top.id)
        .where(AffectedUnit.initiative_id == initiative_id)
    )
    by_position = (
        _placed(day, AffectedPosition.degree)
        .join(AffectedPosition, AffectedPosition.position_id == Position.id)
        .where(AffectedPosition.initiative_id == initiative_id)
    )
    by_name = select(AffectedPerson.employee_id, AffectedPerson.degree).where(
        AffectedPerson.initiative_id == initiative_id
    )
    every = union_all(by_unit, by_position, by_name).subquery()
    return (
        select(every.c.employee_id, func.max(every.c.degree).label("degree"))
        .join(Employee, Employee.id == every.c.employee_id)
        .where(Employee.active)
        .group_by(every.c.employee_id)
        .subquery()
    )


def affected_ids(initiative_id: Any, day: Any) -> Select[Any]:
    """The ids alone, for ``IN``."""
    return select(affected(initiative_id, day).c.employee_id)


def _placed(day: Any, degree: Any) -> Select[Any]:
    return (
        select(Placement.employee_id, degree.label("degree"))
        .select_from(Placement)
        .join(Position, Position.id == Placement.position_id)
        .where(Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day))
    )
