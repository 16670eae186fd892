"""People and posts to choose from."""

from sqlalchemy import select

from app.base.database import db
from app.organisation.models import Employee


def by_nip(nip: str) -> Employee | None:
    """Somebody who works here, by their NIP."""
    statement = select(Employee).where(Employee.nip == nip, Employee.active)
    return db.session.execute(statement).scalar_one_or_none()


def nip_of(employee_id: int | None) -> str:
    statement = select(Employee.nip).where(Employee.id == employee_id)
    return db.session.execute(statement).scalar_one_or_none() or ""
