"""The one line of a programme: who is next in a batch, what somebody's place is, and where else they stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.training.models import IN_HAND, Batch, BatchStatus, Enrolment, EnrolmentStatus

_batch_id: Any = bindparam("batch_id")
_programme_id: Any = bindparam("programme_id")
_employee_id: Any = bindparam("employee_id")
_day: Any = bindparam("day")
_people: Any = bindparam("people", expanding=True)

_other, _its_batch = aliased(Enrolment), aliased(Batch)
# Who holds an offer in one batch answers that first, and is passed over in the others until then.
_has_an_offer = (
    select(_other.id)
    .join(_its_batch, _its_batch.id == _other.batch_id)
    .where(
        _other.employee_id == Enrolment.employee_id,
        _other.status == EnrolmentStatus.OFFERED,
        _its_batch.programme_id == _programme_id,
    )
    .exists()
)
_LINE = (
    select(Enrolment.id)
    .where(Enrolment.batch_id == _batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED, ~_has_an_offer)
    .order_by(Enrolment.queued_at, Enrolment.id)
)
_FIRST = _LINE.limit(1)
_LINE_WITH_PATHS = (
    _LINE.add_columns(func.coalesce(OrgUnit.path, "").label("path"))
    .outerjoin(Placement, definitive(Enrolment.employee_id, _day))
    .outerjoin(Position, Position.id == Placement.position_id)
    .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
)


def first_in_line(batch: Batch) -> int | None:
    """The enrolment of whoever is offered the batch's next free seat."""
    asked = {"batch_id": batch.id, "programme_id": batch.programme_id}
    return db.session.execute(_FIRST, asked).scalar_one_or_none()


def line_with_paths(batch: Batch, day: date) -> list[Any]:
    """Everybody who may be offered a seat, in order, with the path of each one's unit."""
    asked = {"batch_id": batch.id, "programme_id": batch.programme_id, "day": day}
    return list(db.session.execute(_LINE_WITH_PATHS, asked).all())


_STANDS = (
    select(Enrolment.id)
    .where(Enrolment.batch_id == Batch.id, Enrolment.employee_id.in_(_people), Enrolment.status.in_(sorted(IN_HAND)))
    .exists()
)
_CONCERNED = (
    select(Batch)
    .where(Batch.programme_id == _programme_id, (Batch.id == _batch_id) | _STANDS)
    .order_by(Batch.id)
    .with_for_update(of=Batch)
    .execution_options(populate_existing=True)
)


def hold_concerned(batch: Batch, people: Iterable[int]) -> list[Batch]:
    """Lock a batch and every other of its programme in which one of these people stands, in order."""
    asked = {"programme_id": batch.programme_id, "batch_id": batch.id, "people": list(people)}
    return list(db.session.execute(_CONCERNED, asked).scalars())


