"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import (
    answers,
    audience,
    editing,
    events,
    invitations,
    materials,
    of_initiative,
    presence,
    public,
    questions,
    reach,
    replies,
    rooms,
    rounds,
    stage,
    tokens,
    understanding,
)
from app.sosialisasi.views.blueprint import bp

__all__ = [
    "answers",
    "audience",
    "bp",
    "editing",
    "events",
    "invitations",
    "materials",
    "of_initiative",
    "presence",
    "public",
    "questions",
    "reach",
    "replies",
    "rooms",
    "rounds",
    "stage",
    "tokens",
    "understanding",
]
