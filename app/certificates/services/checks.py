"""The log of checks: that a certificate was checked, when, and with what answer; of whoever checked it nothing."""

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates.models import CertificateCheck
from app.certificates.queries import Verified


def note(found: Verified, way: str) -> None:
    with scope.within(found.government_id):
        db.session.add(
            CertificateCheck(certificate_id=found.certificate_id, way=way, found=found.status.value, checked_at=now())
        )
        db.session.flush()
