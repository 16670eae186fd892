"""The doors of surveys: instruments, waves, answering, and results."""

from app.surveys.views import instruments, items, live, result_files, results, telling, texts, versions
from app.surveys.views.blueprint import bp

__all__ = ["bp", "instruments", "items", "live", "result_files", "results", "telling", "texts", "versions"]
