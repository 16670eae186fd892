"""Whoever still has to sit a test does not read its questions, whatever else they may do with the bank."""

from collections.abc import Callable

from sqlalchemy import select

from app.base.database import db
from app.base.errors import RuleBroken
from app.exams.models import ExamQuestion, QuestionVersion

_ahead: Callable[[int], set[int]] | None = None


class StillToSit(RuleBroken):
    """Somebody who keeps the bank opens what they will be asked themselves."""

    status = 403
    heading = "Anda masih harus mengerjakan tes ini"
    message = (
        "Soalnya tidak ditampilkan kepada orang yang masih harus mengerjakannya. "
        "Minta petugas lain, atau buka lagi setelah tes Anda dikirim."
    )


def use_seats(ahead: Callable[[int], set[int]]) -> None:
    """Who knows which tests somebody still has to sit; this house knows papers, not courses."""
    global _ahead  # noqa: PLW0603 - one source per process, set once at the start
    _ahead = ahead


def exams_ahead(employee_id: int | None) -> set[int]:
    """The tests somebody still has to sit."""
    return _ahead(employee_id) if _ahead is not None and employee_id is not None else set()


def hidden_questions(employee_id: int | None) -> set[int]:
    """The questions of the bank that these tests ask."""
    exams = exams_ahead(employee_id)
    if not exams:
        return set()
    statement = (
        select(QuestionVersion.question_id)
        .join(ExamQuestion, ExamQuestion.version_id == QuestionVersion.id)
        .where(ExamQuestion.exam_id.in_(exams))
    )
    return set(db.session.execute(statement).scalars())


def ensure_may_read(question_id: int, employee_id: int | None) -> None:
    if question_id in hidden_questions(employee_id):
        raise StillToSit


def ensure_may_open(exam_id: int, employee_id: int | None) -> None:
    if exam_id in exams_ahead(employee_id):
        raise StillToSit
