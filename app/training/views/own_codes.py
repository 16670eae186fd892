"""One's own code for a meeting: a page of the desk (``attendance.desk``), for a batch."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.attendance import desk
from app.training.views.blueprint import bp
from app.training.views.gatherings import of_visitor
from app.web.polling import quiet


@bp.get("/pertemuan/<int:meeting_id>/kode-saya")
@quiet
@requires(Permission.TRAINING_ENROL)
def show_own_code(meeting_id: int) -> ResponseReturnValue:
    return desk.show_own_code(of_visitor(meeting_id))
