"""The doors of surveys: instruments, waves, answering, and results."""

from app.surveys.views import instruments, items, live, versions
from app.surveys.views.blueprint import bp

__all__ = ["bp", "instruments", "items", "live", "versions"]
