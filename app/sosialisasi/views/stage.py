"""The page for the hall: on a projector, bringing itself up to date."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.attendance import rules
from app.base.clock import now
from app.sosialisasi import stage
from app.sosialisasi.guards import MANAGE
from app.sosialisasi.queries import presence as queries
from app.sosialisasi.views.blueprint import bp
from app.sosialisasi.views.gatherings import RoundGathering, at_desk
from app.web import qr
from app.web.answers import show
from app.web.polling import quiet

PAGE = "sosialisasi/stage.html"


@bp.get("/putaran/<int:round_id>/aula")
@quiet
@requires(MANAGE)
def show_stage(round_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="stage", **_context(at_desk(round_id)))


def _context(gathering: RoundGathering) -> dict[str, Any]:
    meeting, at = gathering.meeting, now()
    is_open = rules.outside(meeting, at) is None and gathering.host.is_running
    address = f"{current_app.config['BASE_URL']}{gathering.own_address('show_check_in')}"
    step_seconds = current_app.config["CHECK_IN_STEP_SECONDS"]
    code = rules.screen_code(meeting, at, step_seconds) if is_open else None
    return {
        "gathering": gathering,
        "event": gathering.page.event,
        "round": gathering.page.round,
        "meeting": meeting,
        "is_open": is_open,
        "code": code,
        "step_seconds": step_seconds,
        "address": address.partition("://")[2],
        "qr": qr.drawing(f"{address}?kode={code.token}", "Kode absen") if code else "",
        "opens_at": rules.opens_at(meeting),
        "at": at,
        "counts": queries.counts(gathering.page.round),
        "guests": queries.guests(meeting.id),
        "parts": stage.of(gathering.page),
    }
