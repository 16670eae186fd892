"""Noting the ends of the chains outside the database, once a day."""

from datetime import UTC, date
from pathlib import Path

from app.audit import heads, queries
from app.base.clock import now
from app.base.database import db

NAME = "audit.heads"
_done: list[tuple[Path, date]] = []


def note_heads() -> None:
    """Write today's ends into the file unless they are there. Reads the database, then writes outside it."""
    day = now().astimezone(UTC).date()
    done = (heads.file(), day)
    if _done[-1:] == [done]:
        return
    if not heads.is_written(day):
        ends = queries.heads()
        db.session.rollback()
        if not ends:
            return
        heads.write(day, ends)
    _done[:] = [done]
