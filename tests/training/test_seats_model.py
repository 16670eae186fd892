"""Any order of enrolling, giving back, answering and waiting, compared with a model a child could play."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.notifications.models import Mail, Notice
from app.training import jobs
from app.training.models import HOLDS_SEAT, Batch, Enrolment, EnrolmentPolicy, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.services import enrolments as services
from tests.support.builders import make_batch, make_employee, make_position
from tests.support.examples import examples

S = EnrolmentStatus
PEOPLE = 6
OUT = {None, S.WITHDRAWN, S.DECLINED, S.EXPIRED, S.REJECTED}
who = st.integers(0, PEOPLE - 1)


class Seats(RuleBasedStateMachine):
    """The model: a status for each person, one line of people, and a number of seats."""

    people: tuple[int, ...] = ()

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(now(), tick=False)
        self.moved = self.clock.start()

    def teardown(self):
        db.session.rollback()
        self.clock.stop()

    @initialize(seats=st.integers(1, 3), asks_superior=st.booleans())
    def publish(self, seats, asks_superior):
        db.session.rollback()
        for model in (Enrolment, Mail, Notice):  # what an earlier example left would clash with this one
            db.session.execute(delete(model))
        policy = EnrolmentPolicy.SUPERIOR if asks_superior else EnrolmentPolicy.OPEN
        days = {"enrolment_closes_at": now() + timedelta(days=80), "withdrawal_closes_at": now() + timedelta(days=80)}
        self.batch_id = make_batch(seats=seats, policy=policy, starts_in_days=90, **days).id
        self.seats, self.asks_superior = seats, asks_superior
        self.status = dict.fromkeys(range(PEOPLE))
        self.line: list[int] = []
        self.until, self.decide_by = {}, {}

    # What the model expects

    def held(self):
        return sum(status in HOLDS_SEAT for status in self.status.values())

    def seat_or_line(self, one):
        if self.held() < self.seats and not self.line:
            self.status[one] = S.CONFIRMED
        else:
            self.status[one] = S.WAITLISTED
            self.line.append(one)

    def leave(self, one, status):
        if one in self.line:
            self.line.remove(one)
        self.status[one] = status
        while self.held() < self.seats and self.line:
            first = self.line.pop(0)
            self.status[first], self.until[first] = S.OFFERED, now() + timedelta(hours=24)

    # What people do

    def act(self, service, one, *arguments):
        """One service and its commit; returns whether a rule refused it."""
        self.moved.shift(timedelta(seconds=1))
        try:
            enrolment = queries.own(self.people[one], self.batch_id)
            service(enrolment, *arguments, by=SYSTEM)
        except RuleBroken:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    @rule(one=who)
    def enrol(self, one):
        self.moved.shift(timedelta(seconds=1))
        try:
            services.enrol(self.people[one], batches.managed_batch(self.batch_id), by=SYSTEM)
        except RuleBroken:
            db.session.rollback()
            assert self.status[one] not in OUT
            return
        db.session.commit()
        assert self.status[one] in OUT
        if self.asks_superior:
            self.status[one], self.decide_by[one] = S.REQUESTED, now() + timedelta(hours=120)
        else:
            self.seat_or_line(one)

    @rule(one=who)
    def withdraw(self, one):
        if self.status[one] is None:
            return
        may = self.status[one] in {S.REQUESTED, S.WAITLISTED, S.OFFERED, S.CONFIRMED}
        assert self.act(services.withdraw, one) == may
        if may:
            self.leave(one, S.WITHDRAWN)

    @rule(one=who, yes=st.booleans())
    def answer(self, one, yes):
        if self.status[one] is None:
            return
        stands = self.status[one] == S.OFFERED and now() + timedelta(seconds=1) < self.until[one]
        service = services.accept_offer if yes else services.decline_offer
        assert self.act(service, one) == stands
        if stands and yes:
            self.status[one] = S.CONFIRMED
        elif stands:
            self.leave(one, S.DECLINED)

    @precondition(lambda self: self.asks_superior)
    @rule(one=who, yes=st.booleans())
    def decide(self, one, yes):
        if self.status[one] is None:
            return
        in_time = now() + timedelta(seconds=1) < self.decide_by.get(one, now())
        undecided = self.status[one] == S.REQUESTED and in_time
        decided = self.act(services.approve, one) if yes else self.act(services.reject, one, "Tidak.")
        assert decided == undecided
        if decided and yes:
            self.seat_or_line(one)
        elif decided:
            self.status[one] = S.REJECTED

    @rule(hours=st.sampled_from([1, 12, 23, 24, 30]))
    def let_time_pass(self, hours):
        self.moved.shift(timedelta(hours=hours))
        jobs.expire_offers()
        late = [one for one, status in self.status.items() if status == S.OFFERED and self.until[one] <= now()]
        for one in sorted(late, key=lambda one: self.until[one]):
            self.leave(one, S.EXPIRED)

    # What must hold after every step

    @invariant()
    def the_database_agrees_with_the_model(self):
        if not hasattr(self, "batch_id"):
            return
        rows = db.session.execute(
            select(Enrolment.employee_id, Enrolment.status).where(Enrolment.batch_id == self.batch_id)
        )
        there = {row.employee_id: S(row.status) for row in rows}
        expected = {self.people[one]: status for one, status in self.status.items() if status is not None}
        assert there == expected
        line = [row.employee_id for row in batches.queue(self.batch_id)]
        assert line == [self.people[one] for one in self.line]
        taken = db.session.execute(select(Batch.seats_taken).where(Batch.id == self.batch_id)).scalar_one()
        assert taken == self.held() <= self.seats
        assert taken == self.seats or not line


@pytest.fixture
def machine(rina):
    """Everybody answers to Rina."""
    posts = [make_position(above=rina.position_id).id for _ in range(PEOPLE)]
    people = tuple(make_employee(f"Pegawai {n}", position_id=posts[n], email="").employee_id for n in range(PEOPLE))
    return type("Seats", (Seats,), {"people": people})


def test_seats_are_never_oversold_and_the_line_is_fair(machine):
    run_state_machine_as_test(machine, settings=examples(12, stateful_step_count=25))
