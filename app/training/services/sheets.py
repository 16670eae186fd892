"""What staff write down about a batch: attendance from the list, and scores."""

from datetime import datetime, timedelta
from decimal import Decimal

from app.access.visitor import Actor
from app.attendance import queries as attendance_queries
from app.attendance import services as attendance
from app.attendance.models import Attendance, AttendanceStatus, Meeting
from app.audit import services as audit
from app.base.clock import now
from app.base.database import lock
from app.base.errors import RuleBroken
from app.training.models import TOOK_PART, BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import batches, enrolments, outlooks
from app.training.queries.batches import BatchPage
from app.training.services import warnings
from app.training.services.moments import in_words


class NotParticipant(RuleBroken):
    message = "Anda tidak terdaftar sebagai peserta pertemuan ini."
    heading = "Kehadiran belum tercatat"


class BatchIsClosed(RuleBroken):
    message = "Angkatan ini sudah ditutup, jadi kehadiran dan nilainya tidak bisa diubah lagi."


class NotBegun(RuleBroken):
    heading = "Belum waktunya"


class OwnRecord(RuleBroken):
    message = "Kehadiran dan nilai Anda sendiri dicatat oleh petugas lain."
    heading = "Tidak untuk diri sendiri"


def check_in(
    page: BatchPage,
    meeting: Meeting,
    employee_id: int,
    code: str,
    *,
    by: Actor,
    step_seconds: int,
    tries: int,
    device: str = "",
) -> Attendance:
    """Check a participant in by the code on the wall; only a confirmed participant may."""
    lock(page.batch)
    enrolment = enrolments.of_employee(page.batch.id, employee_id)
    if enrolment is None or enrolment.status not in TOOK_PART:
        raise NotParticipant
    ensure_running(page)
    return attendance.check_in(meeting, employee_id, code, by=by, step_seconds=step_seconds, tries=tries, device=device)


def mark_attendance(page: BatchPage, meeting: Meeting, marks: dict[int, AttendanceStatus], *, by: Actor) -> int:
    """Write the list down; a person outside the batch refuses the whole list. Returns lines changed.

    Locks the batch first, so that no mark slips in behind a closing. Nobody marks themself.
    """
    lock(page.batch)
    ensure_running(page)
    ensure_begun(meeting.starts_at - timedelta(minutes=meeting.opens_minutes), "Kehadiran")
    known = attendance_queries.at_meeting(meeting.id)
    own = by.employee_id
    if own in marks and marks[own] != known.get(own):
        raise OwnRecord
    seated = {row.employee_id for row in batches.participants(page.batch.id) if row.status in TOOK_PART}
    if not marks.keys() <= seated:
        raise RuleBroken("Daftar ini memuat orang yang bukan peserta. Muat ulang halaman, lalu isi lagi.")
    before = outlooks.of_participants(page)
    changed = attendance.mark_list(meeting, marks, by=by)
    warnings.tell_who_fell(page, before)
    return changed


def record_scores(page: BatchPage, scores: dict[int, Decimal | None], *, by: Actor) -> int:
    """Keep scores by enrolment id; an enrolment of another batch refuses them all. Returns how many changed."""
    lock(page.batch)
    ensure_running(page)
    ensure_begun(batches.first_meeting_at(page.batch.id), "Nilai")
    known = {one.id: one for one in enrolments.with_status(page.batch.id, [EnrolmentStatus.CONFIRMED])}
    if not scores.keys() <= known.keys():
        raise RuleBroken("Nilai ini memuat orang yang bukan peserta. Muat ulang halaman, lalu isi lagi.")
    if any(
        known[number].employee_id == by.employee_id and known[number].score != score for number, score in scores.items()
    ):
        raise OwnRecord
    return sum(keep_score(known[number], score, by) for number, score in scores.items())


def record_assignments(page: BatchPage, done: dict[int, bool], *, by: Actor) -> int:
    """Keep by enrolment id whose assignment is finished; the same refusals as for scores. Returns how many changed."""
    if not done:
        return 0
    lock(page.batch)
    ensure_running(page)
    ensure_begun(batches.first_meeting_at(page.batch.id), "Tugas")
    known = {one.id: one for one in enrolments.with_status(page.batch.id, [EnrolmentStatus.CONFIRMED])}
    if not done.keys() <= known.keys():
        raise RuleBroken("Daftar ini memuat orang yang bukan peserta. Muat ulang halaman, lalu isi lagi.")
    changed = [known[number] for number, is_done in done.items() if known[number].assignment_done != is_done]
    if any(one.employee_id == by.employee_id for one in changed):
        raise OwnRecord
    for one in changed:
        one.assignment_done = done[one.id]
        audit.record("training.enrolment.assignment", one, by=by, done=one.assignment_done)
    return len(changed)


def keep_score(enrolment: Enrolment, score: Decimal | None, by: Actor) -> bool:
    """Write a score down where it is another one; the caller holds the batch."""
    if enrolment.score == score:
        return False
    before, enrolment.score = enrolment.score, score
    audit.record(
        "training.enrolment.scored",
        enrolment,
        by=by,
        before=None if before is None else str(before),
        after=None if score is None else str(score),
    )
    return True


def ensure_begun(opens_at: datetime | None, what: str) -> None:
    """Nothing is written down about a day that has not come."""
    if opens_at is None or now() < opens_at:
        when = f" Mulai {in_words(opens_at)}." if opens_at else ""
        raise NotBegun(f"{what} belum bisa dicatat karena pertemuannya belum dibuka.{when}")


def ensure_running(page: BatchPage) -> None:
    if page.batch.status != BatchStatus.PUBLISHED:
        raise BatchIsClosed
