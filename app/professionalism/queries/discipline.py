"""Sanctions, for HR alone; and the person's own."""

from datetime import date
from typing import Any

from sqlalchemy import select, tuple_

from app.access.visitor import Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.organisation.queries.directory import may_be_shown, within
from app.professionalism.models import Sanction, SanctionStatement

AT_ONCE = 50


def page(*, after: int | None = None) -> tuple[list[Any], int | None]:
    """Sanctions, the latest decree first, and the number the next page goes on from."""
    statement = select(Sanction, Employee.name).join(Employee, Employee.id == Sanction.employee_id)
    if after is not None:
        last = sanction(after)
        statement = statement.where(tuple_(Sanction.decided_on, Sanction.id) < tuple_(last.decided_on, last.id))
    statement = statement.order_by(Sanction.decided_on.desc(), Sanction.id.desc()).limit(AT_ONCE + 1)
    rows = list(db.session.execute(statement).all())
    return rows[:AT_ONCE], rows[AT_ONCE - 1].Sanction.id if len(rows) > AT_ONCE else None


def sanction(sanction_id: int) -> Sanction:
    return db.session.execute(select(Sanction).where(Sanction.id == sanction_id)).scalar_one()


def people_named(text: str, reach: Reach, day: date, *, limit: int = 20) -> list[Any]:
    """Whom a sanction may concern, by the beginning of their name: id, name and present post, if there is one."""
    statement = (
        select(Employee.id, Employee.name, Position.title.label("position"))
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.active, Employee.sort_name.startswith(text.lower(), autoescape=True))
        .where(within(reach), may_be_shown(reach))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def last_statement() -> SanctionStatement | None:
    """Up to which day the list is said to be complete."""
    statement = select(SanctionStatement).order_by(SanctionStatement.complete_on.desc(), SanctionStatement.id.desc())
    return db.session.execute(statement.limit(1)).scalar_one_or_none()
