"""Risks of an initiative: how likely, how grave, whose, and what is done about them."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires
from app.initiatives import entry_rules
from app.initiatives.entry_forms import RiskForm
from app.initiatives.guards import MANAGE, READ, visible_initiative
from app.initiatives.models import Risk
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import show

KIND = entries.Kind(
    Risk,
    RiskForm,
    "risiko",
    "risiko",
    "list_risks",
    "create_risk",
    "create_risk_change",
    "create_risk_removal",
    "risk_id",
    usual=lambda: {"likelihood": "3", "impact": "3", "state": "open"},
)
INITIATIVE.add(Tab("risiko", "Risiko", "initiatives.list_risks", 42))


@bp.get("/<int:initiative_id>/risiko")
@requires(READ)
def list_risks(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows = queries.risks(initiative_id)
    return show("initiatives/risk_list.html", **context(page, "risiko", rows=rows, weight=entry_rules.weight))


@bp.get("/<int:initiative_id>/risiko/baru")
@requires(MANAGE)
def show_new_risk(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/risiko/baru")
@requires(MANAGE)
def create_risk(initiative_id: int) -> ResponseReturnValue:
    return entries.create(KIND, initiative_id)


@bp.get("/<int:initiative_id>/risiko/<int:risk_id>")
@requires(MANAGE)
def show_risk(initiative_id: int, risk_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, risk_id)


@bp.post("/<int:initiative_id>/risiko/<int:risk_id>")
@requires(MANAGE)
def create_risk_change(initiative_id: int, risk_id: int) -> ResponseReturnValue:
    return entries.change(KIND, initiative_id, risk_id)


@bp.post("/<int:initiative_id>/risiko/<int:risk_id>/penghapusan")
@requires(MANAGE)
def create_risk_removal(initiative_id: int, risk_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, risk_id)
