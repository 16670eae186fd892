"""Opening a round's board, closing it, and forgetting who voted once the round is over."""

import secrets

from sqlalchemy import delete, select

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base import forgetting
from app.base.clock import now
from app.base.database import db, lock
from app.certificates.rules import ALPHABET
from app.sosialisasi.models import AskedQuestion, QuestionVote, RoundBoard, SosialisasiRound
from app.sosialisasi.queries import boards

CODE_LENGTH = 8


def open_(one: SosialisasiRound, *, by: Actor) -> RoundBoard:
    """Let a round take questions, for the first time or again; whoever does answers them, or hands them on."""
    board = _take(give(one, by=by), is_open=True, by=by)
    board.owner_id = by.employee_id
    return board


def give(one: SosialisasiRound, *, by: Actor) -> RoundBoard:
    """The board of a round, made where there is none: closed, with a code nobody can guess."""
    one = lock(one)
    board = boards.board_of(one.id)
    if board is not None:
        return board
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    board = RoundBoard(round_id=one.id, code=code, vote_key=secrets.token_hex(32), takes_questions=False, made_at=now())
    db.session.add(board)
    db.session.flush()
    audit.record("sosialisasi.board.made", board, by=by)
    return board


def close(board: RoundBoard, *, by: Actor) -> None:
    """Take no more questions; those there are go on to be answered."""
    _take(board, is_open=False, by=by)


def end_voting(round_id: int) -> bool:
    """Forget who voted for what: votes go, their number stays, and the key that told voters apart goes, too."""
    board = boards.board_of(round_id)
    if board is None or not lock(board).vote_key:
        return False
    board.vote_key = ""
    forgetting.delete_securely()
    of_this_round = select(AskedQuestion.id).where(AskedQuestion.round_id == round_id)
    votes = delete(QuestionVote).where(QuestionVote.question_id.in_(of_this_round))
    db.session.execute(votes.execution_options(synchronize_session=False))
    audit.record("sosialisasi.board.voting_ended", board, by=SYSTEM)
    return True


def _take(board: RoundBoard, *, is_open: bool, by: Actor) -> RoundBoard:
    board = lock(board)
    if board.takes_questions != is_open:
        board.takes_questions = is_open
        audit.record("sosialisasi.board.opened" if is_open else "sosialisasi.board.closed", board, by=by)
    return board
