"""Moving all the meetings of a batch that are still to come, with everything that hangs on them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.access.visitor import Actor
from app.attendance import services as attendance
from app.audit import services as audit
from app.base import wording
from app.base.clock import now
from app.base.database import db
from app.base.errors import StaleVersion
from app.organisation import queries as organisation
from app.training import moves, rules
from app.training.facts import Move, MovedLimit, MovedMeeting, MoveWishes, Slot
from app.training.models import HOLDS_SEAT, IN_HAND, Batch, BatchStatus, SeatHold
from app.training.queries import clashes, enrolments, nominations, planning, programmes
from app.training.queries.batches import BatchPage
from app.training.services import hours, letters, line_letters, lines
from app.training.services.moments import in_words, local_today, timezone


def preview(page: BatchPage, wishes: MoveWishes) -> Move:
    """Where everything would go, and what stands in the way there; nothing is written.

    Raises WrongField for a distance that cannot be, NothingToMove where nothing can be moved.
    """
    batch, held, coming = page.batch, *_schedule(page)
    days = _distance(wishes, coming[0].starts_at)
    moves.ensure_distance(days, wishes.field)
    shift = timedelta(days=days)
    first, ids = coming[0].starts_at + shift, [row.id for row in coming]
    moves.ensure_ahead(first, now(), field=wishes.field, when=in_words(first))
    slots, has_begun = [_slot(row, shift, batch) for row in coming], bool(held)
    starts_on, ends_on = moves.new_span(batch, days, has_begun=has_begun)
    told, holding = _told(batch)
    return Move(
        seen=f"{batch.version}.{len(coming)}",
        days=days,
        held=len(held),
        meetings=_meetings(coming, slots, clashes.of_slots(slots, without=ids)),
        starts_on=starts_on,
        ends_on=ends_on,
        limits=list(_limits(batch, wishes, days, first=first, ends_on=ends_on, has_begun=has_begun)),
        absences=planning.words_of_absence(ids),
        busy=clashes.people_elsewhere(batch.id, slots),
        told=told,
        holding=holding,
    )


def ensure_may_move(page: BatchPage) -> None:
    """Raises IsOver or NothingToMove."""
    _schedule(page)


def _schedule(page: BatchPage) -> tuple[list[Any], list[Any]]:
    """The meetings that have begun, and those to come, at which nobody was noted yet."""
    rules.ensure_editable(page.batch)
    rows, at = planning.schedule(page.batch.id), now()
    held, coming = [row for row in rows if row.starts_at <= at], [row for row in rows if row.starts_at > at]
    moves.ensure_any(meetings=len(rows), coming=len(coming))
    came = planning.people_came_to([row.id for row in coming])
    moves.ensure_nobody_came([row.title for row in coming if row.id in came])
    return held, coming


def _distance(wishes: MoveWishes, first: datetime) -> int:
    """In days of the calendar here."""
    if wishes.first is not None:
        return (wishes.first - wording.local(first, timezone()).date()).days
    return wishes.days or 0


def _slot(row: Any, shift: timedelta, batch: Batch) -> Slot:
    """Indonesia keeps one clock all year, so the same shift keeps every hour of the day."""
    return Slot(row.starts_at + shift, row.ends_at + shift, row.place, row.online_url, row.trainer or batch.trainer)


def _meetings(coming: Sequence[Any], slots: Sequence[Slot], found: Any) -> list[MovedMeeting]:
    zone = timezone()
    return [
        MovedMeeting(
            meeting_id=row.id,
            title=row.title,
            before=row.starts_at,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            is_at_weekend=wording.local(slot.starts_at, zone).weekday() >= moves.SATURDAY,
            clashes=found.get(key, ()),
        )
        for key, (row, slot) in enumerate(zip(coming, slots, strict=True))
    ]


def _limits(
    batch: Batch, wishes: MoveWishes, days: int, *, first: datetime, ends_on: date, has_begun: bool
) -> Iterator[MovedLimit]:
    at, last = now(), wording.at(ends_on, timezone())
    for limit in moves.limits_of(batch, has_begun=has_begun):
        before: date | datetime = getattr(batch, limit)
        along = wishes.along and moves.goes_along(limit, _instant(before), at)
        after = before + timedelta(days=days) if along else before
        doubt = moves.doubt(limit, _instant(before), _instant(after), at=at, first=first, last=last)
        yield MovedLimit(limit, before, after, doubt)


def _instant(value: date | datetime) -> datetime:
    return value if isinstance(value, datetime) else wording.at(value, timezone())


def _told(batch: Batch) -> tuple[int, int]:
    """How many people get a letter, and how many of them are superiors who hold seats without a name."""
    if batch.status != BatchStatus.PUBLISHED:
        return 0, 0
    booked = {one.employee_id for one in enrolments.with_status(batch.id, sorted(IN_HAND))}
    holding = {one.superior_id for one in nominations.hold_rows(batch.id) if one.expires_at > now()}
    return len(booked | holding), len(holding)


def move(page: BatchPage, wishes: MoveWishes, *, seen: str, by: Actor) -> Move:
    """Move them all in one go, and tell everybody once.

    Raises as ``preview`` does, and StaleVersion where what was seen is there no more: so nothing is moved twice.

    Locks programme and batch first: nobody is noted, enrolled or moved meanwhile.
    """
    batch = lines.hold(page)
    plan = preview(page, wishes)
    if plan.seen != seen:
        raise StaleVersion
    ids, shift = [one.meeting_id for one in plan.meetings], timedelta(days=plan.days)
    attendance.shift_meetings(ids, shift)
    for item in planning.agenda_items(ids):
        item.starts_at += shift
    with db.session.no_autoflush:
        _write(page, plan)
    batch.version += 1
    db.session.flush()
    hours.follow_the_rule(batch, page.programme.form_code)
    if batch.status == BatchStatus.PUBLISHED:
        _follow_and_tell(page, plan)
    audit.record("training.batch.moved", batch, by=by, days=plan.days, meetings=len(ids), along=wishes.along)
    return plan


def _write(page: BatchPage, plan: Move) -> None:
    batch = page.batch
    batch.starts_on, batch.ends_on = plan.starts_on, plan.ends_on
    for limit in plan.limits:
        setattr(batch, limit.name, limit.after)
    decision = wording.full_date(batch.decide_on) if batch.decide_on else ""
    rules.ensure_dates(batch.starts_on, batch.ends_on)
    moves.ensure_limits_hold(batch, decision=decision)
    if batch.decide_on is not None and batch.decide_on > local_today():
        batch.short_told_at = None
    if batch.starts_on.year != batch.year:
        batch.year = batch.starts_on.year
        batch.number = programmes.next_number(page.programme.id, batch.year)


def _follow_and_tell(page: BatchPage, plan: Move) -> None:
    """Deadlines that end with the beginning end with the new one; who has a seat gets the calendar with the news.

    A superior with seats to name gets one letter, whatever else they have in the batch.
    """
    batch, first, holds = page.batch, plan.meetings[0].starts_at, _follow_with_holds(page.batch)
    everybody = enrolments.with_status(batch.id, sorted(IN_HAND))
    people = organisation.people([*(one.employee_id for one in everybody), *holds], local_today())
    calendar = letters.calendar_of(page, method="REQUEST")
    days = [in_words(row.starts_at) for row in planning.schedule(batch.id)]
    for one in everybody:
        if one.offer_expires_at is not None:
            one.offer_expires_at = min(one.offer_expires_at, first)
        if one.decide_by is not None:
            one.decide_by = min(one.decide_by, first)
        told, held = calendar if one.status in HOLDS_SEAT else "", holds.pop(one.employee_id, None)
        letters.tell_rescheduled(
            one, page, people[one.employee_id], calendar=told, days=days, held=line_letters.about(held) if held else ""
        )
    for superior_id, hold in holds.items():
        line_letters.tell_hold_moved(hold, page, people[superior_id], days=days)


def _follow_with_holds(batch: Batch) -> dict[int, SeatHold]:
    """Seats without a name end no later than registration; returns those that stood until now, by their superior."""
    rows, at = nominations.hold_rows(batch.id), now()
    standing = {one.superior_id: one for one in rows if one.expires_at > at}
    for one in rows:
        one.expires_at = min(one.expires_at, batch.enrolment_closes_at)
    return standing
