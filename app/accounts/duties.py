"""Tidying of sessions that are over."""

from app.accounts import services
from app.jobs.registry import registry


@registry.duty("accounts.sweep")
def sweep() -> None:
    """Remove sessions that are over and old sign-in tries."""
    services.sweep()
