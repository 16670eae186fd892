"""The way to a seat. What is scarce is locked before it is counted: first the batch, then the person."""

from datetime import datetime

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.organisation import labels as organisation_labels
from app.organisation import queries as organisation
from app.organisation.models import EmployeeKind, PositionTier
from app.organisation.queries import Person
from app.training import labels, rules
from app.training.models import (
    HOLDS_SEAT,
    TOOK_PART,
    UNDECIDED,
    Batch,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
)
from app.training.queries import batches as batch_queries
from app.training.queries import enrolments as queries
from app.training.queries import planning
from app.training.queries.batches import BatchPage
from app.training.services import letters
from app.training.services.moments import in_words, local_today

_offer_hours = 24


def use_offer_hours(hours: int) -> None:
    """How long an offered seat is kept for one person."""
    global _offer_hours  # noqa: PLW0603 - a setting of the installation, set once at the start
    _offer_hours = hours


def enrol(employee_id: int, page: BatchPage, *, by: Actor) -> Enrolment:
    """Ask for a seat: granted, queued, or sent to the superior, by the batch's policy.

    Locks the batch before counting, so two people never win the last seat. Raises a rule with its
    sentence outside the window, when not eligible, when enrolled already, or at a clash of times.
    """
    batch = lock(page.batch)
    at = now()
    rules.ensure_enrolment_open(
        batch, at, opens=in_words(batch.enrolment_opens_at), closed=in_words(batch.enrolment_closes_at)
    )
    enrolment = queries.of_employee(batch.id, employee_id)
    rules.ensure_not_enrolled(enrolment)
    employee = lock(organisation.employee(employee_id))
    person = organisation.person(employee_id, local_today())
    _ensure_eligible(page, person, employee.kind)
    _ensure_no_clash(batch.id, employee_id)
    enrolment = _request(enrolment, batch.id, employee_id, at)
    superior = _superior_to_ask(batch, employee_id)
    if superior is None:
        _go_on(enrolment, batch, at)
    db.session.flush()
    audit.record("training.enrolment.created", enrolment, by=by, status=enrolment.status)
    if superior is None:
        letters.tell_outcome(enrolment, page, person)
    else:
        letters.ask_superior(enrolment, page, person, superior)
    return enrolment


def _go_on(enrolment: Enrolment, batch: Batch, at: datetime) -> None:
    """After the superior, or where there is none: to the organiser by a policy of two steps, else to a seat."""
    if batch.policy == EnrolmentPolicy.TWO_STEPS:
        enrolment.status = EnrolmentStatus.APPROVED
    else:
        _seat_or_queue(enrolment, batch, at)


def _ensure_eligible(page: BatchPage, person: Person, kind: str) -> None:
    tier_words = organisation_labels.TIERS[PositionTier(person.tier)] if person.tier else ""
    refusal = rules.ineligibility(
        page.programme,
        tier=person.tier,
        kind=kind,
        tier_words=tier_words,
        kind_words=organisation_labels.KINDS[EmployeeKind(kind)],
    )
    if refusal:
        raise rules.NotEligible(refusal)


def _ensure_no_clash(batch_id: int, employee_id: int) -> None:
    clash = queries.clash_with(batch_id, employee_id)
    if clash is not None:
        name = labels.batch_name(clash.title, clash.number)
        raise rules.Clash(
            f"Waktunya bertabrakan dengan {name} ({in_words(clash.starts_at)}), yang sudah Anda ikuti. "
            "Batalkan dulu yang itu kalau ingin pindah."
        )


def _request(known: Enrolment | None, batch_id: int, employee_id: int, at: datetime) -> Enrolment:
    """A fresh request; somebody who left before takes up the same row, and its history stays in the trail."""
    enrolment = known or Enrolment(batch_id=batch_id, employee_id=employee_id)
    enrolment.status, enrolment.requested_at = EnrolmentStatus.REQUESTED, at
    enrolment.queued_at = enrolment.offer_expires_at = enrolment.decided_at = enrolment.decided_by = None
    enrolment.reason = ""
    db.session.add(enrolment)
    return enrolment


def _superior_to_ask(batch: Batch, employee_id: int) -> Person | None:
    if rules.first_status(batch.policy) is None:
        return None
    return organisation.superior_of(employee_id, local_today())


def _seat_or_queue(enrolment: Enrolment, batch: Batch, at: datetime) -> None:
    if _has_seat_for(enrolment, batch):
        enrolment.status = EnrolmentStatus.CONFIRMED
        batch.seats_taken += 1
    else:
        enrolment.status = EnrolmentStatus.WAITLISTED
        enrolment.queued_at = at


