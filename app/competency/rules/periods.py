"""Half-years: by these gaps are looked back upon."""

import re
from datetime import date

_WRITTEN = re.compile(r"(20\d\d|19\d\d)-([12])")


def period_of(day: date) -> str:
    """2026-2 for the second half of 2026."""
    return f"{day.year}-{1 if day.month <= 6 else 2}"


def first_day(period: str) -> date:
    year, half = period.split("-")
    return date(int(year), 1 if half == "1" else 7, 1)


def last_day(period: str) -> date:
    year, half = period.split("-")
    return date(int(year), 6, 30) if half == "1" else date(int(year), 12, 31)


def before(period: str) -> str:
    """The half-year before one."""
    year, half = period.split("-")
    return f"{year}-1" if half == "2" else f"{int(year) - 1}-2"


def is_period(text: str) -> bool:
    return _WRITTEN.fullmatch(text) is not None


def in_words(period: str) -> str:
    """Semester II 2026"""
    year, half = period.split("-")
    return f"Semester {'I' * int(half)} {year}"
