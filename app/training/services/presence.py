"""Who is there, in a batch: participants' codes scanned by staff, and people who came without a seat.

Each locks the batch first, so that nothing slips in behind a closing.
"""

from collections.abc import Sequence

from app.access.visitor import Actor
from app.attendance import queries as attendance
from app.attendance import rules as attendance_rules
from app.attendance.models import Meeting, Refusal, WalkIn
from app.attendance.queries import walk_ins as walk_in_queries
from app.attendance.services import scans, walk_ins
from app.attendance.services.scans import Scanned, Taken
from app.base.database import lock
from app.training.models import TOOK_PART, BatchStatus
from app.training.queries import batches
from app.training.queries.batches import BatchPage
from app.training.services import enrolments
from app.training.services.sheets import OwnRecord, ensure_begun, ensure_running


def take_scans(
    page: BatchPage,
    meeting: Meeting,
    handed_in: Sequence[Scanned],
    *,
    by: Actor,
    step_seconds: int,
    is_other_list: bool = False,
) -> list[Taken]:
    """Take in scanned codes of participants; once the batch is closed each of them is refused, and kept so."""
    batch = lock(page.batch)
    refuse_all = Refusal.CLOSED if batch.status != BatchStatus.PUBLISHED else None
    expected = frozenset(row.employee_id for row in batches.participants(batch.id) if row.status in TOOK_PART)
    return scans.take(
        meeting,
        handed_in,
        expected=expected,
        by=by,
        step_seconds=step_seconds,
        refuse_all=Refusal.OTHER_LIST if is_other_list else refuse_all,
    )


def note_walk_in(page: BatchPage, meeting: Meeting, name: str, unit: str, *, by: Actor) -> tuple[WalkIn, bool]:
    """Note somebody who came without a seat; False when they were noted already."""
    lock(page.batch)
    ensure_running(page)
    ensure_begun(attendance_rules.opens_at(meeting), "Tamu")
    return walk_ins.note(meeting, name, unit, by=by)


def recognise(page: BatchPage, guest: WalkIn, employee_id: int, *, as_participant: bool, by: Actor) -> int:
    """Say who a guest is, at every meeting of the batch where the same name was noted. Returns at how many.

    As a participant they get a seat if there is one and the programme is for them; otherwise their presence is kept
    and gives no result. Nobody recognises themself.
    """
    lock(page.batch)
    ensure_running(page)
    if employee_id == by.employee_id:
        raise OwnRecord
    seated = as_participant and enrolments.seat_walk_in(employee_id, page, by=by)
    same = walk_in_queries.same_person(guest, _meeting_ids(page))
    walk_ins.recognise(same, employee_id, seated=seated, by=by)
    return len(same)


def forget_person(page: BatchPage, guest: WalkIn, *, by: Actor) -> int:
    """Take back who a guest was said to be, wherever the same was said. Returns at how many meetings.

    A seat that came of it goes too, unless the person was there by another sign.
    """
    lock(page.batch)
    ensure_running(page)
    if guest.employee_id is None:
        raise walk_ins.NotRecognised
    employee_id, meeting_ids = guest.employee_id, _meeting_ids(page)
    same = walk_in_queries.recognised_alike(guest, meeting_ids)
    was_seated = any(one.seated for one in same)
    count = walk_ins.forget_person(same, by=by)
    seen = attendance.of_person(meeting_ids, employee_id).values()
    if was_seated and not any(mark.status in attendance_rules.ATTENDED for mark in seen):
        enrolments.unseat_walk_in(employee_id, page, by=by)
    return count


def _meeting_ids(page: BatchPage) -> list[int]:
    return [meeting.id for meeting in batches.meetings(page.batch.id)]


def keep_as_guest(page: BatchPage, guest: WalkIn, *, by: Actor) -> None:
    """Leave it at a guest, who is counted and asked about no more."""
    lock(page.batch)
    ensure_running(page)
    walk_ins.keep_as_guest(guest, by=by)
