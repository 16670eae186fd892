"""The doors of proposals: the list, a proposal, writing one, reviewing it, and its report."""

from app.proposals.views import drafting, pages, reporting, reviewing
from app.proposals.views.blueprint import bp

__all__ = ["bp", "drafting", "pages", "reporting", "reviewing"]
