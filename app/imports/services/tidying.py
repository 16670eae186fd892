"""Letting go of what an import kept."""

from sqlalchemy import delete

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.documents import services as store
from app.documents.models import StoredFile
from app.imports.models import ImportChange, ImportFault, ImportRun, ImportStatus
from app.imports.rules.steps import NotNow

DISCARDABLE = (ImportStatus.MAPPING, ImportStatus.CHECKED)


def discard(run: ImportRun, *, by: Actor) -> list[str]:
    """Throw away a table nobody applied; returns the keys of the bytes to erase after the commit."""
    run = lock(run)
    if run.status not in DISCARDABLE:
        raise NotNow
    keys = _let_go(run)
    audit.record("imports.run.discarded", run, by=by, kind=run.kind or "")
    db.session.delete(run)
    db.session.flush()
    return keys


def forget(run_id: int) -> list[str]:
    """Forget an old import: an unused one altogether, an applied one but for its line and its counts."""
    run = lock(db.session.get_one(ImportRun, run_id))
    if run.status in DISCARDABLE:
        return discard(run, by=SYSTEM)
    return _let_go(run)


def _let_go(run: ImportRun) -> list[str]:
    for model in (ImportFault, ImportChange):
        db.session.execute(delete(model).where(model.run_id == run.id))
    if run.file_id is None:
        return []
    file = db.session.get_one(StoredFile, run.file_id)
    run.file_id = None
    db.session.flush()
    return [store.forget(file)]
