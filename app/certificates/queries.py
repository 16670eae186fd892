"""Finding certificates: the holder's own, those of a batch, and one by its code for anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, bindparam, select

from app.base import scope
from app.base.database import db
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate
from app.certificates.rules import CertificateStatus, display_code, normalise_code


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a certificate: every printed fact that is not personal."""

    code: str
    status: CertificateStatus
    facts: CertificateFacts
    sha256: str
    expires_on: date | None = None

    def to_public_dict(self) -> dict[str, Any]:
        facts = self.facts
        return {
            "code": self.code,
            "status": self.status.value,
            "number": facts.number,
            "holder": facts.holder_name,
            "programme": facts.programme_title,
            "batch": facts.batch_number,
            "year": facts.year,
            "result": facts.result,
            "starts_on": facts.starts_on.isoformat(),
            "ends_on": facts.ends_on.isoformat(),
            "city": facts.city,
            "place": facts.place,
            "lesson_hours": str(facts.lesson_hours),
            "subjects": [
                {"title": one.title, "competency": one.competency, "lesson_hours": str(one.lesson_hours)}
                for one in facts.subjects
            ],
            "government": facts.government_name,
            "organiser": facts.organiser_name,
            "issued_on": facts.issued_on.isoformat(),
            "signatory": {"position": facts.signatory_position, "name": facts.signatory_name},
            "file_sha256": self.sha256,
        }


def by_code(text: str, today: date) -> Verified | None:
    """The certificate with this code, in whichever government; None alike for unknown and malformed."""
    code = normalise_code(text)
    if code is None:
        return None
    with scope.everything():
        row = db.session.execute(
            select(
                Certificate.code,
                Certificate.status,
                Certificate.expires_on,
                Certificate.facts,
                Certificate.sha256,
            ).where(Certificate.code == code)
        ).one_or_none()
    if row is None:
        return None
    status = CertificateStatus(row.status)
    if status is CertificateStatus.VALID and row.expires_on is not None and row.expires_on < today:
        status = CertificateStatus.EXPIRED
    return Verified(display_code(row.code), status, CertificateFacts.from_dict(row.facts), row.sha256, row.expires_on)


_OF_HOLDER = (
    select(
        Certificate.id,
        Certificate.title,
        Certificate.number,
        Certificate.code,
        Certificate.issued_on,
        Certificate.status,
        Certificate.facts,
        Certificate.file_id,
    )
    .where(Certificate.employee_id == bindparam("employee_id"))
    .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    .limit(bindparam("at_most", type_=Integer))
)


def of_holder(employee_id: int, *, limit: int, before: tuple[date, int] | None = None) -> list[Any]:
    """Somebody's certificates, newest first, older than ``before`` (issue date, id)."""
    statement = _OF_HOLDER
    if before is not None:
        day, number = before
        statement = statement.where(
            (Certificate.issued_on < day) | ((Certificate.issued_on == day) & (Certificate.id < number))
        )
    return list(db.session.execute(statement, {"employee_id": employee_id, "at_most": limit}).all())


def own(employee_id: int, certificate_id: int) -> Certificate:
    """One certificate of this holder."""
    return db.session.execute(
        select(Certificate).where(Certificate.id == certificate_id, Certificate.employee_id == employee_id)
    ).scalar_one()


def of_group(group_key: str) -> list[Any]:
    """The certificates issued together, in the order of their numbers."""
    statement = (
        select(
            Certificate.id,
            Certificate.number,
            Certificate.sequence,
            Certificate.employee_id,
            Certificate.facts,
            Certificate.file_id,
        )
        .where(Certificate.group_key == group_key)
        .order_by(Certificate.sequence)
    )
    return list(db.session.execute(statement).all())
