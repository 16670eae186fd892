"""What the worker does for imports: trying, taking and undoing tables, and forgetting old ones."""

from datetime import timedelta

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.imports.queries import runs as queries
from app.imports.services import checking, tidying, undoing
from app.jobs.registry import registry

KEPT_DAYS = 90
UNUSED_DAYS = 7

registry.handles(checking.CHECK, when_failed=checking.let_go_of_check)(checking.check)
registry.handles(checking.APPLY, when_failed=checking.let_go_of_application)(checking.apply)
registry.handles(undoing.UNDO, when_failed=undoing.let_go)(undoing.undo)


@registry.duty("imports.tidy")
def tidy() -> None:
    """Forget the rows, faults and journals of old imports, and tables nobody applied, one transaction each."""
    at = now()
    due = queries.to_forget(
        applied_before=at - timedelta(days=KEPT_DAYS), unused_before=at - timedelta(days=UNUSED_DAYS)
    )
    db.session.commit()
    for government_id, run_id in due:
        with scope.within(government_id):
            keys = tidying.forget(run_id)
            db.session.commit()
        for key in keys:
            store.erase(key)
