"""The doors of the index."""

from app.professionalism.views import discipline, official, own, people, person, tables, units, years
from app.professionalism.views.blueprint import bp

__all__ = ["bp", "discipline", "official", "own", "people", "person", "tables", "units", "years"]
