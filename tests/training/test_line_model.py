"""One line over two batches, with names and held seats from a superior, compared with a model in plain lists."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.access.visitor import SYSTEM, Actor
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.notifications.models import Mail, Notice
from app.training import jobs
from app.training.models import HOLDS_SEAT, Batch, Enrolment, EnrolmentStatus, SeatHold
from app.training.queries import batches
from app.training.queries import enrolments as queries
from app.training.services import enrolments as services
from app.training.services import nominations
from tests.support.builders import make_batch
from tests.support.examples import examples
from tests.support.lines import make_sister, open_window, team_of

S = EnrolmentStatus
PEOPLE, BATCHES = 5, 2
IN = {S.CONFIRMED, S.OFFERED, S.WAITLISTED}
who, where = st.integers(0, PEOPLE - 1), st.integers(0, BATCHES - 1)


class Line(RuleBasedStateMachine):
    """The model: a status per person and batch, one place per person, seats, and seats held without a name."""

    people: tuple[int, ...] = ()
    superior: int = 0

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(now(), tick=False)
        self.moved = self.clock.start()

    def teardown(self):
        db.session.rollback()
        self.clock.stop()

    @initialize(seats=st.tuples(st.integers(1, 2), st.integers(1, 2)))
    def publish(self, seats):
        db.session.rollback()
        for model in (SeatHold, Enrolment, Mail, Notice):  # letters are known by numbers that SQLite gives out again
            db.session.execute(delete(model))
        first = make_batch(seats=seats[0], starts_in_days=90, **open_window())
        second = make_sister(first, seats=seats[1], starts_in_days=95, **open_window())
        self.ids, self.seats = (first.id, second.id), seats
        self.status = {(one, at): None for one in range(PEOPLE) for at in range(BATCHES)}
        self.place, self.ticks, self.until, self.held, self.held_until = {}, 0, {}, [0, 0], [None, None]

    # What the model expects

    def taken(self, at):
        return sum(self.status[one, at] in HOLDS_SEAT for one in range(PEOPLE)) + self.held[at]

    def has_offer(self, one):
        return S.OFFERED in (self.status[one, at] for at in range(BATCHES))

    def line(self, at):
        waiting = [one for one in range(PEOPLE) if self.status[one, at] == S.WAITLISTED]
        return sorted(waiting, key=lambda one: self.place[one])

    def offer(self):
        for at in range(BATCHES):
            for one in self.line(at):
                if self.taken(at) < self.seats[at] and not self.has_offer(one):
                    self.status[one, at], self.until[one] = S.OFFERED, now() + timedelta(hours=24)

    def seat(self, one, at):
        self.status[one, at] = S.CONFIRMED
        for other in range(BATCHES):
            if other != at and self.status[one, other] in {S.WAITLISTED, S.OFFERED}:
                self.status[one, other] = S.WITHDRAWN
        self.offer()

    def join(self, one, at):
        if self.taken(at) < self.seats[at] and not any(not self.has_offer(other) for other in self.line(at)):
            self.seat(one, at)
            return
        if not any(self.status[one, other] in {S.WAITLISTED, S.OFFERED} for other in range(BATCHES)):
            self.ticks += 1
            self.place[one] = self.ticks
        self.status[one, at] = S.WAITLISTED

    def leave(self, one, at, status):
        if self.status[one, at] == S.OFFERED:
            self.ticks += 1
            self.place[one] = self.ticks
        self.status[one, at] = status
        self.offer()

    def may_join(self, one, at):
        has_seat = any(self.status[one, other] == S.CONFIRMED for other in range(BATCHES))
        return self.status[one, at] not in IN and not has_seat

    # What people do

    def act(self, service, *arguments, by=SYSTEM):
        self.moved.shift(timedelta(seconds=1))
        try:
            service(*arguments, by=by)
        except RuleBroken:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    def page(self, at):
        return batches.managed_batch(self.ids[at])

    @rule(one=who, at=where)
    def enrol(self, one, at):
        may = self.may_join(one, at)
        assert self.act(services.enrol, self.people[one], self.page(at)) == may
        if may:
            self.join(one, at)

    @rule(one=who, at=where)
    def withdraw(self, one, at):
        if self.status[one, at] is None:
            return
        may = self.status[one, at] in IN
        assert self.act(services.withdraw, queries.own(self.people[one], self.ids[at])) == may
        if may:
            self.leave(one, at, S.WITHDRAWN)

    @rule(one=who, at=where, yes=st.booleans())
    def answer(self, one, at, yes):
        if self.status[one, at] is None:
            return
        stands = self.status[one, at] == S.OFFERED and now() + timedelta(seconds=1) < self.until[one]
        service = services.accept_offer if yes else services.decline_offer
        assert self.act(service, queries.own(self.people[one], self.ids[at])) == stands
        if stands and yes:
            self.seat(one, at)
        elif stands:
            self.leave(one, at, S.DECLINED)

    @rule(one=who, at=where)
    def name(self, one, at):
        may = self.may_join(one, at)
        actor = Actor(None, self.superior, "Rina")
        assert self.act(nominations.nominate, self.page(at), [self.people[one]], by=actor) == may
        if may and self.held[at] and self.held_until[at] > now():
            self.held[at] -= 1
            self.seat(one, at)
        elif may:
            self.join(one, at)

    @rule(at=where, count=st.integers(1, 2))
    def hold(self, at, count):
        somebody_fits = any(not self.has_offer(one) for one in self.line(at))
        may = not somebody_fits and count <= self.seats[at] - self.taken(at)
        actor = Actor(None, self.superior, "Rina")
        assert self.act(nominations.reserve, self.page(at), count, by=actor) == may
        if may:
            self.held[at], self.held_until[at] = self.held[at] + count, now() + timedelta(hours=168)

    @rule(at=where)
    def give_back(self, at):
        had = self.held[at] > 0
        assert self.act(nominations.release, self.page(at), by=Actor(None, self.superior, "Rina")) == had
        self.held[at] = 0
        self.offer()

    @rule(hours=st.sampled_from([1, 23, 25, 170]))
    def let_time_pass(self, hours):
        self.moved.shift(timedelta(hours=hours))
        jobs.expire_offers()
        late = [key for key, status in self.status.items() if status == S.OFFERED and self.until[key[0]] <= now()]
        for one, at in sorted(late, key=lambda key: (self.until[key[0]], self.enrolment_id(key))):
            self.leave(one, at, S.EXPIRED)
        jobs.expire_holds()
        for at in sorted(range(BATCHES), key=lambda at: self.held_until[at] or now()):
            if self.held[at] and self.held_until[at] <= now():
                self.held[at] = 0
                self.offer()

    def enrolment_id(self, key):
        return queries.own(self.people[key[0]], self.ids[key[1]]).id

    # What must hold after every step

    @invariant()
    def the_database_agrees_with_the_model(self):
        if not hasattr(self, "ids"):
            return
        for at, batch_id in enumerate(self.ids):
            rows = db.session.execute(
                select(Enrolment.employee_id, Enrolment.status).where(Enrolment.batch_id == batch_id)
            )
            there = {row.employee_id: S(row.status) for row in rows}
            expected = {self.people[one]: self.status[one, at] for one in range(PEOPLE) if self.status[one, at]}
            assert there == expected
            assert [row.employee_id for row in batches.queue(batch_id)] == [self.people[one] for one in self.line(at)]
            taken = db.session.execute(select(Batch.seats_taken).where(Batch.id == batch_id)).scalar_one()
            assert taken == self.taken(at) <= self.seats[at]
            fits = [one for one in self.line(at) if not self.has_offer(one)]
            assert taken == self.seats[at] or not fits, "a seat stays empty while somebody could have it"
        for one in range(PEOPLE):
            states = [self.status[one, at] for at in range(BATCHES)]
            assert sum(state in HOLDS_SEAT for state in states) <= 1
            assert S.CONFIRMED not in states or S.WAITLISTED not in states


@pytest.fixture
def machine(rina):
    """Everybody answers to Rina."""
    people = tuple(one.employee_id for one in team_of(rina, *(f"Pegawai {n}" for n in range(PEOPLE))))
    return type("Line", (Line,), {"people": people, "superior": rina.employee_id})


def test_one_line_is_fair_over_all_batches(machine):
    run_state_machine_as_test(machine, settings=examples(8, stateful_step_count=25))
