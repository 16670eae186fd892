"""The way to a seat, as the services tell it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.scope import ScopeMissing
from app.base.wording import plain_date
from app.jobs import worker
from app.notifications.models import Mail, Notice
from app.organisation.models import Employee, EmployeeKind, PositionTier
from app.training import rules
from app.training.models import Batch, BatchStatus, Enrolment, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.services import enrolments as services
from tests.support.builders import (
    at_local,
    enrol,
    make_batch,
    make_employee,
    make_meeting,
    make_position,
    make_programme,
    meetings_of,
    page_of,
    seat,
    status_of,
)

S = EnrolmentStatus
SUPERIOR = EnrolmentPolicy.SUPERIOR


@pytest.fixture
def clock():
    """A day before anything that is built here begins; it stands still unless moved."""
    with time_machine.travel(now(), tick=False) as moved:
        yield moved


def found(person, batch):
    db.session.rollback()
    return queries.of_employee(batch.id, person.employee_id)


def do(service, person, batch, *arguments, by=None):
    """One step of somebody's enrolment, as a view would do it: one service, one commit."""
    try:
        service(found(person, batch), *arguments, by=(by or person).actor)
    except rules.RuleBroken:
        db.session.rollback()
        raise
    db.session.commit()


def withdraw(person, batch):
    do(services.withdraw, person, batch)


def refused(kind, act, *arguments):
    with pytest.raises(kind) as refusal:
        act(*arguments)
    db.session.rollback()
    return refusal.value.message


def taken(batch):
    db.session.rollback()
    return db.session.execute(select(Batch.seats_taken).where(Batch.id == batch.id)).scalar_one()


def notices(person):
    db.session.rollback()
    statement = select(Notice.kind).where(Notice.employee_id == person.employee_id).order_by(Notice.id)
    return db.session.execute(statement).scalars().all()


def trail(prefix="training."):
    db.session.rollback()
    statement = select(AuditEntry.action).where(AuditEntry.action.startswith(prefix)).order_by(AuditEntry.id)
    return db.session.execute(statement).scalars().all()


def waiting(batch):
    db.session.rollback()
    return [row.name.split(maxsplit=1)[0].rstrip(",") for row in batches.queue(batch.id)]


# Enrolling


def test_a_free_seat_is_given_at_once(budi):
    batch = make_batch(seats=2)
    enrolment = enrol(budi, batch)
    assert (enrolment.status, enrolment.queued_at, taken(batch)) == (S.CONFIRMED, None, 1)
    assert notices(budi) == ["training_confirmed"]
    assert trail() == ["training.enrolment.created"]


def test_nobody_enrols_in_what_begins_after_they_have_left(budi):
    batch = make_batch()
    leaving = db.session.get_one(Employee, budi.employee_id)
    leaving.leaves_on = batch.starts_on
    db.session.commit()
    message = refused(rules.NotEligible, enrol, budi, batch)
    assert message.endswith(f"masa tugasnya berakhir per {plain_date(batch.starts_on)}.")
    leaving.leaves_on = batch.starts_on + timedelta(days=1)
    db.session.commit()
    assert enrol(budi, batch).status == S.CONFIRMED


def test_once_seats_have_run_out_people_queue_in_order(budi, dewi, rina, sari, clock):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    for person in (dewi, rina, sari):
        clock.shift(1)
        enrol(person, batch)
    assert [status_of(one, batch) for one in (budi, dewi, rina, sari)] == [S.CONFIRMED] + [S.WAITLISTED] * 3
    assert waiting(batch) == ["Dewi", "Rina", "Sari"]
    ranks = [queries.rank_of(found(one, batch)) for one in (dewi, rina, sari)]
    assert [(one.rank, one.waiting) for one in ranks] == [(1, 3), (2, 3), (3, 3)]
    assert notices(dewi) == ["training_waitlisted"]
    assert taken(batch) == 1


def test_at_the_same_instant_whoever_was_written_first_is_first(budi, dewi, rina, clock):
    batch = make_batch(seats=1)
    for person in (budi, rina, dewi):
        enrol(person, batch)
    assert waiting(batch) == ["Rina", "Dewi"]
    assert [queries.rank_of(found(one, batch)).rank for one in (rina, dewi)] == [1, 2]


def test_a_newcomer_never_passes_those_who_wait(budi, dewi, rina):
    batch = make_batch(seats=2)
    seat(budi, batch)
    queue_up(dewi, batch)
    enrol(rina, batch)
    assert (status_of(rina, batch), taken(batch)) == (S.WAITLISTED, 1)


