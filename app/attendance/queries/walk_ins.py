"""Who came without being expected."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.attendance.models import Meeting, WalkIn, WalkInStatus
from app.base.database import db


def of_meeting(meeting_id: int) -> list[WalkIn]:
    """The guests of a meeting, those still to be recognised first."""
    statement = (
        select(WalkIn)
        .where(WalkIn.meeting_id == meeting_id)
        .order_by(WalkIn.settled_at.is_not(None), WalkIn.name, WalkIn.id)
    )
    return list(db.session.execute(statement).scalars())


def one(meeting_id: int, walk_in_id: int) -> WalkIn:
    """A guest of this very meeting."""
    statement = select(WalkIn).where(WalkIn.meeting_id == meeting_id, WalkIn.id == walk_in_id)
    return db.session.execute(statement).scalar_one()


def with_key(meeting_id: int, name_key: str) -> WalkIn | None:
    statement = select(WalkIn).where(WalkIn.meeting_id == meeting_id, WalkIn.name_key == name_key)
    return db.session.execute(statement).scalar_one_or_none()


def same_person(guest: WalkIn, meeting_ids: Sequence[int]) -> list[WalkIn]:
    """The guest, and whoever had the same name and unit at the other meetings, in the order of the meetings' rows."""
    statement = (
        select(WalkIn)
        .where(WalkIn.meeting_id.in_(meeting_ids), WalkIn.name_key == guest.name_key)
        .where((WalkIn.id == guest.id) | (WalkIn.status != WalkInStatus.PERSON))
        .order_by(WalkIn.meeting_id)
    )
    return list(db.session.execute(statement).scalars())


def recognised_alike(guest: WalkIn, meeting_ids: Sequence[int]) -> list[WalkIn]:
    """The guest, and the same name at other meetings, wherever it was said to be the same employee."""
    statement = (
        select(WalkIn)
        .where(WalkIn.meeting_id.in_(meeting_ids), WalkIn.name_key == guest.name_key)
        .where(WalkIn.status == WalkInStatus.PERSON, WalkIn.employee_id == guest.employee_id)
        .order_by(WalkIn.meeting_id)
    )
    return list(db.session.execute(statement).scalars())


def meeting_of(guest: WalkIn) -> Meeting:
    return db.session.execute(select(Meeting).where(Meeting.id == guest.meeting_id)).scalar_one()


def count(meeting_id: int) -> int:
    return db.session.execute(select(func.count(WalkIn.id)).where(WalkIn.meeting_id == meeting_id)).scalar_one()


def unrecognised(meeting_id: int) -> int:
    """How many guests are still only a name."""
    statement = select(func.count(WalkIn.id)).where(WalkIn.meeting_id == meeting_id, WalkIn.status == WalkInStatus.OPEN)
    return db.session.execute(statement).scalar_one()


def heads_beside_people(meeting_id: int) -> int:
    """How many were there who are nobody's attendance: names still open, and guests."""
    statement = select(func.count(WalkIn.id)).where(
        WalkIn.meeting_id == meeting_id, WalkIn.status != WalkInStatus.PERSON
    )
    return db.session.execute(statement).scalar_one()
