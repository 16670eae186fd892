"""Tidying that no other house claims."""

from datetime import timedelta

from sqlalchemy import delete

from app.base.clock import now
from app.base.database import db
from app.jobs.models import Job, JobStatus
from app.jobs.registry import registry

KEPT_DAYS = 90


@registry.duty("jobs.tidy")
def tidy() -> None:
    """Forget finished jobs after a while; what they did stands in the audit trail."""
    old = Job.finished_at < now() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(Job).where(Job.status == JobStatus.DONE, old))
