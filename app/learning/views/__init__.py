"""The doors of the ledger: one's own lines and claims, the queue of whoever checks, the rules, the recap and the
export."""

from app.learning.views import own, settings, verification, versions, year
from app.learning.views.blueprint import bp

__all__ = ["bp", "own", "settings", "verification", "versions", "year"]
