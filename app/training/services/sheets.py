"""What staff write down about a batch besides who was there: scores and assignments."""

from decimal import Decimal

from app.access.visitor import Actor
from app.attendance.services.hosting import OwnRecord, ensure_begun
from app.audit import services as audit
from app.base.database import lock
from app.base.errors import RuleBroken
from app.training.models import BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import batches, enrolments
from app.training.queries.batches import BatchPage


class BatchIsClosed(RuleBroken):
    message = "Angkatan ini sudah ditutup, jadi kehadiran dan nilainya tidak bisa diubah lagi."


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


def ensure_running(page: BatchPage) -> None:
    if page.batch.status != BatchStatus.PUBLISHED:
        raise BatchIsClosed
