"""Whether somebody of a government is called so."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from app.base import scope
from app.base.database import db
from app.organisation.models import DirectoryEntry

_AFTER_A_BLANK = "!"


def somebody_is_called(beginnings: Sequence[str]) -> bool:
    """Whether anybody's name is one of these, or begins with one of them and a blank; in small letters."""
    if not beginnings:
        return False
    name = DirectoryEntry.sort_name
    called = or_(*(and_(name >= text, name < text + _AFTER_A_BLANK) for text in beginnings))
    statement = select(DirectoryEntry.place).where(DirectoryEntry.government_id == scope.current(), called).limit(1)
    return db.session.execute(statement).first() is not None
