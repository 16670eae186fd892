"""A role limited to a unit goes on in the units that follow it."""

from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import RoleGrant
from app.base.database import db
from app.organisation.signals import Succession, structure_succeeded


@structure_succeeded.connect
def carry_grants(succession: Succession, **_more: Any) -> None:
    """The grant for the old unit ends on the day; one for each successor begins, confirmed as the old one was."""
    lasting = or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > succession.on)
    found = select(RoleGrant).where(RoleGrant.unit_id.in_(list(succession.units)), lasting)
    for grant in db.session.execute(found).scalars().all():
        successors = succession.units[grant.unit_id or 0]
        if grant.starts_on >= succession.on:
            grant.unit_id, others = successors[0], successors[1:]
        else:
            others = successors
        for unit_id in others:
            db.session.add(_continued(grant, unit_id, succession))
        if grant.starts_on < succession.on:
            grant.ends_on = succession.on


def _continued(grant: RoleGrant, unit_id: int, succession: Succession) -> RoleGrant:
    return RoleGrant(
        user_id=grant.user_id,
        government_id=grant.government_id,
        unit_id=unit_id,
        role=grant.role,
        starts_on=max(grant.starts_on, succession.on),
        ends_on=grant.ends_on,
        pending=grant.pending,
        granted_by=grant.granted_by,
        granted_at=grant.granted_at,
        confirmed_by=grant.confirmed_by,
        confirmed_at=grant.confirmed_at,
    )
