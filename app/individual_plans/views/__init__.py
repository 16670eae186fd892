"""The doors of individual plans: one's own, writing one, what came of it, one's team, and the agency's overview."""

from app.individual_plans.views import office, pages, realising, settings, team, writing
from app.individual_plans.views.blueprint import bp

__all__ = ["bp", "office", "pages", "realising", "settings", "team", "writing"]
