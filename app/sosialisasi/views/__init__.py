"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import events, presence, reach, rounds, stage
from app.sosialisasi.views.blueprint import bp

__all__ = ["bp", "events", "presence", "reach", "rounds", "stage"]
