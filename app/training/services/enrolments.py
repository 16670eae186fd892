"""The way to a seat. What is scarce is locked before it is counted: the programme, the batch, then the person."""

from datetime import datetime

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.organisation import labels as organisation_labels
from app.organisation import queries as organisation
from app.organisation.models import Employee, EmployeeKind, PositionTier
from app.organisation.queries import Person
from app.training import labels, rules
from app.training import lines as line_rules
from app.training.models import (
    HOLDS_SEAT,
    TOOK_PART,
    UNDECIDED,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
)
from app.training.queries import batches as batch_queries
from app.training.queries import enrolments as queries
from app.training.queries import lines as line_queries
from app.training.queries.batches import BatchPage
from app.training.services import letters, line_letters, lines
from app.training.services.moments import in_words, local_today

_request_hours = 120


def use_request_hours(hours: int) -> None:
    """How long a superior has to decide on a request."""
    global _request_hours  # noqa: PLW0603 - a setting of the installation, set once at the start
    _request_hours = hours


def enrol(employee_id: int, page: BatchPage, *, by: Actor) -> Enrolment:
    """Ask for a seat: granted, queued, or sent to the superior, by the batch's policy.

    Locks programme and batch before counting, so two people never win the last seat. Raises a rule with its
    sentence outside the window, when not eligible, when enrolled already, or at a clash of times.
    """
    batch = lines.hold(page, [employee_id])
    at = now()
    rules.ensure_enrolment_open(
        batch, at, opens=in_words(batch.enrolment_opens_at), closed=in_words(batch.enrolment_closes_at)
    )
    before = queries.of_employee(batch.id, employee_id)
    rules.ensure_not_enrolled(before)
    employee = line_queries.hold_person(employee_id)
    person = organisation.person(employee_id, local_today())
    refusal = why_not(page, person, employee)
    if refusal is not None:
        raise refusal
    enrolment = _anew(before, batch.id, employee_id, at)
    superior = superior_to_ask(batch, employee_id)
    place(enrolment, batch, at, asks=superior is not None)
    db.session.flush()
    audit.record("training.enrolment.created", enrolment, by=by, status=enrolment.status)
    tell_placed(enrolment, page, person, superior)
    return enrolment


def why_not(page: BatchPage, person: Person, employee: Employee) -> RuleBroken | None:
    """What stands against a seat for this person, whoever asks for it, in words for the person."""
    return (
        ineligible(page.programme, person, employee.kind)
        or _gone_by_then(page.batch, employee)
        or _seated_elsewhere(page.batch, person)
        or clash(page, person.employee_id)
    )


def ineligible(programme: Programme, person: Person, kind: str) -> RuleBroken | None:
    refusal = ineligibility_of(programme, person.tier, kind)
    return rules.NotEligible(refusal) if refusal else None


def ineligibility_of(programme: Programme, tier: str, kind: str) -> str:
    """Why somebody of this tier and kind may not take the programme, in words; else empty."""
    return rules.ineligibility(
        programme,
        tier=tier,
        kind=kind,
        tier_words=organisation_labels.TIERS[PositionTier(tier)] if tier else "",
        kind_words=organisation_labels.KINDS[EmployeeKind(kind)],
    )


def _gone_by_then(batch: Batch, employee: Employee) -> RuleBroken | None:
    refusal = rules.gone_by_then(batch, employee.leaves_on)
    return rules.NotEligible(refusal) if refusal else None


def _seated_elsewhere(batch: Batch, person: Person) -> RuleBroken | None:
    for other in line_queries.elsewhere(batch, person.employee_id):
        seat_in = db.session.get_one(Batch, other.batch_id)
        is_coming = seat_in.status == BatchStatus.PUBLISHED and seat_in.ends_on >= local_today()
        if other.status == EnrolmentStatus.CONFIRMED and is_coming:
            return line_rules.AlreadySeated(labels.seated_elsewhere(seat_in.number, seat_in.year))
    return None


def clash(page: BatchPage, employee_id: int) -> RuleBroken | None:
    other = queries.clash_with(page.batch.id, employee_id)
    if other is None:
        return None
    name = labels.batch_name(other.title, other.number)
    return rules.Clash(
        f"Waktunya bertabrakan dengan {name} ({in_words(other.starts_at)}), yang sudah Anda ikuti. "
        "Batalkan dulu yang itu kalau ingin pindah."
    )


