"""Asking and voting. Of somebody who asks without a name nothing is noted but the day, and no line in the trail."""

from sqlalchemy import exists, select

from app.access.visitor import Actor
from app.accounts.rules import fingerprint
from app.audit import services as audit
from app.base import sealing
from app.base.clock import now, today
from app.base.database import db, lock
from app.certificates.rules import new_code
from app.sosialisasi.facts.questions import Asked
from app.sosialisasi.models import AskedQuestion, QuestionVote, RoundBoard
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.queries.boards import Room
from app.sosialisasi.rules import questions as rules

_VOTER = "question vote"


def ask(room: Room, asked: Asked, *, by: Actor | None) -> tuple[AskedQuestion, str]:
    """Put a question on the board: under a name, or, ``by`` nobody, without one and with a code to find the answer.

    Returns the question and its code (empty for one with a name). Raises BoardClosed.
    """
    rules.ensure_takes_questions(lock(room.board))
    code = "" if by else new_code()
    question = AskedQuestion(
        round_id=room.round.id,
        kind=asked.kind,
        asked_when=rules.asked_when(room.meeting, now()),
        theme=asked.theme,
        text=asked.text,
        shown_text=asked.text,
        asked_by_id=by.employee_id if by else None,
        asked_on=today(room.government.timezone),
        code_hash=fingerprint(code) if code else None,
        owner_id=room.board.owner_id,
        due_on=today(room.government.timezone) + rules.PROMISED,
    )
    db.session.add(question)
    db.session.flush()
    if by:
        audit.record("sosialisasi.question.asked", question, by=by, kind=asked.kind)
    return question, code


def vote(room: Room, question_id: int, voter: str) -> AskedQuestion:
    """Support a question, once for each voter. Locks the question before it counts.

    Raises VotingOver after the round, AlreadyVoted the second time, NoResultFound for what is not on this board.
    """
    rules.ensure_may_vote(room.board, room.meeting, now())
    question = lock(queries.of_a_round(room.round.id, question_id))
    if not rules.is_shown(question):
        question = queries.of_a_round(room.round.id, question.merged_into_id or 0)
    known = exists().where(QuestionVote.question_id == question.id, QuestionVote.voter == voter)
    if db.session.execute(select(known)).scalar_one():
        raise rules.AlreadyVoted
    db.session.add(QuestionVote(question_id=question.id, voter=voter))
    question.votes += 1
    db.session.flush()
    return question


def voter(board: RoundBoard, who: str) -> str:
    """The mark of a voter on this board alone; it cannot be made again once the board's key is gone."""
    return sealing.digest(_VOTER, f"{board.vote_key}:{who}")
