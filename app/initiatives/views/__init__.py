"""The doors of initiatives: the list and the calendar, one initiative and its tabs, and what it changes for oneself."""

from app.initiatives.views import (
    affected,
    causes,
    decisions,
    editing,
    impact,
    indicators,
    messages,
    own,
    pages,
    papers,
    patterns,
    portfolio,
    risks,
    stages,
    stakeholders,
    team,
)
from app.initiatives.views.blueprint import bp

__all__ = [
    "affected",
    "bp",
    "causes",
    "decisions",
    "editing",
    "impact",
    "indicators",
    "messages",
    "own",
    "pages",
    "papers",
    "patterns",
    "portfolio",
    "risks",
    "stages",
    "stakeholders",
    "team",
]
