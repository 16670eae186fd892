"""Which actions the visitor may read, which they plan and check, and which are their own to do."""

from app.access.guards import visitor
from app.access.permissions import Permission
from app.interventions.queries import actions
from app.interventions.queries.actions import ActionPage

READ = Permission.INTERVENTIONS_ACTION_READ
MANAGE = Permission.INTERVENTIONS_ACTION_MANAGE
OWN = Permission.INTERVENTIONS_OWN_DO
CATALOGUE = Permission.INTERVENTIONS_CATALOGUE_MANAGE


def visible_action(action_id: int) -> ActionPage:
    return actions.page(visitor.reach(READ), action_id)


def managed_action(action_id: int) -> ActionPage:
    return actions.page(visitor.reach(MANAGE), action_id)


def own_action(action_id: int) -> ActionPage:
    return actions.own_page(visitor.employee_id or 0, action_id)


def manages(page: ActionPage) -> bool:
    return visitor.may(MANAGE) and visitor.reach(MANAGE).covers(page.unit.path)
