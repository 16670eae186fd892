"""Numberings and keys, as whoever keeps them reads them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.certificates.models import CertificateCounter, CertificateSeries, SigningKey
from app.organisation.models import Employee, Position, PositionTier
from app.organisation.queries import holds_on

_SIGNING_TIERS = (
    PositionTier.JPT_UTAMA,
    PositionTier.JPT_MADYA,
    PositionTier.JPT_PRATAMA,
    PositionTier.ADMINISTRATOR,
    PositionTier.PENGAWAS,
)


def series(series_id: int) -> CertificateSeries:
    return db.session.execute(select(CertificateSeries).where(CertificateSeries.id == series_id)).scalar_one()


def all_series(year: int) -> list[Any]:
    """Every numbering with the last number it gave this year."""
    statement = (
        select(CertificateSeries, func.coalesce(CertificateCounter.last, 0).label("last"))
        .outerjoin(
            CertificateCounter,
            (CertificateCounter.series_id == CertificateSeries.id) & (CertificateCounter.year == year),
        )
        .order_by(CertificateSeries.organiser)
    )
    return list(db.session.execute(statement).all())


def others(series_id: int | None) -> list[CertificateSeries]:
    """The numberings a new pattern must not meet."""
    statement = select(CertificateSeries).order_by(CertificateSeries.organiser)
    if series_id is not None:
        statement = statement.where(CertificateSeries.id != series_id)
    return list(db.session.execute(statement).scalars())


def last_number(series_id: int, year: int) -> int:
    statement = select(CertificateCounter.last).where(
        CertificateCounter.series_id == series_id, CertificateCounter.year == year
    )
    return db.session.execute(statement).scalar_one_or_none() or 0


@dataclass(frozen=True)
class Post:
    id: int
    title: str


def posts(day: date) -> list[Post]:
    """Structural posts on a day, which are the ones that sign."""
    statement = (
        select(Position.id, Position.title)
        .where(Position.tier.in_(_SIGNING_TIERS), holds_on(Position, day))
        .order_by(Position.title, Position.id)
    )
    return [Post(*row) for row in db.session.execute(statement)]


def post_title(position_id: int) -> str:
    return db.session.execute(select(Position.title).where(Position.id == position_id)).scalar_one()


def signing_keys(*, ended: bool = False) -> list[Any]:
    """Keys with the name of whose they are; without one it is the organiser's own seal."""
    statement = (
        select(SigningKey.id, SigningKey.name, SigningKey.kind, SigningKey.employee_id, Employee.name.label("holder"))
        .outerjoin(Employee, Employee.id == SigningKey.employee_id)
        .order_by(SigningKey.name)
    )
    if not ended:
        statement = statement.where(SigningKey.ended_at.is_(None))
    return list(db.session.execute(statement).all())


def key(key_id: int) -> SigningKey:
    return db.session.execute(select(SigningKey).where(SigningKey.id == key_id)).scalar_one()


def key_named(name: str) -> SigningKey | None:
    return db.session.execute(select(SigningKey).where(SigningKey.name == name)).scalar_one_or_none()


def key_of(employee_id: int | None) -> SigningKey | None:
    """The newest key of somebody, or the newest seal for None."""
    whose = SigningKey.employee_id.is_(None) if employee_id is None else SigningKey.employee_id == employee_id
    statement = select(SigningKey).where(whose, SigningKey.ended_at.is_(None)).order_by(SigningKey.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def employee_with_nip(nip: str) -> int | None:
    return db.session.execute(select(Employee.id).where(Employee.nip == nip)).scalar_one_or_none()
