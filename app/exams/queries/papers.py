"""Papers, sittings and what was answered. Whoever asks has made sure of the course around them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.exams import rules
from app.exams.facts import Asked, Reply
from app.exams.models import (
    Attempt,
    AttemptAnswer,
    Exam,
    ExamQuestion,
    Question,
    QuestionKind,
    QuestionVersion,
)
from app.organisation.models import Employee


def exam(exam_id: int) -> Exam:
    return db.session.execute(select(Exam).where(Exam.id == exam_id)).scalar_one()


def questions(exam_id: int) -> list[Any]:
    """The paper's questions in order, each with the version it asks."""
    statement = (
        select(ExamQuestion.id, ExamQuestion.sort_order, QuestionVersion, Question.topic, Question.id.label("origin"))
        .join(QuestionVersion, QuestionVersion.id == ExamQuestion.version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(ExamQuestion.exam_id == exam_id)
        .order_by(ExamQuestion.sort_order, ExamQuestion.id)
    )
    return list(db.session.execute(statement).all())


def question_of(exam_id: int, exam_question_id: int) -> ExamQuestion:
    """A question of this very paper."""
    return db.session.execute(
        select(ExamQuestion).where(ExamQuestion.exam_id == exam_id, ExamQuestion.id == exam_question_id)
    ).scalar_one()


def question_count(exam_id: int) -> int:
    statement = select(func.count(ExamQuestion.id)).where(ExamQuestion.exam_id == exam_id)
    return db.session.execute(statement).scalar_one()


def attempts_of(exam_id: int, employee_id: int) -> list[Attempt]:
    """Somebody's sittings of a paper, the first one first."""
    statement = (
        select(Attempt).where(Attempt.exam_id == exam_id, Attempt.employee_id == employee_id).order_by(Attempt.number)
    )
    return list(db.session.execute(statement).scalars())


def own_attempt(exam_id: int, employee_id: int, attempt_id: int) -> Attempt:
    return db.session.execute(
        select(Attempt).where(Attempt.id == attempt_id, Attempt.exam_id == exam_id, Attempt.employee_id == employee_id)
    ).scalar_one()


def attempts(exam_id: int, *, after: tuple[str, int] | None = None, limit: int) -> list[Any]:
    """Sittings of a paper by the name of who sat it, so many at a time."""
    statement = (
        select(Attempt, Employee.name, Employee.sort_name)
        .join(Employee, Employee.id == Attempt.employee_id)
        .where(Attempt.exam_id == exam_id)
        .order_by(Employee.sort_name, Attempt.id)
        .limit(limit)
    )
    if after is not None:
        same = and_(Employee.sort_name == after[0], Attempt.id > after[1])
        statement = statement.where(or_(Employee.sort_name > after[0], same))
    return list(db.session.execute(statement).all())


def scores(exam_id: int) -> dict[int, Decimal | None]:
    """The score that counts of everybody who sent an attempt, by employee."""
    counting = exam(exam_id).counting
    sent: dict[int, list[tuple[int, Decimal | None]]] = {}
    statement = select(Attempt.employee_id, Attempt.number, Attempt.score).where(
        Attempt.exam_id == exam_id, Attempt.submitted_at.is_not(None)
    )
    for row in db.session.execute(statement):
        sent.setdefault(row.employee_id, []).append((row.number, row.score))
    return {employee_id: rules.counting_score(rows, counting) for employee_id, rows in sent.items()}


def running(exam_id: int) -> list[Attempt]:
    statement = select(Attempt).where(Attempt.exam_id == exam_id, Attempt.submitted_at.is_(None)).order_by(Attempt.id)
    return list(db.session.execute(statement).scalars())


def overdue(at: datetime, *, limit: int = 200) -> list[tuple[int, int, int]]:
    """(government, exam, attempt) whose time is up and that nobody sent."""
    rows = db.session.execute(
        select(Attempt.government_id, Attempt.exam_id, Attempt.id)
        .where(Attempt.submitted_at.is_(None), Attempt.deadline_at < at - rules.GRACE)
        .order_by(Attempt.deadline_at, Attempt.id)
        .limit(limit)
    )
    return [(row.government_id, row.exam_id, row.id) for row in rows]


def answers(attempt_id: int) -> dict[int, AttemptAnswer]:
    """What was kept of a sitting, by question of the paper."""
    statement = select(AttemptAnswer).where(AttemptAnswer.attempt_id == attempt_id)
    return {row.exam_question_id: row for row in db.session.execute(statement).scalars()}


def asked(attempt: Attempt) -> list[Asked]:
    """The questions of a sitting in its own order."""
    rows = questions(attempt.exam_id)
    kept = answers(attempt.id)
    return [_asked(attempt, rows[place], kept) for place in rules.shuffled(attempt.seed, "soal", len(rows))]


def _asked(attempt: Attempt, row: Any, kept: dict[int, AttemptAnswer]) -> Asked:
    said: QuestionVersion = row.QuestionVersion
    fixed = said.kind == QuestionKind.TRUE_FALSE
    count = len(said.options)
    order = list(range(count)) if fixed else rules.shuffled(attempt.seed, str(row.id), count)
    answer = kept.get(row.id)
    return Asked(
        id=row.id,
        kind=QuestionKind(said.kind),
        text=said.text,
        options=tuple(said.options[place] for place in order),
        order=tuple(order),
        right=tuple(said.right),
        points=said.points,
        explanation=said.explanation,
        rubric=said.rubric,
        reply=Reply(tuple(answer.chosen), answer.text) if answer else Reply(),
    )


_is_scored = case((AttemptAnswer.points.is_(None), 0), else_=1)
_TextPlace = tuple[tuple[int, int], int]


def texts_waiting(exam_id: int, *, after: _TextPlace | None = None, limit: int | None = None) -> list[Any]:
    """Short answers of sent attempts, those without points first, question by question in the order they were begun.

    A place is ((1 for one with points, the question's place), the answer's number).
    """
    statement = (
        select(
            AttemptAnswer,
            QuestionVersion,
            Employee.name,
            Attempt.employee_id,
            Attempt.number.label("attempt"),
            ExamQuestion.sort_order,
        )
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(ExamQuestion, ExamQuestion.id == AttemptAnswer.exam_question_id)
        .join(QuestionVersion, QuestionVersion.id == ExamQuestion.version_id)
        .join(Employee, Employee.id == Attempt.employee_id)
        .where(
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
            QuestionVersion.kind == QuestionKind.TEXT,
            AttemptAnswer.text != "",
        )
        .order_by(_is_scored, ExamQuestion.sort_order, AttemptAnswer.id)
        .limit(limit)
    )
    if after is not None:
        (scored, order), number = after
        later = or_(ExamQuestion.sort_order > order, and_(ExamQuestion.sort_order == order, AttemptAnswer.id > number))
        statement = statement.where(or_(_is_scored > scored, and_(_is_scored == scored, later)))
    return list(db.session.execute(statement).all())


def texts_open(exam_id: int) -> int:
    """How many of them have no points yet."""
    statement = (
        select(func.count(AttemptAnswer.id))
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(ExamQuestion, ExamQuestion.id == AttemptAnswer.exam_question_id)
        .join(QuestionVersion, QuestionVersion.id == ExamQuestion.version_id)
        .where(
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
            QuestionVersion.kind == QuestionKind.TEXT,
            AttemptAnswer.text != "",
            AttemptAnswer.points.is_(None),
        )
    )
    return db.session.execute(statement).scalar_one()


def text_answer(exam_id: int, answer_id: int) -> AttemptAnswer:
    """A short answer to this very paper that was sent."""
    return db.session.execute(
        select(AttemptAnswer)
        .join(Attempt, Attempt.id == AttemptAnswer.attempt_id)
        .join(ExamQuestion, ExamQuestion.id == AttemptAnswer.exam_question_id)
        .join(QuestionVersion, QuestionVersion.id == ExamQuestion.version_id)
        .where(
            AttemptAnswer.id == answer_id,
            Attempt.exam_id == exam_id,
            Attempt.submitted_at.is_not(None),
            QuestionVersion.kind == QuestionKind.TEXT,
        )
    ).scalar_one()


def unscored(exam_id: int) -> Any:
    """A statement for the employee ids of who sent an attempt with a short answer that nobody has scored."""
    return select(Attempt.employee_id).where(
        Attempt.exam_id == exam_id, Attempt.submitted_at.is_not(None), Attempt.score.is_(None)
    )


def unscored_count(exam_id: int) -> int:
    """How many they are."""
    people = unscored(exam_id).distinct().subquery()
    return db.session.execute(select(func.count(people.c.employee_id))).scalar_one()


def shares(exam_id: int) -> tuple[list[int], list[list[float]]]:
    """For the analysis: the questions in order, and for everybody's first whole attempt the share reached at each."""
    rows = questions(exam_id)
    worth = {row.id: row.QuestionVersion.points for row in rows}
    first = aliased(Attempt)
    firsts = (
        select(func.min(first.number))
        .where(first.exam_id == exam_id, first.employee_id == Attempt.employee_id, first.score.is_not(None))
        .scalar_subquery()
    )
    statement = (
        select(Attempt.id, AttemptAnswer.exam_question_id, AttemptAnswer.points)
        .outerjoin(AttemptAnswer, AttemptAnswer.attempt_id == Attempt.id)
        .where(Attempt.exam_id == exam_id, Attempt.score.is_not(None), Attempt.number == firsts)
        .order_by(Attempt.employee_id)
    )
    found: dict[int, dict[int, float]] = {}
    for row in db.session.execute(statement):
        mine = found.setdefault(row.id, {})
        if row.exam_question_id is not None and row.points is not None:
            mine[row.exam_question_id] = float(row.points / worth[row.exam_question_id])
    ids = [row.id for row in rows]
    return ids, [[mine.get(one, 0.0) for one in ids] for mine in found.values()]
