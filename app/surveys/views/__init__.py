"""The doors of surveys: instruments, waves, answering, and results."""

from app.surveys.views import result_files, results, telling, texts
from app.surveys.views.blueprint import bp

__all__ = ["bp", "result_files", "results", "telling", "texts"]