def queue_up(person, batch):
    """Somebody left in the queue although a seat is free."""
    waiting_one = Enrolment(
        batch_id=batch.id,
        employee_id=person.employee_id,
        status=S.WAITLISTED,
        requested_at=now(),
        queued_at=now(),
    )
    db.session.add(waiting_one)
    db.session.commit()


def test_enrolling_twice_is_refused_wherever_one_stands(budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    for person in (budi, dewi):
        assert refused(rules.AlreadyEnrolled, enrol, person, batch) == rules.AlreadyEnrolled.message
    assert taken(batch) == 1


@pytest.mark.parametrize(
    ("different", "kind", "words"),
    [
        ({"status": BatchStatus.DRAFT}, rules.NotOpen, "tidak menerima"),
        ({"status": BatchStatus.CANCELLED}, rules.NotOpen, "dibatalkan"),
        ({"status": BatchStatus.CLOSED}, rules.NotOpen, "tidak menerima"),
        ({"enrolment_opens_at": timedelta(hours=1)}, rules.NotOpen, "baru dibuka"),
        ({"enrolment_closes_at": timedelta(0)}, rules.TooLate, "sudah tutup"),
    ],
    ids=lambda value: str(next(iter(value.values()))) if isinstance(value, dict) else None,
)
def test_outside_its_window_a_batch_takes_nobody(budi, clock, different, kind, words):
    moments = {name: now() + value if isinstance(value, timedelta) else value for name, value in different.items()}
    batch = make_batch(**moments)
    assert words in refused(kind, enrol, budi, batch)
    assert (status_of(budi, batch), taken(batch), notices(budi)) == (None, 0, [])


def test_the_window_is_told_in_the_governments_own_time(budi, clock):
    opens = at_local((now() + timedelta(days=2)).date(), 8)
    batch = make_batch(enrolment_opens_at=opens)
    assert "08.00 WIB" in refused(rules.NotOpen, enrol, budi, batch)


def test_a_programme_for_others_takes_nobody_else(budi, bungo):
    for_heads = make_batch(programme=make_programme(tiers=[PositionTier.ADMINISTRATOR]))
    for_contracts = make_batch(programme=make_programme(kinds=[EmployeeKind.PPPK]))
    assert refused(rules.NotEligible, enrol, budi, for_heads) == "Program ini bukan untuk jenjang Pelaksana."
    assert refused(rules.NotEligible, enrol, budi, for_contracts) == "Program ini tidak dibuka untuk PNS."
    head = make_employee("Hendra", position_id=make_position(tier=PositionTier.ADMINISTRATOR).id)
    contracted = make_employee("Citra", kind=EmployeeKind.PPPK)
    assert enrol(head, for_heads).status == S.CONFIRMED
    assert enrol(contracted, for_contracts).status == S.CONFIRMED


def test_two_batches_at_the_same_time_clash(budi):
    programme = make_programme("Manajemen Risiko")
    first = make_batch(programme=programme, meetings=3, number=4)
    second = make_batch(starts_in_days=12)
    enrol(budi, first)
    words = refused(rules.Clash, enrol, budi, second)
    assert "Manajemen Risiko, Angkatan 4" in words
    assert (status_of(budi, second), taken(second)) == (None, 0)


def test_batches_that_only_touch_do_not_clash(budi, bungo):
    morning, afternoon = make_batch(meetings=0), make_batch(meetings=0)
    day = morning.starts_on
    make_meeting(morning, at_local(day, 8), hours=4)
    make_meeting(afternoon, at_local(day, 12), hours=4)
    assert enrol(budi, morning).status == enrol(budi, afternoon).status == S.CONFIRMED


def test_only_a_seat_clashes_not_a_place_in_line_nor_a_seat_given_back(budi, dewi):
    full, other = make_batch(seats=1), make_batch()
    enrol(dewi, full)
    enrol(budi, full)
    assert enrol(budi, other).status == S.CONFIRMED
    withdraw(budi, other)
    third = make_batch()
    assert enrol(budi, third).status == S.CONFIRMED


def test_a_batch_of_another_government_is_not_there(budi, joko):
    with scope.within(joko.government_id):
        foreign = make_batch().id
    with pytest.raises(NoResultFound):
        batches.visible_batch(foreign)
    draft = make_batch(status=BatchStatus.DRAFT)
    with pytest.raises(NoResultFound):
        batches.visible_batch(draft.id)
    assert batches.managed_batch(draft.id).batch.id == draft.id


# Giving back, and the line moving up


def test_a_freed_seat_is_offered_to_the_first_in_line(budi, dewi, rina, clock):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    for person in (dewi, rina):
        clock.shift(1)
        enrol(person, batch)
    withdraw(budi, batch)
    assert [status_of(one, batch) for one in (budi, dewi, rina)] == [S.WITHDRAWN, S.OFFERED, S.WAITLISTED]
    assert taken(batch) == 1
    assert found(dewi, batch).offer_expires_at == now() + timedelta(hours=24)
    assert notices(dewi) == ["training_waitlisted", "training_offer"]
    line = db.session.execute(select(AuditEntry.details).where(AuditEntry.action == "training.offer.made")).scalar_one()
    assert (line["rank"], line["waiting"]) == (1, 2)


def test_an_accepted_offer_is_a_seat(budi, dewi):
    batch = full_with_offer_to(dewi, budi)
    do(services.accept_offer, dewi, batch)
    assert (status_of(dewi, batch), taken(batch), found(dewi, batch).offer_expires_at) == (S.CONFIRMED, 1, None)
    assert notices(dewi)[-1] == "training_confirmed"
    assert trail()[-1] == "training.offer.accepted"


def full_with_offer_to(person, giver, *others, seats=1, **different):
    batch = make_batch(seats=seats, **different)
    enrol(giver, batch)
    for one in (person, *others):
        enrol(one, batch)
    withdraw(giver, batch)
    return batch


def test_a_declined_offer_goes_to_the_next(budi, dewi, rina):
    batch = full_with_offer_to(dewi, budi, rina)
    do(services.decline_offer, dewi, batch)
    assert [status_of(one, batch) for one in (dewi, rina)] == [S.DECLINED, S.OFFERED]
    assert taken(batch) == 1


def test_an_unanswered_offer_goes_from_one_to_the_next(budi, dewi, rina, sari, clock):
    batch = full_with_offer_to(dewi, budi, rina, sari)
    for person in (dewi, rina, sari):
        assert status_of(person, batch) == S.OFFERED
        clock.shift(timedelta(hours=23, minutes=59))
        worker.drain()
        assert status_of(person, batch) == S.OFFERED
        clock.shift(timedelta(minutes=1))
        worker.drain()
        assert status_of(person, batch) == S.EXPIRED
        assert notices(person)[-1] == "training_expired"
    assert (taken(batch), waiting(batch)) == (0, [])
    assert trail().count("training.offer.expired") == 3


def test_an_offer_whose_time_is_over_is_gone_even_before_the_worker_looked(budi, dewi, clock):
    batch = full_with_offer_to(dewi, budi)
    clock.shift(timedelta(hours=24))
    for answer in (services.accept_offer, services.decline_offer):
        assert refused(rules.OfferGone, do, answer, dewi, batch) == rules.OfferGone.message
    assert status_of(dewi, batch) == S.OFFERED


def test_nobody_without_an_offer_takes_one(budi, dewi):
    batch = make_batch(seats=1)
    enrol(budi, batch)
    enrol(dewi, batch)
    for person in (budi, dewi):
        for answer in (services.accept_offer, services.decline_offer):
            refused(rules.OfferGone, do, answer, person, batch)
    assert [status_of(one, batch) for one in (budi, dewi)] == [S.CONFIRMED, S.WAITLISTED]


def test_an_offer_answered_in_time_does_not_expire(budi, dewi, clock):
    batch = full_with_offer_to(dewi, budi)
    do(services.accept_offer, dewi, batch)
    clock.shift(timedelta(days=3))
    worker.drain()
    assert status_of(dewi, batch) == S.CONFIRMED


def test_shortly_before_the_beginning_an_offer_is_kept_until_then_and_after_it_none_is_made(budi, dewi, rina, clock):
    batch = make_batch(seats=1, withdrawal_closes_at=now() + timedelta(days=30))
    begins = meetings_of(batch)[0].starts_at
    for person in (budi, dewi, rina):
        enrol(person, batch)
    clock.move_to(begins - timedelta(hours=3))
    withdraw(budi, batch)
    assert found(dewi, batch).offer_expires_at == begins
    clock.move_to(begins)
    worker.drain()
    assert [status_of(one, batch) for one in (dewi, rina)] == [S.EXPIRED, S.WAITLISTED]
    assert taken(batch) == 0


def test_accepting_is_refused_when_another_seat_was_taken_meanwhile(budi, dewi):
    batch = full_with_offer_to(dewi, budi)
    other = make_batch()
    enrol(dewi, other)
    refused(rules.Clash, do, services.accept_offer, dewi, batch)
    assert status_of(dewi, batch) == S.OFFERED
    withdraw(dewi, other)
    do(services.accept_offer, dewi, batch)
    assert status_of(dewi, batch) == S.CONFIRMED


def test_a_place_in_line_given_back_moves_nobody_into_a_seat(budi, dewi, rina):
    batch = make_batch(seats=1)
    for person in (budi, dewi, rina):
        enrol(person, batch)
    withdraw(dewi, batch)
    assert [status_of(one, batch) for one in (budi, dewi, rina)] == [S.CONFIRMED, S.WITHDRAWN, S.WAITLISTED]
    assert (taken(batch), waiting(batch)) == (1, ["Rina"])


def test_an_offer_can_be_given_back_like_a_seat(budi, dewi, rina):
    batch = full_with_offer_to(dewi, budi, rina)
    withdraw(dewi, batch)
    assert [status_of(one, batch) for one in (dewi, rina)] == [S.WITHDRAWN, S.OFFERED]


def test_after_the_cut_off_a_seat_stays(budi, clock):
    batch = make_batch()
    enrol(budi, batch)
    clock.move_to(batch.withdrawal_closes_at)
    assert "Batas pembatalan sudah lewat" in refused(rules.TooLate, withdraw, budi, batch)
    assert taken(batch) == 1


def test_whoever_gave_a_seat_back_may_come_again_and_stands_at_the_end(budi, dewi, rina, clock):
    batch = make_batch(seats=1)
    for person in (budi, dewi, rina):
        enrol(person, batch)
    first = found(budi, batch).id
    withdraw(budi, batch)
    clock.shift(60)
    enrol(budi, batch)
    assert found(budi, batch).id == first
    assert [status_of(one, batch) for one in (budi, dewi, rina)] == [S.WAITLISTED, S.OFFERED, S.WAITLISTED]
    assert waiting(batch) == ["Rina", "Budi"]


def test_whoever_let_an_offer_pass_may_come_again(budi, dewi, clock):
    batch = full_with_offer_to(dewi, budi)
    do(services.decline_offer, dewi, batch)
    clock.shift(60)
    enrol(dewi, batch)
    assert (status_of(dewi, batch), taken(batch)) == (S.CONFIRMED, 1)


# Asking the superior


def test_a_request_goes_to_the_superior_and_holds_no_seat(budi, rina):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    assert (status_of(budi, batch), taken(batch)) == (S.REQUESTED, 0)
    assert notices(rina) == ["training_request"]
    assert notices(budi) == ["training_requested"]
    asked = db.session.execute(select(Mail).where(Mail.employee_id == rina.employee_id)).scalar_one()
    assert asked.facts["requester"] == budi.name


def test_at_the_top_there_is_nobody_to_ask(rina):
    batch = make_batch(policy=SUPERIOR)
    enrol(rina, batch)
    assert status_of(rina, batch) == S.CONFIRMED


def decide(service, superior, person, batch, *arguments):
    do(service, person, batch, *arguments, by=superior)


def test_an_approved_request_is_a_seat(budi, rina):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    decide(services.approve, rina, budi, batch)
    enrolment = found(budi, batch)
    assert (enrolment.status, enrolment.decided_by, taken(batch)) == (S.CONFIRMED, rina.employee_id, 1)
    assert enrolment.decided_at is not None
    assert notices(budi)[-1] == "training_confirmed"


def test_approved_when_full_is_a_place_in_line_behind_who_waited_longer(budi, dewi, rina, sari, clock):
    batch = make_batch(seats=1, policy=SUPERIOR)
    enrol(budi, batch)
    enrol(dewi, batch)
    seat(sari, batch)
    clock.shift(60)
    decide(services.approve, rina, dewi, batch)
    clock.shift(60)
    decide(services.approve, rina, budi, batch)
    assert waiting(batch) == ["Dewi", "Budi"]
    assert (taken(batch), notices(budi)[-1]) == (1, "training_waitlisted")


def test_a_rejected_request_has_its_reason_and_may_be_made_again(budi, rina, clock):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    decide(services.reject, rina, budi, batch, "Loket sedang ramai.")
    enrolment = found(budi, batch)
    assert (enrolment.status, enrolment.reason, taken(batch)) == (S.REJECTED, "Loket sedang ramai.", 0)
    letter = db.session.execute(select(Mail.facts).where(Mail.kind == "training_rejected")).scalar_one()
    assert letter["reason"] == "Loket sedang ramai."
    clock.shift(60)
    enrol(budi, batch)
    enrolment = found(budi, batch)
    assert (enrolment.status, enrolment.reason, enrolment.decided_by) == (S.REQUESTED, "", None)


def test_a_request_is_decided_once(budi, rina):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    decide(services.approve, rina, budi, batch)
    for again in ((services.approve,), (services.reject, "Tidak jadi.")):
        words = refused(rules.AlreadyDecided, decide, again[0], rina, budi, batch, *again[1:])
        assert words == rules.AlreadyDecided.message
    assert status_of(budi, batch) == S.CONFIRMED


def test_approval_is_refused_when_the_time_was_taken_meanwhile(budi, rina):
    asked, other = make_batch(policy=SUPERIOR), make_batch()
    enrol(budi, asked)
    enrol(budi, other)
    refused(rules.Clash, decide, services.approve, rina, budi, asked)
    assert (status_of(budi, asked), taken(asked)) == (S.REQUESTED, 0)


def test_a_request_can_be_taken_back(budi, rina):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    withdraw(budi, batch)
    assert status_of(budi, batch) == S.WITHDRAWN
    refused(rules.AlreadyDecided, decide, services.approve, rina, budi, batch)


def test_only_the_superior_of_today_finds_the_request(budi, dewi, rina, sari, joko):
    batch = make_batch(policy=SUPERIOR)
    enrol(budi, batch)
    enrol(dewi, batch)
    number, today = found(budi, batch).id, now().date()
    assert [row.name for row in queries.requests_for(rina.employee_id, today)] == [budi.name, dewi.name]
    assert queries.decidable(rina.employee_id, number, today).id == number
    for stranger in (budi, dewi, sari, joko):
        assert queries.requests_for(stranger.employee_id, today) == []
        with pytest.raises(NoResultFound):
            queries.decidable(stranger.employee_id, number, today)
    with scope.within(joko.government_id), pytest.raises(NoResultFound):
        queries.decidable(rina.employee_id, number, today)


def test_the_trail_tells_the_whole_story(budi, dewi, rina, clock):
    batch = make_batch(seats=1, policy=SUPERIOR)
    for person in (budi, dewi):
        enrol(person, batch)
        clock.shift(60)
        decide(services.approve, rina, person, batch)
    withdraw(budi, batch)
    do(services.accept_offer, dewi, batch)
    db.session.rollback()
    lines = db.session.execute(
        select(AuditEntry.actor_id, AuditEntry.action)
        .where(AuditEntry.chain == budi.government_id)
        .order_by(AuditEntry.id)
    )
    assert [tuple(line) for line in lines] == [
        (budi.user_id, "training.enrolment.created"),
        (rina.user_id, "training.enrolment.approved"),
        (dewi.user_id, "training.enrolment.created"),
        (rina.user_id, "training.enrolment.approved"),
        (None, "training.offer.made"),
        (budi.user_id, "training.enrolment.withdrawn"),
        (dewi.user_id, "training.offer.accepted"),
    ]


def test_services_work_only_inside_a_government(app, bungo, budi):
    batch = make_batch()
    number = batch.id
    db.session.remove()
    with pytest.raises(ScopeMissing):
        batches.visible_batch(number)


def test_who_comes_ahead_and_what_was(budi, dewi, clock):
    """Home page and history show one's own only, soonest and latest first."""
    soon, later, foreign = make_batch(starts_in_days=5), make_batch(starts_in_days=9), make_batch(starts_in_days=6)
    enrol(budi, later)
    enrol(budi, soon)
    enrol(dewi, foreign)
    assert [row.batch_id for row in queries.ahead_of(budi.employee_id, now(), limit=9)] == [soon.id, later.id]
    assert [row.batch_id for row in queries.history_of(budi.employee_id, limit=9)] == [later.id, soon.id]
    withdraw(budi, soon)
    assert [row.batch_id for row in queries.ahead_of(budi.employee_id, now(), limit=9)] == [later.id]
    assert len(queries.history_of(budi.employee_id, limit=9)) == 2
    clock.move_to(meetings_of(later)[0].ends_at)
    assert queries.ahead_of(budi.employee_id, now(), limit=9) == []


def test_the_next_meeting_is_the_soonest_whatever_its_number(budi, clock):
    batch = make_batch(meetings=2)
    first, second = meetings_of(batch)
    before = make_meeting(batch, first.starts_at - timedelta(days=1))
    enrol(budi, batch)
    assert [row.meeting_id for row in queries.ahead_of(budi.employee_id, now(), limit=9)] == [before.id]
    clock.move_to(first.ends_at)
    assert [row.meeting_id for row in queries.ahead_of(budi.employee_id, now(), limit=9)] == [second.id]


def test_a_page_of_a_batch_asks_once_for_batch_and_programme(bungo):
    batch = make_batch()
    assert page_of(batch).title == "Pelayanan Prima bagi Petugas Loket"
