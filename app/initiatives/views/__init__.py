"""The doors of initiatives: the list, one initiative, whom it concerns, and what it changes for oneself."""

from app.initiatives.views import affected, editing, own, pages
from app.initiatives.views.blueprint import bp

__all__ = ["affected", "bp", "editing", "own", "pages"]
