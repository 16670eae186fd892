"""Everybody at once: never one seat too many, nobody lost, first come first served (security C1)."""

from functools import partial

import pytest
from sqlalchemy import func, select

from app.access.visitor import Actor
from app.base.database import db
from app.base.errors import RuleBroken
from app.training.models import HOLDS_SEAT, Batch, Enrolment, EnrolmentPolicy, EnrolmentStatus, SeatHold
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.services import enrolments as services
from app.training.services import nominations, planning
from tests.support.builders import enrol, make_batch, make_employee, make_programme
from tests.support.examples import TIMES
from tests.support.lines import be_interested, make_draft, make_sister, team_of
from tests.support.parallel import together

S = EnrolmentStatus


@pytest.fixture(params=range(2 * TIMES), autouse=True)
def each_round():
    """What depends on chance is tried more than once."""


@pytest.fixture
def crowd(bungo):
    return [make_employee(f"Pegawai {number:02d}") for number in range(8)]


def enrol_again(batch_id, employee_id):
    """As a view does it, in the thread's own transaction."""
    enrolment = services.enrol(employee_id, batches.managed_batch(batch_id), by=Actor(None, employee_id, ""))
    db.session.commit()
    return enrolment.status


def step(service, batch_id, employee_id, *arguments):
    service(queries.own(employee_id, batch_id), *arguments, by=Actor(None, employee_id, ""))
    db.session.commit()


def counted(batch_id):
    db.session.rollback()
    rows = db.session.execute(
        select(Enrolment.status, func.count(Enrolment.id))
        .where(Enrolment.batch_id == batch_id)
        .group_by(Enrolment.status)
    )
    return {S(row[0]): row[1] for row in rows}


def taken(batch_id):
    held = sum(number for status, number in counted(batch_id).items() if status in HOLDS_SEAT)
    assert db.session.execute(select(Batch.seats_taken).where(Batch.id == batch_id)).scalar_one() == held
    return held


def test_the_last_seats_go_to_exactly_so_many(app, crowd):
    batch_id = make_batch(seats=3).id
    ids = [one.employee_id for one in crowd]
    said = together(app, crowd[0].government_id, [partial(enrol_again, batch_id, number) for number in ids])
    assert sorted(said) == [S.CONFIRMED] * 3 + [S.WAITLISTED] * 5
    assert counted(batch_id) == {S.CONFIRMED: 3, S.WAITLISTED: 5}
    assert taken(batch_id) == 3
    ranks = [queries.rank_of(queries.own(row.employee_id, batch_id)).rank for row in batches.queue(batch_id)]
    assert ranks == [1, 2, 3, 4, 5]


def test_one_person_pressing_many_times_has_one_enrolment(app, budi):
    batch_id = make_batch(seats=3).id
    said = together(app, budi.government_id, [partial(enrol_again, batch_id, budi.employee_id)] * 5)
    assert said.count(S.CONFIRMED) == 1
    assert sum(isinstance(one, Exception) for one in said) == 4
    assert taken(batch_id) == 1


def test_one_person_never_has_two_seats_at_the_same_time(app, budi):
    """Two batches on one day, both pressed at once."""
    ids = [make_batch().id for _ in range(3)]
    said = together(app, budi.government_id, [partial(enrol_again, number, budi.employee_id) for number in ids])
    assert said.count(S.CONFIRMED) == 1
    assert all(isinstance(one, RuleBroken) for one in said if one != S.CONFIRMED)
    assert sum(taken(number) for number in ids) == 1


def test_seats_given_back_at_once_go_to_the_first_in_line(app, crowd):
    batch = make_batch(seats=4)
    for person in crowd:
        enrol(person, batch)
    batch_id, ids = batch.id, [one.employee_id for one in crowd]
    said = together(
        app, crowd[0].government_id, [partial(step, services.withdraw, batch_id, number) for number in ids[:3]]
    )
    assert said == [None] * 3
    assert [queries.own(number, batch_id).status for number in ids] == (
        [S.WITHDRAWN] * 3 + [S.CONFIRMED] + [S.OFFERED] * 3 + [S.WAITLISTED]
    )
    assert taken(batch_id) == 4


def test_giving_back_and_coming_at_once_passes_nobody_who_waits(app, crowd):
    batch = make_batch(seats=2)
    for person in crowd[:4]:
        enrol(person, batch)
    batch_id, ids = batch.id, [one.employee_id for one in crowd]
    leaving = [partial(step, services.withdraw, batch_id, number) for number in ids[:2]]
    coming = [partial(enrol_again, batch_id, number) for number in ids[4:]]
    said = together(app, crowd[0].government_id, leaving + coming)
    assert said[2:] == [S.WAITLISTED] * 4
    assert counted(batch_id) == {S.WITHDRAWN: 2, S.OFFERED: 2, S.WAITLISTED: 4}
    assert taken(batch_id) == 2


