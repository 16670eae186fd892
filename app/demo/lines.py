"""One line over two batches, interest without dates, names and seats from a superior: through the real services."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.access.visitor import Actor
from app.base.database import db
from app.base.errors import RuleBroken
from app.demo import cast
from app.demo.people import Human
from app.demo.story import Stage
from app.training.facts import CloneWishes
from app.training.models import EnrolmentPolicy
from app.training.queries import batches
from app.training.queries import interests as interest_queries
from app.training.queries import nominations as nomination_queries
from app.training.queries.batches import BatchPage
from app.training.services import enrolments, interests, nominations, planning
from app.training.services.moments import local_today

WEEKS_LATER, WEEKS_AHEAD = 4, 6
FEW_SEATS, HELD_SEATS = 3, 3


def act(stage: Stage, actors: Mapping[str, Actor], at: datetime) -> None:
    """What the cast and their colleagues do about batches that are full, missing, or filled by superiors."""
    maya, rina, budi, dewi = (actors[one.key] for one in (cast.MAYA, cast.RINA, cast.BUDI, cast.DEWI))
    _second_batch(stage, dewi, by=maya)
    _named_batch(stage, rina, at, by=maya)
    _interest([budi, dewi, *map(_as_actor, [*stage.behind, *stage.hoping])], at)
    db.session.flush()


def _second_batch(stage: Stage, dewi: Actor, *, by: Actor) -> None:
    """Four weeks after the full batch another small one, soon full as well: some who wait accept both."""
    page = _again(stage.full, weeks=WEEKS_LATER, by=by)
    page.batch.seats = FEW_SEATS
    planning.publish(page, by=by)
    for human in stage.hoping:
        _try_to_enrol(page, _as_actor(human))
    if not page.batch.seats_taken:
        return
    page.batch.seats = page.batch.seats_taken  # full, however many of them could come
    for one in (dewi, *map(_as_actor, stage.behind[:2])):
        _try_to_enrol(page, one)


def _named_batch(stage: Stage, rina: Actor, at: datetime, *, by: Actor) -> None:
    """Only for people their superiors name: Rina holds three seats and has named one so far."""
    page = _again(stage.replies, weeks=WEEKS_AHEAD, by=by)
    page.batch.policy, page.batch.enrolment_opens_at = EnrolmentPolicy.NOMINATED, at - timedelta(days=1)
    planning.publish(page, by=by)
    nominations.reserve(page, HELD_SEATS, by=rina)
    for one in nomination_queries.team(rina.employee_id or 0, page.batch, local_today()):
        try:
            nominations.nominate(page, [one.employee_id], by=rina)
        except RuleBroken:
            continue
        return


def _again(batch_id: int, *, weeks: int, by: Actor) -> BatchPage:
    page = batches.managed_batch(batch_id)
    starts_on: date = page.batch.starts_on + timedelta(weeks=weeks)
    wishes = CloneWishes(
        starts_on=starts_on, schedule=True, documents=False, reservations=False, assignment=False, money=False
    )
    again = planning.clone(page, wishes, by=by)
    again.enrolment_opens_at = page.batch.enrolment_opens_at
    return batches.managed_batch(again.id)


def _interest(people: list[Actor], at: datetime) -> None:
    """For the first programme of the catalogue without dates people can but say that they want it."""
    for row in interest_queries.without_dates(None, text="", at=at, after=None, limit=1):
        programme = interest_queries.programme_in_use(row.id)
        for one in people:
            interests.register(programme, one.employee_id or 0, by=one)


def _try_to_enrol(page: BatchPage, one: Actor) -> None:
    """Some of the crowd are taken on the day, as in life."""
    try:
        enrolments.enrol(one.employee_id or 0, page, by=one)
    except RuleBroken:
        return


def _as_actor(human: Human) -> Actor:
    return Actor(None, human.id, human.name)
