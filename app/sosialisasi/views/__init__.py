"""The doors of sosialisasi: events, their rounds, whom they are for, invitations and answers."""

from app.sosialisasi.views import closing, events, minutes, photos, reach, records, reports, rounds
from app.sosialisasi.views.blueprint import bp

__all__ = ["bp", "closing", "events", "minutes", "photos", "reach", "records", "reports", "rounds"]
