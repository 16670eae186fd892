"""The tab of an initiative that lists what is done to bring it across."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.initiatives.guards import visible_initiative
from app.initiatives.pages import context
from app.initiatives.tabs import INITIATIVE, Tab
from app.sosialisasi import labels
from app.sosialisasi.guards import MANAGE
from app.sosialisasi.queries.events import Filters
from app.sosialisasi.views.blueprint import bp
from app.sosialisasi.views.events import listed
from app.web.answers import show

INITIATIVE.add(Tab("sosialisasi", "Sosialisasi", "sosialisasi.list_of_initiative", 30, permission=MANAGE))


@bp.get("/inisiatif/<int:initiative_id>")
@requires(MANAGE)
def list_of_initiative(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    filters = Filters(initiative_id=initiative_id)
    rows, more_href = listed(filters, "sosialisasi.list_of_initiative", initiative_id=initiative_id)
    more = {"rows": rows, "more_href": more_href, "event_labels": labels}
    return show("sosialisasi/of_initiative.html", **context(page, "sosialisasi", **more))
