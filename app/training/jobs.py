"""What the worker does for training: closing batches, and ending offers whose time is over."""

from collections.abc import Callable

from app.access.visitor import SYSTEM
from app.base import scope
from app.base.clock import furthest_today, now
from app.base.database import db
from app.jobs.registry import registry
from app.training.models import Enrolment
from app.training.queries import batches, planning
from app.training.queries import enrolments as queries
from app.training.services import closing, enrolments, reservations

registry.handles(closing.KIND, when_failed=closing.reopen_after_failure)(closing.close)


@registry.duty("training.expire_offers")
def expire_offers() -> None:
    """End offers nobody answered in time, one transaction each, and offer the seats on."""
    _each(queries.expired_offers(now()), enrolments.expire_offer)


@registry.duty("training.expire_requests")
def expire_requests() -> None:
    """End requests nobody decided before their batch was over."""
    _each(queries.stale_requests(furthest_today()), enrolments.expire_request)


@registry.duty("training.release_seats")
def release_seats() -> None:
    """When the day comes until which seats were kept for units, offer those nobody took to whoever waits."""
    due = planning.released(furthest_today())
    db.session.commit()
    for government_id, batch_id in due:
        with scope.within(government_id):
            reservations.release_if_due(batches.managed_batch(batch_id))
            db.session.commit()


def _each(due: list[tuple[int, int, int]], end: Callable[..., bool]) -> None:
    db.session.commit()
    for government_id, _batch_id, enrolment_id in due:
        with scope.within(government_id):
            end(db.session.get_one(Enrolment, enrolment_id), by=SYSTEM)
            db.session.commit()
