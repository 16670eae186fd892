"""The list of initiatives and the summary of one."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.base.clock import today
from app.initiatives import labels
from app.initiatives.guards import MANAGE, READ, reach_within, visible_initiative, whose
from app.initiatives.models import InitiativeStatus
from app.initiatives.pages import context
from app.initiatives.queries import affected, initiatives
from app.initiatives.queries.initiatives import Filters
from app.initiatives.queries.tallies import by_regional_unit
from app.initiatives.tabs import INITIATIVE, Tab, cards
from app.initiatives.views.blueprint import bp
from app.web.answers import show
from app.web.inputs import arg_int, arg_text

PAGE_SIZE = 25
UNITS_SHOWN = 30

INITIATIVE.add(Tab("ringkasan", "Ringkasan", "initiatives.show_initiative", 10))


@bp.get("")
@requires(READ)
def list_initiatives() -> ResponseReturnValue:
    filters = Filters(arg_text("cari"), _status(request.args.get("keadaan", "")))
    found = initiatives.initiatives(whose(), filters, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    asked: dict[str, Any] = {
        name: value for name, value in (("cari", filters.text), ("keadaan", filters.status)) if value
    }
    return show(
        "initiatives/initiative_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        more_href=url_for(".list_initiatives", **asked, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else "",
        statuses=[("", "Semua keadaan"), *((one.value, words) for one, (words, _) in labels.STATUSES.items())],
        may_manage=visitor.may(MANAGE),
        labels=labels,
    )


def _status(asked: str) -> InitiativeStatus | None:
    return InitiativeStatus(asked) if asked in set(InitiativeStatus) else None


@bp.get("/<int:initiative_id>")
@requires(READ)
def show_initiative(initiative_id: int) -> ResponseReturnValue:
    page, reach = visible_initiative(initiative_id), reach_within(initiative_id)
    counts = affected.counts_by_path(initiative_id, today(visitor.timezone), reach)
    return show(
        "initiatives/initiative_detail.html",
        **context(
            page,
            "ringkasan",
            people=sum(counts.values()),
            sees_all=reach.is_everything,
            units=by_regional_unit(counts)[:UNITS_SHOWN],
            cards=cards(page.initiative),
        ),
    )