def _ensure_no_clash(page: BatchPage, enrolment: Enrolment) -> None:
    refusal = clash(page, enrolment.employee_id)
    if refusal is not None:
        raise refusal


def fresh(batch_id: int, employee_id: int, at: datetime) -> Enrolment:
    """A fresh request; somebody who left before takes up the same row, and its history stays in the trail."""
    return _anew(queries.of_employee(batch_id, employee_id), batch_id, employee_id, at)


def _anew(before: Enrolment | None, batch_id: int, employee_id: int, at: datetime) -> Enrolment:
    enrolment = before or Enrolment(batch_id=batch_id, employee_id=employee_id)
    enrolment.status, enrolment.requested_at = EnrolmentStatus.REQUESTED, at
    enrolment.queued_at = enrolment.offer_expires_at = enrolment.decided_at = enrolment.decided_by = None
    enrolment.nominated_by = enrolment.decide_by = None
    enrolment.reason = ""
    db.session.add(enrolment)
    return enrolment


def superior_to_ask(batch: Batch, employee_id: int) -> Person | None:
    if rules.first_status(batch.policy) is None:
        return None
    return organisation.superior_of(employee_id, local_today())


def place(enrolment: Enrolment, batch: Batch, at: datetime, *, asks: bool) -> None:
    """Where a new request goes: to the superior, to the organiser by a policy of two steps, else to a seat."""
    if asks:
        begins = batch_queries.first_meeting_at(batch.id)
        enrolment.decide_by = line_rules.decision_deadline(at, _request_hours, begins)
    elif batch.policy == EnrolmentPolicy.TWO_STEPS:
        enrolment.status = EnrolmentStatus.APPROVED
        enrolment.decide_by = batch_queries.first_meeting_at(batch.id)
    else:
        lines.seat_or_queue(enrolment, batch, at)


def tell_placed(
    enrolment: Enrolment, page: BatchPage, person: Person, superior: Person | None, *, why: str = ""
) -> None:
    """Tell the person where they stand, and the superior where one has to decide."""
    if superior is None:
        letters.tell_outcome(enrolment, page, person, why=why)
    else:
        letters.ask_superior(enrolment, page, person, superior, why=why)


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
    batch = lines.hold(page, [employee_id])
    enrolment = queries.of_employee(batch.id, employee_id)
    if enrolment is not None and enrolment.status in TOOK_PART:
        return False
    employee = line_queries.hold_person(employee_id)
    person = organisation.person(employee_id, local_today())
    refusal = ineligible(page.programme, person, employee.kind) or clash(page, employee_id)
    if refusal is not None:
        raise refusal
    holds_seat = enrolment is not None and enrolment.status in HOLDS_SEAT
    if not holds_seat and not lines.has_free_seat(employee_id, batch):
        raise rules.NoSeatLeft
    enrolment = fresh(batch.id, employee_id, now())
    enrolment.decided_by, enrolment.decided_at = by.employee_id, now()
    lines.take_seat(enrolment, batch, already_counted=holds_seat)
    db.session.flush()
    audit.record("training.enrolment.seated", enrolment, by=by)
    letters.tell_outcome(enrolment, page, person)
    return True


def unseat_walk_in(employee_id: int, page: BatchPage, *, by: Actor) -> None:
    """Take the seat back from somebody who was mistaken for a guest, and tell them."""
    lines.hold(page, [employee_id])
    enrolment = queries.of_employee(page.batch.id, employee_id)
    if enrolment is None or lock(enrolment).status != EnrolmentStatus.CONFIRMED:
        return
    lines.leave(enrolment, page.batch, EnrolmentStatus.WITHDRAWN)
    audit.record("training.enrolment.unseated", enrolment, by=by)
    letters.tell_withdrawn(enrolment, page, _person(enrolment))


def _approve(enrolment: Enrolment, waits_for: EnrolmentStatus, by: Actor) -> Enrolment:
    page, enrolment = _hold(enrolment)
    rules.ensure_undecided(enrolment, waits_for)
    at = now()
    rules.ensure_may_approve(page.batch, batch_queries.first_meeting_at(page.batch.id), at)
    closed = in_words(enrolment.decide_by) if enrolment.decide_by else ""
    line_rules.ensure_decided_in_time(enrolment.decide_by, at, closed=closed)
    lock(organisation.employee(enrolment.employee_id))
    _ensure_no_clash(page, enrolment)
    enrolment.decided_by, enrolment.decided_at, enrolment.decide_by = by.employee_id, at, None
    if waits_for == EnrolmentStatus.REQUESTED:
        place(enrolment, page.batch, at, asks=False)
    else:
        lines.seat_or_queue(enrolment, page.batch, at)
    db.session.flush()
    letters.tell_outcome(enrolment, page, _person(enrolment))
    return enrolment


