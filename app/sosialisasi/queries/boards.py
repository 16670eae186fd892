"""The board of a round, as its code or its organiser opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.attendance.models import Meeting
from app.base.database import db
from app.organisation.models import Government
from app.sosialisasi.models import Invitation, RoundBoard, RoundStatus, Sosialisasi, SosialisasiRound, SosialisasiStatus


@dataclass(frozen=True)
class Room:
    """What people of a round see around their questions."""

    board: RoundBoard
    round: SosialisasiRound
    meeting: Meeting
    event: Sosialisasi
    government: Government


def board_of(round_id: int) -> RoundBoard | None:
    return db.session.execute(select(RoundBoard).where(RoundBoard.round_id == round_id)).scalar_one_or_none()


def room(code: str) -> Room:
    """The room a code opens; raises NoResultFound for others and for what was called off. Ask outside governments."""
    return Room(*db.session.execute(_rooms().where(RoundBoard.code == code)).one())


def room_of_round(round_id: int) -> Room:
    """The room of a round whose board was opened."""
    return Room(*db.session.execute(_rooms().where(RoundBoard.round_id == round_id)).one())


def open_to(employee_id: int) -> list[Any]:
    """Rooms of rounds somebody was invited to and that take questions: (code, title, number, starts_at)."""
    statement = (
        select(RoundBoard.code, Sosialisasi.title, SosialisasiRound.number, Meeting.starts_at)
        .select_from(RoundBoard)
        .join(SosialisasiRound, SosialisasiRound.id == RoundBoard.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(Invitation, Invitation.round_id == SosialisasiRound.id)
        .where(
            Invitation.employee_id == employee_id,
            RoundBoard.takes_questions,
            SosialisasiRound.status != RoundStatus.CANCELLED,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(20)
    )
    return list(db.session.execute(statement).all())


def codes_open(round_ids: Sequence[int]) -> dict[int, str]:
    """The code of the board of each of these rounds that takes questions."""
    statement = select(RoundBoard.round_id, RoundBoard.code).where(
        RoundBoard.round_id.in_(round_ids), RoundBoard.takes_questions
    )
    return {row.round_id: row.code for row in db.session.execute(statement)}


def to_end(at: datetime) -> list[tuple[int, int]]:
    """(government, round) whose time is over and whose votes still have voters."""
    rows = db.session.execute(
        select(RoundBoard.government_id, RoundBoard.round_id)
        .join(SosialisasiRound, SosialisasiRound.id == RoundBoard.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(RoundBoard.vote_key != "", Meeting.ends_at <= at)
        .order_by(Meeting.ends_at)
        .limit(100)
    )
    return [(row.government_id, row.round_id) for row in rows]


def _rooms() -> Any:
    return (
        select(RoundBoard, SosialisasiRound, Meeting, Sosialisasi, Government)
        .join(SosialisasiRound, SosialisasiRound.id == RoundBoard.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(Government, Government.id == RoundBoard.government_id)
        .where(
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Sosialisasi.status != SosialisasiStatus.CANCELLED,
        )
    )
