"""Quick checks of a room: those somebody opened, and the one a code opens."""

from datetime import datetime

from sqlalchemy import func, select

from app.base.database import db
from app.organisation.models import Government
from app.surveys.models.live import GroupCheck, GroupCheckAnswer, GroupCheckMark, LiveStatus

SHOWN_AT_MOST = 50


def opened_by(employee_id: int) -> list[GroupCheck]:
    """One's own checks, the newest first."""
    statement = select(GroupCheck).where(GroupCheck.opened_by_id == employee_id).order_by(GroupCheck.id.desc())
    return list(db.session.execute(statement.limit(SHOWN_AT_MOST)).scalars())


def own(employee_id: int, check_id: int) -> GroupCheck:
    """A check this person opened; any other is simply not found."""
    statement = select(GroupCheck).where(GroupCheck.id == check_id, GroupCheck.opened_by_id == employee_id)
    return db.session.execute(statement).scalar_one()


def by_code(code: str) -> tuple[GroupCheck, Government]:
    """The check a code opens; raises NoResultFound for others. Ask outside governments."""
    statement = (
        select(GroupCheck, Government)
        .join(Government, Government.id == GroupCheck.government_id)
        .where(GroupCheck.code == code)
    )
    check, government = db.session.execute(statement).one()
    return check, government


def count(check_id: int) -> int:
    """How many have answered so far."""
    statement = select(func.count(GroupCheckAnswer.key)).where(GroupCheckAnswer.check_id == check_id)
    return db.session.execute(statement).scalar_one()


def answers(check_id: int) -> list[bytes]:
    statement = select(GroupCheckAnswer.marks).where(GroupCheckAnswer.check_id == check_id)
    return list(db.session.execute(statement).scalars())


def has_answered(check_id: int, taker: str) -> bool:
    statement = select(GroupCheckMark.taker).where(GroupCheckMark.check_id == check_id, GroupCheckMark.taker == taker)
    return db.session.execute(statement).first() is not None


def lapsed(at: datetime) -> list[tuple[int, int]]:
    """(government, check) that nobody showed in time."""
    statement = (
        select(GroupCheck.government_id, GroupCheck.id)
        .where(GroupCheck.status == LiveStatus.OPEN, GroupCheck.ends_at <= at)
        .order_by(GroupCheck.ends_at)
        .limit(100)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]


def by_id(check_id: int) -> GroupCheck:
    return db.session.execute(select(GroupCheck).where(GroupCheck.id == check_id)).scalar_one()


def unfinished() -> list[GroupCheck]:
    """Checks that still hold answers, everywhere."""
    statement = select(GroupCheck).where(GroupCheck.status == LiveStatus.OPEN).order_by(GroupCheck.id)
    return list(db.session.execute(statement).scalars())
