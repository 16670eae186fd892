"""What the pages of an initiative show around their tabs; houses above draw their own tabs with it."""

from typing import Any

from app.access.guards import visitor
from app.base.clock import today
from app.initiatives import labels, rules
from app.initiatives.guards import MANAGE, standing
from app.initiatives.models import InitiativeStatus
from app.initiatives.queries.initiatives import InitiativePage
from app.initiatives.tabs import INITIATIVE


def manages(page: InitiativePage) -> bool:
    by_role = visitor.may(MANAGE) and visitor.reach(MANAGE).covers(page.unit.path)
    return by_role or standing(page.initiative.id).looks_after


def context(page: InitiativePage, tab: str, **more: Any) -> dict[str, Any]:
    """What ``initiatives/layout.html`` shows around a tab."""
    status = page.initiative.status
    is_mine = manages(page)
    return {
        "page": page,
        "initiative": page.initiative,
        "unit": page.unit,
        "tab": tab,
        "tabs": INITIATIVE.of(page.initiative),
        "labels": labels,
        "manages": is_mine,
        "may_change": is_mine and rules.may_change(status),
        "possible": {one.value: is_mine and rules.is_possible(status, one) for one in list(InitiativeStatus)[1:]},
        "today": today(visitor.timezone),
    } | more
