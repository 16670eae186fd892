"""The assignment of a batch: what is asked, what participants hand in, and the organiser's word on it."""

from dataclasses import dataclass
from datetime import datetime

from app.access.visitor import Actor
from app.attendance.services.hosting import OwnRecord
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.documents import services as store
from app.organisation import queries as organisation
from app.training import rules
from app.training.models import AssignmentWork, BatchStatus, Enrolment, EnrolmentStatus
from app.training.queries import learning
from app.training.queries.batches import BatchPage
from app.training.services import letters
from app.training.services.materials import Upload
from app.training.services.moments import in_words, local_today
from app.training.services.sheets import BatchIsClosed

WORKS_AT_MOST = 10


@dataclass(frozen=True)
class Handed:
    """What somebody hands in: a file whose bytes were just put, a link, a text, or several of these."""

    text: str
    link: str
    upload: Upload | None = None
    storage_key: str = ""


def describe(page: BatchPage, brief: str, due_at: datetime | None, *, by: Actor) -> None:
    """Say what is asked and until when."""
    batch = lock(page.batch)
    rules.ensure_editable(batch)
    rules.ensure_due(due_at, now(), ends_on=batch.ends_on, before=batch.assignment_due_at)
    batch.assignment_brief, batch.assignment_due_at = brief, due_at
    audit.record("training.assignment.described", batch, by=by)


def hand_in(page: BatchPage, enrolment: Enrolment, handed: Handed, *, by: Actor) -> AssignmentWork:
    """Keep a work; it counts once the organiser has accepted it. Until then it may be handed in again."""
    batch = lock(page.batch)
    enrolment = lock(enrolment)
    if batch.status != BatchStatus.PUBLISHED or enrolment.status != EnrolmentStatus.CONFIRMED:
        raise BatchIsClosed("Angkatan ini tidak menerima tugas lagi.")
    if enrolment.assignment_done:
        raise rules.IsOver("Tugas Anda sudah diterima, jadi tidak perlu diserahkan lagi.")
    if batch.assignment_due_at is not None and now() > batch.assignment_due_at:
        raise rules.TooLate(
            f"Batas menyerahkan tugas sudah lewat ({in_words(batch.assignment_due_at)}). Hubungi panitia."
        )
    if not (handed.text or handed.link or handed.upload):
        raise rules.WrongField("text", "Isi salah satu: unggah berkas, tempel tautan, atau tulis jawabannya.")
    if len(learning.works_of(enrolment.id)) >= WORKS_AT_MOST:
        raise rules.TooLate(f"Tugas sudah {WORKS_AT_MOST} kali diserahkan. Hubungi panitia.")
    file_id = None
    if handed.upload is not None:
        upload = handed.upload
        kept = store.keep(
            upload.content, storage_key=handed.storage_key, name=upload.name, media_type=upload.media_type
        )
        file_id = kept.id
    work = AssignmentWork(
        enrolment_id=enrolment.id, file_id=file_id, link=handed.link, text=handed.text, submitted_at=now()
    )
    db.session.add(work)
    db.session.flush()
    audit.record("training.assignment.handed_in", work, by=by)
    return work


def decide(
    page: BatchPage, work: AssignmentWork, enrolment: Enrolment, *, accepted: bool, note: str, by: Actor
) -> None:
    """Accept a work or send it back with a note; the person is told. Nobody decides on their own."""
    batch = lock(page.batch)
    enrolment, work = lock(enrolment), lock(work)
    if batch.status != BatchStatus.PUBLISHED:
        raise BatchIsClosed
    if enrolment.employee_id == by.employee_id:
        raise OwnRecord
    if not accepted and not note:
        raise rules.WrongField("note", "Tulis apa yang perlu diperbaiki, supaya peserta tahu.")
    work.accepted, work.note = accepted, note
    work.decided_by, work.decided_at = by.user_id, now()
    enrolment.assignment_done = accepted
    audit.record("training.enrolment.assignment", enrolment, by=by, done=accepted)
    person = organisation.person(enrolment.employee_id, local_today())
    letters.tell_assignment(
        enrolment, page, person, accepted=accepted, note=note, occasion=f"tugas-{work.id}-{work.decided_at.isoformat()}"
    )
