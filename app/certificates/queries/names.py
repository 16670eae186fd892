"""How holders want their names printed."""

from typing import Any

from sqlalchemy import func, select

from app.base.database import db
from app.certificates.models import CertificateName, NameStatus
from app.organisation.models import Employee


def printed_name(employee_id: int, current: str) -> str:
    """The name as the last granted wish has it, as long as the personnel record says what it said then."""
    statement = (
        select(CertificateName.wanted, CertificateName.person_name)
        .where(CertificateName.employee_id == employee_id, CertificateName.status == NameStatus.GRANTED)
        .order_by(CertificateName.id.desc())
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return row.wanted if row is not None and row.person_name == current else current


def waiting_of(employee_id: int) -> CertificateName | None:
    statement = select(CertificateName).where(
        CertificateName.employee_id == employee_id, CertificateName.status == NameStatus.WAITING
    )
    return db.session.execute(statement.limit(1)).scalar_one_or_none()


def last_decided(employee_id: int) -> CertificateName | None:
    statement = (
        select(CertificateName)
        .where(CertificateName.employee_id == employee_id, CertificateName.status != NameStatus.WAITING)
        .order_by(CertificateName.id.desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def wish(name_id: int) -> CertificateName:
    return db.session.execute(select(CertificateName).where(CertificateName.id == name_id)).scalar_one()


def waiting(*, after: int, limit: int) -> list[Any]:
    """Wishes nobody has decided, oldest first."""
    statement = (
        select(
            CertificateName.id,
            CertificateName.employee_id,
            CertificateName.printed,
            CertificateName.wanted,
            CertificateName.note,
            CertificateName.certificate_id,
            CertificateName.created_at,
            Employee.name,
        )
        .join(Employee, Employee.id == CertificateName.employee_id)
        .where(CertificateName.status == NameStatus.WAITING, CertificateName.id > after)
        .order_by(CertificateName.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def count_waiting() -> int:
    statement = select(func.count(CertificateName.id)).where(CertificateName.status == NameStatus.WAITING)
    return db.session.execute(statement).scalar_one()
