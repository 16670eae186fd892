"""Planning the rounds of an event, moving one, calling one off, and saying that it was held."""

from app.access.visitor import Actor
from app.attendance import services as attendance
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.jobs import services as jobs
from app.sosialisasi import labels
from app.sosialisasi.facts.events import RoundFacts
from app.sosialisasi.models import RoundStatus, SosialisasiRound
from app.sosialisasi.queries import events as queries
from app.sosialisasi.queries.events import EventPage, RoundPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import seats

TELL_CHANGE, TELL_CANCELLATION = "sosialisasi.tell_change", "sosialisasi.tell_cancellation"


def plan(page: EventPage, facts: RoundFacts, *, by: Actor) -> SosialisasiRound:
    """The next round, with the meeting people are checked in at."""
    event = lock(page.event)
    rules.ensure_may_change(event.status)
    rules.ensure_round(facts, at=now())
    number = queries.last_number(event.id) + 1
    meeting = attendance.plan_meeting(
        title=f"{event.title}, {labels.round_name(number)}"[:200],
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=facts.place,
        address=facts.address,
        online_url=facts.online_url,
    )
    one = SosialisasiRound(
        sosialisasi_id=event.id,
        number=number,
        meeting_id=meeting.id,
        city=facts.city,
        seats=facts.seats,
        seats_taken=0,
        reply_by=facts.reply_by,
        status=RoundStatus.PLANNED,
        cancel_reason="",
        version=1,
    )
    db.session.add(one)
    db.session.flush()
    audit.record("sosialisasi.round.planned", one, by=by, number=number)
    return one


def change(page: RoundPage, facts: RoundFacts, *, version: int, by: Actor) -> None:
    """Another time, place or number of seats; whoever is invited is told by the worker, with a new calendar entry.

    Raises StaleVersion where somebody else changed it meanwhile, WrongField for seats below those who said yes.
    """
    one = lock(page.round)
    if one.version != version:
        raise StaleVersion
    rules.ensure_may_plan(one.status)
    meeting = page.meeting
    moved = (facts.starts_at, facts.reply_by) != (meeting.starts_at, one.reply_by)
    rules.ensure_round(facts, at=now(), taken=one.seats_taken, moved=moved)
    elsewhere = _where_and_when(facts) != (
        meeting.starts_at,
        meeting.ends_at,
        meeting.place,
        meeting.address,
        meeting.online_url,
    )
    attendance.change_meeting(
        meeting,
        title=meeting.title,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=facts.place,
        address=facts.address,
        online_url=facts.online_url,
    )
    one.city, one.seats, one.reply_by = facts.city, facts.seats, facts.reply_by
    one.version += 1
    audit.record("sosialisasi.round.changed", one, by=by, moved=elsewhere)
    if elsewhere and one.status == RoundStatus.INVITED:
        _ask_worker(TELL_CHANGE, one, by)
    seats.fill(page)


def _where_and_when(facts: RoundFacts) -> tuple[object, ...]:
    return facts.starts_at, facts.ends_at, facts.place, facts.address, facts.online_url


def cancel(page: RoundPage, reason: str, *, by: Actor) -> None:
    call_off(lock(page.round), reason, by=by)


def call_off(one: SosialisasiRound, reason: str, *, by: Actor) -> None:
    """Call a locked round off; whoever is invited is told by the worker, and it goes from their calendars."""
    rules.ensure_may_plan(one.status)
    was_invited = one.status == RoundStatus.INVITED
    one.status, one.cancel_reason = RoundStatus.CANCELLED, reason
    one.version += 1
    audit.record("sosialisasi.round.cancelled", one, by=by)
    if was_invited:
        _ask_worker(TELL_CANCELLATION, one, by)


def _ask_worker(kind: str, one: SosialisasiRound, by: Actor) -> None:
    args = {"round_id": one.id, "version": one.version, "since": now().isoformat()}
    key = f"{kind}:{one.id}:{one.version}"
    jobs.enqueue(kind, args, by=by, government_id=one.government_id, key=key)
