"""Official values of people."""

from sqlalchemy import select

from app.base.database import db
from app.professionalism.models import OfficialIndex


def of_person(employee_id: int, year: int) -> OfficialIndex | None:
    statement = select(OfficialIndex).where(OfficialIndex.employee_id == employee_id, OfficialIndex.year == year)
    return db.session.execute(statement).scalar_one_or_none()


def years_of(employee_id: int) -> list[int]:
    """The years somebody has an official value of, the latest first."""
    statement = select(OfficialIndex.year).where(OfficialIndex.employee_id == employee_id)
    return list(db.session.execute(statement.order_by(OfficialIndex.year.desc())).scalars())
