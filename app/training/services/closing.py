"""Closing a batch: results, lesson hours, evidence, certificates, and one ZIP of them all.

The work is done in the background in small transactions, one person each. It may be killed at any
instant: run again, it goes on where it stopped, and everybody ends with exactly one result, one
credit and one number.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.attendance import queries as attendance
from app.attendance.models import AttendanceStatus
from app.attendance.services import forget_devices
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db, lock
from app.certificates import services as certificates
from app.certificates.facts import CertificateFacts, SubjectFacts
from app.certificates.models import Certificate
from app.certificates.services import Issue
from app.competency import services as competency
from app.jobs import services as jobs
from app.jobs.models import Job
from app.learning.services import counting
from app.organisation import queries as organisation
from app.organisation.queries import Person
from app.training import foresight, labels, rules
from app.training.models import (
    HAS_RESULT,
    TOOK_PART,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
)
from app.training.queries import batches, enrolments, learning, rosters
from app.training.queries import outlooks as standing
from app.training.queries.batches import BatchPage
from app.training.services import effects, exams, letters
from app.training.services.moments import in_words, local_today

KIND = "training.close_batch"
LEFT_OVER = (
    EnrolmentStatus.REQUESTED,
    EnrolmentStatus.APPROVED,
    EnrolmentStatus.WAITLISTED,
    EnrolmentStatus.OFFERED,
)
Progress = Callable[[int, int], None]


def group_key(batch_id: int) -> str:
    """What ties the certificates of a batch together."""
    return f"batch:{batch_id}"


def job_key(batch_id: int) -> str:
    """The one closing job a batch can have."""
    return f"{KIND}:{batch_id}"


def source_key(enrolment_id: int) -> str:
    """What everything an enrolment earned is credited under, once."""
    return f"enrolment:{enrolment_id}"


def request_closing(page: BatchPage, *, by: Actor) -> Job:
    """Start the closing in the background. Raises NotReadyToClose with what is still missing."""
    batch = lock(page.batch)
    rules.ensure_may_close(
        batch,
        last_meeting_ends_at=batches.last_meeting_ends_at(batch.id),
        at=now(),
        unmarked=unmarked(batch.id),
        unscored=unscored(page),
        undecided=undecided(page),
    )
    _ensure_signable(page)
    batch.status = BatchStatus.CLOSING
    audit.record("training.batch.closing", batch, by=by)
    return jobs.enqueue(KIND, {"batch_id": batch.id}, by=by, government_id=batch.government_id, key=job_key(batch.id))


def _ensure_signable(page: BatchPage) -> None:
    """Before the first number is given: somebody signs today, and the key would sign now."""
    if page.programme.series_id is not None:
        certificates.ensure_ready(page.programme.series_id, local_today())


def unmarked(batch_id: int) -> int:
    """How many participants have no mark at a meeting, over all meetings."""
    return standing.unmarked(batch_id)


def unscored(page: BatchPage) -> int:
    """How many who came lack the score the programme asks for; who never came needs none, and whose short answer waits
    is counted as waiting, and told so."""
    if page.programme.min_score is None:
        return 0
    return standing.came_without_score(page.batch.id, exams.unscored_at(page.batch.id))


def still_open(page: BatchPage) -> foresight.Open:
    """What of a batch waits for somebody's decision."""
    batch_id = page.batch.id
    return foresight.Open(
        texts=exams.waiting_people(batch_id),
        writing=frozenset(exams.writing_people(batch_id)),
        works=learning.undecided(batch_id) if page.programme.needs_assignment else {},
    )


def undecided(page: BatchPage) -> str:
    """The same as a sentence; empty where nothing waits."""
    still = still_open(page)
    words = rules.undecided_words(texts=len(still.texts), writing=len(still.writing), works=len(still.works))
    return words or _still_due(page)


