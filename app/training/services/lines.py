"""Seats and the one line of a programme. First the programme is locked, then its batches, then people, the trail last.

Everything that moves a seat or a place in line holds the programme, so that the batches of one programme, which
share their line, never decide at the same moment.
"""

from collections.abc import Iterable
from datetime import datetime

from app.access.visitor import SYSTEM
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.organisation import queries as organisation
from app.training import labels, rules
from app.training.models import HOLDS_SEAT, Batch, Enrolment, EnrolmentStatus
from app.training.queries import batches as batch_queries
from app.training.queries import enrolments as queries
from app.training.queries import lines, planning
from app.training.queries.batches import BatchPage
from app.training.services import letters
from app.training.services.moments import in_words, local_today

_offer_hours = 24


def use_offer_hours(hours: int) -> None:
    """How long an offered seat is kept for one person."""
    global _offer_hours  # noqa: PLW0603 - a setting of the installation, set once at the start
    _offer_hours = hours


def hold(page: BatchPage, people: Iterable[int] = ()) -> Batch:
    """Lock what a change of seats touches: the programme, this batch, and the batches where these people stand."""
    lock(page.programme)
    lines.hold_concerned(page.batch, people)
    return page.batch


def seat_or_queue(enrolment: Enrolment, batch: Batch, at: datetime) -> None:
    """A free seat, which ends what the person had in hand in other batches, or their place in the line."""
    # Whether a seat is free does not depend on this request, which is written once it is decided.
    with db.session.no_autoflush:
        is_free = _has_seat_for(enrolment, batch)
    if is_free:
        take_seat(enrolment, batch)
    else:
        known = [lines.place_of(batch.programme_id, enrolment.employee_id), enrolment.queued_at]
        enrolment.status, enrolment.queued_at = EnrolmentStatus.WAITLISTED, min(filter(None, known), default=at)


def take_seat(enrolment: Enrolment, batch: Batch, *, already_counted: bool = False) -> None:
    """Confirm a seat. ``already_counted``: it was offered to this person, or held for somebody without a name."""
    enrolment.status, enrolment.offer_expires_at, enrolment.queued_at = EnrolmentStatus.CONFIRMED, None, None
    enrolment.decide_by = None
    batch.seats_taken += not already_counted
    leave_the_others(enrolment, batch)


def leave_the_others(enrolment: Enrolment, batch: Batch) -> None:
    """Who has a seat waits for no other of the same programme; seats offered there go to the next."""
    freed = False
    for other in lines.elsewhere(batch, enrolment.employee_id):
        if other.status == EnrolmentStatus.CONFIRMED:
            continue
        if other.status == EnrolmentStatus.OFFERED:
            db.session.get_one(Batch, other.batch_id).seats_taken -= 1
            freed = True
        end(other, EnrolmentStatus.WITHDRAWN, reason=labels.has_seat_in(batch.number, batch.year))
        audit.record("training.enrolment.left", other, by=SYSTEM, why="seat in another batch", seat_in=batch.id)
    if freed:
        offer_free_seats(batch.programme_id)


def end(enrolment: Enrolment, status: EnrolmentStatus, *, reason: str = "") -> None:
    """The person's way through the batch ends here, and with it every deadline."""
    enrolment.status = status
    enrolment.queued_at = enrolment.offer_expires_at = enrolment.decide_by = None
    if reason:
        enrolment.reason = reason


def leave(enrolment: Enrolment, batch: Batch, status: EnrolmentStatus) -> None:
    """End it, and offer on what was held. Who lets an offer go has had their turn: their place is the last one now."""
    held, offered = enrolment.status in HOLDS_SEAT, enrolment.status == EnrolmentStatus.OFFERED
    end(enrolment, status)
    if offered:
        enrolment.reason = ""
        _go_to_the_end(enrolment, batch)
    if held:
        batch.seats_taken -= 1
        offer_free_seats(batch.programme_id)


def _go_to_the_end(enrolment: Enrolment, batch: Batch) -> None:
    at = now()
    for other in lines.elsewhere(batch, enrolment.employee_id):
        if other.status == EnrolmentStatus.WAITLISTED:
            other.queued_at = at
            audit.record("training.enrolment.moved", other, by=SYSTEM, why="let an offer go", offer_in=batch.id)


def _has_seat_for(enrolment: Enrolment, batch: Batch) -> bool:
    """A free seat that nobody before them in line could be offered; the newcomer may stand in line elsewhere.

    Whoever waited for dates has a place already; while they are being booked, everybody else waits for them.
    """
    since = enrolment.queued_at
    if (batch.turning_since is not None and since is None) or not has_free_seat(enrolment.employee_id, batch):
        return False
    first = next_fitting(batch, kept_now(batch))
    return first is None or (since is not None and _queued_after(first, since))


def _queued_after(enrolment_id: int, since: datetime) -> bool:
    queued_at = db.session.get_one(Enrolment, enrolment_id).queued_at
    return queued_at is not None and queued_at > since


def has_free_seat(employee_id: int, batch: Batch) -> bool:
    """Whether a seat is free for this person, whoever waits for it; seats kept for other units are not."""
    kept, free = kept_now(batch), batch.seats_left
    if kept and free > 0:
        free = rules.seats_free_for(planning.unit_path_of(employee_id, local_today()), free, kept)
    return free > 0


def kept_now(batch: Batch) -> list[rules.KeptSeats]:
    """The seats that are kept for units today; most batches keep none, and nothing is asked."""
    if batch.reserved_until is None or local_today() >= batch.reserved_until:
        return []
    return planning.kept_seats(batch.id, local_today())


def next_fitting(batch: Batch, kept: list[rules.KeptSeats]) -> int | None:
    """The enrolment first in line of those for whom a seat of the batch is free."""
    if not kept:
        return lines.first_in_line(batch)
    fitting = (
        row.id
        for row in lines.line_with_paths(batch, local_today())
        if rules.seats_free_for(row.path, batch.seats_left, kept) > 0
    )
    return next(fitting, None)


def offer_free_seats(programme_id: int) -> None:
    """Offer every free seat of a programme to whoever is next in line for it. The caller holds the programme."""
    db.session.flush()
    for batch in lines.hold_free_with_line(programme_id):
        _offer_seats_of(batch)


def _offer_seats_of(batch: Batch) -> None:
    begins, at = batch_queries.first_meeting_at(batch.id), now()
    deadline = rules.offer_deadline(at, _offer_hours, begins) if begins else None
    while deadline is not None and batch.seats_left > 0:
        first = next_fitting(batch, kept_now(batch))
        if first is None:
            return
        _offer(db.session.get_one(Enrolment, first), batch, deadline)
        db.session.flush()


def _offer(enrolment: Enrolment, batch: Batch, deadline: datetime) -> None:
    rank, since = queries.rank_of(enrolment), enrolment.queued_at
    enrolment.status, enrolment.offer_expires_at = EnrolmentStatus.OFFERED, deadline
    enrolment.reason = labels.why_offered(rank.rank, rank.waiting, in_words(since) if since else "")
    batch.seats_taken += 1
    audit.record(
        "training.offer.made",
        enrolment,
        by=SYSTEM,
        why="first in line" if rank.rank == 1 else "first in line who fits",
        rank=rank.rank,
        waiting=rank.waiting,
        since=since.isoformat() if since else None,
        until=deadline.isoformat(),
    )
    person = organisation.person(enrolment.employee_id, local_today())
    letters.tell_offer(enrolment, batch_queries.managed_batch(batch.id), person, deadline)
