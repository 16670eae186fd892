"""The project's view of what a change means for a unit, beside the view of whoever leads it."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.initiatives.entry_forms import UnitViewForm
from app.initiatives.guards import READ, reach_within, visible_initiative
from app.initiatives.models import UnitView
from app.initiatives.pages import context
from app.initiatives.queries import unit_views as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services import unit_views as services
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views.blueprint import bp
from app.organisation.queries import structure
from app.web.answers import moved_on, show

PAGE = "initiatives/impact.html"

INITIATIVE.add(Tab("dampak", "Dampak per unit", "initiatives.show_impact", 22))


@bp.get("/<int:initiative_id>/dampak")
@requires(READ)
def show_impact(initiative_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(visible_initiative(initiative_id)))


def _context(page: InitiativePage, unit_id: int = 0, form: UnitViewForm | None = None) -> dict[str, Any]:
    number, day = page.initiative.id, today(visitor.timezone)
    rows = queries.side_by_side(number, day, reach_within(number))
    said = {row.unit_id: row.view for row in rows if row.view}
    return context(
        page,
        "dampak",
        rows=rows,
        forms=[
            (one, name, form if form and one == unit_id else _form(one, said.get(one)))
            for one, name in queries.led_by(number, visitor.employee_id, day)
        ],
    )


def _form(unit_id: int, said: UnitView | None) -> UnitViewForm:
    """One for each unit, told apart by the number in the ids of its fields."""
    data = {"kind": said.kind, "degree": str(said.degree), "note": said.note} if said else {"degree": "2"}
    return UnitViewForm(formdata=None, data=data, prefix=f"u{unit_id}-")


@bp.post("/<int:initiative_id>/dampak/<int:unit_id>")
@requires(READ)
def create_unit_view(initiative_id: int, unit_id: int) -> ResponseReturnValue:
    page, unit = visible_initiative(initiative_id), structure.unit(unit_id)
    form = UnitViewForm(prefix=f"u{unit_id}-")
    if not form.validate_on_submit():
        return show(PAGE, http_status=422, **_context(page, unit_id, form))
    services.say(page, unit.id, form.impact(), day=today(visitor.timezone), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_impact", initiative_id=initiative_id), "Pandangan unit dicatat.")
