"""The doors of letters: letterheads, what was sent, and the words of letters."""

from app.letters.views import letterheads, sent, texts
from app.letters.views.blueprint import bp

__all__ = ["bp", "letterheads", "sent", "texts"]
