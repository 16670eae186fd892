"""The doors of surveys: instruments, waves, answering, and results."""

from app.surveys.views import answering, entrance, named, populations, waves
from app.surveys.views.blueprint import bp

__all__ = ["answering", "bp", "entrance", "named", "populations", "waves"]
