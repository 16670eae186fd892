"""A superior names people for a batch, or holds seats first and names later."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.organisation import queries as organisation
from app.organisation.queries import Person
from app.organisation.queries.structure import unit_path
from app.training import labels, lines, rules
from app.training.models import ALIVE, Batch, Enrolment, EnrolmentPolicy, EnrolmentStatus, SeatHold
from app.training.queries import lines as line_queries
from app.training.queries import nominations as queries
from app.training.queries.batches import BatchPage
from app.training.services import enrolments, letters, line_letters
from app.training.services import lines as seats
from app.training.services.moments import in_words, local_today

_hold_hours = 168


def use_hold_hours(hours: int) -> None:
    """How long seats stay held without a name."""
    global _hold_hours  # noqa: PLW0603 - a setting of the installation, set once at the start
    _hold_hours = hours


def nominate(page: BatchPage, employee_ids: Sequence[int], *, by: Actor) -> list[Enrolment]:
    """Name people of one's own team, in the order given: seats held come first, then free ones, then the line.

    All or none: raises NotNominated with a sentence for each who cannot be named.
    """
    chosen = list(dict.fromkeys(employee_ids))
    batch = seats.hold(page, chosen)
    at = now()
    _ensure_open(batch, at)
    superior_id = by.employee_id or 0
    team = {one.employee_id: one for one in queries.team(superior_id, batch, local_today(), only=chosen)}
    lines.ensure_of_the_team(chosen, team)
    employees = line_queries.hold_people(chosen)
    people = organisation.people(chosen, local_today())
    known = queries.alive_of(batch.id, chosen)
    faults = {one: labels.stands_already(people[one].name, known[one]) for one in chosen if one in known}
    for one in chosen:
        refusal = None if one in faults else enrolments.why_not(page, people[one], employees[one])
        if refusal is not None:
            faults[one] = labels.of_somebody_else(people[one].name, refusal.message)
    if faults:
        raise lines.NotNominated(faults)
    return [_name(page, people[one], superior_id, at, by) for one in chosen]


def _ensure_open(batch: Batch, at: datetime) -> None:
    lines.ensure_takes_names(
        batch, at, opens=in_words(batch.enrolment_opens_at), closed=in_words(batch.enrolment_closes_at)
    )


def _name(page: BatchPage, person: Person, superior_id: int, at: datetime, by: Actor) -> Enrolment:
    batch = page.batch
    enrolment = enrolments.fresh(batch.id, person.employee_id, at)
    enrolment.nominated_by = enrolment.decided_by = superior_id
    enrolment.decided_at = at
    hold = _standing_hold(batch.id, superior_id, at)
    if batch.policy != EnrolmentPolicy.TWO_STEPS and hold is not None:
        _give_a_name(hold)
        seats.take_seat(enrolment, batch, already_counted=True)
    else:
        enrolments.place(enrolment, batch, at, asks=False)
    enrolment.reason = labels.nominated_by(by.name)
    db.session.flush()
    audit.record(
        "training.enrolment.nominated",
        enrolment,
        by=by,
        status=enrolment.status,
        why="named by the superior",
        from_hold=hold is not None,
    )
    letters.tell_outcome(enrolment, page, person, why=labels.names_you(by.name))
    return enrolment


def _standing_hold(batch_id: int, superior_id: int, at: datetime) -> SeatHold | None:
    hold = queries.own_hold(batch_id, superior_id)
    return hold if hold is not None and hold.expires_at > at else None


def _give_a_name(hold: SeatHold) -> None:
    if hold.seats > 1:
        hold.seats -= 1
    else:
        db.session.delete(hold)
    db.session.flush()


def reserve(page: BatchPage, count: int, *, by: Actor) -> SeatHold:
    """Hold seats for people still to be named; said again, the seats add up and the time begins anew."""
    batch = seats.hold(page)
    at, superior_id = now(), by.employee_id or 0
    _ensure_open(batch, at)
    unit_id = organisation.person(superior_id, local_today()).unit_id
    if unit_id is None:
        raise rules.WrongField("seats", "Anda belum punya unit, jadi belum bisa memesan kursi. Hubungi BKPSDM.")
    lines.ensure_may_hold(batch, count, free_to_hold(batch, unit_path(unit_id)))
    hold = queries.own_hold(batch.id, superior_id)
    if hold is None:
        hold = SeatHold(batch_id=batch.id, superior_id=superior_id, unit_id=unit_id, seats=0)
        db.session.add(hold)
    hold.seats += count
    hold.expires_at = lines.hold_deadline(at, _hold_hours, batch.enrolment_closes_at)
    batch.seats_taken += count
    db.session.flush()
    audit.record("training.hold.made", batch, by=by, seats=count, until=hold.expires_at.isoformat())
    return hold


def free_to_hold(batch: Batch, path: str) -> int:
    """How many seats a unit may hold: none that somebody in line could be offered, none kept for others.

    Those who waited for dates are in line even before each of them is booked.
    """
    kept = seats.kept_now(batch)
    if batch.turning_since is not None or batch.seats_left <= 0 or seats.next_fitting(batch, kept) is not None:
        return 0
    return lines.seats_for_unit(path, batch.seats_left, kept)


def release(page: BatchPage, *, by: Actor) -> int:
    """Give back the seats one holds without a name; returns how many."""
    batch = seats.hold(page)
    hold = queries.own_hold(batch.id, by.employee_id or 0)
    if hold is None:
        raise lines.HoldGone
    audit.record("training.hold.released", batch, by=by, seats=hold.seats)
    return _free(batch, hold)


def expire_hold(batch_page: BatchPage, hold_id: int, *, by: Actor) -> bool:
    """End seats nobody was named for in time and tell both sides; False when they were named meanwhile."""
    batch = seats.hold(batch_page)
    hold = next((one for one in queries.hold_rows(batch.id) if one.id == hold_id), None)
    if hold is None or lock(hold).expires_at > now():
        return False
    superior = organisation.person(hold.superior_id, local_today())
    audit.record("training.hold.expired", batch, by=by, seats=hold.seats, superior=hold.superior_id)
    line_letters.tell_hold_lapsed(hold, batch_page, superior)
    _free(batch, hold)
    return True


def _free(batch: Batch, hold: SeatHold) -> int:
    count = hold.seats
    batch.seats_taken -= count
    db.session.delete(hold)
    seats.offer_free_seats(batch.programme_id)
    return count


def drop_all(page: BatchPage, *, by: Actor) -> None:
    """The batch is called off: held seats go with it, and whoever held them is told. The caller holds the batch."""
    for hold in queries.hold_rows(page.batch.id):
        page.batch.seats_taken -= hold.seats
        line_letters.tell_hold_cancelled(hold, page, organisation.person(hold.superior_id, local_today()))
        audit.record("training.hold.released", page.batch, by=by, seats=hold.seats, superior=hold.superior_id)
        db.session.delete(hold)


def tell_short(page: BatchPage) -> bool:
    """Ask the organisers, once, to decide on a batch whose day of decision came with too few people named."""
    batch = lock(page.batch)
    people = batch.seats_taken - queries.unnamed_seats(batch.id)
    is_due = batch.decide_on is not None and batch.decide_on <= local_today()
    if not is_due or batch.short_told_at is not None or people >= (batch.min_participants or 0):
        return False
    batch.short_told_at = now()
    line_letters.tell_short(page, people)
    return True


def states_of(page: BatchPage, team: Sequence[queries.TeamMember]) -> Mapping[int, str]:
    """For each of a team who cannot be named: why, in a few words for the page."""
    return {one.employee_id: words for one in team if (words := _why_not_now(page, one))}


def _why_not_now(page: BatchPage, one: queries.TeamMember) -> str:
    if one.status is not None and one.status in ALIVE:
        return labels.STATUSES[EnrolmentStatus(one.status)][0]
    return enrolments.ineligibility_of(page.programme, one.tier, one.kind)
