"""What every page of the organiser about one meeting has in common."""

from typing import Any

from app.attendance import rules as attendance_rules
from app.attendance.queries import absences, scans, walk_ins
from app.base.clock import now
from app.training.models import BatchStatus
from app.training.queries import batches


def meeting_head(batch_id: int, meeting_id: int) -> dict[str, Any]:
    """The batch, the meeting, how things stand, and what waits behind each of its tabs."""
    page = batches.managed_batch(batch_id)
    meeting = batches.meeting_of_batch(batch_id, meeting_id)
    opens_at = attendance_rules.opens_at(meeting)
    return {
        "page": page,
        "batch": page.batch,
        "meeting": meeting,
        "now": now(),
        "opens_at": opens_at,
        "editable": page.batch.status == BatchStatus.PUBLISHED and opens_at <= now(),
        "waiting": {
            "tamu": walk_ins.unrecognised(meeting.id) or "",
            "izin": absences.waiting(meeting.id) or "",
            "ditolak": scans.refused_count(meeting.id) or "",
        },
    }
