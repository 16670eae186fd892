"""Scanning participants' own codes: pages of the desk (``attendance.desk``), for a batch."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.attendance import desk
from app.training.views.blueprint import bp
from app.training.views.gatherings import at_desk
from app.web.polling import quiet


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_scanner(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.show_scanner(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai/daftar")
@quiet
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_scan_list(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.show_scan_list(at_desk(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_scans(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.create_scans(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/ditolak")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_refused(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.list_refused(at_desk(batch_id, meeting_id))
