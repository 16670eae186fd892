"""The years of a government, and which day each is worked out for."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.professionalism.models import IndexDue, IndexYear, OfficialIndex, YearStatus


def all_years() -> list[IndexYear]:
    """The latest first."""
    return list(db.session.execute(select(IndexYear).order_by(IndexYear.year.desc())).scalars())


def numbered(year: int) -> IndexYear | None:
    return db.session.execute(select(IndexYear).where(IndexYear.year == year)).scalar_one_or_none()


def existing(year: int) -> IndexYear:
    return db.session.execute(select(IndexYear).where(IndexYear.year == year)).scalar_one()


def not_closed() -> list[int]:
    statement = select(IndexYear.year).where(IndexYear.status != YearStatus.CLOSED).order_by(IndexYear.year)
    return list(db.session.execute(statement).scalars())


def day_of(year: int, today: date) -> date:
    """The day a year's estimates are made for: today while it runs, then its last day."""
    return min(today, date(year, 12, 31))


def is_behind() -> bool:
    """Whether anybody still has to be worked out anew."""
    return db.session.execute(select(IndexDue.id).limit(1)).first() is not None


def officials_by_year() -> dict[int, int]:
    """How many official values there are of each year."""
    statement = select(OfficialIndex.year, func.count(OfficialIndex.id)).group_by(OfficialIndex.year)
    rows: Any = db.session.execute(statement)
    return {row[0]: row[1] for row in rows}
