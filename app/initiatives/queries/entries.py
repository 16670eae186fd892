"""What is noted about an initiative line by line."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from app.access.visitor import Reach
from app.base.database import db
from app.documents.models import StoredFile
from app.initiatives.models import (
    Cause,
    Decision,
    Indicator,
    Message,
    Reading,
    Risk,
    RiskState,
    Stakeholder,
)
from app.initiatives.queries.people import shown_name
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import within

Entry = TypeVar("Entry", Stakeholder, Cause, Risk, Decision, Message, Indicator)


def one(model: type[Entry], initiative_id: int, number: int) -> Entry:
    """A line of this very initiative; any other is simply not found."""
    statement = select(model).where(model.initiative_id == initiative_id, model.id == number)
    return db.session.execute(statement).scalar_one()


def count(model: Any, initiative_id: int) -> int:
    return db.session.execute(select(func.count(model.id)).where(model.initiative_id == initiative_id)).scalar_one()


def stakeholders(initiative_id: int) -> list[Stakeholder]:
    """The most weighty first."""
    statement = (
        select(Stakeholder)
        .where(Stakeholder.initiative_id == initiative_id)
        .order_by((Stakeholder.influence + Stakeholder.impact).desc(), Stakeholder.name, Stakeholder.id)
    )
    return list(db.session.execute(statement).scalars())


def causes(initiative_id: int, reach: Reach) -> list[Any]:
    """(Cause, unit) of the units within reach, and those of the whole initiative."""
    statement = (
        select(Cause, OrgUnit.name.label("unit"))
        .outerjoin(OrgUnit, OrgUnit.id == Cause.unit_id)
        .where(Cause.initiative_id == initiative_id, or_(Cause.unit_id.is_(None), within(reach)))
        .order_by(Cause.noted_on.desc(), Cause.id.desc())
    )
    return list(db.session.execute(statement).all())


def risks(initiative_id: int) -> list[Any]:
    """(Risk, owner), the weightiest of the open ones first."""
    statement = (
        select(Risk, shown_name().label("owner"))
        .outerjoin(Employee, Employee.id == Risk.owner_id)
        .where(Risk.initiative_id == initiative_id)
        .order_by((Risk.state == RiskState.CLOSED), (Risk.likelihood * Risk.impact).desc(), Risk.id)
    )
    return list(db.session.execute(statement).all())


def decisions(initiative_id: int) -> list[Any]:
    """(Decision, file name), the latest first."""
    statement = (
        select(Decision, func.coalesce(StoredFile.name, "").label("file"))
        .outerjoin(StoredFile, StoredFile.id == Decision.file_id)
        .where(Decision.initiative_id == initiative_id)
        .order_by(Decision.decided_on.desc(), Decision.id.desc())
    )
    return list(db.session.execute(statement).all())


def messages(initiative_id: int) -> list[Message]:
    statement = select(Message).where(Message.initiative_id == initiative_id).order_by(Message.due_on, Message.id)
    return list(db.session.execute(statement).scalars())


def indicators(initiative_id: int) -> list[Any]:
    """(Indicator, owner) in the order they were written."""
    statement = (
        select(Indicator, shown_name().label("owner"))
        .outerjoin(Employee, Employee.id == Indicator.owner_id)
        .where(Indicator.initiative_id == initiative_id)
        .order_by(Indicator.id)
    )
    return list(db.session.execute(statement).all())


def readings(indicator_ids: Collection[int]) -> dict[int, list[Reading]]:
    """By indicator, in the order of the months; one statement for all."""
    statement = select(Reading).where(Reading.indicator_id.in_(indicator_ids)).order_by(Reading.month)
    found: dict[int, list[Reading]] = {}
    for row in db.session.execute(statement).scalars():
        found.setdefault(row.indicator_id, []).append(row)
    return found


def reading(indicator_id: int, reading_id: int) -> Reading:
    statement = select(Reading).where(Reading.indicator_id == indicator_id, Reading.id == reading_id)
    return db.session.execute(statement).scalar_one()
