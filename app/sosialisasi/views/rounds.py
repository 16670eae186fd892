"""The page of a round."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import show

PAGE = "sosialisasi/round_detail.html"

ROUND.add(Tab("ringkasan", "Ringkasan", "sosialisasi.show_round", 10))


@bp.get("/putaran/<int:round_id>")
@requires(MANAGE)
def show_round(round_id: int) -> ResponseReturnValue:
    return show(PAGE, **round_context(managed_round(round_id), "ringkasan"))