def _still_due(page: BatchPage) -> str:
    """Why whoever may still hand in holds the closing; it would fail them before their time."""
    due_at = page.batch.assignment_due_at
    if due_at is None or not page.programme.needs_assignment:
        return ""
    without = rosters.without_assignment(page.batch.id)
    return rules.due_words(due_at, now(), without_work=without, until=in_words(due_at))


def outlooks(page: BatchPage, *, after: rosters.Place = None) -> Iterator[foresight.Outlook]:
    """What closing now would do with everybody from a place on, by name, and why; read a piece at a time."""
    meetings, still = batches.meetings(page.batch.id), still_open(page)
    ids = [meeting.id for meeting in meetings]
    for rows in rosters.in_pieces(page.batch.id, after=after):
        marks = attendance.at_meetings(ids, [row.employee_id for row in rows])
        for row in rows:
            said = [(one.id, one.title, marks.get((one.id, row.employee_id))) for one in meetings]
            yield foresight.outlook(row, page.programme, said, still)


def close(args: dict[str, Any], progress: Progress) -> str:
    """Do the closing; safe to run again after a crash. Returns the sentence for the progress page."""
    page = batches.managed_batch(args["batch_id"])
    _ensure_signable(page)
    _end_the_queue(page)
    seated = [row for row in batches.participants(page.batch.id) if row.status in TOOK_PART]
    total = 2 * len(seated) + 1
    for done, row in enumerate(seated, start=1):
        _settle(page, row.id)
        progress(done, total)
    _print(page, total, progress)
    return _finish(page)


def _end_the_queue(page: BatchPage) -> None:
    lock(page.batch)
    for enrolment in enrolments.with_status(page.batch.id, LEFT_OVER):
        if enrolment.status == EnrolmentStatus.OFFERED:
            page.batch.seats_taken -= 1
        enrolment.status, enrolment.offer_expires_at = EnrolmentStatus.EXPIRED, None
        audit.record("training.enrolment.expired", enrolment, by=SYSTEM)
        letters.tell_not_reached(enrolment, page, _person(enrolment.employee_id))
    db.session.commit()


def _settle(page: BatchPage, enrolment_id: int) -> None:
    """One person's result and what follows from it, in the caller's transaction, once."""
    enrolment = lock(db.session.get_one(Enrolment, enrolment_id))
    if enrolment.status in HAS_RESULT:
        return
    meeting_ids = [meeting.id for meeting in batches.meetings(page.batch.id)]
    marks = attendance.of_person(meeting_ids, enrolment.employee_id)
    statuses = [AttendanceStatus(marks[one].status) if one in marks else None for one in meeting_ids]
    result = rules.result_of(
        page.programme, statuses, len(meeting_ids), enrolment.score, assignment_done=enrolment.assignment_done
    )
    enrolment.status, enrolment.reason = result.status, result.reason
    enrolment.attendance_share = result.attendance_share
    audit.record("training.enrolment.settled", enrolment, by=SYSTEM, status=result.status)
    if result.status != EnrolmentStatus.NO_SHOW:
        effects.freeze(page.batch.id, page.programme.id, enrolment.employee_id, on=local_today())
    person = _person(enrolment.employee_id)
    if result.status == EnrolmentStatus.PASSED:
        _reward(page, enrolment, person)
    else:
        letters.tell_result(enrolment, page, person)


def _reward(page: BatchPage, enrolment: Enrolment, person: Person) -> None:
    batch, programme = page.batch, page.programme
    key = source_key(enrolment.id)
    counting.credit(
        enrolment.employee_id,
        source_key=key,
        form_code=programme.form_code,
        title=labels.batch_name(programme.title, batch.number),
        organiser=programme.organiser,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        hours=batch.lesson_hours,
        by=SYSTEM,
    )
    competency.leave_evidence(
        enrolment.employee_id,
        source_key=key,
        levels=batches.levels_raised(programme.id),
        shown_on=batch.ends_on,
    )
    if programme.series_id is None:
        letters.tell_passed(enrolment, page, person, wording.number(batch.lesson_hours))
        return
    what = Issue(
        series_id=programme.series_id,
        employee_id=enrolment.employee_id,
        source_key=key,
        group_key=group_key(batch.id),
        facts=_facts(page, person, enrolment.score),
        expires_on=rules.expiry(local_today(), programme.validity_months),
        design_id=programme.design_id,
    )
    certificates.issue(what, by=SYSTEM)


