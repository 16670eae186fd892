"""Who is asked and who is still to answer. What anybody answered is not to be had from here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, select

from app.base.database import db
from app.notifications.models import Notice
from app.organisation.models import Employee, OrgUnit
from app.surveys.models import SurveyGroup, SurveyParticipation, SurveyWave, WaveMode, WaveStatus

_mine, _wave = cast("Table", SurveyParticipation.__table__), cast("Table", SurveyWave.__table__)
_TOKEN = (
    select(
        _mine.c.government_id,
        _mine.c.wave_id,
        _mine.c.group_id,
        _mine.c.employee_id,
        _mine.c.token_hash,
        _wave.c.status,
        _wave.c.mode,
        _wave.c.closes_at,
        _wave.c.opened_at,
    )
    .join(_wave, _wave.c.id == _mine.c.wave_id)
    .where(_mine.c.token_hash == bindparam("hash"))
)


@dataclass(frozen=True)
class Opened:
    """What a token opens: a wave for one person, and the group an answer will be kept by."""

    government_id: int
    wave_id: int
    group_id: int
    employee_id: int
    token_hash: str
    status: WaveStatus
    mode: WaveMode
    closes_at: datetime | None
    opened_at: datetime | None


def opened_by(token_hash: str) -> Opened | None:
    """What a token opens, or None for one that was spent, guessed or mistyped. Asked outside any government."""
    row = db.session.execute(_TOKEN, {"hash": token_hash}).one_or_none()
    return Opened(*row) if row is not None else None


def by_code(code_hash: str) -> tuple[int, int] | None:
    """(wave, person) of a short code. Asked outside any government."""
    statement = select(SurveyParticipation.wave_id, SurveyParticipation.employee_id).where(
        SurveyParticipation.code_hash == code_hash
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row is not None else None


# The open waves that still ask somebody (``employee_id``) something at a moment (``at``).
WAITING = (
    select(SurveyWave.id, SurveyWave.title, SurveyWave.closes_at.label("until"))
    .join(SurveyParticipation, SurveyParticipation.wave_id == SurveyWave.id)
    .where(
        SurveyParticipation.employee_id == bindparam("employee_id"),
        SurveyParticipation.done.is_(False),
        SurveyParticipation.token_hash.is_not(None),
        SurveyWave.status == WaveStatus.OPEN,
        SurveyWave.closes_at > bindparam("at"),
    )
    .order_by(SurveyWave.closes_at)
    .limit(5)
)


def of_employee(employee_id: int, *, limit: int = 100) -> list[Any]:
    """Every wave somebody was asked in, the newest first, with whether they took part."""
    statement = (
        select(
            SurveyWave.id,
            SurveyWave.title,
            SurveyWave.mode,
            SurveyWave.status,
            SurveyWave.closes_at,
            SurveyWave.closed_at,
            SurveyWave.shared_at,
            OrgUnit.name.label("unit"),
            SurveyParticipation.done,
            SurveyParticipation.token_hash,
        )
        .join(SurveyParticipation, SurveyParticipation.wave_id == SurveyWave.id)
        .join(OrgUnit, OrgUnit.id == SurveyWave.unit_id)
        .where(SurveyParticipation.employee_id == employee_id)
        .order_by(SurveyWave.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def to_tell(wave_id: int, *, after: int, limit: int, silent_only: bool) -> list[Any]:
    """Those asked, by number: (employee_id, name, email); ``silent_only`` leaves out who has taken part."""
    statement = (
        select(SurveyParticipation.employee_id, Employee.name, Employee.email)
        .join(Employee, Employee.id == SurveyParticipation.employee_id)
        .where(
            SurveyParticipation.wave_id == wave_id,
            SurveyParticipation.employee_id > after,
            Employee.active,
            Employee.restricted_on.is_(None),
        )
        .order_by(SurveyParticipation.employee_id)
        .limit(limit)
    )
    if silent_only:
        statement = statement.where(SurveyParticipation.done.is_(False))
    return list(db.session.execute(statement).all())


def told(employee_ids: list[int], kind: str, path: str) -> set[int]:
    """Of these people, who has this notice already."""
    statement = select(Notice.employee_id).where(
        Notice.employee_id.in_(employee_ids), Notice.kind == kind, Notice.path == path
    )
    return set(db.session.execute(statement).scalars())


def names_in_room(wave_id: int, group_id: int, *, limit: int = 1_000) -> list[Any]:
    """Everybody of a group by name, whether they have taken part or not."""
    statement = (
        select(Employee.id, Employee.name)
        .join(SurveyParticipation, SurveyParticipation.employee_id == Employee.id)
        .where(
            SurveyParticipation.wave_id == wave_id,
            SurveyParticipation.group_id == group_id,
            Employee.active,
            Employee.restricted_on.is_(None),
        )
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def in_room(wave_id: int, group_id: int, employee_id: int) -> Any:
    """(id, name, nip) of somebody of this very group; anybody else is simply not found."""
    statement = (
        select(Employee.id, Employee.name, Employee.nip)
        .join(SurveyParticipation, SurveyParticipation.employee_id == Employee.id)
        .where(
            SurveyParticipation.wave_id == wave_id,
            SurveyParticipation.group_id == group_id,
            SurveyParticipation.employee_id == employee_id,
            Employee.active,
        )
    )
    return db.session.execute(statement).one()


def group_in_open_wave(wave_id: int, group_id: int) -> Any:
    """(group, wave) where the wave is open; otherwise simply not found."""
    statement = (
        select(SurveyGroup, SurveyWave)
        .join(SurveyWave, and_(SurveyWave.id == SurveyGroup.wave_id, SurveyWave.status == WaveStatus.OPEN))
        .where(SurveyGroup.id == group_id, SurveyWave.id == wave_id)
    )
    return db.session.execute(statement).one()
