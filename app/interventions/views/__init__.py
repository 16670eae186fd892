"""The doors of actions: the list, one action, one's own, the catalogue, and the readiness card."""

from app.interventions.views import actions, card, catalogue, editing, files, own, own_card, steps
from app.interventions.views.blueprint import bp

__all__ = ["actions", "bp", "card", "catalogue", "editing", "files", "own", "own_card", "steps"]
