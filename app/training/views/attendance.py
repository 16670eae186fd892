"""Checking in by the code on the wall, and the list: pages of the desk (``attendance.desk``), for a batch."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.attendance import desk
from app.training.views.blueprint import bp
from app.training.views.gatherings import at_desk, of_visitor
from app.web.polling import quiet


@bp.get("/pertemuan/<int:meeting_id>/hadir")
@requires(Permission.TRAINING_ENROL)
def show_check_in(meeting_id: int) -> ResponseReturnValue:
    return desk.show_check_in(of_visitor(meeting_id))


@bp.post("/pertemuan/<int:meeting_id>/hadir")
@requires(Permission.TRAINING_ENROL)
def create_check_in(meeting_id: int) -> ResponseReturnValue:
    return desk.create_check_in(of_visitor(meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/layar")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_screen(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.show_screen(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_sheet(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.show_sheet(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/jumlah")
@quiet
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_counts(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.show_counts(at_desk(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_marks(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.create_marks(at_desk(batch_id, meeting_id))
