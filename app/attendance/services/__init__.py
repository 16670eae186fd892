"""Checking in by code and marking from the list. Who belongs to a meeting is for the caller to say."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from app.access.visitor import Actor
from app.attendance import labels, queries, rules
from app.attendance.models import (
    AbsenceNotice,
    Attendance,
    AttendanceMethod,
    AttendanceStatus,
    Meeting,
    RefusedCheckIn,
    SignSheet,
)
from app.attendance.rules import own_codes
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import TooMany

TRIES_WINDOW_MINUTES = 10


def plan_meeting(
    *, title: str, starts_at: datetime, ends_at: datetime, place: str, address: str = "", online_url: str = ""
) -> Meeting:
    """A meeting with a secret of its own behind its codes."""
    meeting = Meeting(
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        address=address,
        online_url=online_url,
        opens_minutes=60,
        late_minutes=15,
        secret=secrets.token_hex(32),
    )
    db.session.add(meeting)
    db.session.flush()
    return meeting


def change_meeting(
    meeting: Meeting, *, title: str, starts_at: datetime, ends_at: datetime, place: str, address: str, online_url: str
) -> Meeting:
    """Another time or place for a meeting; its secret, and who was there, stay."""
    meeting = lock(meeting)
    meeting.title, meeting.starts_at, meeting.ends_at = title, starts_at, ends_at
    meeting.place, meeting.address, meeting.online_url = place, address, online_url
    return meeting


def shift_meetings(meeting_ids: Sequence[int], shift: timedelta) -> None:
    """Several meetings on other days at once, held in the order of their numbers; all else of them stays."""
    statement = select(Meeting).where(Meeting.id.in_(meeting_ids)).order_by(Meeting.id).with_for_update()
    for meeting in db.session.execute(statement.execution_options(populate_existing=True)).scalars():
        meeting.starts_at += shift
        meeting.ends_at += shift


def drop_meeting(meeting: Meeting) -> None:
    """Take a meeting away that nobody was marked at, and what people said about not coming to it; whoever refers to it
    has let it go before."""
    db.session.execute(delete(AbsenceNotice).where(AbsenceNotice.meeting_id == meeting.id))
    sheets = update(SignSheet).where(SignSheet.meeting_id == meeting.id)
    db.session.execute(sheets.values(meeting_id=None, expires_at=now()))
    db.session.delete(meeting)
    db.session.flush()


def check_in(
    meeting: Meeting, employee_id: int, code: str, *, by: Actor, step_seconds: int, tries: int, device: str = ""
) -> Attendance:
    """Note that somebody is there; the same person counts once, however often they scan.

    Of the phone's random mark (``device``) only a hash with this meeting is kept.

    Raises TooMany after too many refused codes, and CheckInRefused for a code that is not accepted;
    call ``keep_refusal`` with it so that it stays on record.
    """
    meeting = lock(meeting)
    at = now()
    known = _of(meeting.id, employee_id)
    if known is not None and known.status != AttendanceStatus.ABSENT:
        return known
    since = at - timedelta(minutes=TRIES_WINDOW_MINUTES)
    if queries.refused_since(employee_id, since) >= tries:
        raise TooMany(
            "Terlalu banyak kode yang keliru. Tunggu 10 menit, atau minta panitia mencatat kehadiran Anda.",
            retry_after=TRIES_WINDOW_MINUTES * 60,
        )
    reason = rules.refusal_of(meeting, code, at, step_seconds)
    if reason is not None:
        raise rules.CheckInRefused(reason, labels.REFUSALS[reason])
    row = mark(meeting.id, employee_id, rules.status_at(meeting, at), AttendanceMethod.CODE, known=known, at=at, by=by)
    row.device = rules.device_mark(meeting, device)
    return row


def keep_refusal(meeting: Meeting, employee_id: int, refusal: rules.CheckInRefused) -> None:
    """Keep a refused code on record, in a transaction of its own."""
    db.session.add(
        RefusedCheckIn(
            government_id=meeting.government_id,
            meeting_id=meeting.id,
            employee_id=employee_id,
            reason=refusal.reason,
            at=now(),
        )
    )
    db.session.commit()


def mark_list(meeting: Meeting, marks: dict[int, AttendanceStatus], *, by: Actor) -> int:
    """Write down what staff saw, by employee id; returns how many lines changed."""
    meeting = lock(meeting)
    statement = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.employee_id.in_(sorted(marks)))
    known = {row.employee_id: row for row in db.session.execute(statement).scalars()}
    changed = 0
    for employee_id, status in marks.items():
        row = known.get(employee_id)
        if row is None or row.status != status:
            mark(meeting.id, employee_id, status, AttendanceMethod.LIST, known=row, at=now(), by=by)
            changed += 1
    return changed


def _of(meeting_id: int, employee_id: int) -> Attendance | None:
    return db.session.execute(
        select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.employee_id == employee_id)
    ).scalar_one_or_none()


def mark(
    meeting_id: int,
    employee_id: int,
    status: AttendanceStatus,
    method: AttendanceMethod,
    *,
    known: Attendance | None,
    at: datetime,
    by: Actor,
    received_at: datetime | None = None,
) -> Attendance:
    """Write one mark over what is known, and leave it on the trail. The caller holds the meeting."""
    row = known or Attendance(meeting_id=meeting_id, employee_id=employee_id)
    before = known.status if known else None
    row.status, row.method, row.at, row.marked_by = status, method, at, by.user_id
    row.noted_at = received_at if received_at and own_codes.came_late(at, received_at) else None
    db.session.add(row)
    audit.record("attendance.marked", row, by=by, before=before, after=status, method=method)
    return row


def forget_devices(meeting_ids: Sequence[int]) -> None:
    """Let go of which phone checked whom in, once nobody asks about it any more."""
    db.session.execute(
        update(Attendance)
        .where(Attendance.meeting_id.in_(meeting_ids), Attendance.device.is_not(None))
        .values(device=None)
    )
