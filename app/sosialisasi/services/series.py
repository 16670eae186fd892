"""A series: the same event again and again, each with the round and the audience of the one before."""

from datetime import timedelta

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import WrongField
from app.sosialisasi.facts.events import RoundFacts, SeriesWish
from app.sosialisasi.models import AudienceRule, RoundStatus, Sosialisasi, SosialisasiRound
from app.sosialisasi.queries import audiences
from app.sosialisasi.queries import events as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import events, rounds
from app.sosialisasi.services.events import CloneWish

EVENTS_AT_MOST = 60
_WHOLE = CloneWish(speakers=True, agenda=True, materials=True, budget=False)


def plan(page: EventPage, wish: SeriesWish, *, by: Actor) -> list[Sosialisasi]:
    """Drafts that follow an event in its series, each with one round like the event's last, so many weeks apart.

    The audience is copied as rules, so each is for whoever they name on the day its invitations go out. Without a round
    to go by the drafts have none. Locks the event. Raises NotNow and WrongField.
    """
    event = lock(page.event)
    rules.ensure_may_change(event.status)
    taken = queries.series_of(event.unit_id, wish.name)
    known = len(taken) + (0 if event.id in {row.id for row in taken} else 1)
    if known + wish.times > EVENTS_AT_MOST:
        raise WrongField("times", f"Satu seri memuat paling banyak {EVENTS_AT_MOST} sosialisasi.")
    if event.series != wish.name:
        event.series = wish.name
        event.version += 1
    like, step = _last_round(event), timedelta(weeks=wish.weeks)
    made, ahead = [], timedelta()
    for number in range(known + 1, known + wish.times + 1):
        copy = events.clone(page, f"{wish.name}, ke-{number}"[:200], _WHOLE, by=by)
        ahead = _next(like, ahead, step)
        if like is not None:
            _round_like(like[0], _moved(like, ahead), copy, by=by)
        made.append(copy)
    audit.record("sosialisasi.series.planned", event, by=by, times=wish.times)
    return made


Held = tuple[SosialisasiRound, RoundFacts]


def _last_round(event: Sosialisasi) -> Held | None:
    live = [pair for pair in queries.rounds_of(event.id) if pair[0].status != RoundStatus.CANCELLED]
    if not live:
        return None
    one, meeting = live[-1]
    facts = RoundFacts(
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        address=meeting.address,
        city=one.city,
        online_url=meeting.online_url,
        seats=one.seats,
        reply_by=one.reply_by,
    )
    return one, facts


def _next(like: Held | None, ahead: timedelta, step: timedelta) -> timedelta:
    """How far ahead of the event the next one lies; what would be over already is passed by."""
    ahead += step
    while like is not None and (like[1].reply_by or like[1].starts_at) + ahead <= now():
        ahead += step
    return ahead


def _moved(like: Held, ahead: timedelta) -> RoundFacts:
    facts = like[1]
    return RoundFacts(
        starts_at=facts.starts_at + ahead,
        ends_at=facts.ends_at + ahead,
        place=facts.place,
        address=facts.address,
        city=facts.city,
        online_url=facts.online_url,
        seats=facts.seats,
        reply_by=facts.reply_by + ahead if facts.reply_by else None,
    )


def _round_like(one: SosialisasiRound, facts: RoundFacts, event: Sosialisasi, *, by: Actor) -> None:
    made = rounds.plan(queries.any_event(event.id), facts, by=by)
    for rule in audiences.rules_of(one.id):
        db.session.add(
            AudienceRule(
                round_id=made.id,
                kind=rule.kind,
                unit_id=rule.unit_id,
                position_id=rule.position_id,
                initiative_id=rule.initiative_id,
                employee_id=rule.employee_id,
                tier=rule.tier,
                is_left_out=rule.is_left_out,
            )
        )
    db.session.flush()