_PEOPLE = (
    select(Employee)
    .where(Employee.id.in_(_people))
    .order_by(Employee.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def hold_people(people: Iterable[int]) -> dict[int, Employee]:
    """Lock people in the order of their numbers, so that nobody waits in a circle."""
    return {one.id: one for one in db.session.execute(_PEOPLE, {"people": list(people)}).scalars()}


def hold_person(employee_id: int) -> Employee:
    """Lock one person."""
    return db.session.execute(_PEOPLE, {"people": [employee_id]}).scalar_one()


_ELSEWHERE = (
    select(Enrolment)
    .join(Batch, Batch.id == Enrolment.batch_id)
    .where(
        Batch.programme_id == _programme_id,
        Batch.id != _batch_id,
        Enrolment.employee_id == _employee_id,
        Enrolment.status.in_(sorted(IN_HAND)),
    )
    .order_by(Enrolment.id)
)


def elsewhere(batch: Batch, employee_id: int) -> list[Enrolment]:
    """What somebody has in hand in the other batches of the same programme."""
    asked = {"programme_id": batch.programme_id, "batch_id": batch.id, "employee_id": employee_id}
    return list(db.session.execute(_ELSEWHERE, asked).scalars())


_PLACE = (
    select(func.min(Enrolment.queued_at))
    .join(Batch, Batch.id == Enrolment.batch_id)
    .where(
        Batch.programme_id == _programme_id,
        Enrolment.employee_id == _employee_id,
        Enrolment.status.in_([EnrolmentStatus.WAITLISTED, EnrolmentStatus.OFFERED]),
    )
)


def place_of(programme_id: int, employee_id: int) -> datetime | None:
    """Since when somebody stands in the line of a programme, in whichever of its batches."""
    return db.session.execute(_PLACE, {"programme_id": programme_id, "employee_id": employee_id}).scalar_one()


_FREE_WITH_LINE = (
    select(Batch)
    .where(
        Batch.programme_id == _programme_id,
        Batch.status == BatchStatus.PUBLISHED,
        Batch.seats_taken < Batch.seats,
        Batch.turning_since.is_(None),
        select(Enrolment.id)
        .where(Enrolment.batch_id == Batch.id, Enrolment.status == EnrolmentStatus.WAITLISTED)
        .exists(),
    )
    .order_by(Batch.starts_on, Batch.id)
    .with_for_update(of=Batch)
    .execution_options(populate_existing=True)
)


def hold_free_with_line(programme_id: int) -> list[Batch]:
    """Lock the open batches of a programme that have a free seat and somebody who waits; soonest first.

    Not those where people who waited for dates are still being booked: their seats are not free yet.
    """
    return list(db.session.execute(_FREE_WITH_LINE, {"programme_id": programme_id}).scalars())


def waiting_in_programme(programme_id: int) -> int:
    """How many people wait in the line of a programme."""
    statement = (
        select(func.count(Enrolment.employee_id.distinct()))
        .join(Batch, Batch.id == Enrolment.batch_id)
        .where(Batch.programme_id == programme_id, Enrolment.status == EnrolmentStatus.WAITLISTED)
    )
    return db.session.execute(statement).scalar_one()


_SISTERS = (
    select(
        Batch.id,
        Batch.number,
        Batch.starts_on,
        Batch.ends_on,
        Batch.city,
        Batch.place,
        Batch.seats,
        Batch.seats_taken,
        Batch.status,
        Batch.policy,
        Batch.enrolment_opens_at,
        Batch.enrolment_closes_at,
        Batch.lesson_hours,
        Enrolment.status.label("mine"),
    )
    .outerjoin(Enrolment, and_(Enrolment.batch_id == Batch.id, Enrolment.employee_id == _employee_id))
    .where(Batch.programme_id == _programme_id, Batch.status == BatchStatus.PUBLISHED, Batch.ends_on >= _day)
    .order_by(Batch.starts_on, Batch.id)
    .limit(bindparam("at_most", type_=Integer))
)


def coming(programme_id: int, employee_id: int | None, day: date, *, limit: int = 50) -> list[Any]:
    """The batches of a programme that are still to come, with one's own state in each."""
    asked = {"programme_id": programme_id, "employee_id": employee_id, "day": day, "at_most": limit}
    return list(db.session.execute(_SISTERS, asked).all())


@dataclass(frozen=True)
class Standing:
    """Where somebody waits: ``rank`` from 1 out of ``waiting`` for one batch."""

    batch_id: int
    rank: int
    waiting: int


_mine = aliased(Enrolment)
_STANDINGS = (
    select(
        _mine.batch_id,
        func.count(Enrolment.id).filter(
            or_(
                Enrolment.queued_at < _mine.queued_at,
                and_(Enrolment.queued_at == _mine.queued_at, Enrolment.id < _mine.id),
            )
        )
        + 1,
        func.count(Enrolment.id),
    )
    .join(Batch, Batch.id == _mine.batch_id)
    .join(Enrolment, and_(Enrolment.batch_id == _mine.batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED))
    .where(
        Batch.programme_id == _programme_id,
        _mine.employee_id == _employee_id,
        _mine.status == EnrolmentStatus.WAITLISTED,
    )
    .group_by(_mine.batch_id)
)


def standings(programme_id: int, employee_id: int) -> dict[int, Standing]:
    """Where somebody stands in each batch of a programme they wait for."""
    rows = db.session.execute(_STANDINGS, {"programme_id": programme_id, "employee_id": employee_id})
    return {row[0]: Standing(*row) for row in rows}


def offered_of(batch: Batch, day: date, *, after: tuple[datetime, int] | None, limit: int) -> list[Any]:
    """Whoever was offered a seat and has not answered, the earliest to answer first, so many at a time."""
    expires_at = Enrolment.offer_expires_at
    statement = _standing(batch, EnrolmentStatus.OFFERED).order_by(expires_at, Enrolment.id).limit(limit)
    if after is not None:
        statement = statement.where(_behind(expires_at, after))
    return list(db.session.execute(statement, {"programme_id": batch.programme_id, "day": day}).all())


def waiting_of(batch: Batch, day: date, *, after: tuple[datetime, int] | None, limit: int) -> list[Any]:
    """Those who wait, in the order of the line, so many at a time."""
    statement = _standing(batch, EnrolmentStatus.WAITLISTED).order_by(Enrolment.queued_at, Enrolment.id).limit(limit)
    if after is not None:
        statement = statement.where(_behind(Enrolment.queued_at, after))
    return list(db.session.execute(statement, {"programme_id": batch.programme_id, "day": day}).all())


def waiting_before(batch: Batch, after: tuple[datetime, int] | None) -> int:
    """How many of them stand no further back than a place in the line."""
    if after is None:
        return 0
    statement = select(func.count(Enrolment.id)).where(
        Enrolment.batch_id == batch.id,
        Enrolment.status == EnrolmentStatus.WAITLISTED,
        ~_behind(Enrolment.queued_at, after),
    )
    return db.session.execute(statement).scalar_one()


def _behind(moment: Any, place: tuple[datetime, int]) -> Any:
    same = and_(moment == place[0], Enrolment.id > place[1])
    return or_(moment > place[0], same)


def _standing(batch: Batch, status: EnrolmentStatus) -> Any:
    """People in a line with their unit and with how many batches each accepts."""
    accepts = (
        select(func.count(_other.id))
        .join(_its_batch, _its_batch.id == _other.batch_id)
        .where(
            _other.employee_id == Enrolment.employee_id,
            _other.status == EnrolmentStatus.WAITLISTED,
            _its_batch.programme_id == batch.programme_id,
        )
        .scalar_subquery()
    )
    return (
        select(
            Enrolment.id,
            Enrolment.queued_at,
            Enrolment.offer_expires_at,
            Enrolment.reason,
            Employee.name,
            func.coalesce(OrgUnit.name, "").label("unit"),
            accepts.label("accepts"),
            _has_an_offer.label("answers_elsewhere"),
        )
        .join(Employee, Employee.id == Enrolment.employee_id)
        .outerjoin(Placement, definitive(Enrolment.employee_id, _day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Enrolment.batch_id == batch.id, Enrolment.status == status)
    )
