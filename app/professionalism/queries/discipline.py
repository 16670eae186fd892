"""Sanctions, for HR alone; and the person's own."""

from typing import Any

from sqlalchemy import select, tuple_

from app.base.database import db
from app.organisation.models import Employee
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


def last_statement() -> SanctionStatement | None:
    """Up to which day the list is said to be complete."""
    statement = select(SanctionStatement).order_by(SanctionStatement.complete_on.desc(), SanctionStatement.id.desc())
    return db.session.execute(statement.limit(1)).scalar_one_or_none()
