"""Who came without a seat: pages of the desk (``attendance.desk``), for a batch."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.attendance import desk
from app.training.views.blueprint import bp
from app.training.views.catalogue import search_limit
from app.training.views.gatherings import at_desk


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_walk_ins(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.list_walk_ins(at_desk(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_walk_in(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.create_walk_in(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
@search_limit
def show_walk_in(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.show_walk_in(at_desk(batch_id, meeting_id), walk_in_id)


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/pengenalan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_recognition(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_recognition(at_desk(batch_id, meeting_id), walk_in_id)


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/pengenalan/batal")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_recognition_end(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_recognition_end(at_desk(batch_id, meeting_id), walk_in_id)


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/tamu/<int:walk_in_id>/tetap")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_guest(batch_id: int, meeting_id: int, walk_in_id: int) -> ResponseReturnValue:
    return desk.create_guest(at_desk(batch_id, meeting_id), walk_in_id)
