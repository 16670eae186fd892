"""What attending an event brought: days settled, by round and by person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, cast, func, literal, select

from app.attendance.models import Attendance, Meeting
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.competency.models import LearningRecord
from app.documents.models import StoredFile
from app.letters.models import Letter
from app.organisation.models import OrgUnit
from app.sosialisasi.models import (
    AttendedDay,
    MaterialAccess,
    RoundStatus,
    Sosialisasi,
    SosialisasiMaterial,
    SosialisasiRound,
)
from app.sosialisasi.queries.events import RoundPage

# What the JP ledger knows a settled day by, with its number behind it.
CREDITED_AS = "sosialisasi-day:"
_STANDS = AttendedDay.withdrawn_at.is_(None)


def closing_page(round_id: int) -> RoundPage:
    """A round as the worker closes it, on nobody's behalf."""
    statement = (
        select(SosialisasiRound, Meeting, Sosialisasi, OrgUnit)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .where(SosialisasiRound.id == round_id)
    )
    return RoundPage(*db.session.execute(statement).one())


def of_day(event_id: int, day: date, employee_ids: Sequence[int]) -> dict[int, Any]:
    """Who of these people is settled for a day of an event: (hours, letter_id, number of the round) by person."""
    statement = (
        select(AttendedDay.employee_id, AttendedDay.hours, AttendedDay.letter_id, SosialisasiRound.number)
        .join(SosialisasiRound, SosialisasiRound.id == AttendedDay.round_id)
        .where(
            AttendedDay.sosialisasi_id == event_id,
            AttendedDay.day == day,
            AttendedDay.employee_id.in_(employee_ids),
            _STANDS,
        )
    )
    return {row.employee_id: row for row in db.session.execute(statement)}


def withdrawn(round_id: int, employee_ids: Sequence[int]) -> dict[int, str]:
    """From whom of these people a day of a round was taken back and not given again since, and why."""
    statement = (
        select(AttendedDay.employee_id, AttendedDay.withdrawn_because)
        .where(AttendedDay.round_id == round_id, AttendedDay.employee_id.in_(employee_ids), ~_STANDS)
        .order_by(AttendedDay.id)
    )
    return {row.employee_id: row.withdrawn_because for row in db.session.execute(statement)}


def standing(event_id: int, employee_id: int, day: date) -> AttendedDay | None:
    """The settled day of somebody, where there is one that was not taken back."""
    statement = select(AttendedDay).where(
        AttendedDay.sosialisasi_id == event_id,
        AttendedDay.employee_id == employee_id,
        AttendedDay.day == day,
        _STANDS,
    )
    return db.session.execute(statement).scalar_one_or_none()


