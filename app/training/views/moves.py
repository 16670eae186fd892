"""All meetings of a batch to other days: what it would make, and then at once."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.training import labels, rules
from app.training.facts import Move
from app.training.forms import MoveForm
from app.training.queries import batches as queries
from app.training.services import moves as services
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.web.answers import moved_on, show

PAGE = "training/move_form.html"
STALE = "Jadwal atau datanya berubah sejak Anda melihatnya. Ini hasilnya sekarang; periksa lagi, lalu geser."


@bp.get("/kelola/<int:batch_id>/jadwal/geser")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_move(batch_id: int) -> ResponseReturnValue:
    """The form, and once it is filled in, where everything would go; nothing is written yet."""
    if "days" not in request.args:
        form = MoveForm(MultiDict({"along": "y"}), meta={"csrf": False})
        return show(PAGE, fragment="move", **_context(batch_id, form))
    form = MoveForm(request.args, meta={"csrf": False})
    return _preview(batch_id, form)


@bp.post("/kelola/<int:batch_id>/jadwal/geser")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_move(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), MoveForm()
    if not form.validate_on_submit():
        return show(PAGE, http_status=422, **_context(batch_id, form))
    try:
        plan = services.move(page, form.wishes(), seen=form.seen.data or "", by=actor())
        db.session.commit()
    except StaleVersion:
        db.session.rollback()
        return _preview(batch_id, form, notice=STALE)
    except rules.WrongField as refusal:
        put_at_field(form, refusal)
        return show(PAGE, http_status=422, **_context(batch_id, form))
    return moved_on(
        url_for(".show_schedule", batch_id=batch_id), labels.moved(len(plan.meetings), plan.days, plan.told)
    )


def _preview(batch_id: int, form: MoveForm, *, notice: str = "") -> ResponseReturnValue:
    """What would come of it; a ``notice`` says why it was not done."""
    plan, status, page = None, 409 if notice else 200, queries.managed_batch(batch_id)
    if not form.validate():
        status = 422
    else:
        try:
            plan = services.preview(page, form.wishes())
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
            status = 422
    return show(PAGE, fragment="move", http_status=status, **_context(batch_id, form, plan=plan, notice=notice))


def _context(batch_id: int, form: MoveForm, *, plan: Move | None = None, notice: str = "") -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    refusal = ""
    if plan is None:
        try:
            services.ensure_may_move(page)
        except RuleBroken as no:
            refusal = no.message
    return {
        "page": page,
        "batch": page.batch,
        "form": form,
        "plan": plan,
        "notice": notice,
        "refusal": refusal,
        "labels": labels,
    }
