"""Tests of a batch: who may sit them and when, and how the one after the course becomes the score on record."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.exams import rules as exam_rules
from app.exams.facts import ExamFacts, Reply
from app.exams.models import Attempt, AttemptAnswer, Exam, ExamPurpose
from app.exams.queries import papers as queries
from app.exams.services import papers, sittings
from app.training import rules
from app.training.models import BatchExam, BatchStatus, EnrolmentStatus
from app.training.queries import enrolments, learning
from app.training.queries.batches import BatchPage
from app.training.services import sheets


class NotForYou(RuleBroken):
    heading = "Tes ini untuk peserta"
    message = "Hanya peserta angkatan ini yang bisa mengerjakan tesnya."


def plan(page: BatchPage, facts: ExamFacts, *, copied_from: Exam | None, by: Actor) -> Exam:
    """A test for the batch; one before it and one after it at most."""
    batch = lock(page.batch)
    rules.ensure_editable(batch)
    if learning.exam_with(batch.id, facts.purpose) is not None:
        raise rules.WrongField("purpose", "Angkatan ini sudah punya tes itu. Ubah yang sudah ada.")
    exam = papers.plan(facts, by=by)
    db.session.add(BatchExam(batch_id=batch.id, exam_id=exam.id))
    db.session.flush()
    if copied_from is not None:
        papers.copy_questions(exam, copied_from, by=by)
    return exam


def change(page: BatchPage, exam: Exam, facts: ExamFacts, *, by: Actor) -> None:
    rules.ensure_editable(lock(page.batch))
    papers.change(exam, facts, by=by)


def delete(page: BatchPage, exam: Exam, *, by: Actor) -> None:
    lock(page.batch)
    link = learning.link_of_exam(exam.id)
    db.session.delete(link)
    db.session.flush()
    papers.delete(exam, by=by)


def open_(page: BatchPage, exam: Exam, *, by: Actor) -> None:
    """Participants may sit it from now on."""
    _ensure_running(lock(page.batch).status)
    papers.open_(exam, by=by)


def close(page: BatchPage, exam: Exam, *, by: Actor) -> None:
    """Nobody may begin any more; who still writes has sent what was kept."""
    lock(page.batch)
    feed(page, exam, papers.close(exam, by=by), by=by)


def start(page: BatchPage, exam: Exam, *, by: Actor) -> Attempt:
    """Begin or go on; only somebody with a seat, and only while the batch runs."""
    _ensure_running(page.batch.status)
    enrolment = enrolments.of_employee(page.batch.id, by.employee_id)
    if enrolment is None or enrolment.status != EnrolmentStatus.CONFIRMED:
        raise NotForYou
    return sittings.start(exam, enrolment.employee_id, by=by)


def submit(page: BatchPage, exam: Exam, attempt: Attempt, replies: Mapping[int, Reply], *, by: Actor) -> bool:
    """Send an attempt; the score on record follows. Returns whether these very answers count."""
    lock(page.batch)
    counts = sittings.submit(attempt, replies, by=by)
    feed(page, exam, [attempt.employee_id], by=by)
    return counts


def score_text(page: BatchPage, exam: Exam, answer: AttemptAnswer, points: Decimal, note: str, *, by: Actor) -> None:
    batch = lock(page.batch)
    if batch.status != BatchStatus.PUBLISHED:
        raise sheets.BatchIsClosed
    attempt = sittings.score_text(answer, points, note, by=by)
    feed(page, exam, [attempt.employee_id], by=by)


def end_overdue(exam_id: int, attempt_id: int) -> None:
    """Send what was kept of an attempt whose time is up."""
    page, exam = learning.page_of_exam(exam_id), queries.exam(exam_id)
    lock(page.batch)
    attempt = db.session.get_one(Attempt, attempt_id)
    sittings.end(attempt, by=SYSTEM)
    feed(page, exam, [attempt.employee_id], by=SYSTEM)


def feed(page: BatchPage, exam: Exam, employee_ids: Iterable[int], *, by: Actor) -> None:
    """Let the test after the course decide the score on record; while a short answer waits there is none.

    The caller holds the batch. A batch that is closed keeps what it was closed with.
    """
    if exam.purpose != ExamPurpose.POST or page.batch.status != BatchStatus.PUBLISHED:
        return
    scores = queries.scores(exam.id)
    for employee_id in employee_ids:
        enrolment = enrolments.of_employee(page.batch.id, employee_id)
        if enrolment is not None and enrolment.status == EnrolmentStatus.CONFIRMED and employee_id in scores:
            sheets.keep_score(enrolment, scores[employee_id], by)


def waiting_people(batch_id: int) -> dict[int, int]:
    """Whose test after the course holds a short answer nobody has scored: the test by employee."""
    exam = learning.exam_with(batch_id, ExamPurpose.POST)
    if exam is None:
        return {}
    waiting = queries.unscored(exam.id).where(Attempt.employee_id.in_(enrolments.seated(batch_id)))
    return dict.fromkeys(db.session.execute(waiting).scalars(), exam.id)


def unscored_at(batch_id: int) -> Any:
    """A statement for the same people, and nobody where there is no such test."""
    exam = learning.exam_with(batch_id, ExamPurpose.POST)
    return None if exam is None else queries.unscored(exam.id)


def writing_people(batch_id: int) -> set[int]:
    """Who is in the middle of the test after the course."""
    exam = learning.exam_with(batch_id, ExamPurpose.POST)
    return set() if exam is None else {attempt.employee_id for attempt in queries.running(exam.id)}


def _ensure_running(status: str) -> None:
    if status != BatchStatus.PUBLISHED:
        raise exam_rules.NotOpen("Tes hanya bisa dibuka dan dikerjakan selama angkatan berjalan.")
