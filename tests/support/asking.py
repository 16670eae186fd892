"""Boards for questions and checks of understanding, on top of the builders of sosialisasi."""

from datetime import timedelta
from typing import Any

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.initiatives.models import Initiative
from app.organisation.models import OrgUnit
from app.sosialisasi import ready_checks
from app.sosialisasi.facts.questions import Asked
from app.sosialisasi.models import (
    AskedKind,
    AskedQuestion,
    RoundBoard,
    SosialisasiRound,
    UnderstandingCheck,
)
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import understanding as checks
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import questions, understanding
from tests.support.builders import Person, make_unit
from tests.support.initiatives import make_initiative
from tests.support.sosialisasi import make_event, make_round


def make_running_round(
    initiative: Initiative | None = None, *, starts_in_hours: float = -1, **different: Any
) -> SosialisasiRound:
    """A round, running now unless said otherwise, of an event of its own."""
    initiative = initiative or make_initiative(make_unit("Bagian Organisasi"))
    unit = db.session.get_one(OrgUnit, initiative.unit_id)
    event = make_event(unit, initiative, **different)
    return make_round(event, starts_at=now() + timedelta(hours=starts_in_hours))


def open_board(one: SosialisasiRound) -> RoundBoard:
    board = board_services.open_(one, by=SYSTEM)
    db.session.commit()
    return board


def ask(
    one: SosialisasiRound, text: str, *, by: Person | None = None, kind: AskedKind = AskedKind.QUESTION
) -> tuple[AskedQuestion, str]:
    room = boards.room_of_round(one.id)
    question, code = questions.ask(room, Asked(kind, text), by=by.actor if by else None)
    db.session.commit()
    return question, code


def vote(one: SosialisasiRound, question: AskedQuestion, who: str) -> None:
    room = boards.room_of_round(one.id)
    questions.vote(room, question.id, questions.voter(room.board, who))
    db.session.commit()


def make_check(one: SosialisasiRound, key: str = "perubahan", *, opened: bool = True) -> UnderstandingCheck:
    """The check of a round with ready items, taking answers before the event."""
    check = understanding.prepare(one, by=SYSTEM)
    ready = ready_checks.find(key)
    assert ready is not None
    understanding.take_ready(check, ready, by=SYSTEM)
    if opened:
        understanding.open_before(check, by=SYSTEM)
    db.session.commit()
    return check


def take(check: UnderstandingCheck, who: str, right: int, *, person: Person | None = None) -> None:
    """Answer with so many right answers; the first items are the right ones."""
    items = checks.items(check.id)
    replies = {
        item.id: str(item.right if place < right else (item.right + 1) % len(item.options))
        for place, item in enumerate(items)
    }
    understanding.submit(check, who, person.employee_id if person else None, replies)
    db.session.commit()


def ids_of_asking(title: str, owner_id: int) -> dict[str, int]:
    """A round with a question and a check: the numbers that stand in their addresses."""
    one = make_running_round(title=title)
    open_board(one)
    question, _code = ask(one, f"{title}: kapan?")
    question.owner_id = owner_id
    check = make_check(one, opened=False)
    return {
        "event_id": one.sosialisasi_id,
        "round_id": one.id,
        "initiative_id": boards.room_of_round(one.id).event.initiative_id or 0,
        "asked_id": question.id,
        "check_item_id": checks.items(check.id)[0].id,
    }
