"""Rounds of a sosialisasi with a board for questions and a check of understanding, with dull defaults."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from app.access.visitor import SYSTEM
from app.attendance.models import Meeting
from app.base.clock import now
from app.base.database import db
from app.initiatives.models import Initiative, InitiativeStatus
from app.organisation.models import OrgUnit
from app.sosialisasi import ready_checks
from app.sosialisasi.models import Invitation, RoundStatus, Sosialisasi, SosialisasiRound, SosialisasiStatus
from app.sosialisasi.models_questions import AskedKind, AskedQuestion, RoundBoard
from app.sosialisasi.models_understanding import UnderstandingCheck
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import understanding as checks
from app.sosialisasi.services import boards as board_services
from app.sosialisasi.services import questions, understanding
from app.sosialisasi.services.questions import Asked
from tests.support.builders import Person, make_unit


def _keep(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def make_initiative(unit: OrgUnit | None = None, **different: Any) -> Initiative:
    facts = {
        "unit_id": (unit or make_unit("Bagian Organisasi")).id,
        "title": "Penataan kecamatan",
        "short_name": "Penataan kecamatan",
        "what_changes": "Dua seksi digabung.",
        "why": "Layanan lebih dekat.",
        "status": InitiativeStatus.RUNNING,
        "starts_on": date(2026, 1, 1),
    }
    return _keep(Initiative(**facts | different))


def make_round(
    initiative: Initiative | None = None, *, starts_in_hours: float = -1, hours: float = 3, **different: Any
) -> SosialisasiRound:
    """A round, running now unless said otherwise, of an event of its own."""
    initiative = initiative or make_initiative()
    event = _keep(
        Sosialisasi(
            unit_id=initiative.unit_id,
            initiative_id=initiative.id,
            title=different.pop("title", "Sosialisasi penataan kecamatan"),
            purpose="Semua tahu apa yang berubah.",
            status=SosialisasiStatus.OPEN,
            **different,
        )
    )
    starts_at = now() + timedelta(hours=starts_in_hours)
    meeting = _keep(
        Meeting(
            title=event.title,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            place="Aula Kecamatan",
            secret="x" * 64,
        )
    )
    return _keep(SosialisasiRound(sosialisasi_id=event.id, number=1, meeting_id=meeting.id, status=RoundStatus.INVITED))


def open_board(one: SosialisasiRound) -> RoundBoard:
    board = board_services.open_(one, by=SYSTEM)
    db.session.commit()
    return board


def invite(one: SosialisasiRound, people: Iterable[Person], *, unit_path: str = "") -> None:
    for person in people:
        db.session.add(
            Invitation(
                round_id=one.id,
                employee_id=person.employee_id,
                unit_path=unit_path,
                token_hash=f"{one.id}:{person.employee_id}",
                invited_at=now(),
            )
        )
    db.session.commit()


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
    one = make_round(make_initiative(title=title), title=title)
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
