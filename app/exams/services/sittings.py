"""Sitting a paper. The clock is ours: what comes after the deadline and the network's share of grace is not kept."""

import secrets
from collections.abc import Mapping
from decimal import Decimal

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.exams import rules
from app.exams.facts import Asked, Reply
from app.exams.models import Attempt, AttemptAnswer, Exam, ExamQuestion, QuestionKind, QuestionVersion
from app.exams.queries import papers as queries


def start(exam: Exam, employee_id: int, *, by: Actor) -> Attempt:
    """Begin a sitting, or go on with the one that was interrupted.

    Locks the paper before counting, so that two windows never make two attempts.
    """
    exam = lock(exam)
    mine = queries.attempts_of(exam.id, employee_id)
    for attempt in mine:
        if attempt.submitted_at is None:
            if not rules.is_over(attempt, now()):
                rules.ensure_open(exam)
                return attempt
            end(attempt, by=by)
    rules.ensure_may_start(exam, len(mine))
    at = now()
    attempt = Attempt(
        exam_id=exam.id,
        employee_id=employee_id,
        number=len(mine) + 1,
        seed=secrets.token_hex(16),
        started_at=at,
        deadline_at=rules.deadline(exam, at),
    )
    db.session.add(attempt)
    db.session.flush()
    audit.record("exams.attempt.started", attempt, by=by, number=attempt.number)
    return attempt


def save(attempt: Attempt, replies: Mapping[int, Reply]) -> None:
    """Keep answers as they stand; nothing is worth anything yet. No audit line: the sending has one.

    Raises WrongAnswer for a question that this paper does not ask, TimeOver and AlreadySent when it is too late.
    """
    attempt = lock(attempt)
    at = now()
    rules.ensure_may_write(attempt, at)
    asked = {one.id for one in queries.asked(attempt)}
    if not replies.keys() <= asked:
        raise rules.WrongAnswer("Ada jawaban untuk soal yang tidak ada di tes ini. Muat ulang halaman.")
    kept = queries.answers(attempt.id)
    for number, reply in replies.items():
        row = kept.get(number)
        if row is None:
            row = AttemptAnswer(attempt_id=attempt.id, exam_question_id=number, chosen=[], text="", note="")
            db.session.add(row)
        row.chosen, row.text, row.saved_at = list(reply.chosen), reply.text, at
    db.session.flush()


def submit(attempt: Attempt, replies: Mapping[int, Reply], *, by: Actor) -> bool:
    """Send it, with these answers on top of what was kept. Sent twice it counts once.

    After the deadline what was kept is sent without them; returns whether these answers count.
    """
    attempt = lock(attempt)
    if attempt.submitted_at is not None:
        return True
    in_time = not rules.is_over(attempt, now())
    if in_time:
        save(attempt, replies)
    end(attempt, by=by)
    return in_time


def end(attempt: Attempt, *, by: Actor) -> None:
    """Score what can be scored and count the rest as waiting; once."""
    attempt = lock(attempt)
    if attempt.submitted_at is not None:
        return
    kept = queries.answers(attempt.id)
    for one in queries.asked(attempt):
        row = kept.get(one.id)
        if row is not None:
            row.points = _points(one)
    attempt.submitted_at = now()
    if attempt.deadline_at is not None:
        attempt.submitted_at = min(attempt.submitted_at, attempt.deadline_at + rules.GRACE)
    db.session.flush()
    _total(attempt)
    audit.record("exams.attempt.submitted", attempt, by=by, number=attempt.number)


def _points(one: Asked) -> Decimal | None:
    if not one.reply.is_given:
        return Decimal(0)
    return rules.points_of(one.kind, len(one.options), one.right, one.reply.chosen, one.points)


def _total(attempt: Attempt) -> None:
    """The score, once nothing waits any more."""
    points = [row.points for row in queries.answers(attempt.id).values()]
    if any(one is None for one in points):
        attempt.score = None
        return
    worths = [row.QuestionVersion.points for row in queries.questions(attempt.exam_id)]
    attempt.score = rules.score_of([one for one in points if one is not None], worths)


def score_text(answer: AttemptAnswer, points: Decimal, note: str, *, by: Actor) -> Attempt:
    """A person's word on a short answer, by the rubric. Nobody scores their own."""
    attempt = lock(db.session.get_one(Attempt, answer.attempt_id))
    if attempt.employee_id == by.employee_id:
        raise rules.IsFrozen("Jawaban Anda sendiri dinilai oleh petugas lain.")
    asked = db.session.get_one(ExamQuestion, answer.exam_question_id)
    version = db.session.get_one(QuestionVersion, asked.version_id)
    if version.kind != QuestionKind.TEXT:
        raise rules.IsFrozen("Jawaban ini dinilai oleh Penata.")
    rules.ensure_points(points, version.points)
    before, answer.points = answer.points, points
    answer.note, answer.scored_by, answer.scored_at = note, by.user_id, now()
    db.session.flush()
    _total(attempt)
    audit.record(
        "exams.answer.scored",
        attempt,
        by=by,
        before=None if before is None else str(before),
        after=str(points),
    )
    return attempt
