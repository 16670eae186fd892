"""Indonesian words and figures of a certificate."""

from decimal import Decimal

from app.base.wording import date_range as period
from app.base.wording import number
from app.base.wording import plain_date as day
from app.certificates.rules import CertificateStatus

__all__ = ["STATUSES", "day", "lesson_hours", "number", "period", "spaced_nip"]

STATUSES = {
    CertificateStatus.VALID: "Berlaku",
    CertificateStatus.EXPIRED: "Masa berlaku habis",
    CertificateStatus.REPLACED: "Diganti",
    CertificateStatus.REVOKED: "Dicabut",
}


def lesson_hours(hours: Decimal) -> str:
    return f"{number(hours)} JP"


def spaced_nip(nip: str) -> str:
    """Birth date, month of appointment, sex and sequence, set apart as on every official paper."""
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
