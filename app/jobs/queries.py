from sqlalchemy import select

from app.base.database import db
from app.jobs.models import Job


def by_key(key: str) -> Job | None:
    """The job with this key, as it stands now."""
    statement = select(Job).where(Job.key == key).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()
