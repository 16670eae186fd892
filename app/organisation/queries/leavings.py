"""Leavings that were written down ahead: the list of those to come, and whose day has come."""

from datetime import date
from typing import Any

from sqlalchemy import case, select, tuple_

from app.access.visitor import NOWHERE, Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.organisation.queries.directory import may_be_shown, within

Place = tuple[date, str, int]


def to_come(day: date, reach: Reach, *, limit: int, after: Place | None = None, managed: Reach = NOWHERE) -> list[Any]:
    """Who leaves, the next one first, with where they stand on the day; ``is_managed`` of those within ``managed``, and
    why for them alone."""
    is_managed = within(managed)
    key = Employee.leaves_on, Employee.sort_name, Employee.id
    statement = (
        select(
            Employee.id,
            Employee.name,
            Employee.nip,
            Employee.kind,
            Employee.rank,
            Employee.leaves_on,
            is_managed.label("is_managed"),
            case((is_managed, Employee.leaving_reason), else_="").label("reason"),
            case((is_managed, Employee.leaving_note), else_="").label("note"),
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
        )
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.active, Employee.leaves_on.is_not(None), within(reach), may_be_shown(reach))
        .order_by(*key)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    return list(db.session.execute(statement).all())


def place_of(employee_id: int) -> Place | None:
    """Where somebody stands in the list, or None where they are not in it."""
    statement = select(Employee.leaves_on, Employee.sort_name, Employee.id).where(
        Employee.id == employee_id, Employee.active, Employee.leaves_on.is_not(None)
    )
    row = db.session.execute(statement).one_or_none()
    return None if row is None else (row.leaves_on, row.sort_name, row.id)


def due(day: date) -> list[Employee]:
    """Those whose day of leaving has come and who still count as serving, each held until the transaction ends."""
    statement = (
        select(Employee)
        .where(Employee.active, Employee.leaves_on <= day)
        .order_by(Employee.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(db.session.execute(statement).scalars())
