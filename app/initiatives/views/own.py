"""What a change means for oneself: for whoever a running initiative concerns."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.initiatives import labels
from app.initiatives.queries import initiatives
from app.initiatives.views.blueprint import bp
from app.web.answers import show

OWN = Permission.SOSIALISASI_OWN_JOIN


@bp.get("/bagi-saya")
@requires(OWN)
def list_own() -> ResponseReturnValue:
    rows = initiatives.running_for(visitor.employee_id or 0, today(visitor.timezone))
    return show("initiatives/own_list.html", rows=rows)


@bp.get("/bagi-saya/<int:initiative_id>")
@requires(OWN)
def show_own(initiative_id: int) -> ResponseReturnValue:
    day = today(visitor.timezone)
    page, lines = initiatives.running_page_for(visitor.employee_id or 0, day, initiative_id)
    return show(
        "initiatives/own_detail.html",
        initiative=page.initiative,
        unit=page.unit,
        sponsor=page.sponsor,
        lines=lines,
        labels=labels,
        today=day,
    )
