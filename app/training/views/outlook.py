"""Before a batch is closed: what will happen to each participant, and why, with the button there."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.training import foresight
from app.training.foresight import Block
from app.training.queries import batches as queries
from app.training.services import closing
from app.training.views.blueprint import bp
from app.training.views.closing import managed_context
from app.web.answers import show
from app.web.inputs import arg_text

PAGE = "training/closing.html"


@bp.get("/kelola/<int:batch_id>/penutupan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_closing(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    everybody = closing.outlooks(page)
    counts = foresight.counts(everybody)
    only = arg_text("hasil") if arg_text("hasil") in counts else ""
    return show(
        PAGE,
        fragment="outlooks",
        **managed_context(batch_id),
        outlooks=[one for one in everybody if only in ("", one.kind)],
        everybody=len(everybody),
        counts=counts,
        only=only,
        address_of=lambda block: _address(batch_id, block),
        own_id=visitor.employee_id,
    )


def _address(batch_id: int, block: Block) -> str:
    """Where it is mended."""
    match block.where:
        case "sheet":
            return url_for(".show_sheet", batch_id=batch_id, meeting_id=block.number)
        case "texts":
            return url_for(".list_texts", batch_id=batch_id, exam_id=block.number)
        case "exams":
            return url_for(".list_exams", batch_id=batch_id)
        case "works":
            return url_for(".list_works", batch_id=batch_id)
        case _:
            return url_for(".show_managed", batch_id=batch_id) + "#participants"
