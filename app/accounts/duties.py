"""What the worker does for accounts: tidying, invitations in bulk, answers to who forgot their password."""

from app.accounts import services
from app.accounts.services import links
from app.jobs.registry import registry


@registry.duty("accounts.sweep")
def sweep() -> None:
    """Remove sign-ins that waited for a code in vain."""
    services.sweep()


registry.handles(links.INVITE)(links.invite_all)
registry.handles(links.RESET)(links.answer_reset)
