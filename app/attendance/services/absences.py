"""Word that somebody will not come, and the paper that excuses them. Excused does not count as attended."""

from app.access.visitor import Actor
from app.attendance.models import AbsenceNotice, AbsenceStatus, AttendanceMethod, AttendanceStatus, Meeting
from app.attendance.queries import absences as queries
from app.attendance.queries import scans
from app.attendance.rules import ATTENDED
from app.attendance.services import mark
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken

MAY_CHANGE = frozenset(
    {AbsenceStatus.ANNOUNCED, AbsenceStatus.WAITING, AbsenceStatus.REFUSED, AbsenceStatus.TAKEN_BACK}
)


class WasThere(RuleBroken):
    message = "Orang ini tercatat hadir pada pertemuan ini, jadi tidak ada yang perlu diizinkan."
    heading = "Sudah tercatat hadir"


class TooLateToTell(RuleBroken):
    message = "Pertemuan ini sudah selesai. Lampirkan surat atau bukti supaya panitia bisa menimbang izinnya."
    heading = "Perlu bukti"


class AlreadyDecided(RuleBroken):
    message = "Kabar ini sudah diputus panitia."
    heading = "Sudah diputus"


class OwnNotice(RuleBroken):
    message = "Izin Anda sendiri diputus oleh petugas lain."
    heading = "Tidak untuk diri sendiri"


def announce(meeting: Meeting, employee_id: int, reason: str, *, file_id: int | None, by: Actor) -> AbsenceNotice:
    """Say that somebody will not be at a meeting. With a paper it asks to be excused; without one it must come before
    the meeting is over. Said again, it replaces what was said, unless that was accepted."""
    meeting = lock(meeting)
    notice = queries.of_person(meeting.id, employee_id)
    if notice is not None and notice.status not in MAY_CHANGE:
        raise AlreadyDecided("Izin Anda untuk pertemuan ini sudah diterima.")
    known = scans.attendances(meeting.id, [employee_id]).get(employee_id)
    if known is not None and known.status in ATTENDED:
        raise WasThere("Anda tercatat hadir pada pertemuan ini.")
    if file_id is None and now() >= meeting.ends_at:
        raise TooLateToTell
    notice = notice or AbsenceNotice(meeting_id=meeting.id, employee_id=employee_id)
    notice.reason, notice.file_id, notice.sent_at = reason, file_id or notice.file_id, now()
    notice.status = AbsenceStatus.ANNOUNCED if notice.file_id is None else AbsenceStatus.WAITING
    notice.decided_by, notice.decided_at, notice.answer = None, None, ""
    db.session.add(notice)
    db.session.flush()
    audit.record("attendance.absence.announced", notice, by=by, status=notice.status)
    return notice


def take_back(notice: AbsenceNotice, *, by: Actor) -> None:
    """Say that one will come after all."""
    notice = lock(notice)
    if notice.status == AbsenceStatus.ACCEPTED:
        raise AlreadyDecided
    if notice.status != AbsenceStatus.TAKEN_BACK:
        notice.status = AbsenceStatus.TAKEN_BACK
        audit.record("attendance.absence.taken_back", notice, by=by)


def accept(meeting: Meeting, notice: AbsenceNotice, *, by: Actor) -> None:
    """Excuse somebody from a meeting they were not at."""
    meeting, notice = lock(meeting), _undecided(notice, by)
    known = scans.attendances(meeting.id, [notice.employee_id]).get(notice.employee_id)
    if known is not None and known.status in ATTENDED:
        raise WasThere
    if known is None or known.status != AttendanceStatus.EXCUSED:
        mark(
            meeting.id,
            notice.employee_id,
            AttendanceStatus.EXCUSED,
            AttendanceMethod.EXCUSE,
            known=known,
            at=now(),
            by=by,
        )
    _decide(notice, AbsenceStatus.ACCEPTED, "", by)


def refuse(notice: AbsenceNotice, answer: str, *, by: Actor) -> None:
    """Not excuse somebody, and say why."""
    _decide(_undecided(notice, by), AbsenceStatus.REFUSED, answer, by)


def _undecided(notice: AbsenceNotice, by: Actor) -> AbsenceNotice:
    notice = lock(notice)
    if notice.status not in (AbsenceStatus.ANNOUNCED, AbsenceStatus.WAITING):
        raise AlreadyDecided
    if notice.employee_id == by.employee_id:
        raise OwnNotice
    return notice


def _decide(notice: AbsenceNotice, status: AbsenceStatus, answer: str, by: Actor) -> None:
    notice.status, notice.answer = status, answer
    notice.decided_by, notice.decided_at = by.user_id, now()
    audit.record("attendance.absence.decided", notice, by=by, status=status)
