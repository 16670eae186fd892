"""What somebody is to do for a change, on their own page of it."""

from typing import Any

from app.access.guards import visitor
from app.base.clock import today
from app.initiatives.models import Initiative
from app.initiatives.tabs import OwnCard, add_own_card
from app.interventions import labels, rules
from app.interventions.guards import OWN
from app.interventions.queries import actions


def _own(initiative: Initiative, employee_id: int) -> dict[str, Any] | None:
    rows, day = actions.owned_by(employee_id, initiative_id=initiative.id), today(visitor.timezone)
    if not rows or not visitor.may(OWN):
        return None
    return {
        "rows": rows,
        "labels": labels,
        "is_overdue": lambda row: rules.is_overdue(row, day),
    }


add_own_card(OwnCard("tindakan", 30, "interventions/_own_initiative_card.html", _own))
