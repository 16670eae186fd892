"""The tab of somebody's personal file that lives here."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.clock import today
from app.organisation import labels as organisation_labels
from app.organisation.queries import staff
from app.training import labels
from app.training.queries import enrolments
from app.web.answers import show

files_bp = Blueprint("trainees", __name__, url_prefix="/pegawai")
READ = Permission.ORGANISATION_EMPLOYEE_READ


@files_bp.get("/<int:employee_id>/pelatihan")
@requires(READ)
def list_of_employee(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(READ), today(visitor.timezone))
    note_reading(employee_id, "training")
    return show(
        "training/file_training.html",
        fragment="file_tab",
        head=head,
        own=False,
        enrolments=enrolments.history_of(employee_id, limit=200),
        words=labels,
        labels=organisation_labels,
    )
