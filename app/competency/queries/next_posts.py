"""Which post somebody aims at."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.competency.models.next_posts import NextPost
from app.organisation.models import OrgUnit, Position
from app.organisation.queries.structure import there_on


def row_of(employee_id: int) -> NextPost | None:
    return db.session.execute(select(NextPost).where(NextPost.employee_id == employee_id)).scalar_one_or_none()


def of(employee_id: int, day: date) -> Any | None:
    """(position_id, title, tier, unit, chosen_at) of the post somebody aims at, while it is there."""
    statement = (
        select(NextPost.position_id, Position.title, Position.tier, OrgUnit.name.label("unit"), NextPost.chosen_at)
        .join(Position, Position.id == NextPost.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(NextPost.employee_id == employee_id, there_on(Position, day))
    )
    return db.session.execute(statement).one_or_none()
