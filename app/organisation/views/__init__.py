"""The doors to the organisation: its chart, its posts and its people."""

from app.organisation.views import changes, chart, employees, file, files, placements, positions
from app.organisation.views.blueprint import bp

__all__ = ["bp", "changes", "chart", "employees", "file", "files", "placements", "positions"]
