"""Putting right, after a round was closed, whether somebody was there: what the day gave is taken back, or is given."""

from app.access.visitor import Actor
from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED
from app.attendance.services import mark_list
from app.attendance.services.hosting import OwnRecord
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.learning.services import counting
from app.letters import services as letters
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.sosialisasi.letters.corrections import CORRECTED
from app.sosialisasi.models import AttendedDay
from app.sosialisasi.queries import settled
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import closing
from app.sosialisasi.services.records import local_day
from app.sosialisasi.services.thanks import PATH


def correct(page: RoundPage, employee_id: int, status: AttendanceStatus, reason: str, *, by: Actor) -> None:
    """Say that somebody was there after all, or was not; lesson hours and letter follow, and they are told why.

    A day they spent at another round of the event, too, is given by that one instead. Locks the round, the meeting and
    the person. Raises NotNow where the round is not closed or the list says so already, and OwnRecord for oneself.
    """
    one, job = lock(page.round), closing.job_of(page)
    rules.ensure_may_correct(one.status, is_closing=job is not None and not job.is_over)
    if employee_id == by.employee_id:
        raise OwnRecord
    if not mark_list(page.meeting, {employee_id: status}, by=by):
        raise rules.NotNow("Kehadirannya memang sudah tercatat begitu, jadi tidak ada yang berubah.")
    audit.record("sosialisasi.attendance.corrected", one, by=by, employee=employee_id, after=status)
    lock(organisation.employee(employee_id))
    given = closing.settle(page, employee_id, by=by, is_thanked=False) if status in ATTENDED else None
    taken = _take_back(page, employee_id, reason, by=by) if status not in ATTENDED else None
    _tell(page, employee_id, reason, came=status in ATTENDED, given=given, taken=taken)


def _take_back(page: RoundPage, employee_id: int, reason: str, *, by: Actor) -> AttendedDay | None:
    """Withdraw what this round gave somebody for the day, and have another round of that day give it."""
    row = settled.standing(page.event.id, employee_id, local_day(page))
    if row is None or row.round_id != page.round.id:
        return None
    row.withdrawn_at, row.withdrawn_because = now(), reason
    db.session.flush()
    audit.record("sosialisasi.day.withdrawn", row, by=by, hours=str(row.hours))
    if row.hours:
        counting.withdraw(employee_id, source_key=closing.source_key(row.id), reason=reason, by=by)
    if row.letter_id is not None:
        letters.withdraw(row.letter_id, reason, by=by)
    for round_id in settled.other_held(page, employee_id):
        other = settled.closing_page(round_id)
        if local_day(other) == row.day:
            closing.settle(other, employee_id, by=by, is_thanked=False)
    return row


def _tell(
    page: RoundPage, employee_id: int, reason: str, *, came: bool, given: AttendedDay | None, taken: AttendedDay | None
) -> None:
    day = local_day(page)
    person = organisation.person(employee_id, day)
    row = given or taken
    notifications.tell(
        Recipient(employee_id, person.name, person.email),
        CORRECTED,
        f"Kehadiran Anda di {page.event.title} dikoreksi: {'hadir' if came else 'tidak hadir'}.",
        path=PATH,
        key=f"{page.round.id}:{employee_id}:{now():%Y%m%d%H%M%S%f}",
        event=page.event.title,
        unit=page.unit.name,
        when=wording.full_date(day),
        came=came,
        hours=wording.number(row.hours) if row is not None and row.hours else "",
        has_letter=row is not None and row.letter_id is not None,
        reason=reason,
    )
