"""The doors: standards, assessments, gaps, and the tabs of somebody's file."""

from app.competency.views import (
    assessing,
    dictionary,
    evidence,
    file,
    heatmap,
    holders,
    own,
    ratings,
    settings,
    standards,
    talent,
)
from app.competency.views.blueprint import bp

__all__ = [
    "assessing",
    "bp",
    "dictionary",
    "evidence",
    "file",
    "heatmap",
    "holders",
    "own",
    "ratings",
    "settings",
    "standards",
    "talent",
]