def reject(
    enrolment: Enrolment, reason: str, *, by: Actor, waits_for: EnrolmentStatus = EnrolmentStatus.REQUESTED
) -> Enrolment:
    """The superior, or after them the organiser, says no, and why."""
    page, enrolment = _hold(enrolment)
    rules.ensure_undecided(enrolment, waits_for)
    lines.end(enrolment, EnrolmentStatus.REJECTED, reason=reason)
    enrolment.decided_by, enrolment.decided_at = by.employee_id, now()
    audit.record("training.enrolment.rejected", enrolment, by=by)
    letters.tell_rejected(enrolment, page, _person(enrolment), by.name)
    return enrolment


def withdraw(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Give the seat or the place in line back; a freed seat is offered to the next at once."""
    page, enrolment = _hold(enrolment)
    batch = page.batch
    rules.ensure_may_withdraw(enrolment, batch, now(), closed=in_words(batch.withdrawal_closes_at))
    was_confirmed = enrolment.status == EnrolmentStatus.CONFIRMED
    lines.leave(enrolment, batch, EnrolmentStatus.WITHDRAWN)
    audit.record("training.enrolment.withdrawn", enrolment, by=by)
    if was_confirmed:
        letters.tell_withdrawn(enrolment, page, _person(enrolment))
    return enrolment


def accept_offer(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Take the offered seat, which was kept for this person."""
    page, enrolment = _hold(enrolment)
    rules.ensure_offer_stands(enrolment, now())
    lock(organisation.employee(enrolment.employee_id))
    _ensure_no_clash(page, enrolment)
    lines.take_seat(enrolment, page.batch, already_counted=True)
    audit.record("training.offer.accepted", enrolment, by=by)
    letters.tell_outcome(enrolment, page, _person(enrolment))
    return enrolment


def decline_offer(enrolment: Enrolment, *, by: Actor) -> Enrolment:
    """Let the offered seat go to the next in line."""
    page, enrolment = _hold(enrolment)
    rules.ensure_offer_stands(enrolment, now())
    lines.leave(enrolment, page.batch, EnrolmentStatus.DECLINED)
    audit.record("training.offer.declined", enrolment, by=by)
    return enrolment


def expire_offer(enrolment: Enrolment, *, by: Actor) -> bool:
    """End an offer whose time is over; False when it was answered meanwhile."""
    page, enrolment = _hold(enrolment)
    if enrolment.status != EnrolmentStatus.OFFERED:
        return False
    if enrolment.offer_expires_at is not None and enrolment.offer_expires_at > now():
        return False
    lines.leave(enrolment, page.batch, EnrolmentStatus.EXPIRED)
    audit.record("training.offer.expired", enrolment, by=by)
    letters.tell_expired(enrolment, page, _person(enrolment))
    return True


def expire_request(enrolment: Enrolment, *, by: Actor) -> bool:
    """End a request nobody decided in time and tell both sides; False when somebody did meanwhile."""
    page, enrolment = _hold(enrolment)
    if enrolment.status not in UNDECIDED:
        return False
    over = page.batch.ends_on < local_today()
    if not over and (enrolment.decide_by is None or enrolment.decide_by > now()):
        return False
    waited_for, deadline = enrolment.status, enrolment.decide_by
    person = _person(enrolment)
    superior = organisation.superior_of(person.employee_id, local_today())
    lines.end(enrolment, EnrolmentStatus.EXPIRED, reason=labels.undecided_by(waited_for))
    audit.record("training.enrolment.expired", enrolment, by=by, waited_for=waited_for)
    if over or deadline is None:
        letters.tell_not_reached(enrolment, page, person)
    else:
        line_letters.tell_undecided(enrolment, page, person, superior, waited_for=waited_for, deadline=deadline)
    return True


def _hold(enrolment: Enrolment) -> tuple[BatchPage, Enrolment]:
    page = batch_queries.managed_batch(enrolment.batch_id)
    lines.hold(page, [enrolment.employee_id])
    return page, lock(enrolment)


def _person(enrolment: Enrolment) -> Person:
    return organisation.person(enrolment.employee_id, local_today())
