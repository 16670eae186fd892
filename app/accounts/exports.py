"""Roles and accounts as files, for a table of one's own."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from app.access.permissions import Role
from app.accounts import labels, rules
from app.base import wording

ACCOUNTS = ("Nama", "Keadaan", "Terakhir masuk", "Email")
HEADINGS = (
    "Nama",
    "Peran",
    "Berlaku untuk",
    "Mulai",
    "Sampai dengan",
    "Keadaan",
    "Diusulkan oleh",
    "Dikonfirmasi oleh",
    "Alasan penolakan",
)


def grant_rows(found: Iterable[Any], day: date) -> Iterator[tuple[Any, ...]]:
    for row in found:
        yield (
            row.name,
            labels.ROLE_NAMES[Role(row.role)],
            row.unit or row.government or "Instalasi",
            row.starts_on,
            row.ends_on - timedelta(days=1) if row.ends_on else None,
            labels.GRANTS[rules.grant_state(row, day)][0],
            row.asked_by,
            row.confirmed_by_name,
            row.refusal,
        )


def account_rows(found: Iterable[Any], timezone: str) -> Iterator[tuple[Any, ...]]:
    """Accounts with the day of the last sign-in by the clock of the government."""
    for row in found:
        yield (
            row.name,
            labels.ACCOUNTS[row.state][0],
            wording.local(row.last_sign_in_at, timezone).date() if row.last_sign_in_at else None,
            row.email or row.employee_email,
        )
