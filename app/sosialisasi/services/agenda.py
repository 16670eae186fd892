"""Rounds in somebody's own calendar, behind its secret link."""

from datetime import datetime
from typing import Any

from app.attendance.calendars import CANCELLED, TENTATIVE, Entry, sequence, where
from app.notifications import addresses
from app.sosialisasi import calendars
from app.sosialisasi.models import InvitationStatus, RoundStatus
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.services.telling import path_of

_STATES = {
    InvitationStatus.ACCEPTED: "CONFIRMED",
    InvitationStatus.INVITED: TENTATIVE,
    InvitationStatus.WAITING: TENTATIVE,
}


def entries(employee_id: int, since: datetime) -> list[Entry]:
    """Every round somebody was invited to; what they declined or what was called off is marked as cancelled."""
    return [_entry(row) for row in queries.ahead_of(employee_id, since)]


def _entry(row: Any) -> Entry:
    is_off = row.round_status == RoundStatus.CANCELLED
    return Entry(
        row.meeting_id,
        row.starts_at,
        row.ends_at,
        where(row),
        sequence(row.version, row.changes),
        CANCELLED if is_off else _STATES.get(InvitationStatus(row.status), CANCELLED),
        calendars.named(row.title, row.number),
        addresses.absolute(path_of(row.id)),
    )
