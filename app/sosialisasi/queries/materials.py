"""Files handed to those invited."""

from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.documents.models import StoredFile
from app.sosialisasi.models import SosialisasiMaterial


def editions(event_id: int) -> dict[str, int]:
    """How many editions there are of each title."""
    statement = (
        select(SosialisasiMaterial.title, func.count(SosialisasiMaterial.id))
        .where(SosialisasiMaterial.sosialisasi_id == event_id)
        .group_by(SosialisasiMaterial.title)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def last_edition(event_id: int, title: str) -> int:
    """The number of the newest edition of a title; 0 where there is none."""
    statement = select(func.max(SosialisasiMaterial.edition)).where(
        SosialisasiMaterial.sosialisasi_id == event_id, SosialisasiMaterial.title == title
    )
    return db.session.execute(statement).scalar_one() or 0


def latest(event_id: int) -> list[Any]:
    """The newest edition of each title, with the name and size of its file, by title."""
    newest = (
        select(SosialisasiMaterial.title, func.max(SosialisasiMaterial.edition).label("edition"))
        .where(SosialisasiMaterial.sosialisasi_id == event_id)
        .group_by(SosialisasiMaterial.title)
        .subquery()
    )
    statement = (
        select(
            SosialisasiMaterial.id,
            SosialisasiMaterial.title,
            SosialisasiMaterial.edition,
            SosialisasiMaterial.access,
            SosialisasiMaterial.added_at,
            SosialisasiMaterial.file_id,
            StoredFile.name,
            StoredFile.size,
        )
        .join(newest, (newest.c.title == SosialisasiMaterial.title) & (newest.c.edition == SosialisasiMaterial.edition))
        .join(StoredFile, StoredFile.id == SosialisasiMaterial.file_id)
        .where(SosialisasiMaterial.sosialisasi_id == event_id)
        .order_by(SosialisasiMaterial.title)
    )
    return list(db.session.execute(statement).all())


def material(event_id: int, material_id: int) -> tuple[SosialisasiMaterial, StoredFile]:
    """A material of this very event with its file; any other is simply not found."""
    statement = (
        select(SosialisasiMaterial, StoredFile)
        .join(StoredFile, StoredFile.id == SosialisasiMaterial.file_id)
        .where(SosialisasiMaterial.sosialisasi_id == event_id, SosialisasiMaterial.id == material_id)
    )
    row = db.session.execute(statement).one()
    return row[0], row[1]
