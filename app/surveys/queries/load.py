"""Waves of many initiatives at once, for calendars that others draw, and somebody's own waves of one initiative."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.surveys.models import SurveyGroup, SurveyParticipation, SurveyWave, WaveStatus


@dataclass(frozen=True)
class WaveOfInitiative:
    """A wave that was opened; ``paths`` are the units answers are kept by, and thus of those asked."""

    initiative_id: int
    wave_id: int
    title: str
    opened_at: datetime
    closes_at: datetime
    is_over: bool
    paths: frozenset[str]


def waves_of(initiative_ids: Collection[int], first: datetime, last: datetime) -> list[WaveOfInitiative]:
    """Waves that people could answer at some time between two moments; two statements, whatever their number."""
    one = SurveyWave
    statement = (
        select(one.initiative_id, one.id, one.title, one.opened_at, one.closes_at, one.closed_at, one.status)
        .where(
            one.initiative_id.in_(initiative_ids),
            one.status.in_((WaveStatus.OPEN, WaveStatus.CLOSING, WaveStatus.CLOSED)),
            one.opened_at < last,
            one.closes_at >= first,
        )
        .order_by(one.opened_at, one.id)
    )
    rows = db.session.execute(statement).all()
    paths = _paths([row.id for row in rows])
    return [
        WaveOfInitiative(
            row.initiative_id,
            row.id,
            row.title,
            row.opened_at,
            min(row.closes_at, row.closed_at or row.closes_at),
            row.status != WaveStatus.OPEN,
            frozenset(paths.get(row.id, set())),
        )
        for row in rows
    ]


def _paths(wave_ids: Collection[int]) -> dict[int, set[str]]:
    statement = select(SurveyGroup.wave_id, SurveyGroup.unit_path).where(
        SurveyGroup.wave_id.in_(wave_ids), SurveyGroup.unit_id.is_not(None)
    )
    found: dict[int, set[str]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.wave_id, set()).add(row.unit_path)
    return found


def own_of_initiative(initiative_id: int, employee_id: int) -> list[Any]:
    """The waves about an initiative somebody was asked in, the newest first, with whether they took part."""
    statement = (
        select(
            SurveyWave.id,
            SurveyWave.title,
            SurveyWave.mode,
            SurveyWave.status,
            SurveyWave.closes_at,
            SurveyWave.closed_at,
            SurveyWave.shared_at,
            SurveyParticipation.done,
            SurveyParticipation.token_hash,
        )
        .join(SurveyParticipation, SurveyParticipation.wave_id == SurveyWave.id)
        .where(SurveyWave.initiative_id == initiative_id, SurveyParticipation.employee_id == employee_id)
        .order_by(SurveyWave.id.desc())
        .limit(20)
    )
    return list(db.session.execute(statement).all())
