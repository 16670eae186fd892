"""A certificate that was wrong gets a successor with a number of its own; the old one says so for ever."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import today
from app.base.database import db, lock
from app.certificates import rules, services
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate
from app.certificates.queries import designs, issued
from app.certificates.rules import CertificateStatus
from app.certificates.services import Issue, letters
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation import queries as organisation

KIND = "certificates.print_replacement"


@dataclass(frozen=True)
class Correction:
    """What stands on the new certificate instead; the rest is carried over."""

    holder_name: str
    holder_position: str
    holder_unit: str
    reason: str


def group_key(certificate_id: int) -> str:
    return f"replacement:{certificate_id}"


def replace_with(certificate: Certificate, correction: Correction, *, by: Actor) -> tuple[Certificate, Job]:
    """Give the successor its number; it takes the old one's place when its file is there.

    The same certificate is replaced once, however often somebody presses the button.
    """
    certificate = lock(certificate)
    rules.ensure_valid(certificate.status)
    if certificate.file_id is None:
        raise rules.NotPrinted
    day = today(organisation.government(certificate.government_id).timezone)
    facts = CertificateFacts.from_dict(certificate.facts)
    new = services.issue_as_written(
        Issue(
            series_id=certificate.series_id,
            employee_id=certificate.employee_id,
            source_key=group_key(certificate.id),
            group_key=group_key(certificate.id),
            facts=_corrected(facts, correction, day),
            expires_on=certificate.expires_on,
            design_id=designs.design_of(certificate.design_version_id),
            replaces_id=certificate.id,
        ),
        by=by,
    )
    certificate.reason = correction.reason
    audit.record(
        "certificates.replacement_asked", certificate, by=by, number=certificate.number, reason=correction.reason
    )
    job = jobs.enqueue(
        KIND,
        {"certificate_id": certificate.id},
        by=by,
        government_id=certificate.government_id,
        key=f"{KIND}:{certificate.id}",
    )
    return new, job


def _corrected(facts: CertificateFacts, correction: Correction, day: date) -> CertificateFacts:
    return replace(
        facts,
        holder_name=correction.holder_name,
        holder_position=correction.holder_position,
        holder_unit=correction.holder_unit,
        issued_on=day,
    )


def print_replacement(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Print and sign the successor; in the transaction that records its file the old one steps down."""
    old_id = args["certificate_id"]
    services.print_group(
        group_key(old_id), after_each=lambda new: _take_over(old_id, new), progress=lambda _count: progress(1, 1)
    )
    return "Selesai. Sertifikat pengganti sudah terbit."


def _take_over(old_id: int, new: Certificate) -> None:
    old = lock(issued.certificate(old_id))
    if old.status == CertificateStatus.VALID:
        old.status = CertificateStatus.REPLACED
        old.changed_on = today(organisation.government(old.government_id).timezone)
        audit.record("certificates.replaced", old, by=SYSTEM, number=old.number, after=new.number)
        letters.tell_replaced(old, new)
    db.session.flush()
