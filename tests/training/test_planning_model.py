"""A batch from draft to cancelled in any order, with kept seats and changing numbers, beside a model."""

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.notifications.models import Mail, Notice
from app.training.facts import BatchFacts
from app.training.models import (
    HOLDS_SEAT,
    Batch,
    BatchReservation,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
)
from app.training.queries import batches, enrolments, planning
from app.training.services import enrolments as seats
from app.training.services import planning as services
from app.training.services import reservations
from tests.support.builders import ZONE, make_batch, make_employee, make_position, make_unit
from tests.support.examples import examples

S = EnrolmentStatus
PEOPLE, OF_THE_UNIT = 6, 2
who = st.integers(0, PEOPLE - 1)


class Life(RuleBasedStateMachine):
    """The model: a status for each person, a line, so many seats, and so many of them kept for two of the people."""

    people: tuple[int, ...] = ()
    unit_id = 0

    @initialize(count=st.integers(1, 4))
    def draft(self, count):
        db.session.rollback()
        for model in (BatchReservation, Enrolment, Mail, Notice):
            db.session.execute(delete(model))
        closes = now() + timedelta(days=80)
        later = {"enrolment_closes_at": closes, "withdrawal_closes_at": closes}
        self.batch_id = make_batch(seats=count, status=BatchStatus.DRAFT, starts_in_days=90, **later).id
        self.state, self.seats, self.kept = BatchStatus.DRAFT, count, 0
        self.status = {}
        self.line = []

    # What the model expects

    def held(self, ours=None):
        return sum(
            status in HOLDS_SEAT and (ours is None or (one < OF_THE_UNIT) == ours)
            for one, status in self.status.items()
        )

    def free_for(self, one):
        left = self.seats - self.held()
        open_seats = max(0, self.kept - self.held(ours=True))
        return left if one < OF_THE_UNIT and open_seats else left - open_seats

    def serve_the_line(self):
        while (first := next((one for one in self.line if self.free_for(one) > 0), None)) is not None:
            self.line.remove(first)
            self.status[first] = S.OFFERED

    # What people do

    def act(self, work):
        """One service and its commit; returns whether a rule refused it."""
        try:
            work(batches.managed_batch(self.batch_id))
        except RuleBroken:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    @rule()
    def publish(self):
        done = self.act(lambda page: services.publish(page, by=SYSTEM))
        assert done == (self.state in {BatchStatus.DRAFT, BatchStatus.PUBLISHED})
        if done:
            self.state = BatchStatus.PUBLISHED
            self.serve_the_line()

    @rule(one=who)
    def enrol(self, one):
        done = self.act(lambda page: seats.enrol(self.people[one], page, by=SYSTEM))
        may = self.state == BatchStatus.PUBLISHED and self.status.get(one) in {None, S.WITHDRAWN}
        assert done == may
        if not may:
            return
        if self.free_for(one) > 0 and not any(self.free_for(other) > 0 for other in self.line):
            self.status[one] = S.CONFIRMED
        else:
            self.status[one] = S.WAITLISTED
            self.line.append(one)

    @rule(one=who)
    def withdraw(self, one):
        if one not in self.status:
            return
        may = self.status[one] in HOLDS_SEAT | {S.WAITLISTED}
        done = self.act(lambda _page: seats.withdraw(enrolments.own(self.people[one], self.batch_id), by=SYSTEM))
        assert done == may
        if may:
            held = self.status[one] in HOLDS_SEAT
            self.status[one] = S.WITHDRAWN
            self.line = [other for other in self.line if other != one]
            if held:
                self.serve_the_line()

    @rule(count=st.integers(1, 6))
    def change_seats(self, count):
        done = self.act(
            lambda page: services.change(page, facts_of(page.batch, count), version=page.batch.version, by=SYSTEM)
        )
        may = self.state != BatchStatus.CANCELLED and count >= max(self.held(), self.kept)
        assert done == may
        if may:
            more, self.seats = count > self.seats, count
            if more and self.state == BatchStatus.PUBLISHED:
                self.serve_the_line()

    @rule(count=st.integers(1, 3))
    def keep_seats(self, count):
        until = now().astimezone(ZONE).date() + timedelta(days=30)
        done = self.act(lambda page: reservations.keep(page, unit_id=self.unit_id, seats=count, until=until, by=SYSTEM))
        fits = max(0, count - self.held(ours=True)) <= self.seats - self.held()
        assert done == (self.state != BatchStatus.CANCELLED and fits)
        if done:
            self.kept = count
            if self.state == BatchStatus.PUBLISHED:
                self.serve_the_line()

    @rule()
    def let_go(self):
        rows = planning.reservation_rows(self.batch_id)
        if not rows:
            return
        done = self.act(lambda page: reservations.drop(page, rows[0], by=SYSTEM))
        assert done == (self.state != BatchStatus.CANCELLED)
        if done:
            self.kept = 0
            if self.state == BatchStatus.PUBLISHED:
                self.serve_the_line()

    @rule(really=st.integers(0, 4))
    def cancel(self, really):
        if really:
            return
        done = self.act(lambda page: services.cancel(page, "Tidak jadi diadakan.", by=SYSTEM))
        assert done == (self.state == BatchStatus.PUBLISHED)
        if done:
            self.state, self.line = BatchStatus.CANCELLED, []
            ended = {one: S.CANCELLED for one, status in self.status.items() if status != S.WITHDRAWN}
            self.status |= ended

    # What must hold after every step

    @invariant()
    def the_database_agrees_with_the_model(self):
        if not hasattr(self, "batch_id"):
            return
        rows = db.session.execute(
            select(Enrolment.employee_id, Enrolment.status).where(Enrolment.batch_id == self.batch_id)
        )
        assert {row.employee_id: S(row.status) for row in rows} == {
            self.people[one]: status for one, status in self.status.items()
        }
        assert [row.employee_id for row in batches.queue(self.batch_id)] == [self.people[one] for one in self.line]
        batch = db.session.execute(select(Batch).where(Batch.id == self.batch_id)).scalar_one()
        assert (batch.status, batch.seats, batch.seats_taken) == (self.state, self.seats, self.held())
        assert batch.seats_taken <= batch.seats


def facts_of(batch, count):
    return BatchFacts(
        starts_on=batch.starts_on,
        ends_on=batch.ends_on,
        city=batch.city,
        place=batch.place,
        address="",
        trainer="",
        trainer_from="",
        seats=count,
        min_participants=None,
        decide_on=None,
        policy=EnrolmentPolicy.OPEN,
        enrolment_opens_at=batch.enrolment_opens_at,
        enrolment_closes_at=batch.enrolment_closes_at,
        withdrawal_closes_at=batch.withdrawal_closes_at,
        lesson_hours=None,
        budget=None,
        realised=None,
    )


@pytest.fixture
def machine(bungo):
    """Two of the people work below the unit that seats are kept for."""
    unit = make_unit("Dinas Kesehatan")
    below = make_unit("Puskesmas", parent=unit)
    posts = [make_position(unit=below if n < OF_THE_UNIT else None).id for n in range(PEOPLE)]
    people = tuple(make_employee(f"Pegawai {n}", position_id=posts[n], email="").employee_id for n in range(PEOPLE))
    return type("Life", (Life,), {"people": people, "unit_id": unit.id})


def test_the_life_of_a_batch(machine):
    run_state_machine_as_test(machine, settings=examples(10, stateful_step_count=25))
