"""What becomes of questions: hidden, put in other words, merged, given an owner, answered, published."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select, update

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion, WrongField
from app.base.wording import plain_date
from app.notifications import services as notifications
from app.notifications.services import Recipient
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.sosialisasi.facts.questions import Answered
from app.sosialisasi.models import AskedQuestion, QuestionStatus, QuestionVote
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.rules import questions as rules

OWN_PATH = "/sosialisasi/pertanyaan-saya"
OWNER_PATH = "/sosialisasi/pertanyaan-untuk-saya"


def hide(question: AskedQuestion, reason: str, *, by: Actor) -> None:
    """Take a question off every page but its asker's, who reads why."""
    question = lock(question)
    question.is_hidden, question.hidden_reason = True, reason
    if question.status == QuestionStatus.PUBLISHED:
        question.status, question.published_at = QuestionStatus.ANSWERED, None
    _changed(question)
    audit.record("sosialisasi.question.hidden", question, by=by)


def show_again(question: AskedQuestion, *, by: Actor) -> None:
    question = lock(question)
    if question.is_hidden:
        question.is_hidden, question.hidden_reason = False, ""
        _changed(question)
        audit.record("sosialisasi.question.shown", question, by=by)


def reword(question: AskedQuestion, shown_text: str, theme: str, *, version: int, by: Actor) -> None:
    """Change what others read and what it is about; what its asker wrote stays as it came."""
    question = _fresh(question, version)
    if question.status == QuestionStatus.PUBLISHED and rules.personal_data_in(shown_text):
        raise WrongField("shown_text", "Kata-kata yang sudah terbit tidak boleh memuat data pribadi.")
    question.shown_text, question.theme = shown_text, theme
    _changed(question)
    audit.record("sosialisasi.question.reworded", question, by=by)


def merge(question: AskedQuestion, into: AskedQuestion, *, by: Actor) -> None:
    """Make one question out of two: the other's votes come along, and so do those merged into it before.

    While it is known who voted, somebody who supported both counts once; afterwards the numbers add up. Merged into
    one that is answered, its askers are told at once.
    """
    for one in sorted((question, into), key=lambda one: one.id):
        lock(one)
    rules.ensure_may_merge(question, into)
    askers = queries.askers(question.id)
    into.votes = _votes_together(question, into)
    question.merged_into_id = into.id
    earlier = update(AskedQuestion).where(AskedQuestion.merged_into_id == question.id).values(merged_into_id=into.id)
    db.session.execute(earlier)
    into.version += 1
    _changed(question)
    audit.record("sosialisasi.question.merged", question, by=by, into=into.id)
    if into.status != QuestionStatus.OPEN:
        _tell_askers(into, askers)


def _votes_together(question: AskedQuestion, into: AskedQuestion) -> int:
    """Moves the votes over; a vote for both stays one."""
    here, there = QuestionVote.question_id == question.id, QuestionVote.question_id == into.id
    both = select(QuestionVote.voter).where(there)
    known = select(func.count(QuestionVote.voter)).where(here, QuestionVote.voter.in_(both))
    twice = db.session.execute(known).scalar_one()
    for statement in (
        delete(QuestionVote).where(here, QuestionVote.voter.in_(both)),
        update(QuestionVote).where(here).values(question_id=into.id),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    return question.votes + into.votes - twice


def assign(question: AskedQuestion, owner: Employee, due_on: date, *, today: date, by: Actor) -> None:
    """Say who answers, and until when. The owner is told, unless they said it themselves."""
    question = lock(question)
    rules.ensure_may_answer(question)
    if due_on < today:
        raise WrongField("due_on", "Batas menjawab sudah lewat. Pilih hari ini atau sesudahnya.")
    is_new = question.owner_id != owner.id
    question.owner_id, question.due_on, question.reminded_on = owner.id, due_on, None
    _changed(question)
    audit.record("sosialisasi.question.assigned", question, by=by, employees=owner.id)
    if is_new and owner.id != by.employee_id:
        _tell_owner(question, owner, "question_assigned", "Anda diminta menjawab pertanyaan sosialisasi")


def answer(question: AskedQuestion, answered: Answered, *, version: int, by: Actor) -> None:
    """Answer in public or to the asker alone; whoever asked under a name is told. Raises NotNow, StaleVersion."""
    question = _fresh(question, version)
    rules.ensure_may_answer(question)
    question.answer, question.is_for_asker = answered.text, answered.is_for_asker
    question.status, question.answered_by_id, question.answered_at = QuestionStatus.ANSWERED, by.employee_id, now()
    _changed(question)
    audit.record("sosialisasi.question.answered", question, by=by, is_for_asker=answered.is_for_asker)
    _tell_askers(question, queries.askers(question.id))


def publish(question: AskedQuestion, *, by: Actor) -> None:
    """Let everybody who may read the initiative's questions and answers read this one."""
    question = lock(question)
    rules.ensure_may_publish(question)
    question.status, question.published_at = QuestionStatus.PUBLISHED, now()
    _changed(question)
    audit.record("sosialisasi.question.published", question, by=by)


def withdraw(question: AskedQuestion, *, by: Actor) -> None:
    """Take a published one back; its answer stays where it was asked."""
    question = lock(question)
    if question.status == QuestionStatus.PUBLISHED:
        question.status, question.published_at = QuestionStatus.ANSWERED, None
        _changed(question)
        audit.record("sosialisasi.question.withdrawn", question, by=by)


def remind(question_id: int, *, today: date) -> bool:
    """Remind whoever is to answer; returns whether they were. Several questions of a round are one word a day: it leads
    to the list of them all."""
    question = lock(queries.by_id(question_id))
    if not rules.should_remind(question, today):
        return False
    is_first = not queries.was_reminded(question.round_id, question.owner_id or 0, today)
    question.reminded_on = today
    owner = organisation.employee(question.owner_id or 0)
    if is_first:
        _tell_owner(question, owner, "question_due", "Pertanyaan sosialisasi menunggu jawaban Anda")
    audit.record("sosialisasi.question.reminded", question, by=SYSTEM, employees=owner.id)
    return True


def short(text: str) -> str:
    """The beginning of a question, for a letter."""
    return text if len(text) <= 120 else f"{text[:119].rstrip()}…"


def _tell_askers(question: AskedQuestion, employee_ids: Sequence[int]) -> None:
    for employee_id in employee_ids:
        person = organisation.employee(employee_id)
        notifications.tell(
            Recipient(person.id, person.name, person.email),
            "question_answered",
            "Pertanyaan Anda pada sosialisasi sudah dijawab.",
            path=OWN_PATH,
            key=f"{question.id}:{question.version}:{person.id}",
            question=short(question.shown_text),
        )


def _tell_owner(question: AskedQuestion, owner: Employee, kind: str, say: str) -> None:
    due = plain_date(question.due_on) if question.due_on else ""
    notifications.tell(
        Recipient(owner.id, owner.name, owner.email),
        kind,
        f"{say}, paling lambat {due}.",
        path=OWNER_PATH,
        key=f"{question.id}:{owner.id}:{question.reminded_on or ''}:{question.version}",
        question=short(question.shown_text),
        due=due,
    )


def _fresh(question: AskedQuestion, version: int) -> AskedQuestion:
    question = lock(question)
    if question.version != version:
        raise StaleVersion
    return question


def _changed(question: AskedQuestion) -> None:
    question.version += 1
    db.session.flush()
