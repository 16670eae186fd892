"""What the worker does for meetings: long sheets to sign, and forgetting them."""

from app.attendance.queries import sign_sheets as queries
from app.attendance.services import sign_sheets
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.jobs.registry import registry

registry.handles(sign_sheets.KIND)(sign_sheets.make)


@registry.duty("attendance.tidy_sign_sheets")
def tidy_sign_sheets() -> None:
    """Forget sheets whose days are over, one transaction each."""
    due = queries.over(now())
    db.session.commit()
    for government_id, sheet_id in due:
        with scope.within(government_id):
            key = sign_sheets.forget(sheet_id)
            db.session.commit()
        if key:
            store.erase(key)
