"""Long sheets to sign that somebody had printed, and whose names stand on them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from app.attendance.models import SignSheet
from app.attendance.papers import Signer
from app.attendance.queries import expected, nips_of
from app.documents import asked
from app.organisation import queries as organisation
from app.organisation.rules import mask_nip

KIND = "attendance.print_sign_sheet"


def people(whom: Any, day: date) -> list[dict[str, Any]]:
    """Those a host expects, by name: employee id, name, NIP, unit."""
    rows = expected.everybody(whom)
    ids = [row.employee_id for row in rows]
    found = organisation.people(ids, day) if ids else {}
    nips = nips_of(ids)
    return [
        {
            "employee_id": row.employee_id,
            "name": row.name,
            "nip": nips[row.employee_id],
            "unit": found[row.employee_id].unit,
        }
        for row in rows
    ]


def signer(row: dict[str, Any], *, is_masked: bool) -> Signer:
    return Signer(row["name"], f"NIP {mask_nip(row['nip']) if is_masked else row['nip']}", row["unit"])


def of_user(meeting_ids: Collection[int], user_id: int, *, is_whole: bool) -> list[Any]:
    """Somebody's own files of a meeting, or of all of some, with how far each is, newest first."""
    return asked.of_user(SignSheet, KIND, user_id, *_of(meeting_ids, is_whole=is_whole))


def own(meeting_ids: Collection[int], user_id: int, sheet_id: int, *, is_whole: bool) -> SignSheet:
    """One of somebody's own, of this very meeting or of all of these; any other is simply not found."""
    return asked.own(SignSheet, user_id, sheet_id, *_of(meeting_ids, is_whole=is_whole))


def _of(meeting_ids: Collection[int], *, is_whole: bool) -> Sequence[Any]:
    return SignSheet.meeting_id.in_(meeting_ids), SignSheet.is_whole == is_whole