def other_held(page: RoundPage, employee_id: int) -> list[int]:
    """Other rounds of the event that were held and that somebody attended, the earliest first."""
    statement = (
        select(SosialisasiRound.id)
        .join(Attendance, Attendance.meeting_id == SosialisasiRound.meeting_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(
            SosialisasiRound.sosialisasi_id == page.event.id,
            SosialisasiRound.id != page.round.id,
            SosialisasiRound.status == RoundStatus.HELD,
            Attendance.employee_id == employee_id,
            Attendance.status.in_(sorted(ATTENDED)),
        )
        .order_by(Meeting.starts_at)
    )
    return list(db.session.execute(statement).scalars())


def was_thanked(event_id: int, employee_id: int) -> bool:
    """Whether somebody ever had a settled day of an event, and so was thanked for it."""
    statement = select(func.count(AttendedDay.id)).where(
        AttendedDay.sosialisasi_id == event_id, AttendedDay.employee_id == employee_id
    )
    return bool(db.session.execute(statement).scalar_one())


def settled_count(event_id: int, day: date, employee_ids: Any) -> int:
    """How many of these people are settled for a day of an event."""
    statement = select(func.count(AttendedDay.id)).where(
        AttendedDay.sosialisasi_id == event_id,
        AttendedDay.day == day,
        AttendedDay.employee_id.in_(employee_ids),
        _STANDS,
    )
    return db.session.execute(statement).scalar_one()


def given(round_id: int) -> tuple[int, int]:
    """How many people a round settled, and how many of them got a letter."""
    statement = select(func.count(AttendedDay.id), func.count(AttendedDay.letter_id)).where(
        AttendedDay.round_id == round_id, _STANDS
    )
    row = db.session.execute(statement).one()
    return row[0], row[1]


def own(employee_id: int, *, before: int | None, limit: int) -> list[Any]:
    """The days somebody attended, the latest first, each with what the JP ledger counts of it and its letter."""
    statement = (
        select(
            AttendedDay.id,
            AttendedDay.sosialisasi_id,
            AttendedDay.day,
            Sosialisasi.title,
            OrgUnit.name.label("unit"),
            LearningRecord.jp_credited.label("hours"),
            Letter.number.label("letter_number"),
            Letter.file_id.label("letter_file_id"),
            AttendedDay.withdrawn_at,
            AttendedDay.withdrawn_because,
        )
        .join(Sosialisasi, Sosialisasi.id == AttendedDay.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .outerjoin(Letter, Letter.id == AttendedDay.letter_id)
        .outerjoin(LearningRecord, LearningRecord.source_key == _source_key())
        .where(AttendedDay.employee_id == employee_id)
        .order_by(AttendedDay.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(AttendedDay.id < before)
    return list(db.session.execute(statement).all())


def own_letter(employee_id: int, day_id: int) -> StoredFile:
    """The printed attendance letter of somebody's own day, unless it was taken back."""
    statement = (
        select(StoredFile)
        .join(Letter, Letter.file_id == StoredFile.id)
        .join(AttendedDay, AttendedDay.letter_id == Letter.id)
        .where(AttendedDay.id == day_id, AttendedDay.employee_id == employee_id, _STANDS)
    )
    return db.session.execute(statement).scalar_one()


def materials(event_ids: Sequence[int]) -> list[SosialisasiMaterial]:
    """The latest edition of each material that is for those who attended, by event and title."""
    latest = (
        select(
            SosialisasiMaterial.sosialisasi_id,
            SosialisasiMaterial.title,
            func.max(SosialisasiMaterial.edition).label("edition"),
        )
        .where(SosialisasiMaterial.sosialisasi_id.in_(event_ids))
        .group_by(SosialisasiMaterial.sosialisasi_id, SosialisasiMaterial.title)
        .subquery()
    )
    statement = (
        select(SosialisasiMaterial)
        .join(
            latest,
            (latest.c.sosialisasi_id == SosialisasiMaterial.sosialisasi_id)
            & (latest.c.title == SosialisasiMaterial.title)
            & (latest.c.edition == SosialisasiMaterial.edition),
        )
        .where(SosialisasiMaterial.access != MaterialAccess.ORGANISERS)
        .order_by(SosialisasiMaterial.sosialisasi_id, SosialisasiMaterial.title)
    )
    return list(db.session.execute(statement).scalars())


def own_material(employee_id: int, material_id: int) -> StoredFile:
    """A material of an event somebody attended, once it is for those who did."""
    statement = (
        select(StoredFile)
        .join(SosialisasiMaterial, SosialisasiMaterial.file_id == StoredFile.id)
        .join(AttendedDay, AttendedDay.sosialisasi_id == SosialisasiMaterial.sosialisasi_id)
        .where(
            SosialisasiMaterial.id == material_id,
            SosialisasiMaterial.access != MaterialAccess.ORGANISERS,
            AttendedDay.employee_id == employee_id,
            _STANDS,
        )
        .distinct()
    )
    return db.session.execute(statement).scalar_one()


def _source_key() -> Any:
    return literal(CREDITED_AS).concat(cast(AttendedDay.id, String))
