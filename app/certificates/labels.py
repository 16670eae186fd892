"""Indonesian words and figures of a certificate."""

from decimal import Decimal

from app.base.wording import date_range as period
from app.base.wording import number
from app.base.wording import plain_date as day
from app.certificates.models import BundleForm, KeyPurpose
from app.certificates.payload import Proof
from app.certificates.rules import CertificateStatus

__all__ = ["STATUSES", "TONES", "day", "lesson_hours", "number", "period", "spaced_nip"]

STATUSES = {
    CertificateStatus.VALID: "Berlaku",
    CertificateStatus.EXPIRED: "Masa berlaku habis",
    CertificateStatus.REPLACED: "Diganti",
    CertificateStatus.REVOKED: "Dicabut",
}
TONES = {
    CertificateStatus.VALID: "good",
    CertificateStatus.EXPIRED: "wait",
    CertificateStatus.REPLACED: "wait",
    CertificateStatus.REVOKED: "bad",
}
PROOFS = {
    Proof.GENUINE: "Tanda tangan cocok",
    Proof.UNKNOWN_KEY: "Kunci tidak dikenal",
    Proof.TAMPERED: "Diubah setelah ditandatangani",
    Proof.UNREADABLE: "Tidak terbaca utuh",
}
PURPOSES = {KeyPurpose.CODE: "kode QR", KeyPurpose.BADGE: "lencana digital"}
FORMS = {BundleForm.ZIP: "ZIP, satu PDF tiap orang", BundleForm.PDF: "Satu PDF untuk dicetak"}


def lesson_hours(hours: Decimal) -> str:
    return f"{number(hours)} JP"


def spaced_nip(nip: str) -> str:
    """Birth date, month of appointment, sex and sequence, set apart as on every official paper."""
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
