"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import events, questions, replies, rooms, rounds, understanding
from app.sosialisasi.views.blueprint import bp

__all__ = ["bp", "events", "questions", "replies", "rooms", "rounds", "understanding"]
