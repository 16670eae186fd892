"""Once a day: what is too old goes, and the ends of the audit chains are written down outside the database."""

from datetime import UTC, date

from app.audit import duties as audit_duties
from app.base.clock import now
from app.base.database import db
from app.jobs.registry import registry
from app.privacy.services import tidying

_swept: list[date] = []

registry.duty(audit_duties.NAME)(audit_duties.note_heads)


@registry.duty("privacy.retention")
def tidy() -> None:
    """Apply the rules of retention, the first time each day that this worker looks."""
    at = now()
    day = at.astimezone(UTC).date()
    if _swept[-1:] == [day]:
        return
    tidying.sweep(at)
    db.session.commit()
    _swept[:] = [day]
