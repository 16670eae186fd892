"""What every page of the organiser about one meeting has in common."""

from typing import Any

from app.attendance import rules as attendance_rules
from app.attendance.queries import tallies
from app.base.clock import now
from app.training.models import BatchStatus
from app.training.queries import batches


def meeting_head(batch_id: int, meeting_id: int) -> dict[str, Any]:
    """The batch, the meeting, how things stand, and what waits behind each of its tabs."""
    page = batches.managed_batch(batch_id)
    meeting = batches.meeting_of_batch(batch_id, meeting_id)
    opens_at = attendance_rules.opens_at(meeting)
    tally = tallies.of_meeting(meeting.id)
    return {
        "page": page,
        "batch": page.batch,
        "meeting": meeting,
        "now": now(),
        "opens_at": opens_at,
        "editable": page.batch.status == BatchStatus.PUBLISHED and opens_at <= now(),
        "waiting": {
            "tamu": tally.unrecognised or "",
            "izin": tally.excuses or "",
            "ditolak": tally.refused or "",
        },
        "guests_beside": tally.guests,
    }