def _facts(page: BatchPage, person: Person, score: Decimal | None) -> CertificateFacts:
    batch, programme = page.batch, page.programme
    government = organisation.government(batch.government_id)
    subjects = tuple(
        SubjectFacts(row.title, row.competency, row.lesson_hours) for row in batches.subjects(programme.id)
    )
    return CertificateFacts(
        government_name=f"Pemerintah {government.name}",
        organiser_name=programme.organiser,
        number="",
        holder_name=person.name,
        holder_nip=organisation.employee(person.employee_id).nip,
        holder_position=person.position,
        holder_unit=organisation.regional_unit_name(person.unit_id) if person.unit_id else "",
        programme_title=programme.title,
        batch_number=batch.number,
        year=batch.year,
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        city=batch.city,
        place=batch.place,
        lesson_hours=batch.lesson_hours,
        score=score,
        result="dinyatakan lulus"
        if programme.min_score is not None or programme.needs_assignment
        else "telah mengikuti",
        subjects=subjects,
        issued_on=local_today(),
        signatory_heading="",
        signatory_position="",
        signatory_name="",
        signatory_nip="",
        code="",
        verification_url="",
        verification_host_path="",
    )


def _print(page: BatchPage, total: int, progress: Progress) -> None:
    """Print what has no file yet; each holder is told in the transaction that records the file.

    What an earlier try has printed counts as done, so the bar never goes back.
    """
    group = group_key(page.batch.id)
    done = total - 1 - certificates.unprinted(group)

    def step(count: int) -> None:
        nonlocal done
        done += count
        progress(done, total)

    certificates.print_group(group, after_each=lambda one: _tell_holder(page, one), progress=step)


def _tell_holder(page: BatchPage, certificate: Certificate) -> None:
    enrolment = enrolments.own(certificate.employee_id, page.batch.id)
    person = _person(certificate.employee_id)
    letters.tell_certificate(enrolment, page, person, wording.number(page.batch.lesson_hours))


def _finish(page: BatchPage) -> str:
    batch = page.batch
    name = labels.file_name(page.title, batch.number, batch.year)
    issued = len(certificates.numbers_of(group_key(batch.id)))
    archive = certificates.archive_group(group_key(batch.id), name) if issued else None
    batch = lock(batch)
    if batch.status != BatchStatus.CLOSED:
        batch.status, batch.closed_at = BatchStatus.CLOSED, now()
        batch.archive_file_id = archive.id if archive else None
        audit.record("training.batch.closed", batch, by=SYSTEM, certificates=issued)
        forget_devices([meeting.id for meeting in batches.meetings(batch.id)])
    db.session.commit()
    if issued:
        return f"Selesai. {issued} sertifikat terbit."
    passed = len(enrolments.with_status(batch.id, [EnrolmentStatus.PASSED]))
    return f"Selesai. {passed} peserta lulus, tanpa sertifikat." if passed else "Selesai. Tidak ada peserta yang lulus."


def reopen_after_failure(args: dict[str, Any]) -> None:
    """A closing that was given up can be started again; what it finished stays finished."""
    batch = lock(db.session.get_one(Batch, args["batch_id"]))
    if batch.status == BatchStatus.CLOSING:
        batch.status = BatchStatus.PUBLISHED
        audit.record("training.batch.closing_failed", batch, by=SYSTEM)


def _person(employee_id: int) -> Person:
    return organisation.person(employee_id, local_today())
