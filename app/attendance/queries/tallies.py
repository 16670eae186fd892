"""What waits at a meeting, in one question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, null, select

from app.attendance.models import AbsenceNotice, AbsenceStatus, RefusedCheckIn, Scan, WalkIn, WalkInStatus
from app.base.database import db


@dataclass(frozen=True)
class Tally:
    """Guests still to be recognised, heads that are nobody's attendance, excuses waiting, and refused codes."""

    unrecognised: int
    guests: int
    excuses: int
    refused: int


_meeting_id: Any = bindparam("meeting_id")


def _count(kind: Any, *conditions: Any) -> Any:
    return select(func.count(kind.id)).where(kind.meeting_id == _meeting_id, *conditions).scalar_subquery()


_TALLY = select(
    _count(WalkIn, WalkIn.status == WalkInStatus.OPEN),
    _count(WalkIn, WalkIn.status != WalkInStatus.PERSON),
    _count(AbsenceNotice, AbsenceNotice.status == AbsenceStatus.WAITING),
    _count(Scan, Scan.refusal.is_not(null())) + _count(RefusedCheckIn),
)


def of_meeting(meeting_id: int) -> Tally:
    return Tally(*db.session.execute(_TALLY, {"meeting_id": meeting_id}).one())
