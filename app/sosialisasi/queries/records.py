"""Minutes, the signed record and photos of a round; the report of an event."""

from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.documents.models import StoredFile
from app.organisation.models import Employee
from app.sosialisasi.models import (
    MinuteItem,
    OfficialRecord,
    SosialisasiMinutes,
    SosialisasiPhoto,
    SosialisasiReport,
    SosialisasiRound,
)


def minutes_of(round_id: int) -> SosialisasiMinutes | None:
    return db.session.execute(
        select(SosialisasiMinutes).where(SosialisasiMinutes.round_id == round_id)
    ).scalar_one_or_none()


def minute_items(minutes_id: int) -> list[MinuteItem]:
    statement = select(MinuteItem).where(MinuteItem.minutes_id == minutes_id).order_by(MinuteItem.sort_order)
    return list(db.session.execute(statement).scalars())


def employee_with_nip(nip: str) -> Employee | None:
    return db.session.execute(select(Employee).where(Employee.nip == nip, Employee.active)).scalar_one_or_none()


def record_of(round_id: int) -> OfficialRecord | None:
    return db.session.execute(select(OfficialRecord).where(OfficialRecord.round_id == round_id)).scalar_one_or_none()


def record(record_id: int) -> OfficialRecord:
    return db.session.execute(select(OfficialRecord).where(OfficialRecord.id == record_id)).scalar_one()


def photos_of(round_id: int) -> list[SosialisasiPhoto]:
    statement = (
        select(SosialisasiPhoto)
        .where(SosialisasiPhoto.round_id == round_id)
        .order_by(SosialisasiPhoto.sort_order, SosialisasiPhoto.id)
    )
    return list(db.session.execute(statement).scalars())


def photo(round_id: int, photo_id: int) -> tuple[SosialisasiPhoto, StoredFile]:
    """A photo of this very round, with its file."""
    statement = (
        select(SosialisasiPhoto, StoredFile)
        .join(StoredFile, StoredFile.id == SosialisasiPhoto.file_id)
        .where(SosialisasiPhoto.round_id == round_id, SosialisasiPhoto.id == photo_id)
    )
    row = db.session.execute(statement).one()
    return row[0], row[1]


def last_place(round_id: int) -> int:
    """Where the last photo of a round stands; 0 before the first."""
    statement = select(func.max(SosialisasiPhoto.sort_order)).where(SosialisasiPhoto.round_id == round_id)
    return db.session.execute(statement).scalar_one() or 0


def photos_of_event(event_id: int) -> list[Any]:
    """Every photo of an event in order of rounds: (photo, file, number of the round)."""
    statement = (
        select(SosialisasiPhoto, StoredFile, SosialisasiRound.number)
        .join(StoredFile, StoredFile.id == SosialisasiPhoto.file_id)
        .join(SosialisasiRound, SosialisasiRound.id == SosialisasiPhoto.round_id)
        .where(SosialisasiRound.sosialisasi_id == event_id)
        .order_by(SosialisasiRound.number, SosialisasiPhoto.sort_order, SosialisasiPhoto.id)
    )
    return list(db.session.execute(statement).all())


def report_of(event_id: int) -> SosialisasiReport | None:
    return db.session.execute(
        select(SosialisasiReport).where(SosialisasiReport.sosialisasi_id == event_id)
    ).scalar_one_or_none()
