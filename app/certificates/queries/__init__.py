"""Finding certificates: the holder's own, those of a batch, and one by its code for anybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, select
from sqlalchemy.orm import aliased

from app.base import scope
from app.base.database import db
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate
from app.certificates.rules import CertificateStatus, display_code, normalise_code, status_on


@dataclass(frozen=True)
class Verified:
    """What anybody may know of a certificate: every printed fact that is not personal."""

    code: str
    status: CertificateStatus
    facts: CertificateFacts
    sha256: str
    certificate_id: int = 0
    government_id: int = 0
    expires_on: date | None = None
    reason: str = ""
    changed_on: date | None = None
    # The code of the certificate that stands for this one now, and of the one this stands for.
    successor: str = ""
    predecessor: str = ""

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
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "status_reason": self.reason,
            "status_since": self.changed_on.isoformat() if self.changed_on else None,
            "successor": self.successor or None,
            "predecessor": self.predecessor or None,
        }


def by_code(text: str, today: date) -> Verified | None:
    """The certificate with this code, in whichever government; None alike for unknown and malformed."""
    code = normalise_code(text)
    if code is None:
        return None
    return _verified(Certificate.code == code, today)


def by_hash(sha256: str, today: date) -> Verified | None:
    """The certificate whose file has exactly these bytes, in whichever government."""
    return _verified(Certificate.sha256 == sha256, today)


def _verified(condition: ColumnElement[bool], today: date) -> Verified | None:
    newer, older = aliased(Certificate), aliased(Certificate)
    statement = (
        select(Certificate, newer.code.label("successor"), older.code.label("predecessor"))
        .outerjoin(newer, (newer.replaces_id == Certificate.id) & newer.file_id.is_not(None))
        .outerjoin(older, older.id == Certificate.replaces_id)
        .where(condition)
        .limit(1)
    )
    with scope.everything():
        row = db.session.execute(statement).one_or_none()
    if row is None or _is_unfinished(row.Certificate):
        return None
    one = row.Certificate
    return Verified(
        code=display_code(one.code),
        status=status_on(today, one.status, one.expires_on),
        facts=CertificateFacts.from_dict(one.facts),
        sha256=one.sha256,
        certificate_id=one.id,
        government_id=one.government_id,
        expires_on=one.expires_on,
        reason=one.reason,
        changed_on=one.changed_on,
        successor=display_code(row.successor) if row.successor else "",
        predecessor=display_code(row.predecessor) if row.predecessor else "",
    )


def _is_unfinished(certificate: Certificate) -> bool:
    """What is still to be signed, or to take the place of another, is not out yet: nobody holds it."""
    facts = certificate.facts
    return certificate.file_id is None and (bool(facts.get("signing")) or certificate.replaces_id is not None)


def number_is_taken(number: str) -> bool:
    """Whether this number was ever given in the government in scope."""
    statement = select(func.count(Certificate.id)).where(Certificate.number == number)
    return db.session.execute(statement).scalar_one() > 0


_OF_HOLDER = (
    select(
        Certificate.id,
        Certificate.title,
        Certificate.number,
        Certificate.code,
        Certificate.issued_on,
        Certificate.status,
        Certificate.expires_on,
        Certificate.reason,
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
            Certificate.series_id,
            Certificate.design_version_id,
        )
        .where(Certificate.group_key == group_key)
        .order_by(Certificate.sequence)
    )
    return list(db.session.execute(statement).all())
