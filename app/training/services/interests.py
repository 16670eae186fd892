"""Interest in a programme without dates, and how it becomes bookings, in order, when dates come."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.access.visitor import SYSTEM, Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.jobs import services as jobs
from app.organisation import queries as organisation
from app.organisation.models import Employee
from app.organisation.queries import Person
from app.training import labels, lines, rules
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus, Programme, ProgrammeInterest
from app.training.queries import batches as batch_queries
from app.training.queries import enrolments as enrolment_queries
from app.training.queries import interests as queries
from app.training.queries import lines as line_queries
from app.training.queries.batches import BatchPage
from app.training.queries.interests import Place
from app.training.services import enrolments, line_letters
from app.training.services import lines as seats
from app.training.services.moments import in_words, local_today

KIND = "training.turn_interest"
_at_once = 50


def use_step(people: int) -> None:
    """How many of those interested are booked in one transaction: the first within the request that publishes."""
    global _at_once  # noqa: PLW0603 - a setting of the installation, set once at the start
    _at_once = max(people, 1)


@dataclass
class Turned:
    """What became of the interest in a programme once a batch was published."""

    seated: int = 0
    queued: int = 0
    asked: int = 0
    kept: int = 0
    waiting: int = 0

    @property
    def people(self) -> int:
        """Those whose turn is over; the others wait for theirs."""
        return self.seated + self.queued + self.asked + self.kept


def job_key(batch_id: int) -> str:
    return f"{KIND}:{batch_id}"


def register(programme: Programme, employee_id: int, *, by: Actor) -> ProgrammeInterest:
    """Note somebody's interest, once. Raises a rule where there are dates already or they are not eligible."""
    programme = lock(programme)
    rules.ensure_in_use(programme)
    if queries.has_open_batch(programme.id, now()):
        raise lines.HasDates
    employee = lock(organisation.employee(employee_id))
    refusal = enrolments.ineligible(programme, organisation.person(employee_id, local_today()), employee.kind)
    if refusal is not None:
        raise refusal
    known = queries.own(programme.id, employee_id)
    if known is not None:
        return known
    interest = ProgrammeInterest(programme_id=programme.id, employee_id=employee_id, created_at=now())
    db.session.add(interest)
    db.session.flush()
    audit.record("training.interest.created", programme, by=by, employee=employee_id)
    return interest


def withdraw(programme: Programme, employee_id: int, *, by: Actor) -> None:
    """Take the interest back; said twice, it is gone once."""
    programme = lock(programme)
    known = queries.own(programme.id, employee_id)
    if known is not None:
        db.session.delete(known)
        audit.record("training.interest.withdrawn", programme, by=by, employee=employee_id)


def turn_into_bookings(page: BatchPage, *, by: Actor) -> Turned:
    """Everybody interested, in order, through the batch's own policy; whoever cannot come is told why and stays noted.

    The first few at once, the rest in the background, before whom nobody else gets a seat. The caller holds
    programme and batch. Interest is older than any enrolment, so it does not wait for the window.
    """
    if page.batch.policy == EnrolmentPolicy.NOMINATED:
        return Turned()
    turned, place = _turn_some(page, None, by)
    turned.waiting = queries.count(page.programme.id, after=place) if place is not None else 0
    if turned.waiting:
        page.batch.turning_since = now()
        go_on(page, by=by)
    return turned


def go_on(page: BatchPage, *, by: Actor) -> None:
    """Have the rest of the interest turned in the background; asked again after it failed, it is taken up again."""
    batch = page.batch
    jobs.enqueue(KIND, {"batch_id": batch.id}, by=by, government_id=batch.government_id, key=job_key(batch.id))


def turn_the_rest(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Turn interest step by step, each a transaction of its own; what was turned is gone, so run again nothing doubles.

    After the last one the seats that are left go to whoever came meanwhile. A batch called off stops it.
    """
    page = batch_queries.managed_batch(args["batch_id"])
    total, done, place = queries.count(page.programme.id), 0, None
    while seats.hold(page).turning_since is not None and page.batch.status == BatchStatus.PUBLISHED:
        turned, place = _turn_some(page, place, SYSTEM)
        if place is None:
            page.batch.turning_since = None
            seats.offer_free_seats(page.programme.id)
        done += turned.people
        progress(done, max(total, done))
    return labels.turned_the_rest(done)


def _turn_some(page: BatchPage, after: Place | None, by: Actor) -> tuple[Turned, Place | None]:
    """Turn a step's worth after a place, and say up to which one; None when there was nobody left behind them."""
    turning = _Turning(page, now(), by, Turned())
    interested = queries.in_order(page.programme.id, after=after, limit=_at_once)
    last = (interested[-1].created_at, interested[-1].id) if len(interested) == _at_once else None
    employees = line_queries.hold_people(one.employee_id for one in interested)
    people = organisation.people([one.employee_id for one in interested], local_today())
    for interest in interested:
        employee = employees[interest.employee_id]
        if employee.active:
            _turn(turning, interest, employee, people[employee.id])
    return turning.turned, last


@dataclass(frozen=True)
class _Turning:
    """One turning of interest into bookings: of which batch, when, by whom, and what came of it so far."""

    page: BatchPage
    at: datetime
    by: Actor
    turned: Turned


def _turn(turning: _Turning, interest: ProgrammeInterest, employee: Employee, person: Person) -> None:
    page = turning.page
    refusal = enrolments.why_not(page, person, employee)
    if refusal is not None:
        turning.turned.kept += 1
        line_letters.tell_interest_kept(page, person, refusal.message)
        return
    if enrolment_queries.of_employee(page.batch.id, employee.id) is None:
        _book(turning, interest, person)
    db.session.delete(interest)


def _book(turning: _Turning, interest: ProgrammeInterest, person: Person) -> None:
    page, turned = turning.page, turning.turned
    enrolment = enrolments.fresh(page.batch.id, person.employee_id, turning.at)
    enrolment.queued_at = interest.created_at
    superior = enrolments.superior_to_ask(page.batch, person.employee_id)
    enrolments.place(enrolment, page.batch, turning.at, asks=superior is not None)
    enrolment.reason = labels.why_interested(in_words(interest.created_at))
    db.session.flush()
    audit.record(
        "training.interest.turned",
        enrolment,
        by=turning.by,
        status=enrolment.status,
        why="interest",
        since=interest.created_at.isoformat(),
    )
    enrolments.tell_placed(enrolment, page, person, superior, why=enrolment.reason)
    match enrolment.status:
        case EnrolmentStatus.CONFIRMED:
            turned.seated += 1
        case EnrolmentStatus.WAITLISTED:
            turned.queued += 1
        case _:
            turned.asked += 1
