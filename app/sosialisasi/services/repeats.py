"""The next round of an event for those whom the rounds so far missed."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from app.access.visitor import Actor
from app.attendance import services as attendance
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.sosialisasi.models import (
    AudienceKind,
    AudienceRule,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
    SosialisasiStatus,
)
from app.sosialisasi.queries import audiences, events

WEEK = timedelta(days=7)


class NobodyMissed(RuleBroken):
    heading = "Tidak ada yang terlewat"
    message = "Semua yang menjadi sasaran sosialisasi ini sudah pernah hadir, jadi tidak perlu putaran ulang."


class NothingToRepeat(RuleBroken):
    heading = "Belum ada yang diulangi"
    message = "Sosialisasi ini belum punya putaran. Buat putaran pertamanya dulu."


class NotOpen(RuleBroken):
    message = "Sosialisasi ini sudah selesai atau dibatalkan, jadi tidak bisa ditambah putarannya."


def repeat_for_missed(event: Sosialisasi, day: date, *, by: Actor) -> SosialisasiRound:
    """A planned round like the last one, a week later or from today on, at the same hours and place.

    Its audience is the rule "missed so far", which is counted when invitations go out. A round that waits for its
    missed already is returned as it is. Raises NobodyMissed, NothingToRepeat and NotOpen.
    """
    event = lock(event)
    if event.status not in (SosialisasiStatus.OPEN, SosialisasiStatus.DRAFT):
        raise NotOpen
    held = [pair for pair in events.rounds_of(event.id) if pair[0].status != RoundStatus.CANCELLED]
    if not held:
        raise NothingToRepeat
    last, meeting = held[-1]
    if last.status == RoundStatus.PLANNED and _is_for_missed(last.id):
        return last
    new = SosialisasiRound(
        sosialisasi_id=event.id,
        number=events.last_number(event.id) + 1,
        city=last.city,
        seats=last.seats,
        status=RoundStatus.PLANNED,
    )
    starts_at = _next(meeting.starts_at)
    plan = attendance.plan_meeting(
        title=f"Putaran {new.number}",
        starts_at=starts_at,
        ends_at=starts_at + (meeting.ends_at - meeting.starts_at),
        place=meeting.place,
        address=meeting.address,
        online_url=meeting.online_url,
    )
    new.meeting_id = plan.id
    db.session.add(new)
    db.session.flush()
    db.session.add(AudienceRule(round_id=new.id, kind=AudienceKind.MISSED))
    db.session.flush()
    if not _anybody(new, day):
        raise NobodyMissed
    audit.record("sosialisasi.round.repeated", new, by=by, after=last.number)
    return new


def _is_for_missed(round_id: int) -> bool:
    return any(rule.kind == AudienceKind.MISSED for rule in audiences.rules_of(round_id))


def _next(starts_at: datetime) -> datetime:
    at = starts_at + WEEK
    while at <= now():
        at += WEEK
    return at


def _anybody(one: SosialisasiRound, day: date) -> bool:
    people = audiences.audience(one, day).limit(1).subquery()
    return bool(db.session.execute(select(func.count()).select_from(people)).scalar_one())
