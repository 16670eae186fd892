"""Before a batch is closed: what will happen to each participant, and why, with the button there."""

from collections import Counter
from itertools import islice
from typing import Any

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.access.permissions import Permission
from app.training import foresight
from app.training.foresight import Block
from app.training.models import BatchStatus
from app.training.services import closing
from app.training.views.blueprint import bp
from app.training.views.closing import standing
from app.web.answers import show
from app.web.inputs import arg_text, keyset

PAGE = "training/closing.html"
PAGE_SIZE = 100


@bp.get("/kelola/<int:batch_id>/penutupan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_closing(batch_id: int) -> ResponseReturnValue:
    context, only, after = standing(batch_id), arg_text("hasil"), keyset("setelah", str)
    page = context["page"]
    if page.batch.status in (BatchStatus.CLOSED, BatchStatus.CANCELLED):
        return redirect(url_for(".show_managed", batch_id=batch_id), 303)  # what each one got stands there
    kinds = Counter(one.kind for one in closing.outlooks(page))
    only = only if only in foresight.counts(kinds) else ""
    fitting = (one for one in closing.outlooks(page, after=after) if only in ("", one.kind))
    found = list(islice(fitting, PAGE_SIZE + 1))
    last = found[PAGE_SIZE - 1] if len(found) > PAGE_SIZE else None
    asked: dict[str, Any] = {"hasil": only} if only else {}
    return show(
        PAGE,
        fragment="outlooks",
        **context,
        outlooks=found[:PAGE_SIZE],
        everybody=kinds.total(),
        counts=foresight.counts(kinds),
        only=only,
        more_href=url_for(".show_closing", batch_id=batch_id, setelah=f"{last.sort_name}~{last.employee_id}", **asked)
        if last
        else "",
        address_of=lambda block: _address(batch_id, block),
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
