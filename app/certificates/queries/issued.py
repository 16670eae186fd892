"""What was issued, as whoever runs training reads it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base.database import db
from app.certificates.models import Certificate, CertificateCheck, CertificateRecall, SigningCertificate
from app.certificates.rules import CertificateStatus
from app.organisation.models import Employee
from app.organisation.queries.directory import may_be_shown


def certificate(certificate_id: int) -> Certificate:
    return db.session.execute(select(Certificate).where(Certificate.id == certificate_id)).scalar_one()


def belongs_to(group: str) -> Any:
    """A condition: issued with a batch, or since then in place of one that was."""
    successor = aliased(Certificate)
    first = select(Certificate.id).where(Certificate.group_key == group).cte("of_group", recursive=True)
    return Certificate.id.in_(select(first.union(select(successor.id).where(successor.replaces_id == first.c.id)).c.id))


def page(reach: Reach, *, text: str, status: str, group: str, day: date, before: int | None, limit: int) -> list[Any]:
    """Certificates newest first, with the name they were issued to; ``text`` is part of a present name or a number.

    ``status`` is what they count for on the ``day``.

    Whose data is restricted is found by the number only, unless ``reach`` meets them (decision 0051).
    """
    statement = (
        select(
            Certificate.id,
            Certificate.number,
            Certificate.title,
            Certificate.issued_on,
            Certificate.expires_on,
            Certificate.status,
            Certificate.file_id,
            Certificate.facts["holder_name"].as_string().label("holder"),
        )
        .order_by(Certificate.id.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(Certificate.id < before)
    if status:
        statement = statement.where(*_counting_as(status, day))
    if group:
        statement = statement.where(belongs_to(group))
    if text:
        like = f"%{_escaped(text.lower())}%"
        statement = statement.join(Employee, Employee.id == Certificate.employee_id).where(
            and_(Employee.sort_name.like(like, escape="\\"), may_be_shown(reach))
            | func.lower(Certificate.number).like(like, escape="\\")
        )
    return list(db.session.execute(statement).all())


def _counting_as(status: str, day: date) -> list[Any]:
    """The same as ``rules.status_on`` says of one row."""
    if status not in (CertificateStatus.VALID, CertificateStatus.EXPIRED):
        return [Certificate.status == status]
    over = and_(Certificate.expires_on.is_not(None), Certificate.expires_on < day)
    return [Certificate.status == CertificateStatus.VALID, over if status == CertificateStatus.EXPIRED else ~over]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def ids_of_group(group: str) -> list[int]:
    """Everything of a batch that is still valid, corrected copies included."""
    statement = select(Certificate.id).where(belongs_to(group), Certificate.status == CertificateStatus.VALID)
    return list(db.session.execute(statement.order_by(Certificate.id)).scalars())


def latest_of(group: str, employee_ids: Sequence[int]) -> dict[int, Any]:
    """Of each of these people the certificate that stands for a batch now: (id, number, status, expires_on)."""
    statement = (
        select(Certificate.id, Certificate.employee_id, Certificate.number, Certificate.status, Certificate.expires_on)
        .where(belongs_to(group), Certificate.employee_id.in_(employee_ids))
        .order_by(Certificate.id)
    )
    return {row.employee_id: row for row in db.session.execute(statement)}


def fallen_of(group: str) -> int:
    """How many of a batch were replaced or recalled since they were issued."""
    statement = select(func.count(Certificate.id)).where(
        belongs_to(group), Certificate.status.in_([CertificateStatus.REPLACED, CertificateStatus.REVOKED])
    )
    return db.session.execute(statement).scalar_one()


def ensure_there(ids: Sequence[int]) -> None:
    """Raises NoResultFound where one of these is not a certificate of this government (security A4)."""
    found = sum(
        db.session.execute(
            select(func.count(Certificate.id)).where(Certificate.id.in_(ids[start : start + 500]))
        ).scalar_one()
        for start in range(0, len(ids), 500)
    )
    if found != len(ids) or not ids:
        raise NoResultFound


def some(ids: Sequence[int]) -> list[Any]:
    statement = select(
        Certificate.id,
        Certificate.number,
        Certificate.title,
        Certificate.status,
        Certificate.facts["holder_name"].as_string().label("holder"),
    ).where(Certificate.id.in_(ids))
    return list(db.session.execute(statement.order_by(Certificate.id)).all())


def successor(certificate_id: int) -> Certificate | None:
    return db.session.execute(select(Certificate).where(Certificate.replaces_id == certificate_id)).scalar_one_or_none()


def recall(recall_id: int) -> CertificateRecall:
    return db.session.execute(select(CertificateRecall).where(CertificateRecall.id == recall_id)).scalar_one()


def untold(recall_id: int) -> list[int]:
    """The certificates of a recall whose holder was not told yet."""
    statement = select(Certificate.id).where(Certificate.recall_id == recall_id, Certificate.recall_told_at.is_(None))
    return list(db.session.execute(statement.order_by(Certificate.id)).scalars())


def checks(certificate_id: int) -> tuple[int, Any]:
    """How often a certificate was checked, and when last."""
    count, latest = db.session.execute(
        select(func.count(CertificateCheck.id), func.max(CertificateCheck.checked_at)).where(
            CertificateCheck.certificate_id == certificate_id
        )
    ).one()
    return count, latest


def latest_checks(certificate_id: int, limit: int) -> list[CertificateCheck]:
    statement = (
        select(CertificateCheck)
        .where(CertificateCheck.certificate_id == certificate_id)
        .order_by(CertificateCheck.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def signed_by_us(fingerprint: str) -> bool:
    """Whether any government here ever signed with this certificate; the caller stands outside every scope."""
    statement = select(SigningCertificate.id).where(SigningCertificate.fingerprint == fingerprint).limit(1)
    return db.session.execute(statement).first() is not None
