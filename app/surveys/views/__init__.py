"""The doors of surveys: instruments, waves, answering, and results."""

from app.surveys.views import (
    answering,
    changes,
    entrance,
    instruments,
    items,
    live,
    measures,
    named,
    populations,
    result_files,
    results,
    telling,
    texts,
    versions,
    waves,
)
from app.surveys.views.blueprint import bp

__all__ = [
    "answering",
    "bp",
    "changes",
    "entrance",
    "instruments",
    "items",
    "live",
    "measures",
    "named",
    "populations",
    "result_files",
    "results",
    "telling",
    "texts",
    "versions",
    "waves",
]