def _has_seat_for(enrolment: Enrolment, batch: Batch) -> bool:
    kept = kept_now(batch)
    if not kept:
        return rules.has_seat_for_newcomer(batch.seats_left, queries.waiting_count(batch.id))
    path = planning.unit_path_of(enrolment.employee_id, local_today())
    free = rules.seats_free_for(path, batch.seats_left, kept)
    return rules.has_seat_for_newcomer(free, 0 if _next_fitting(batch, kept) is None else 1)


def kept_now(batch: Batch) -> list[rules.KeptSeats]:
    """The seats that are kept for units today; most batches keep none, and nothing is asked."""
    if batch.reserved_until is None or local_today() >= batch.reserved_until:
        return []
    return planning.kept_seats(batch.id, local_today())


def _next_fitting(batch: Batch, kept: list[rules.KeptSeats]) -> Enrolment | None:
    """Who is first in line of those for whom a seat is free."""
    if not kept:
        return queries.next_waiting(batch.id)
    for row in planning.waiting_with_paths(batch.id, local_today()):
        if rules.seats_free_for(row.path, batch.seats_left, kept) > 0:
            return db.session.get_one(Enrolment, row.id)
    return None


def approve(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """The superior says yes: on to the organiser where two have to agree, else a seat or a place in line."""
    enrolment = _approve(enrolment, EnrolmentStatus.REQUESTED, by)
    audit.record("training.enrolment.approved", enrolment, by=by, status=enrolment.status)
    return enrolment


def admit(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """The organiser says yes to what the superior approved. Nobody admits themself."""
    if enrolment.employee_id == by.employee_id:
        raise rules.OwnRequest
    enrolment = _approve(enrolment, EnrolmentStatus.APPROVED, by)
    audit.record("training.enrolment.admitted", enrolment, by=by, status=enrolment.status)
    return enrolment


def seat_walk_in(employee_id: int, page: BatchPage, *, by: Actor) -> bool:
    """A seat for somebody who is in the room already, whatever the window and the policy say.

    The programme must be for them, they may not have promised to be elsewhere, and a seat must be free. Whoever has a
    seat keeps it (and False); whoever waits or has an offer gets theirs. Raises a rule with its sentence otherwise.
    """
    batch = lock(page.batch)
    enrolment = queries.of_employee(batch.id, employee_id)
    if enrolment is not None and enrolment.status in TOOK_PART:
        return False
    employee = lock(organisation.employee(employee_id))
    person = organisation.person(employee_id, local_today())
    _ensure_eligible(page, person, employee.kind)
    _ensure_no_clash(batch.id, employee_id)
    if enrolment is None or enrolment.status not in HOLDS_SEAT:
        kept = kept_now(batch)
        path = planning.unit_path_of(employee_id, local_today()) if kept else ""
        if rules.seats_free_for(path, batch.seats_left, kept) < 1:
            raise rules.NoSeatLeft
        batch.seats_taken += 1
    enrolment = _request(enrolment, batch.id, employee_id, now())
    enrolment.status, enrolment.decided_by, enrolment.decided_at = EnrolmentStatus.CONFIRMED, by.employee_id, now()
    db.session.flush()
    audit.record("training.enrolment.seated", enrolment, by=by)
    letters.tell_outcome(enrolment, page, person)
    return True


def unseat_walk_in(employee_id: int, page: BatchPage, *, by: Actor) -> None:
    """Take the seat back from somebody who was mistaken for a guest, and tell them."""
    lock(page.batch)
    enrolment = queries.of_employee(page.batch.id, employee_id)
    if enrolment is None or lock(enrolment).status != EnrolmentStatus.CONFIRMED:
        return
    _leave(enrolment, page, EnrolmentStatus.WITHDRAWN)
    audit.record("training.enrolment.unseated", enrolment, by=by)
    letters.tell_withdrawn(enrolment, page, _person(enrolment))


def _approve(enrolment: Enrolment, waits_for: EnrolmentStatus, by: Actor) -> Enrolment:
    page, enrolment = _lock_with_batch(enrolment)
    rules.ensure_undecided(enrolment, waits_for)
    at = now()
    rules.ensure_may_approve(page.batch, batch_queries.first_meeting_at(page.batch.id), at)
    lock(organisation.employee(enrolment.employee_id))
    _ensure_no_clash(page.batch.id, enrolment.employee_id)
    enrolment.decided_by, enrolment.decided_at = by.employee_id, at
    if waits_for == EnrolmentStatus.REQUESTED:
        _go_on(enrolment, page.batch, at)
    else:
        _seat_or_queue(enrolment, page.batch, at)
    letters.tell_outcome(enrolment, page, _person(enrolment))
    return enrolment


def reject(
    enrolment: Enrolment, reason: str, *, by: Actor, waits_for: EnrolmentStatus = EnrolmentStatus.REQUESTED
) -> Enrolment:
    """The superior, or after them the organiser, says no, and why."""
    page, enrolment = _lock_with_batch(enrolment)
    rules.ensure_undecided(enrolment, waits_for)
    enrolment.status, enrolment.reason = EnrolmentStatus.REJECTED, reason
    enrolment.decided_by, enrolment.decided_at = by.employee_id, now()
    audit.record("training.enrolment.rejected", enrolment, by=by)
    letters.tell_rejected(enrolment, page, _person(enrolment), by.name)
    return enrolment


def withdraw(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Give the seat or the place in line back; a freed seat is offered to the next at once."""
    page, enrolment = _lock_with_batch(enrolment)
    batch = page.batch
    rules.ensure_may_withdraw(enrolment, batch, now(), closed=in_words(batch.withdrawal_closes_at))
    was_confirmed = enrolment.status == EnrolmentStatus.CONFIRMED
    _leave(enrolment, page, EnrolmentStatus.WITHDRAWN)
    audit.record("training.enrolment.withdrawn", enrolment, by=by)
    if was_confirmed:
        letters.tell_withdrawn(enrolment, page, _person(enrolment))
    return enrolment


def accept_offer(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Take the offered seat, which was kept for this person."""
    page, enrolment = _lock_with_batch(enrolment)
    rules.ensure_offer_stands(enrolment, now())
    lock(organisation.employee(enrolment.employee_id))
    _ensure_no_clash(page.batch.id, enrolment.employee_id)
    enrolment.status, enrolment.offer_expires_at = EnrolmentStatus.CONFIRMED, None
    audit.record("training.offer.accepted", enrolment, by=by)
    letters.tell_outcome(enrolment, page, _person(enrolment))
    return enrolment


def decline_offer(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Let the offered seat go to the next in line."""
    page, enrolment = _lock_with_batch(enrolment)
    rules.ensure_offer_stands(enrolment, now())
    _leave(enrolment, page, EnrolmentStatus.DECLINED)
    audit.record("training.offer.declined", enrolment, by=by)
    return enrolment


def expire_offer(enrolment: Enrolment, *, by: Actor) -> bool:
    """End an offer whose time is over; False when it was answered meanwhile."""
    page, enrolment = _lock_with_batch(enrolment)
    if enrolment.status != EnrolmentStatus.OFFERED:
        return False
    if enrolment.offer_expires_at is not None and enrolment.offer_expires_at > now():
        return False
    _leave(enrolment, page, EnrolmentStatus.EXPIRED)
    audit.record("training.offer.expired", enrolment, by=by)
    letters.tell_expired(enrolment, page, _person(enrolment))
    return True


def expire_request(enrolment: Enrolment, *, by: Actor) -> bool:
    """End a request nobody decided before the batch was over, by the day here; False when it is not its time."""
    page, enrolment = _lock_with_batch(enrolment)
    if enrolment.status not in UNDECIDED or page.batch.ends_on >= local_today():
        return False
    _leave(enrolment, page, EnrolmentStatus.EXPIRED)
    audit.record("training.enrolment.expired", enrolment, by=by)
    letters.tell_not_reached(enrolment, page, _person(enrolment))
    return True


def _leave(enrolment: Enrolment, page: BatchPage, status: EnrolmentStatus) -> None:
    held = enrolment.status in HOLDS_SEAT
    enrolment.status, enrolment.offer_expires_at, enrolment.queued_at = status, None, None
    if held:
        page.batch.seats_taken -= 1
        db.session.flush()
        offer_free_seats(page)


def offer_free_seats(page: BatchPage) -> None:
    """Offer every free seat to whoever is next in line, for as long as the setting says."""
    batch, at = page.batch, now()
    begins = batch_queries.first_meeting_at(batch.id)
    deadline = rules.offer_deadline(at, _offer_hours, begins) if begins else None
    while deadline is not None and batch.seats_left > 0:
        first = _next_fitting(batch, kept_now(batch))
        if first is None:
            return
        rank = queries.rank_of(first)
        first.status, first.offer_expires_at = EnrolmentStatus.OFFERED, deadline
        batch.seats_taken += 1
        db.session.flush()
        audit.record(
            "training.offer.made",
            first,
            by=letters.SYSTEM,
            why="first in line",
            rank=rank.rank,
            waiting=rank.waiting,
            until=deadline.isoformat(),
        )
        letters.tell_offer(first, page, _person(first), deadline)


def _lock_with_batch(enrolment: Enrolment) -> tuple[BatchPage, Enrolment]:
    page = batch_queries.managed_batch(enrolment.batch_id)
    lock(page.batch)
    return page, lock(enrolment)


def _person(enrolment: Enrolment) -> Person:
    return organisation.person(enrolment.employee_id, local_today())
