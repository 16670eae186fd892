"""Keeping the bank: what was asked once stays as it was asked."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.exams import rules
from app.exams.facts import QuestionFacts
from app.exams.models import Question, QuestionKind, QuestionVersion
from app.exams.queries import bank as queries


def create(facts: QuestionFacts, *, by: Actor) -> Question:
    """A new question. Raises WrongField at what makes it impossible to answer or to score."""
    facts = _settled(facts)
    question = Question(topic=facts.topic, competency_id=facts.competency_id, version=1)
    db.session.add(question)
    db.session.flush()
    _say(question, 1, facts)
    audit.record("exams.question.created", question, by=by, kind=facts.kind)
    return question


def change(question: Question, facts: QuestionFacts, *, version: int, by: Actor) -> Question:
    """Change what it says: in place while no test has asked it, in a new version afterwards.

    Papers that are still drafts ask the new version. Raises StaleVersion where somebody else was faster.
    """
    facts = _settled(facts)
    question = lock(question)
    if question.version != version:
        raise StaleVersion
    present = queries.versions(question.id)[0]
    if present.frozen_at is None:
        _write(present, facts)
    elif _differs(present, facts):
        planned = queries.planned_uses(present.id)
        fresh = _say(question, present.number + 1, facts)
        for one in planned:
            one.version_id = fresh.id
    question.topic, question.competency_id = facts.topic, facts.competency_id
    question.version += 1
    audit.record("exams.question.changed", question, by=by, version=question.version)
    return question


def archive(question: Question, *, by: Actor) -> None:
    """Take it out of what can be drawn; papers that have it keep it."""
    question = lock(question)
    if question.archived_at is None:
        question.archived_at = now()
        question.version += 1
        audit.record("exams.question.archived", question, by=by)


def restore(question: Question, *, by: Actor) -> None:
    question = lock(question)
    if question.archived_at is not None:
        question.archived_at = None
        question.version += 1
        audit.record("exams.question.restored", question, by=by)


def _settled(facts: QuestionFacts) -> QuestionFacts:
    """Only what its kind uses, and nothing that could not be answered."""
    options, right, rubric = facts.options, facts.right, ""
    if facts.kind == QuestionKind.TRUE_FALSE:
        options = rules.TRUE_FALSE
    if facts.kind == QuestionKind.TEXT:
        options, right, rubric = (), (), facts.rubric
    if facts.kind == QuestionKind.ORDER:
        right = ()
    rules.ensure_answerable(facts.kind, options, right, rubric)
    return QuestionFacts(
        facts.topic,
        facts.competency_id,
        facts.kind,
        facts.text,
        options,
        right,
        facts.points,
        facts.explanation,
        rubric,
    )


def _say(question: Question, number: int, facts: QuestionFacts) -> QuestionVersion:
    version = QuestionVersion(question_id=question.id, number=number)
    _write(version, facts)
    db.session.add(version)
    db.session.flush()
    return version


def _write(version: QuestionVersion, facts: QuestionFacts) -> None:
    version.kind, version.text, version.points = facts.kind, facts.text, facts.points
    version.options, version.right = list(facts.options), list(facts.right)
    version.explanation, version.rubric = facts.explanation, facts.rubric


def _differs(version: QuestionVersion, facts: QuestionFacts) -> bool:
    kept = (version.kind, version.text, version.points, version.options, version.right)
    said = (facts.kind, facts.text, facts.points, list(facts.options), list(facts.right))
    return (*kept, version.explanation, version.rubric) != (*said, facts.explanation, facts.rubric)
