"""What the worker does for proposals: reminding."""

from app.base import scope
from app.base.clock import furthest_today
from app.base.database import db
from app.jobs.registry import registry
from app.proposals import queries
from app.proposals.services import reminders


@registry.duty("proposals.remind")
def remind() -> None:
    """Remind whoever a proposal waits for, one transaction each."""
    due = queries.with_deadline(furthest_today())
    db.session.commit()
    for government_id, proposal_id in due:
        with scope.within(government_id):
            reminders.remind(proposal_id)
            db.session.commit()
