"""Files somebody asks for and the worker makes: for whoever asked alone, kept for some days, then forgotten.

Each house has a table of its own for them, with what was asked for beside the columns of ``AskedFile``, and says what
is written into the file; the rest of their life is the same everywhere.
"""

from datetime import timedelta
from typing import Any, TypeVar

from sqlalchemy import String, cast, literal, select

from app.access.visitor import Actor
from app.base import scope
from app.base.clock import now
from app.base.database import db, lock
from app.documents import queries
from app.documents import services as store
from app.documents.models import AskedFile
from app.jobs.models import Job

KEPT = timedelta(days=7)
AT_ONCE = 500
Asked = TypeVar("Asked", bound=AskedFile)


def stamp(by: Actor) -> dict[str, Any]:
    """Who asks, when, and until when the file is kept: the columns a new row begins with."""
    at = now()
    return {"created_by": by.user_id or 0, "created_at": at, "expires_at": at + KEPT}


def job_key(job: str, row_id: int) -> str:
    """The key of the job that makes the file."""
    return f"{job}:{row_id}"


def of_user(kind: type[AskedFile], job: str, user_id: int, *conditions: Any, limit: int = 20) -> list[Any]:
    """Somebody's own that are still kept, each with its job, newest first."""
    statement = (
        select(kind, Job)
        .outerjoin(Job, Job.key == literal(f"{job}:").concat(cast(kind.id, String)))
        .where(*conditions, kind.created_by == user_id, kind.expires_at > now())
        .order_by(kind.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return list(db.session.execute(statement).all())


def own(kind: type[Asked], user_id: int, row_id: int, *conditions: Any) -> Asked:
    """One of somebody's own; any other is simply not found."""
    statement = select(kind).where(kind.id == row_id, kind.created_by == user_id, *conditions)
    return db.session.execute(statement).scalar_one()


def by_id(kind: type[Asked], row_id: int) -> Asked | None:
    return db.session.execute(select(kind).where(kind.id == row_id)).scalar_one_or_none()


def keep(row: Asked, put: tuple[str, int, str], *, name: str, media_type: str, count: int) -> Asked:
    """Keep what was just put, and commit; made twice, the first one stays."""
    row = lock(row)
    if row.file_id is None:
        row.file_id, row.count = store.keep_file(put, name=name, media_type=media_type).id, count
    db.session.commit()
    return row


def tidy(kind: type[AskedFile]) -> None:
    """Forget those whose days are over, one transaction each; asked outside the governments."""
    statement = select(kind.government_id, kind.id).where(kind.expires_at <= now()).order_by(kind.expires_at)
    due = [(row[0], row[1]) for row in db.session.execute(statement.limit(AT_ONCE))]
    db.session.commit()
    for government_id, row_id in due:
        with scope.within(government_id):
            key = _forget(kind, row_id)
            db.session.commit()
        if key:
            store.erase(key)


def _forget(kind: type[AskedFile], row_id: int) -> str:
    """Take one away in the caller's transaction; returns the key of the bytes to erase after it, if any."""
    row = by_id(kind, row_id)
    if row is None:
        return ""
    file_id = row.file_id
    db.session.delete(row)
    db.session.flush()
    return store.forget(queries.stored_file(file_id)) if file_id is not None else ""