def test_a_request_decided_twice_at_once_is_decided_once(app, budi, rina):
    batch = make_batch(policy=EnrolmentPolicy.SUPERIOR)
    enrol(budi, batch)
    batch_id = batch.id
    works = [
        partial(step, services.approve, batch_id, budi.employee_id),
        partial(step, services.reject, batch_id, budi.employee_id, "Tidak."),
        partial(step, services.approve, batch_id, budi.employee_id),
    ]
    said = together(app, budi.government_id, works)
    assert said.count(None) == 1
    assert taken(batch_id) == (0 if said[1] is None else 1)


def test_accepting_and_declining_at_once_is_one_answer(app, budi, dewi, rina):
    batch = make_batch(seats=1)
    for person in (budi, dewi, rina):
        enrol(person, batch)
    batch_id = batch.id
    step(services.withdraw, batch_id, budi.employee_id)
    works = [
        partial(step, answer, batch_id, dewi.employee_id) for answer in (services.accept_offer, services.decline_offer)
    ]
    said = together(app, budi.government_id, works)
    assert said.count(None) == 1
    statuses = [queries.own(one.employee_id, batch_id).status for one in (dewi, rina)]
    assert statuses == ([S.CONFIRMED, S.WAITLISTED] if said[0] is None else [S.DECLINED, S.OFFERED])
    assert taken(batch_id) == 1


# Two batches of one programme share their line


def name_one(batch_id, superior, employee_id):
    nominations.nominate(batches.managed_batch(batch_id), [employee_id], by=superior)
    db.session.commit()


def hold_one(batch_id, superior):
    nominations.reserve(batches.managed_batch(batch_id), 1, by=superior)
    db.session.commit()


def test_seats_freed_in_two_batches_at_once_make_one_offer_each(app, crowd):
    first = make_batch(seats=1)
    second = make_sister(first)
    for person, batch in zip(crowd[:2], (first, second), strict=True):
        enrol(person, batch)
    for person in crowd[2:5]:
        enrol(person, first)
        enrol(person, second)
    numbers, ids = (first.id, second.id), [one.employee_id for one in crowd]
    works = [partial(step, services.withdraw, numbers[n], ids[n]) for n in range(2)]
    assert together(app, crowd[0].government_id, works) == [None] * 2
    offered = [number for batch_id in numbers for number in ids if status_in(batch_id, number) == S.OFFERED]
    assert sorted(offered) == ids[2:4]
    assert [taken(number) for number in numbers] == [1, 1]


def status_in(batch_id, employee_id):
    found = queries.of_employee(batch_id, employee_id)
    return found.status if found else None


def test_one_person_pressing_in_two_batches_of_a_programme_gets_one_seat(app, budi):
    first = make_batch(seats=3)
    numbers = (first.id, make_sister(first, seats=3).id)
    said = together(app, budi.government_id, [partial(enrol_again, one, budi.employee_id) for one in numbers])
    assert said.count(S.CONFIRMED) == 1
    assert sum(taken(one) for one in numbers) == 1


def test_names_and_held_seats_and_newcomers_at_once_never_oversell(app, rina, crowd):
    team = [one.employee_id for one in team_of(rina, "Andi", "Beni", "Cici")]
    batch_id, superior = make_batch(seats=4, starts_in_days=30).id, rina.actor
    works = [partial(name_one, batch_id, superior, number) for number in team]
    works += [partial(hold_one, batch_id, superior)] * 2
    works += [partial(enrol_again, batch_id, one.employee_id) for one in crowd[:3]]
    said = together(app, rina.government_id, works)
    assert all(one is None or isinstance(one, S | RuleBroken) for one in said), said
    found = counted(batch_id)
    held = db.session.execute(select(func.coalesce(func.sum(SeatHold.seats), 0))).scalar_one()
    seats = db.session.execute(select(Batch.seats_taken).where(Batch.id == batch_id)).scalar_one()
    assert seats == found[S.CONFIRMED] + held == 4
    assert found[S.CONFIRMED] + found.get(S.WAITLISTED, 0) == 6


def test_publishing_turns_interest_before_anybody_else_gets_a_seat(app, sari, crowd):
    programme = make_programme()
    for person in crowd[:3]:
        be_interested(person, programme)
    batch_id, ids = make_draft(programme, seats=2).id, [one.employee_id for one in crowd]
    works = [partial(publish_now, batch_id, sari.actor)] + [partial(enrol_again, batch_id, one) for one in ids[3:6]]
    said = together(app, sari.government_id, works)
    assert said[0] is None
    assert [status_in(batch_id, one) for one in ids[:3]] == [S.CONFIRMED] * 2 + [S.WAITLISTED]
    assert counted(batch_id)[S.CONFIRMED] == 2


def publish_now(batch_id, actor):
    planning.publish(batches.managed_batch(batch_id), by=actor)
    db.session.commit()
