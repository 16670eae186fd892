"""People who came without being expected: noted by name, and made into a person, or kept as a guest, later."""

from collections.abc import Iterable

from app.access.visitor import Actor
from app.attendance import rules
from app.attendance.models import AttendanceMethod, Meeting, WalkIn, WalkInStatus
from app.attendance.queries import scans
from app.attendance.queries import walk_ins as queries
from app.attendance.rules import marks
from app.attendance.rules.walk_ins import name_key
from app.attendance.services.scans import arrive
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken

WALK_INS_AT_MOST = 300


class AlreadySettled(RuleBroken):
    message = "Tamu ini sudah dikenali sebagai pegawai. Batalkan dulu pengenalannya kalau orangnya keliru."
    heading = "Sudah dikenali"


def note(meeting: Meeting, name: str, unit: str, *, by: Actor) -> tuple[WalkIn, bool]:
    """Note somebody who came; the second time the same name and unit is said, it is the same row (and False)."""
    meeting = lock(meeting)
    key = name_key(name, unit)
    known = queries.with_key(meeting.id, key)
    if known is not None:
        return known, False
    if queries.count(meeting.id) >= WALK_INS_AT_MOST:
        raise RuleBroken(f"Satu pertemuan paling banyak {WALK_INS_AT_MOST} tamu.")
    at = now()
    guest = WalkIn(
        meeting_id=meeting.id,
        name=name,
        unit=unit,
        name_key=key,
        status=WalkInStatus.OPEN,
        # Written down afterwards, from paper, it says nothing about when they came: then they came in time.
        at=at if rules.outside(meeting, at) is None else meeting.starts_at,
        noted_by=by.user_id,
    )
    db.session.add(guest)
    db.session.flush()
    audit.record("attendance.walk_in.noted", guest, by=by)
    return guest, True


class NotRecognised(RuleBroken):
    message = "Tamu ini belum dikenali sebagai pegawai, jadi tidak ada yang dibatalkan."
    heading = "Belum dikenali"


def recognise(guests: Iterable[WalkIn], employee_id: int, *, seated: bool = False, by: Actor) -> int:
    """Say who these guests are: each becomes that person's attendance at its meeting. Returns how many were new there.

    Nobody is doubled: where the person is marked already, the earlier sign of them stays. The caller holds the
    meetings' common lock and has seen to it that the guests are one person's.
    """
    new = 0
    for guest in guests:
        meeting = lock(queries.meeting_of(guest))
        guest = lock(guest)  # noqa: PLW2901 - the same row, as it is now
        if guest.status == WalkInStatus.PERSON:
            if guest.employee_id != employee_id:
                raise AlreadySettled
            continue
        known = scans.attendances(meeting.id, [employee_id]).get(employee_id)
        if marks.makes_a_difference(known, guest.at):
            new += known is None
            arrive(meeting, employee_id, AttendanceMethod.GUEST, known, at=guest.at, by=by)
        _settle(guest, WalkInStatus.PERSON, employee_id, by)
        guest.seated = seated
        audit.record("attendance.walk_in.recognised", guest, by=by, employee=employee_id)
    return new


def forget_person(guests: Iterable[WalkIn], *, by: Actor) -> int:
    """Say that these guests are not who they were said to be: names again, at as many meetings as is returned.

    The presence that came from it alone goes; what the person was seen by themself stays. The caller holds the
    meetings' common lock.
    """
    count = 0
    for guest in guests:
        meeting = lock(queries.meeting_of(guest))
        guest = lock(guest)  # noqa: PLW2901 - the same row, as it is now
        if guest.status != WalkInStatus.PERSON or guest.employee_id is None:
            continue
        was = guest.employee_id
        known = scans.attendances(meeting.id, [was]).get(was)
        if known is not None and known.method == AttendanceMethod.GUEST:
            audit.record("attendance.mark.removed", known, by=by, before=known.status, employee=was)
            db.session.delete(known)
        _settle(guest, WalkInStatus.OPEN, None, by)
        guest.settled_by, guest.settled_at, guest.seated = None, None, False
        audit.record("attendance.walk_in.reopened", guest, by=by, employee=was)
        count += 1
    db.session.flush()
    return count


def keep_as_guest(guest: WalkIn, *, by: Actor) -> None:
    """Say that this is nobody of ours: counted as a guest, and asked about no more."""
    guest = lock(guest)
    if guest.status == WalkInStatus.PERSON:
        raise AlreadySettled
    if guest.status == WalkInStatus.OPEN:
        _settle(guest, WalkInStatus.GUEST, None, by)
        audit.record("attendance.walk_in.kept", guest, by=by)


def _settle(guest: WalkIn, status: WalkInStatus, employee_id: int | None, by: Actor) -> None:
    guest.status, guest.employee_id = status, employee_id
    guest.settled_by, guest.settled_at = by.user_id, now()
