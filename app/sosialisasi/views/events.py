"""The list of events and the page of one."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.base.clock import now
from app.sosialisasi import labels
from app.sosialisasi.guards import MANAGE, managed_event, managed_reach
from app.sosialisasi.models import SosialisasiStatus
from app.sosialisasi.queries import events as queries
from app.sosialisasi.queries.events import Filters
from app.sosialisasi.tabs import EVENT, Tab
from app.sosialisasi.views.blueprint import bp, event_context
from app.web.answers import show
from app.web.inputs import arg_int, arg_text

PAGE_SIZE = 25
PAGE = "sosialisasi/event_detail.html"

EVENT.add(Tab("ringkasan", "Ringkasan", "sosialisasi.show_event", 10))


@bp.get("")
@requires(MANAGE)
def list_events() -> ResponseReturnValue:
    filters = Filters(arg_text("cari"), _status(request.args.get("keadaan", "")), arg_int("inisiatif"))
    found = queries.events(managed_reach(), filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1, at=now())
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {
        name: value
        for name, value in (
            ("cari", filters.text),
            ("keadaan", filters.status),
            ("inisiatif", filters.initiative_id),
        )
        if value
    }
    return show(
        "sosialisasi/event_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        more_href=url_for(".list_events", **asked, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else "",
        statuses=[("", "Semua keadaan"), *((one.value, words) for one, (words, _) in labels.STATUSES.items())],
        labels=labels,
    )


def _status(asked: str) -> SosialisasiStatus | None:
    return SosialisasiStatus(asked) if asked in set(SosialisasiStatus) else None


@bp.get("/<int:event_id>")
@requires(MANAGE)
def show_event(event_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    return show(
        PAGE,
        **event_context(
            page,
            "ringkasan",
            rounds=queries.rounds_of(event_id),
            speakers=queries.speakers(event_id),
            agenda=queries.agenda(event_id),
        ),
    )
