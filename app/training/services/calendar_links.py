"""Secret addresses for calendar programs: made by their owner, shown once, renewed or ended at any time."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import sealing
from app.base.clock import now
from app.base.database import db, lock
from app.organisation.models import Government
from app.training.models import CalendarKind, CalendarLink

LONGEST_TOKEN = 100
_PURPOSE = "calendar link"


@dataclass(frozen=True)
class Target:
    """What a calendar is about: oneself, a unit with everything below it, or one batch."""

    kind: CalendarKind
    unit_id: int | None = None
    batch_id: int | None = None


def make(user_id: int, target: Target, *, government_id: int, by: Actor) -> str:
    """A fresh link for this calendar; the one before it ends. Returns the token, which is kept nowhere."""
    lock(db.session.get_one(Government, government_id))
    for older in _living(user_id, target):
        older.ended_at = now()
    token = secrets.token_urlsafe(32)
    link = CalendarLink(
        user_id=user_id,
        kind=target.kind,
        unit_id=target.unit_id,
        batch_id=target.batch_id,
        token_hash=hash_of(token),
        made_at=now(),
    )
    db.session.add(link)
    audit.record("training.calendar.made", link, by=by, kind=target.kind.value)
    return token


def end(link: CalendarLink, *, by: Actor) -> bool:
    """Let a link lead nowhere from now on; False where it already did."""
    link = lock(link)
    if link.ended_at is not None:
        return False
    link.ended_at = now()
    audit.record("training.calendar.ended", link, by=by, kind=CalendarKind(link.kind).value)
    return True


def hash_of(token: str) -> str:
    return sealing.digest(_PURPOSE, token)


def _living(user_id: int, target: Target) -> list[CalendarLink]:
    return list(
        db.session.execute(
            select(CalendarLink).where(
                CalendarLink.user_id == user_id,
                CalendarLink.kind == target.kind,
                CalendarLink.unit_id.is_not_distinct_from(target.unit_id),
                CalendarLink.batch_id.is_not_distinct_from(target.batch_id),
                CalendarLink.ended_at.is_(None),
            )
        ).scalars()
    )
