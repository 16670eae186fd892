"""The doors of plans: the year's plan and its activities, resources, decisions, batches, papers, needs, and years."""

from app.plans.views import (
    analysis,
    deciding,
    downloads,
    horizon,
    lines,
    needs,
    pages,
    people,
    realising,
    resources,
    targets,
)
from app.plans.views.blueprint import bp

__all__ = [
    "analysis",
    "bp",
    "deciding",
    "downloads",
    "horizon",
    "lines",
    "needs",
    "pages",
    "people",
    "realising",
    "resources",
    "targets",
]
