"""Indonesian words and figures of a certificate."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from app.certificates.rules import CertificateStatus

LOCALE = "id"

STATUSES = {
    CertificateStatus.VALID: "Berlaku",
    CertificateStatus.EXPIRED: "Masa berlaku habis",
    CertificateStatus.REPLACED: "Diganti",
    CertificateStatus.REVOKED: "Dicabut",
}


def day(on: date) -> str:
    return format_date(on, "d MMMM y", locale=LOCALE)


def period(first: date, last: date) -> str:
    """10 Desember 2026; 10–12 Desember 2026; 30 November–2 Desember 2026."""
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)}–{day(last)}"
    start = "d" if first.month == last.month else "d MMMM"
    return f"{format_date(first, start, locale=LOCALE)}–{day(last)}"


def number(value: Decimal) -> str:
    return format_decimal(value, locale=LOCALE)


def lesson_hours(hours: Decimal) -> str:
    return f"{number(hours)} JP"


def spaced_nip(nip: str) -> str:
    """Birth date, month of appointment, sex and sequence, set apart as on every official paper."""
    if len(nip) != 18:
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
