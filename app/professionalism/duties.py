"""Estimates follow what was changed, and the days: trainings grow old and sanctions lapse by themselves."""

from sqlalchemy import select

from app.base import scope
from app.base.database import db
from app.jobs.registry import registry
from app.organisation.models import Government
from app.professionalism.services import following


@registry.duty(following.DUTY)
def follow() -> None:
    """Bring every government that is behind up to date, one after the other."""
    governments = list(db.session.execute(select(Government.id).order_by(Government.id)).scalars())
    db.session.commit()
    for government_id in governments:
        with scope.within(government_id):
            due = following.is_due()
            db.session.commit()
            if due:
                following.catch_up()
