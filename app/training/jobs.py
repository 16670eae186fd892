"""What the worker does for training: closing batches, and ending offers whose time is over."""

from collections.abc import Callable

from app.access.visitor import SYSTEM
from app.attendance.services import sign_sheets
from app.base import scope
from app.base.clock import furthest_today, now
from app.base.database import db
from app.evaluations import queries as evaluation_queries
from app.exams.queries import papers
from app.jobs.registry import registry
from app.training.models import Enrolment
from app.training.queries import batches, planning
from app.training.queries import enrolments as queries
from app.training.queries import nominations as nomination_queries
from app.training.services import closing, enrolments, evaluations, exams, interests, nominations, reservations
from app.training.services.presence import BatchHost

sign_sheets.hosted_by("training", lambda meeting_id: BatchHost(batches.batch_of_meeting(meeting_id)[0]))
registry.handles(closing.KIND, when_failed=closing.reopen_after_failure)(closing.close)
registry.handles(interests.KIND)(interests.turn_the_rest)


@registry.duty("training.expire_offers")
def expire_offers() -> None:
    """End offers nobody answered in time, one transaction each, and offer the seats on."""
    _each(queries.expired_offers(now()), enrolments.expire_offer)


@registry.duty("training.expire_requests")
def expire_requests() -> None:
    """End requests nobody decided in time, or before their batch was over."""
    _each(queries.stale_requests(now()), enrolments.expire_request)


@registry.duty("training.expire_holds")
def expire_holds() -> None:
    """Free seats that were held and never named."""
    due = nomination_queries.expired_holds(now())
    db.session.commit()
    for government_id, batch_id, hold_id in due:
        with scope.within(government_id):
            nominations.expire_hold(batches.managed_batch(batch_id), hold_id, by=SYSTEM)
            db.session.commit()


@registry.duty("training.tell_short")
def tell_short() -> None:
    """Ask the organisers to decide on batches with too few people, once, on the day they said."""
    due = nomination_queries.in_need_of_a_decision(furthest_today())
    db.session.commit()
    for government_id, batch_id in due:
        with scope.within(government_id):
            nominations.tell_short(batches.managed_batch(batch_id))
            db.session.commit()


@registry.duty("training.release_seats")
def release_seats() -> None:
    """When the day comes until which seats were kept for units, offer those nobody took to whoever waits."""
    due = planning.released(furthest_today())
    db.session.commit()
    for government_id, batch_id in due:
        with scope.within(government_id):
            reservations.release_if_due(batches.managed_batch(batch_id))
            db.session.commit()


@registry.duty("training.end_attempts")
def end_attempts() -> None:
    """Send what was kept of tests whose time is up, one transaction each."""
    due = papers.overdue(now())
    db.session.commit()
    for government_id, exam_id, attempt_id in due:
        with scope.within(government_id):
            exams.end_overdue(exam_id, attempt_id)
            db.session.commit()


@registry.duty("training.remind_evaluations")
def remind_evaluations() -> None:
    """Remind once, shortly before an evaluation ends, whoever has not answered."""
    due = evaluation_queries.to_remind(now())
    db.session.commit()
    for government_id, evaluation_id in due:
        with scope.within(government_id):
            evaluations.remind(evaluation_id)
            db.session.commit()


@registry.duty("training.ask_superiors")
def ask_superiors() -> None:
    """Ask superiors about those who passed some months ago."""
    evaluations.ask_superiors()


def _each(due: list[tuple[int, int, int]], end: Callable[..., bool]) -> None:
    db.session.commit()
    for government_id, _batch_id, enrolment_id in due:
        with scope.within(government_id):
            end(db.session.get_one(Enrolment, enrolment_id), by=SYSTEM)
            db.session.commit()
