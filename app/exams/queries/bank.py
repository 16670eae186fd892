"""The bank of questions, for whoever keeps it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, func, select, tuple_

from app.base.database import db
from app.competency.models import Competency
from app.exams.models import Exam, ExamQuestion, ExamStatus, Question, QuestionVersion

_PRESENT = (
    select(QuestionVersion.question_id, func.max(QuestionVersion.number).label("number"))
    .group_by(QuestionVersion.question_id)
    .subquery()
)


def _present_rows() -> Any:
    uses = select(func.count(ExamQuestion.id)).where(ExamQuestion.version_id == QuestionVersion.id).scalar_subquery()
    return (
        select(
            Question.id,
            Question.topic,
            Question.archived_at,
            func.coalesce(Competency.name, "").label("competency"),
            QuestionVersion.id.label("version_id"),
            QuestionVersion.number,
            QuestionVersion.kind,
            QuestionVersion.text,
            QuestionVersion.points,
            QuestionVersion.frozen_at,
            uses.label("uses"),
        )
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(
            _PRESENT,
            and_(_PRESENT.c.question_id == QuestionVersion.question_id, _PRESENT.c.number == QuestionVersion.number),
        )
        .outerjoin(Competency, Competency.id == Question.competency_id)
    )


def questions(
    *,
    text: str,
    topic: str,
    kind: str,
    archived: bool,
    after: tuple[str, int] | None,
    limit: int,
    without: Collection[int] = (),
) -> list[Any]:
    """Questions by topic, each in its present version; those whose numbers are in ``without`` are left out."""
    statement = (
        _present_rows()
        .where(Question.archived_at.is_not(None) if archived else Question.archived_at.is_(None))
        .order_by(Question.topic, Question.id)
        .limit(limit)
    )
    if text:
        pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(func.lower(QuestionVersion.text).like(pattern, escape="\\"))
    if topic:
        statement = statement.where(Question.topic == topic)
    if kind:
        statement = statement.where(QuestionVersion.kind == kind)
    if without:
        statement = statement.where(Question.id.not_in(without))
    if after is not None:
        statement = statement.where(tuple_(Question.topic, Question.id) > after)
    return list(db.session.execute(statement).all())


def topics() -> list[tuple[str, int]]:
    """Every topic with how many questions can be drawn from it."""
    rows = db.session.execute(
        select(Question.topic, func.count(Question.id))
        .where(Question.archived_at.is_(None))
        .group_by(Question.topic)
        .order_by(Question.topic)
    )
    return [(topic, count) for topic, count in rows]


def question(question_id: int) -> Question:
    return db.session.execute(select(Question).where(Question.id == question_id)).scalar_one()


def versions(question_id: int) -> list[QuestionVersion]:
    """All versions of a question, the present one first."""
    statement = (
        select(QuestionVersion)
        .where(QuestionVersion.question_id == question_id)
        .order_by(QuestionVersion.number.desc())
    )
    return list(db.session.execute(statement).scalars())


def present_versions(question_ids: list[int]) -> list[Any]:
    """(question, version, topic) of questions in use, by topic; others are left out."""
    statement = (
        _present_rows()
        .where(Question.id.in_(question_ids), Question.archived_at.is_(None))
        .order_by(Question.topic, Question.id)
    )
    return list(db.session.execute(statement).all())


def of_topic(topic: str) -> list[int]:
    """The questions in use of a topic."""
    statement = select(Question.id).where(Question.topic == topic, Question.archived_at.is_(None)).order_by(Question.id)
    return list(db.session.execute(statement).scalars())


def planned_uses(version_id: int) -> list[ExamQuestion]:
    """Where a version stands in papers that are still drafts."""
    statement = (
        select(ExamQuestion)
        .join(Exam, Exam.id == ExamQuestion.exam_id)
        .where(ExamQuestion.version_id == version_id, Exam.status == ExamStatus.DRAFT)
        .order_by(ExamQuestion.id)
    )
    return list(db.session.execute(statement).scalars())
