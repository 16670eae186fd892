"""What the worker does for accounts: tidying, invitations in bulk, answers to who forgot their password."""

from datetime import date

from app.accounts import rules, services
from app.accounts.services import links, outlived
from app.base.clock import today
from app.base.database import db
from app.jobs.registry import registry

_followed: list[date] = []


@registry.duty("accounts.sweep")
def sweep() -> None:
    """Remove sign-ins that waited for a code in vain."""
    services.sweep()


@registry.duty("accounts.rights")
def follow_rights() -> None:
    """End the sessions that outlived a role, the first time each day that this worker looks."""
    day = today(rules.ZONE)
    if _followed[-1:] == [day]:
        return
    outlived.end_outlived(day)
    db.session.commit()
    _followed[:] = [day]


registry.handles(links.INVITE)(links.invite_all)
registry.handles(links.RESET)(links.answer_reset)
