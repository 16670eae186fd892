"""Tidying that no other house claims."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from app.base.clock import now
from app.base.database import analyse, db
from app.jobs.models import Job, JobStatus
from app.jobs.registry import registry

KEPT_DAYS = 90
ANALYSED_EVERY = timedelta(hours=1)
_analysed: list[datetime] = []


@registry.duty("jobs.tidy")
def tidy() -> None:
    """Forget finished jobs after a while; what they did stands in the audit trail."""
    old = Job.finished_at < now() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(Job).where(Job.status == JobStatus.DONE, old))


@registry.duty("jobs.analyse")
def look_at_tables() -> None:
    """Once an hour, so that statements are planned for the sizes the tables have by now."""
    at = now()
    if not _analysed or at - _analysed[-1] >= ANALYSED_EVERY:
        _analysed[:] = [at]
        analyse()
