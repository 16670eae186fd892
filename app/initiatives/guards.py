"""Which initiatives the visitor may read, and which they look after; any other is simply not found."""

from app.access.guards import visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.initiatives.queries import initiatives
from app.initiatives.queries.initiatives import InitiativePage, Whose

READ = Permission.INITIATIVES_INITIATIVE_READ
MANAGE = Permission.INITIATIVES_INITIATIVE_MANAGE


def whose() -> Whose:
    return Whose(visitor.reach(READ), visitor.reach(MANAGE))


def visible_initiative(initiative_id: int) -> InitiativePage:
    return initiatives.page(whose(), initiative_id)


def managed_initiative(initiative_id: int) -> InitiativePage:
    reach: Reach = visitor.reach(MANAGE)
    return initiatives.page(Whose(Reach(), reach), initiative_id)
