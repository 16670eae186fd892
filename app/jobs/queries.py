from sqlalchemy import select

from app.base.database import db
from app.jobs.models import Job


def by_key(key: str) -> Job | None:
    """The job with this key, as it stands now."""
    statement = select(Job).where(Job.key == key).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()


def latest(kind: str, government_id: int) -> Job | None:
    """The newest job of a kind in a government, as it stands now."""
    statement = select(Job).where(Job.kind == kind, Job.government_id == government_id).order_by(Job.id.desc()).limit(1)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
