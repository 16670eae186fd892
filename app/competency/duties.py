"""Gaps follow what was written in bulk, and the days: assessments expire and standards begin by themselves."""

from sqlalchemy import select

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.database import db
from app.competency.services import gaps, talent
from app.jobs.registry import registry
from app.organisation.models import Government


@registry.duty(gaps.DUTY)
def follow() -> None:
    """Work out anew every government that is behind, one after the other."""
    governments = list(db.session.execute(select(Government.id).order_by(Government.id)).scalars())
    db.session.commit()
    for government_id in governments:
        with scope.within(government_id):
            due = gaps.is_due()
            db.session.commit()
            if due:
                talent.settle_waiting(by=SYSTEM)  # a table that began by itself may know what waited
                db.session.commit()
                gaps.rebuild()
