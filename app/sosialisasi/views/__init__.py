"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import events, reach, rounds
from app.sosialisasi.views.blueprint import bp

__all__ = ["bp", "events", "reach", "rounds"]
