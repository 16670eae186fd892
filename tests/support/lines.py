"""Builders of interest, of seats a superior holds, and of steps through the line of a programme."""

from datetime import timedelta

from sqlalchemy import select

from app.base.clock import now
from app.base.database import db
from app.training.models import Batch, BatchStatus, Enrolment, Programme, ProgrammeInterest, SeatHold
from app.training.queries import batches
from app.training.services import interests, nominations
from tests.support.builders import Person, make_batch, make_employee, make_position


def make_draft(programme: Programme, **different) -> Batch:
    """A batch that lacks nothing and that nobody sees yet."""
    return make_batch(programme=programme, status=BatchStatus.DRAFT, starts_in_days=30, **different)


def make_sister(batch: Batch, **different) -> Batch:
    """Another batch of the same programme, on other days."""
    programme = db.session.get_one(Programme, batch.programme_id)
    return make_batch(programme=programme, **{"starts_in_days": 20, "seats": 1} | different)


def be_interested(person: Person, programme: Programme) -> ProgrammeInterest:
    found = interests.register(db.session.get_one(Programme, programme.id), person.employee_id, by=person.actor)
    db.session.commit()
    return found


def name(superior: Person, batch: Batch, *people: Person) -> list[Enrolment]:
    """Nominate by the real service, as the superior."""
    found = nominations.nominate(
        batches.managed_batch(batch.id), [one.employee_id for one in people], by=superior.actor
    )
    db.session.commit()
    return found


def hold_seats(superior: Person, batch: Batch, count: int) -> SeatHold:
    hold = nominations.reserve(batches.managed_batch(batch.id), count, by=superior.actor)
    db.session.commit()
    return hold


def team_of(superior: Person, *names: str) -> list[Person]:
    return [make_employee(one, position_id=make_position(above=superior.position_id).id) for one in names]


def held_without_names(batch: Batch) -> int:
    db.session.rollback()
    return sum(db.session.execute(select(SeatHold.seats).where(SeatHold.batch_id == batch.id)).scalars())


def taken(batch: Batch) -> int:
    db.session.rollback()
    return db.session.execute(select(Batch.seats_taken).where(Batch.id == batch.id)).scalar_one()


def open_window() -> dict:
    """Enrolment that stays open as long as a story lasts."""
    return {"enrolment_closes_at": now() + timedelta(days=80), "withdrawal_closes_at": now() + timedelta(days=80)}
