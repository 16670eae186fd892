"""What participants' attendance can still come to."""

from collections.abc import Sequence
from typing import Any

from app.attendance import queries as attendance
from app.attendance.models import AttendanceStatus
from app.attendance.rules.shares import Outlook, Prospect, outlook
from app.training.models import TOOK_PART
from app.training.queries import batches
from app.training.queries.batches import BatchPage


def of_participants(page: BatchPage) -> dict[int, Outlook]:
    """The outlook of everybody who takes part, by employee id."""
    ids = [meeting.id for meeting in batches.meetings(page.batch.id)]
    marks = attendance.at_meetings(ids)
    seated = [row.employee_id for row in batches.participants(page.batch.id) if row.status in TOOK_PART]
    return {one: outlook([marks.get((number, one)) for number in ids], page.programme.min_attendance) for one in seated}


def of_person(page: BatchPage, meeting_ids: Sequence[int], attended: dict[int, Any]) -> Outlook:
    """One's own, from what ``attendance.of_person`` found."""
    statuses = [attended[number].status if number in attended else None for number in meeting_ids]
    return outlook(statuses, page.programme.min_attendance)


def endangered(
    page: BatchPage, seated: Sequence[Any], meeting_ids: Sequence[int], marks: dict[tuple[int, int], AttendanceStatus]
) -> list[tuple[str, Outlook]]:
    """Of these participants those whose attendance does not suffice so far, or cannot any more; the worst first."""
    minimum = page.programme.min_attendance
    rows = [
        (row.name, outlook([marks.get((number, row.employee_id)) for number in meeting_ids], minimum)) for row in seated
    ]
    poor = [one for one in rows if one[1].prospect is not Prospect.ENOUGH]
    return sorted(poor, key=lambda one: (one[1].prospect is Prospect.BELOW, one[0]))
