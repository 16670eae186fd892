"""Stakeholders on their grid: for whoever looks after the initiative."""

from typing import Any

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.initiatives import drawings, entry_rules
from app.initiatives.entry_forms import StakeholderForm
from app.initiatives.guards import MANAGE, managed_initiative, works_on
from app.initiatives.models import Initiative, Stakeholder
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.services.entries import ensure_names_nobody
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import show


def _works_on(initiative: Initiative) -> bool:
    return works_on(initiative.id)


def _ensure(_page: InitiativePage, facts: dict[str, Any]) -> None:
    ensure_names_nobody(facts, "name", "note")


KIND = entries.Kind(
    Stakeholder,
    StakeholderForm,
    "pemangku",
    "pemangku kepentingan",
    "list_stakeholders",
    "create_stakeholder",
    "create_stakeholder_change",
    "create_stakeholder_removal",
    "stakeholder_id",
    usual=lambda: {"influence": "3", "impact": "3", "stance": "0", "wanted": "1"},
    ensure=_ensure,
)
INITIATIVE.add(Tab("pemangku", "Pemangku kepentingan", "initiatives.list_stakeholders", 24, shows=_works_on))


@bp.get("/<int:initiative_id>/pemangku-kepentingan")
@requires(MANAGE)
def list_stakeholders(initiative_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    rows = queries.stakeholders(initiative_id)
    more = {
        "rows": rows,
        "picture": drawings.grid([(one.influence, one.impact, one.stance) for one in rows]),
        "rules": entry_rules,
        "tasks": [one for one in rows if one.wanted > one.stance],
    }
    return show("initiatives/stakeholder_list.html", **context(page, "pemangku", **more))


@bp.get("/<int:initiative_id>/pemangku-kepentingan/baru")
@requires(MANAGE)
def show_new_stakeholder(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/pemangku-kepentingan/baru")
@requires(MANAGE)
def create_stakeholder(initiative_id: int) -> ResponseReturnValue:
    return entries.create(KIND, initiative_id)


@bp.get("/<int:initiative_id>/pemangku-kepentingan/<int:stakeholder_id>")
@requires(MANAGE)
def show_stakeholder(initiative_id: int, stakeholder_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, stakeholder_id)


@bp.post("/<int:initiative_id>/pemangku-kepentingan/<int:stakeholder_id>")
@requires(MANAGE)
def create_stakeholder_change(initiative_id: int, stakeholder_id: int) -> ResponseReturnValue:
    return entries.change(KIND, initiative_id, stakeholder_id)


@bp.post("/<int:initiative_id>/pemangku-kepentingan/<int:stakeholder_id>/penghapusan")
@requires(MANAGE)
def create_stakeholder_removal(initiative_id: int, stakeholder_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, stakeholder_id)
