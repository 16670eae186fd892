"""Rounds of many initiatives at once, for calendars that others draw, and somebody's invitations to those of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.attendance.models import Meeting
from app.base.database import db
from app.sosialisasi.models import Invitation, RoundStatus, Sosialisasi, SosialisasiRound


@dataclass(frozen=True)
class RoundOfInitiative:
    """A round that was not called off; ``paths`` are the units of those invited, none before the invitations."""

    initiative_id: int
    round_id: int
    number: int
    title: str
    starts_at: datetime
    ends_at: datetime
    is_held: bool
    paths: frozenset[str]


def rounds_of(initiative_ids: Collection[int], first: datetime, last: datetime) -> list[RoundOfInitiative]:
    """Rounds that begin between two moments; two statements, whatever their number."""
    statement = (
        select(
            Sosialisasi.initiative_id,
            SosialisasiRound.id,
            SosialisasiRound.number,
            Sosialisasi.title,
            Meeting.starts_at,
            Meeting.ends_at,
            SosialisasiRound.status,
        )
        .join(SosialisasiRound, SosialisasiRound.sosialisasi_id == Sosialisasi.id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(
            Sosialisasi.initiative_id.in_(initiative_ids),
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Meeting.starts_at >= first,
            Meeting.starts_at < last,
        )
        .order_by(Meeting.starts_at, SosialisasiRound.id)
    )
    rows = db.session.execute(statement).all()
    paths = _paths([row.id for row in rows])
    return [
        RoundOfInitiative(
            row.initiative_id or 0,
            row.id,
            row.number,
            row.title,
            row.starts_at,
            row.ends_at,
            row.status == RoundStatus.HELD,
            frozenset(paths.get(row.id, set())),
        )
        for row in rows
    ]


def _paths(round_ids: Collection[int]) -> dict[int, set[str]]:
    statement = select(Invitation.round_id, Invitation.unit_path).where(Invitation.round_id.in_(round_ids)).distinct()
    found: dict[int, set[str]] = {}
    for row in db.session.execute(statement):
        if row.unit_path:
            found.setdefault(row.round_id, set()).add(row.unit_path)
    return found


def own_of_initiative(initiative_id: int, employee_id: int) -> list[Any]:
    """Somebody's invitations to rounds of an initiative, by time: as ``invitations.own_list`` has them."""
    statement = (
        select(
            Invitation.id,
            Invitation.status,
            SosialisasiRound.status.label("round_status"),
            SosialisasiRound.number,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Sosialisasi.title,
        )
        .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Sosialisasi.initiative_id == initiative_id, Invitation.employee_id == employee_id)
        .order_by(Meeting.starts_at, Invitation.id)
        .limit(20)
    )
    return list(db.session.execute(statement).all())
