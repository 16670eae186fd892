"""Making a paper out of the bank, opening and closing it."""

import random
from collections.abc import Collection

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.exams import rules
from app.exams.facts import ExamFacts
from app.exams.models import Exam, ExamQuestion, ExamStatus
from app.exams.queries import bank
from app.exams.queries import papers as queries
from app.exams.services import sittings

_random = random.SystemRandom()


def plan(facts: ExamFacts, *, by: Actor) -> Exam:
    """A paper without questions yet."""
    exam = Exam(version=1, status=ExamStatus.DRAFT)
    _write(exam, facts)
    db.session.add(exam)
    db.session.flush()
    audit.record("exams.exam.created", exam, by=by, kind=exam.purpose)
    return exam


def change(exam: Exam, facts: ExamFacts, *, by: Actor) -> None:
    """Change the rules of a paper that nobody can have sat."""
    exam = _draft(exam)
    _write(exam, facts)
    exam.version += 1
    audit.record("exams.exam.changed", exam, by=by, version=exam.version)


def _write(exam: Exam, facts: ExamFacts) -> None:
    exam.title, exam.purpose, exam.minutes = facts.title, facts.purpose, facts.minutes
    exam.attempts, exam.counting = facts.attempts, facts.counting


def _draft(exam: Exam) -> Exam:
    exam = lock(exam)
    if exam.status != ExamStatus.DRAFT:
        raise rules.IsFrozen("Tes ini sudah dibuka, jadi soal dan aturannya tidak bisa diubah lagi.")
    return exam


def add_questions(exam: Exam, question_ids: list[int], *, by: Actor) -> int:
    """Put questions at the end of the paper; one that is there already stays. Returns how many are new."""
    exam = _draft(exam)
    present = queries.questions(exam.id)
    known = {row.origin for row in present}
    fresh = [row for row in bank.present_versions(question_ids) if row.id not in known]
    if len(present) + len(fresh) > rules.QUESTIONS_AT_MOST:
        raise rules.WrongField("questions", f"Satu tes paling banyak {rules.QUESTIONS_AT_MOST} soal.")
    last = max((row.sort_order for row in present), default=0)
    for order, row in enumerate(fresh, start=last + 1):
        db.session.add(ExamQuestion(exam_id=exam.id, version_id=row.version_id, sort_order=order))
    if fresh:
        exam.version += 1
        audit.record("exams.exam.changed", exam, by=by, version=exam.version, questions=len(fresh))
    db.session.flush()
    return len(fresh)


def draw(exam: Exam, topic: str, count: int, *, without: Collection[int] = (), by: Actor) -> int:
    """Draw so many questions of a topic that the paper does not have yet, and none of ``without``."""
    known = {row.origin for row in queries.questions(exam.id)} | set(without)
    free = [one for one in bank.of_topic(topic) if one not in known]
    if not free:
        raise rules.WrongField("topic", "Semua soal topik ini sudah ada dalam tes. Pilih topik lain.")
    if count > len(free):
        raise rules.WrongField("count", f"Topik ini tinggal punya {len(free)} soal yang belum dipakai.")
    return add_questions(exam, _random.sample(free, count), by=by)


def copy_questions(exam: Exam, other: Exam, *, by: Actor) -> int:
    """Ask what another paper asks, each question as it stands in the bank today."""
    return add_questions(exam, [row.origin for row in queries.questions(other.id)], by=by)


def remove_question(exam: Exam, row: ExamQuestion, *, by: Actor) -> None:
    exam = _draft(exam)
    db.session.delete(row)
    exam.version += 1
    audit.record("exams.exam.changed", exam, by=by, version=exam.version)


def delete(exam: Exam, *, by: Actor) -> None:
    """Drop a draft with its choice of questions."""
    exam = _draft(exam)
    audit.record("exams.exam.deleted", exam, by=by, kind=exam.purpose)
    for row in queries.questions(exam.id):
        db.session.delete(queries.question_of(exam.id, row.id))
    db.session.flush()
    db.session.delete(exam)


def open_(exam: Exam, *, by: Actor) -> None:
    """Let people sit it; from now on every question it asks stays as it is."""
    exam = lock(exam)
    if exam.status != ExamStatus.DRAFT:
        raise rules.IsFrozen("Tes ini sudah pernah dibuka.")
    rows = queries.questions(exam.id)
    if not rows:
        raise rules.Unfinished("Tes ini belum punya soal. Ambil dulu dari bank soal.")
    at = now()
    for row in rows:
        row.QuestionVersion.frozen_at = row.QuestionVersion.frozen_at or at
    exam.status, exam.opened_at = ExamStatus.OPEN, at
    exam.version += 1
    audit.record("exams.exam.opened", exam, by=by, questions=len(rows))


def close(exam: Exam, *, by: Actor) -> list[int]:
    """End it for everybody: what was saved by then is sent. Returns who was still writing."""
    exam = lock(exam)
    rules.ensure_open(exam)
    ended = queries.running(exam.id)
    for attempt in ended:
        sittings.end(attempt, by=by)
    exam.status, exam.closed_at = ExamStatus.CLOSED, now()
    exam.version += 1
    audit.record("exams.exam.closed", exam, by=by)
    return [attempt.employee_id for attempt in ended]
