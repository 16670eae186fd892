"""Why people of a unit hold back, tagged to units and never to people."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.base.clock import today
from app.initiatives import entry_rules, labels
from app.initiatives.entry_forms import CauseForm, EntryForm
from app.initiatives.guards import MANAGE, READ, reach_within, visible_initiative
from app.initiatives.models import Cause
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.queries import load
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services.entries import ensure_names_nobody
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import show
from app.web.fields import offer


def _ensure(_page: InitiativePage, facts: dict[str, Any]) -> None:
    ensure_names_nobody(facts, "own_words", "note")
    if facts["unit_id"] is not None:
        entry_rules.ensure_large_enough(load.people_in(facts["unit_id"], today(visitor.timezone)))


def _ready(form: EntryForm, page: InitiativePage) -> EntryForm:
    units = load.units_affected(page.initiative.id, today(visitor.timezone))
    form.unit_id.choices = offer(units, "Semua yang terdampak")
    return form


KIND = entries.Kind(
    Cause,
    CauseForm,
    "sebab",
    "sebab keberatan",
    "list_causes",
    "create_cause",
    "create_cause_change",
    "create_cause_removal",
    "cause_id",
    usual=lambda: {"noted_on": today(visitor.timezone)},
    ensure=_ensure,
    ready=_ready,
)
INITIATIVE.add(Tab("sebab", "Sebab keberatan", "initiatives.list_causes", 40))


@bp.get("/<int:initiative_id>/sebab-keberatan")
@requires(READ)
def list_causes(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows = queries.causes(initiative_id, reach_within(initiative_id))
    return show("initiatives/cause_list.html", **context(page, "sebab", rows=rows, cause=labels.cause))


@bp.get("/<int:initiative_id>/sebab-keberatan/baru")
@requires(MANAGE)
def show_new_cause(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/sebab-keberatan/baru")
@requires(MANAGE)
def create_cause(initiative_id: int) -> ResponseReturnValue:
    return entries.create(KIND, initiative_id)


@bp.get("/<int:initiative_id>/sebab-keberatan/<int:cause_id>")
@requires(MANAGE)
def show_cause(initiative_id: int, cause_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, cause_id)


@bp.post("/<int:initiative_id>/sebab-keberatan/<int:cause_id>")
@requires(MANAGE)
def create_cause_change(initiative_id: int, cause_id: int) -> ResponseReturnValue:
    return entries.change(KIND, initiative_id, cause_id)


@bp.post("/<int:initiative_id>/sebab-keberatan/<int:cause_id>/penghapusan")
@requires(MANAGE)
def create_cause_removal(initiative_id: int, cause_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, cause_id)
