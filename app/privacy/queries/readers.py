"""Who opened somebody's personal file."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select

from app.accounts.models import User
from app.audit.models import PersonalReading
from app.base.database import db
from app.organisation.models import Employee, Placement, PlacementKind, Position
from app.organisation.queries import holds_on


def readers_of(employee_id: int, *, today: date, before: tuple[datetime, int] | None, limit: int) -> list[Any]:
    """Who of the own government read this person's file, newest first, with their post then and now."""
    statement = (
        select(
            PersonalReading.id,
            PersonalReading.part,
            PersonalReading.day,
            PersonalReading.first_at,
            PersonalReading.last_at,
            PersonalReading.times,
            User.name,
            _post(PersonalReading.day).label("post_then"),
            _post(today).label("post_now"),
        )
        .join(User, User.id == PersonalReading.reader_id)
        .join(Employee, Employee.id == User.employee_id)
        .where(PersonalReading.employee_id == employee_id)
        .order_by(PersonalReading.last_at.desc(), PersonalReading.id.desc())
        .limit(limit)
    )
    if before is not None:
        at, number = before
        statement = statement.where(
            or_(PersonalReading.last_at < at, and_(PersonalReading.last_at == at, PersonalReading.id < number))
        )
    return list(db.session.execute(statement).all())


def _post(day: Any) -> Any:
    """The title of the reader's post on a day."""
    return (
        select(Position.title)
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == User.employee_id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
        .limit(1)
        .scalar_subquery()
    )
