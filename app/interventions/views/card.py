"""The readiness card of a change, and its short form on the initiative's summary."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.initiatives.guards import visible_initiative
from app.initiatives.models import Initiative
from app.initiatives.pages import context
from app.initiatives.tabs import INITIATIVE, Tab, add_card
from app.initiatives.tabs import Card as SummaryCard
from app.interventions import labels, rules
from app.interventions.guards import READ
from app.interventions.queries import actions
from app.interventions.queries import card as cards
from app.interventions.queries.actions import Filters
from app.interventions.views.blueprint import bp
from app.organisation.queries.structure import unit as structure_unit
from app.sosialisasi.queries import questions
from app.surveys import findings
from app.surveys.queries.results import Viewer
from app.web.answers import show
from app.web.inputs import arg_int

INITIATIVE.add(Tab("kartu", "Kartu kesiapan", "interventions.show_card", 45, permission=READ))


ACTIONS_AT_MOST = 200


def _viewer() -> Viewer:
    return Viewer(visitor.reach(Permission.SURVEYS_RESULTS_READ), visitor.employee_id)


@bp.get("/inisiatif/<int:initiative_id>/kartu")
@requires(READ)
def show_card(initiative_id: int) -> ResponseReturnValue:
    page, day = visible_initiative(initiative_id), today(visitor.timezone)
    card = cards.card(page.initiative, _viewer(), visitor.reach(READ), day)
    return show(
        "interventions/card.html",
        **context(
            page,
            "kartu",
            card=card,
            tally=questions.tally_of_initiative(initiative_id, day),
            out_of=findings.one_place,
            reads_results=visitor.may(Permission.SURVEYS_RESULTS_READ),
        ),
    )


@bp.get("/inisiatif/<int:initiative_id>/kartu/asal")
@requires(READ)
def show_card_records(initiative_id: int) -> ResponseReturnValue:
    """What the figures of the card were counted from; with a unit, of that one and below."""
    page, day = visible_initiative(initiative_id), today(visitor.timezone)
    number = arg_int("unit")
    unit = structure_unit(number) if number is not None else None
    path = unit.path if unit is not None else ""
    filters = Filters(initiative_id=initiative_id, unit_path=path)
    return show(
        "interventions/card_records.html",
        **context(
            page,
            "kartu",
            of_unit=unit,
            events=questions.events_of_initiative(initiative_id, day),
            batches=cards.batches(page.initiative, visitor.reach(READ), day, path),
            rows=actions.actions(visitor.reach(READ), filters, day, after=None, limit=ACTIONS_AT_MOST),
            action_labels=labels,
            is_overdue=lambda row: rules.is_overdue(row, day),
            reads_reach=visitor.may(Permission.SOSIALISASI_REACH_READ),
            reads_batches=visitor.may(Permission.TRAINING_CATALOGUE_READ),
            manages_events=visitor.may(Permission.SOSIALISASI_EVENT_MANAGE),
        ),
    )


def _summary(initiative: Initiative) -> dict[str, Any] | None:
    """What is done, for whoever may read actions."""
    if not visitor.may(READ):
        return None
    card = cards.card(initiative, _viewer(), visitor.reach(READ), today(visitor.timezone))
    return {"whole": card.whole, "initiative_id": initiative.id, "out_of": findings.one_place}


add_card(SummaryCard("tindakan", 40, "interventions/_initiative_card.html", _summary))
