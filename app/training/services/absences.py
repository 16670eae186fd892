"""Word from participants that they will not come, and the organiser's answer to it."""

from app.access.visitor import Actor
from app.attendance.models import AbsenceNotice, Meeting
from app.attendance.services import absences
from app.attendance.services.hosting import NotParticipant
from app.base.database import lock
from app.documents import services as store
from app.documents.inspection import Upload
from app.organisation import queries as organisation
from app.training.models import EnrolmentStatus
from app.training.queries import enrolments, outlooks
from app.training.queries.batches import BatchPage
from app.training.services import letters, warnings
from app.training.services.moments import local_today
from app.training.services.sheets import ensure_running


def announce(
    page: BatchPage, meeting: Meeting, employee_id: int, reason: str, *, paper: tuple[Upload, str] | None, by: Actor
) -> AbsenceNotice:
    """Keep what a participant says; ``paper`` is a file that was looked into, with the key its bytes were put under."""
    lock(page.batch)
    ensure_running(page)
    _ensure_seated(page, employee_id)
    file_id = None
    if paper is not None:
        upload, key = paper
        file_id = store.keep(upload.content, storage_key=key, name=upload.name, media_type=upload.media_type).id
    return absences.announce(meeting, employee_id, reason, file_id=file_id, by=by)


def take_back(page: BatchPage, notice: AbsenceNotice, *, by: Actor) -> None:
    lock(page.batch)
    ensure_running(page)
    absences.take_back(notice, by=by)


def decide(page: BatchPage, meeting: Meeting, notice: AbsenceNotice, *, answer: str | None, by: Actor) -> None:
    """Excuse a participant, or say with a reason (``answer``) why not, and tell them."""
    lock(page.batch)
    ensure_running(page)
    before = outlooks.of_some(page, [notice.employee_id])
    if answer is None:
        absences.accept(meeting, notice, by=by)
    else:
        absences.refuse(notice, answer, by=by)
    enrolment = enrolments.of_employee(page.batch.id, notice.employee_id)
    if enrolment is not None:
        person = organisation.person(notice.employee_id, local_today())
        letters.tell_excuse(enrolment, page, person, notice, meeting)
    warnings.tell_who_fell(page, before)


def _ensure_seated(page: BatchPage, employee_id: int) -> None:
    enrolment = enrolments.of_employee(page.batch.id, employee_id)
    if enrolment is None or enrolment.status != EnrolmentStatus.CONFIRMED:
        raise NotParticipant
