from datetime import timedelta
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.training import rules
from app.training.forms import ReservationForm
from app.training.queries import batches as queries
from app.training.queries import planning
from app.training.services import reservations as services
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.web.answers import changed, show
from app.web.fields import offer

PAGE = "training/batch_reservations.html"


@bp.get("/kelola/<int:batch_id>/jatah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_reservations(batch_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="reservations", **_context(batch_id))


@bp.post("/kelola/<int:batch_id>/jatah")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_reservation(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), _units(ReservationForm())
    if form.validate_on_submit():
        try:
            services.keep(
                page, unit_id=int(form.unit_id.data), seats=form.seats.data, until=form.until.data, by=actor()
            )
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _changed(batch_id, "Jatah tersimpan.")
    return show(PAGE, fragment="reservations", http_status=422, **_context(batch_id, form))


@bp.post("/kelola/<int:batch_id>/jatah/<int:reservation_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_reservation_removal(batch_id: int, reservation_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    services.drop(page, planning.reservation(batch_id, reservation_id), by=actor())
    db.session.commit()
    return _changed(batch_id, "Jatah dilepas.")


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="reservations",
        say=say,
        back_to=url_for(".list_reservations", batch_id=batch_id),
        context=lambda: _context(batch_id),
    )


def _units(form: ReservationForm) -> ReservationForm:
    form.unit_id.choices = offer(planning.units_on(today(visitor.timezone)), "Pilih unit")
    return form


def _context(batch_id: int, form: ReservationForm | None = None) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    day = today(visitor.timezone)
    if form is None:
        until = page.batch.reserved_until or max(page.batch.starts_on - timedelta(days=7), day + timedelta(days=1))
        form = _units(ReservationForm(formdata=None, data={"until": until}))
    rows = planning.reservations(batch_id, day)
    return {
        "page": page,
        "batch": page.batch,
        "reservations": rows,
        "kept": sum(max(0, row.seats - row.held) for row in rows),
        "in_force": page.batch.reserved_until is not None and day < page.batch.reserved_until,
        "form": form,
    }
