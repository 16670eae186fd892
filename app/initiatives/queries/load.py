"""How many people running changes ask how much of, by unit; several initiatives at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import String, and_, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.base.database import db
from app.initiatives.models import AffectedPerson, AffectedPosition, AffectedUnit
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on
from app.organisation.queries.structure import there_on

UNITS_OFFERED = 400


@dataclass(frozen=True)
class Share:
    """The people of one unit an initiative affects; ``load`` is the sum of their degrees."""

    initiative_id: int
    path: str
    people: int
    load: int


def shares(initiative_ids: Collection[int], day: date) -> list[Share]:
    """By initiative and the path of people's own unit, everybody once for each initiative with the largest degree."""
    if not initiative_ids:
        return []
    held = Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day)
    by_unit = (
        select(AffectedUnit.initiative_id, Placement.employee_id, AffectedUnit.degree)
        .select_from(Placement)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .join(AffectedUnit, OrgUnit.path.like(literal("%/").concat(cast(AffectedUnit.unit_id, String)).concat("/%")))
        .where(AffectedUnit.initiative_id.in_(initiative_ids), *held)
    )
    by_position = (
        select(AffectedPosition.initiative_id, Placement.employee_id, AffectedPosition.degree)
        .join(Placement, Placement.position_id == AffectedPosition.position_id)
        .where(AffectedPosition.initiative_id.in_(initiative_ids), *held)
    )
    by_name = select(AffectedPerson.initiative_id, AffectedPerson.employee_id, AffectedPerson.degree).where(
        AffectedPerson.initiative_id.in_(initiative_ids)
    )
    every = union_all(by_unit, by_position, by_name).subquery()
    once = (
        select(every.c.initiative_id, every.c.employee_id, func.max(every.c.degree).label("degree"))
        .group_by(every.c.initiative_id, every.c.employee_id)
        .cte()
        .prefix_with("MATERIALIZED")
    )
    statement = (
        select(once.c.initiative_id, OrgUnit.path, func.count(once.c.employee_id), func.sum(once.c.degree))
        .select_from(once)
        .join(Employee, and_(Employee.id == once.c.employee_id, Employee.active))
        .join(Placement, and_(Placement.employee_id == Employee.id, *held))
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .group_by(once.c.initiative_id, OrgUnit.path)
    )
    return [Share(row[0], row[1], row[2], int(row[3])) for row in db.session.execute(statement)]


def people_in(unit_id: int, day: date) -> int:
    """How many work in a unit or below it."""
    top = aliased(OrgUnit)
    statement = (
        select(func.count(Employee.id.distinct()))
        .join(Placement, Placement.employee_id == Employee.id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .join(top, OrgUnit.path.like(top.path.concat("%")))
        .where(top.id == unit_id, Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day), Employee.active)
    )
    return db.session.execute(statement).scalar_one()


def units_affected(initiative_id: int, day: date) -> list[tuple[int, str]]:
    """(id, name) of the units an initiative names and those below them, from the top down."""
    top = aliased(OrgUnit)
    statement: Any = (
        select(OrgUnit.id, OrgUnit.name, func.length(OrgUnit.path))
        .join(top, OrgUnit.path.like(top.path.concat("%")))
        .join(AffectedUnit, AffectedUnit.unit_id == top.id)
        .where(AffectedUnit.initiative_id == initiative_id, there_on(OrgUnit, day))
        .distinct()
        .order_by(func.length(OrgUnit.path), OrgUnit.name, OrgUnit.id)
        .limit(UNITS_OFFERED)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]
