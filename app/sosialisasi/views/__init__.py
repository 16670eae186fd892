"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import answers, events, questions, rooms, rounds, understanding
from app.sosialisasi.views.blueprint import bp

__all__ = ["answers", "bp", "events", "questions", "rooms", "rounds", "understanding"]
