"""Interest in programmes without dates: one's own, and how much there is, from which units."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, select, tuple_

from app.base.database import db
from app.organisation.models import OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.training.models import (
    Batch,
    BatchStatus,
    EnrolmentPolicy,
    Programme,
    ProgrammeInterest,
    ProgrammeSubject,
)

Place = tuple[datetime, int]


@dataclass(frozen=True)
class UnitInterest:
    """How many of a unit are interested."""

    unit: str
    people: int


def open_batches_exist(at: datetime) -> Any:
    """Whether a programme has a batch one may enrol in oneself, now or later; as a condition on ``Programme``."""
    return (
        select(Batch.id)
        .where(
            Batch.programme_id == Programme.id,
            Batch.status == BatchStatus.PUBLISHED,
            Batch.policy != EnrolmentPolicy.NOMINATED,
            Batch.enrolment_closes_at > at,
        )
        .exists()
    )


def has_open_batch(programme_id: int, at: datetime) -> bool:
    statement = select(Programme.id).where(Programme.id == programme_id, open_batches_exist(at))
    return db.session.execute(statement).scalar_one_or_none() is not None


def programme_in_use(programme_id: int) -> Programme:
    """A programme as an employee may see it: one that is in use and has subjects."""
    taught = select(ProgrammeSubject.id).where(ProgrammeSubject.programme_id == Programme.id).exists()
    return db.session.execute(
        select(Programme).where(Programme.id == programme_id, Programme.archived_at.is_(None), taught)
    ).scalar_one()


def own(programme_id: int, employee_id: int | None) -> ProgrammeInterest | None:
    return db.session.execute(
        select(ProgrammeInterest).where(
            ProgrammeInterest.programme_id == programme_id, ProgrammeInterest.employee_id == employee_id
        )
    ).scalar_one_or_none()


def in_order(programme_id: int, *, after: Place | None, limit: int) -> list[ProgrammeInterest]:
    """Who is interested, in the order they said so, those after a place."""
    statement = (
        select(ProgrammeInterest)
        .where(ProgrammeInterest.programme_id == programme_id)
        .order_by(ProgrammeInterest.created_at, ProgrammeInterest.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(ProgrammeInterest.created_at, ProgrammeInterest.id) > after)
    return list(db.session.execute(statement).scalars())


def count(programme_id: int, *, after: Place | None = None) -> int:
    """How many are interested, those after a place."""
    statement = select(func.count(ProgrammeInterest.id)).where(ProgrammeInterest.programme_id == programme_id)
    if after is not None:
        statement = statement.where(tuple_(ProgrammeInterest.created_at, ProgrammeInterest.id) > after)
    return db.session.execute(statement).scalar_one()


def without_dates(
    employee_id: int | None, *, text: str, at: datetime, after: tuple[str, int] | None, limit: int
) -> list[Any]:
    """Programmes in use that have subjects and no batch to enrol in, by title, with one's own interest."""
    hours = (
        select(func.sum(ProgrammeSubject.lesson_hours))
        .where(ProgrammeSubject.programme_id == Programme.id)
        .scalar_subquery()
    )
    statement = (
        select(
            Programme.id,
            Programme.title,
            Programme.form_code,
            Programme.organiser,
            hours.label("hours"),
            ProgrammeInterest.created_at.label("interested_at"),
        )
        .outerjoin(
            ProgrammeInterest,
            and_(ProgrammeInterest.programme_id == Programme.id, ProgrammeInterest.employee_id == employee_id),
        )
        .where(Programme.archived_at.is_(None), hours > 0, ~open_batches_exist(at))
        .order_by(Programme.title, Programme.id)
        .limit(limit)
    )
    if text:
        pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(func.lower(Programme.title).like(pattern, escape="\\"))
    if after is not None:
        statement = statement.where(tuple_(Programme.title, Programme.id) > after)
    return list(db.session.execute(statement).all())


def by_unit(programme_id: int, day: date, *, limit: int = 200) -> list[UnitInterest]:
    """From which units the interest comes, the most first."""
    unit = func.coalesce(OrgUnit.name, "Tanpa unit")
    statement = (
        select(unit, func.count(ProgrammeInterest.id))
        .outerjoin(Placement, definitive(ProgrammeInterest.employee_id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(ProgrammeInterest.programme_id == programme_id)
        .group_by(unit)
        .order_by(func.count(ProgrammeInterest.id).desc(), unit)
        .limit(limit)
    )
    return [UnitInterest(*row) for row in db.session.execute(statement)]


def own_list(employee_id: int) -> list[Any]:
    """What somebody is interested in, oldest first."""
    statement = (
        select(ProgrammeInterest.programme_id, ProgrammeInterest.created_at, Programme.title, Programme.archived_at)
        .join(Programme, Programme.id == ProgrammeInterest.programme_id)
        .where(ProgrammeInterest.employee_id == employee_id)
        .order_by(ProgrammeInterest.created_at, ProgrammeInterest.id)
        .limit(100)
    )
    return list(db.session.execute(statement).all())


def employees_interested(programme_id: int, employee_ids: list[int]) -> set[int]:
    """Which of these people are interested."""
    statement = select(ProgrammeInterest.employee_id).where(
        ProgrammeInterest.programme_id == programme_id, ProgrammeInterest.employee_id.in_(employee_ids)
    )
    return set(db.session.execute(statement).scalars())
