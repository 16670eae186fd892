"""Designs of certificates and their versions."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.certificates.models import CertificateDesign, CertificateDesignVersion
from app.certificates.style import STANDING, Style
from app.documents import queries as documents
from app.documents import services as store


def design(design_id: int) -> CertificateDesign:
    return db.session.execute(select(CertificateDesign).where(CertificateDesign.id == design_id)).scalar_one()


def all_designs(*, archived: bool = False) -> list[Any]:
    """Designs by name, with the layout and colours of their latest version."""
    later = aliased(CertificateDesignVersion)
    newest = select(func.max(later.number)).where(later.design_id == CertificateDesign.id).scalar_subquery()
    condition = CertificateDesign.archived_at.is_not(None) if archived else CertificateDesign.archived_at.is_(None)
    statement = (
        select(
            CertificateDesign.id,
            CertificateDesign.name,
            CertificateDesignVersion.number,
            CertificateDesignVersion.layout,
            CertificateDesignVersion.used_at,
        )
        .join(CertificateDesignVersion, CertificateDesignVersion.design_id == CertificateDesign.id)
        .where(CertificateDesignVersion.number == newest, condition)
        .order_by(CertificateDesign.name)
    )
    return list(db.session.execute(statement).all())


def choices() -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in all_designs()]


def latest(design_id: int) -> CertificateDesignVersion:
    statement = (
        select(CertificateDesignVersion)
        .where(CertificateDesignVersion.design_id == design_id)
        .order_by(CertificateDesignVersion.number.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one()


def design_of(version_id: int | None) -> int | None:
    """The design a version belongs to."""
    if version_id is None:
        return None
    statement = select(CertificateDesignVersion.design_id).where(CertificateDesignVersion.id == version_id)
    return db.session.execute(statement).scalar_one()


def style(version_id: int | None) -> Style:
    """How to print with a version; the standing design where there is none."""
    if version_id is None:
        return STANDING
    row = db.session.execute(
        select(CertificateDesignVersion).where(CertificateDesignVersion.id == version_id)
    ).scalar_one()
    return style_of(row)


def style_of(row: CertificateDesignVersion) -> Style:
    logo = store.read(documents.stored_file(row.logo_file_id)) if row.logo_file_id is not None else b""
    return Style.from_dicts(row.layout, row.colours, row.texts, logo)


def name_is_taken(name: str, *, but: int | None) -> bool:
    statement = select(func.count(CertificateDesign.id)).where(CertificateDesign.name == name)
    if but is not None:
        statement = statement.where(CertificateDesign.id != but)
    return db.session.execute(statement).scalar_one() > 0


def exists(design_id: int) -> bool:
    statement = select(func.count(CertificateDesign.id)).where(CertificateDesign.id == design_id)
    return db.session.execute(statement).scalar_one() > 0
