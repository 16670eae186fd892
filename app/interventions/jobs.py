"""What the worker does for actions."""

from app.base import scope
from app.base.clock import furthest_today, today
from app.base.database import db
from app.interventions.queries import actions
from app.interventions.services import actions as services
from app.jobs.registry import registry
from app.organisation import queries as organisation


@registry.duty("interventions.remind_owners")
def remind_owners() -> None:
    """Whoever is to do something soon or late, one transaction each."""
    waiting = actions.to_remind(furthest_today())
    db.session.commit()
    for government_id, action_id in waiting:
        with scope.within(government_id):
            services.remind(action_id, today=today(organisation.government(government_id).timezone))
            db.session.commit()
