from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance import rules as attendance_rules
from app.attendance.models import AttendanceStatus, Meeting
from app.attendance.rules import own_codes
from app.base.clock import now
from app.training.models import TOOK_PART, BatchStatus
from app.training.queries import batches, enrolments
from app.training.queries.batches import BatchPage
from app.training.views.blueprint import bp
from app.web import qr
from app.web.answers import show
from app.web.polling import quiet

PAGE = "training/own_code.html"


@bp.get("/pertemuan/<int:meeting_id>/kode-saya")
@quiet
@requires(Permission.TRAINING_ENROL)
def show_own_code(meeting_id: int) -> ResponseReturnValue:
    """One's own code for a meeting. It renews itself, with scripts or without."""
    page, meeting = batches.batch_of_meeting(meeting_id)
    return show(PAGE, fragment="own_code", **_context(page, meeting))


def _context(page: BatchPage, meeting: Meeting) -> dict[str, Any]:
    employee_id = visitor.employee_id or 0
    enrolment = enrolments.of_employee(page.batch.id, employee_id)
    takes_part = enrolment is not None and enrolment.status in TOOK_PART
    at, step_seconds = now(), current_app.config["OWN_CODE_STEP_SECONDS"]
    is_open = attendance_rules.outside(meeting, at) is None and page.batch.status == BatchStatus.PUBLISHED
    code = own_codes.own_code(meeting, employee_id, at, step_seconds) if takes_part and is_open else None
    return {
        "page": page,
        "meeting": meeting,
        "takes_part": takes_part,
        "mark": attendance.of_person([meeting.id], employee_id).get(meeting.id),
        "code": code,
        "qr": qr.drawing(code.token, "Kode kehadiran Anda") if code else "",
        "step_seconds": step_seconds,
        "opens_at": attendance_rules.opens_at(meeting),
        "now": at,
        "labels": attendance_labels,
        "AttendanceStatus": AttendanceStatus,
    }
