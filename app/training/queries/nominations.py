"""What a superior may fill: batches that take names, the people under them, and the seats they hold."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive, everybody_below
from app.training.models import (
    ALIVE,
    Batch,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
    ProgrammeInterest,
    SeatHold,
)

PEOPLE_AT_MOST = 300


def open_for_names(superior_id: int, at: datetime, *, limit: int = 100) -> list[Any]:
    """Batches that take names now, soonest first, with the seats this superior holds in each."""
    statement = (
        select(
            Batch.id,
            Programme.title,
            Batch.number,
            Batch.starts_on,
            Batch.ends_on,
            Batch.city,
            Batch.place,
            Batch.policy,
            Batch.seats,
            Batch.seats_taken,
            Batch.enrolment_closes_at,
            SeatHold.seats.label("held"),
            SeatHold.expires_at,
        )
        .join(Programme, Programme.id == Batch.programme_id)
        .outerjoin(SeatHold, and_(SeatHold.batch_id == Batch.id, SeatHold.superior_id == superior_id))
        .where(Batch.status == BatchStatus.PUBLISHED, Batch.enrolment_opens_at <= at, Batch.enrolment_closes_at > at)
        .order_by(Batch.starts_on, Batch.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


@dataclass(frozen=True)
class TeamMember:
    """Somebody a superior may name, and what is known of them and this batch."""

    employee_id: int
    name: str
    position: str
    unit: str
    tier: str
    kind: str
    status: str | None
    interested: bool


def team(superior_id: int, batch: Batch, day: date, *, only: list[int] | None = None) -> list[TeamMember]:
    """Everybody under a superior by name, with their state in a batch and whether they asked for the programme.

    Whose data is restricted is not there to be named; who enrolled or asked by themselves is (decision 0051).
    """
    statement = (
        select(
            Employee.id,
            Employee.name,
            func.coalesce(Position.title, ""),
            func.coalesce(OrgUnit.name, ""),
            func.coalesce(Position.tier, ""),
            Employee.kind,
            Enrolment.status,
            ProgrammeInterest.id.is_not(None),
        )
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .outerjoin(Enrolment, and_(Enrolment.batch_id == batch.id, Enrolment.employee_id == Employee.id))
        .outerjoin(
            ProgrammeInterest,
            and_(ProgrammeInterest.programme_id == batch.programme_id, ProgrammeInterest.employee_id == Employee.id),
        )
        .where(Employee.active, Employee.id.in_(everybody_below(superior_id, day)))
        .where(or_(Employee.restricted_on.is_(None), Enrolment.id.is_not(None), ProgrammeInterest.id.is_not(None)))
        .order_by(Employee.name, Employee.id)
        .limit(PEOPLE_AT_MOST)
    )
    if only is not None:
        statement = statement.where(Employee.id.in_(only))
    return [TeamMember(*row) for row in db.session.execute(statement)]


def is_below(employee_id: int, superior_id: int, day: date) -> bool:
    """Whether this superior may name somebody."""
    statement = select(Employee.id).where(
        Employee.id == employee_id, Employee.active, Employee.id.in_(everybody_below(superior_id, day))
    )
    return db.session.execute(statement).first() is not None


def own_hold(batch_id: int, superior_id: int) -> SeatHold | None:
    return db.session.execute(
        select(SeatHold)
        .where(SeatHold.batch_id == batch_id, SeatHold.superior_id == superior_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def holds_of_batch(batch_id: int, *, after: tuple[datetime, int] | None, limit: int) -> list[Any]:
    """Seats held without names in a batch, those that go first first: whose, for which unit, how many, until when."""
    statement = (
        select(
            SeatHold.id,
            SeatHold.superior_id,
            SeatHold.seats,
            SeatHold.expires_at,
            Employee.name,
            OrgUnit.name.label("unit"),
        )
        .join(Employee, Employee.id == SeatHold.superior_id)
        .join(OrgUnit, OrgUnit.id == SeatHold.unit_id)
        .where(SeatHold.batch_id == batch_id)
        .order_by(SeatHold.expires_at, SeatHold.id)
        .limit(limit)
    )
    if after is not None:
        moment, number = after
        later = and_(SeatHold.expires_at == moment, SeatHold.id > number)
        statement = statement.where(or_(SeatHold.expires_at > moment, later))
    return list(db.session.execute(statement).all())


def hold_rows(batch_id: int) -> list[SeatHold]:
    statement = select(SeatHold).where(SeatHold.batch_id == batch_id).order_by(SeatHold.id)
    return list(db.session.execute(statement).scalars())


def unnamed_seats(batch_id: int) -> int:
    statement = select(func.coalesce(func.sum(SeatHold.seats), 0)).where(SeatHold.batch_id == batch_id)
    return db.session.execute(statement).scalar_one()


def holds_of(superior_id: int, at: datetime) -> list[Any]:
    """Seats this superior still has to fill, the most urgent first."""
    statement = (
        select(SeatHold.batch_id, SeatHold.seats, SeatHold.expires_at, Programme.title, Batch.number)
        .join(Batch, Batch.id == SeatHold.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(SeatHold.superior_id == superior_id, SeatHold.expires_at > at)
        .order_by(SeatHold.expires_at, SeatHold.id)
        .limit(3)
    )
    return list(db.session.execute(statement).all())


def named_by(superior_id: int, batch_id: int) -> list[Any]:
    """Whom this superior named for a batch, and what became of it."""
    statement = (
        select(Enrolment.id, Employee.name, Enrolment.status, Enrolment.reason)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(Enrolment.batch_id == batch_id, Enrolment.nominated_by == superior_id)
        .order_by(Employee.name, Enrolment.id)
    )
    return list(db.session.execute(statement).all())


def named_for(batch_id: int, *, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Whom superiors named for a batch, by name and so many at a time, with who named them and what became of it."""
    superior = aliased(Employee)
    statement = (
        select(
            Employee.id.label("employee_id"),
            Employee.name,
            Employee.sort_name,
            Enrolment.status,
            superior.name.label("superior"),
        )
        .select_from(Enrolment)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .join(superior, superior.id == Enrolment.nominated_by)
        .where(Enrolment.batch_id == batch_id)
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    if after is not None:
        name, number = after
        later = and_(Employee.sort_name == name, Employee.id > number)
        statement = statement.where(or_(Employee.sort_name > name, later))
    return list(db.session.execute(statement).all())


def expired_holds(at: datetime) -> list[tuple[int, int, int]]:
    """(government, batch, hold) of seats whose time without a name is over."""
    rows = db.session.execute(
        select(SeatHold.government_id, SeatHold.batch_id, SeatHold.id)
        .where(SeatHold.expires_at <= at)
        .order_by(SeatHold.expires_at, SeatHold.id)
        .limit(200)
    )
    return [(row.government_id, row.batch_id, row.id) for row in rows]


def alive_of(batch_id: int, employee_ids: list[int]) -> dict[int, EnrolmentStatus]:
    """Which of these people stand in a batch already, and how."""
    statement = select(Enrolment.employee_id, Enrolment.status).where(
        Enrolment.batch_id == batch_id, Enrolment.employee_id.in_(employee_ids), Enrolment.status.in_(sorted(ALIVE))
    )
    return {row.employee_id: EnrolmentStatus(row.status) for row in db.session.execute(statement)}


def in_need_of_a_decision(day: date) -> list[tuple[int, int]]:
    """(government, batch) short of people on the day it is decided, whose organisers were not told yet."""
    unnamed = select(func.coalesce(func.sum(SeatHold.seats), 0)).where(SeatHold.batch_id == Batch.id).scalar_subquery()
    statement = (
        select(Batch.government_id, Batch.id)
        .where(
            Batch.status == BatchStatus.PUBLISHED,
            Batch.decide_on <= day,
            Batch.starts_on > day,
            Batch.short_told_at.is_(None),
            Batch.went_ahead_at.is_(None),
            Batch.seats_taken - unnamed < Batch.min_participants,
        )
        .order_by(Batch.id)
        .limit(200)
    )
    return [(row.government_id, row.id) for row in db.session.execute(statement)]
