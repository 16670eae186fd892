"""Which initiatives the visitor may read, and which they look after; any other is simply not found.

Besides the rights of a role, the team of an initiative opens that one: its sponsor, lead and members look after it,
and an agent reads it for their unit.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import g

from app.access.guards import allows_besides, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach, Visitor
from app.base.clock import today
from app.initiatives.queries import initiatives, team
from app.initiatives.queries.initiatives import InitiativePage, Whose
from app.initiatives.queries.team import LOOKING_AFTER, Standing

READ = Permission.INITIATIVES_INITIATIVE_READ
MANAGE = Permission.INITIATIVES_INITIATIVE_MANAGE


def whose() -> Whose:
    return Whose(visitor.reach(READ), visitor.reach(MANAGE), visitor.employee_id, today(visitor.timezone))


def visible_initiative(initiative_id: int) -> InitiativePage:
    return initiatives.page(whose(), initiative_id)


def managed_initiative(initiative_id: int) -> InitiativePage:
    mine = replace(whose(), reads=Reach(), roles=LOOKING_AFTER)
    return initiatives.page(mine, initiative_id)


def standing(initiative_id: int) -> Standing:
    """What the visitor is to an initiative; asked once for a request."""
    return _standing_of(visitor, initiative_id)


def _standing_of(who: Visitor, initiative_id: int) -> Standing:
    known: dict[int, Standing] = g.setdefault("standings", {})
    if initiative_id not in known:
        known[initiative_id] = team.standing(initiative_id, who.employee_id, today(who.timezone))
    return known[initiative_id]


def works_on(initiative_id: int) -> bool:
    """Whether the visitor looks after this very initiative: by a role, or as one of its team."""
    return visitor.may(MANAGE) or standing(initiative_id).looks_after


def reach_within(initiative_id: int) -> Reach:
    """How far the visitor sees into the units of one initiative."""
    by_role, mine = visitor.reach(READ), standing(initiative_id)
    everything = by_role.is_everything or mine.looks_after
    found = Reach(frozenset() if everything else by_role.paths | mine.paths, is_everything=everything)
    looked_after = visitor.reach(Permission.ORGANISATION_EMPLOYEE_MANAGE)
    return replace(found, sees_restricted=looked_after.is_over(found))


def _is_of_its_team(who: Visitor, _endpoint: str, numbers: Mapping[str, Any]) -> bool:
    initiative_id = numbers.get("initiative_id")
    return initiative_id is not None and _standing_of(who, initiative_id).is_anything


def _looks_after_it(who: Visitor, _endpoint: str, numbers: Mapping[str, Any]) -> bool:
    initiative_id = numbers.get("initiative_id")
    return initiative_id is not None and _standing_of(who, initiative_id).looks_after


allows_besides(READ, _is_of_its_team)
allows_besides(MANAGE, _looks_after_it)
