"""What units need, for whoever may see these units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models import Competency
from app.organisation import queries as organisation
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries.directory import may_be_shown, within
from app.organisation.queries.structure import there_on
from app.plans.models.needs import NeedStatus, UnitNeed, UnitNeedPerson

TEAM_AT_MOST = 300


@dataclass(frozen=True)
class NeedPage:
    need: UnitNeed
    unit: OrgUnit
    competency: str


def needs(reach: Reach, *, year: int | None, status: str, before: int | None, limit: int) -> list[Any]:
    """Needs of the units within reach, the newest first, with how many people each is about."""
    people = select(func.count(UnitNeedPerson.id)).where(UnitNeedPerson.need_id == UnitNeed.id).scalar_subquery()
    statement = (
        select(UnitNeed, OrgUnit.name.label("unit"), Competency.name.label("competency"), people.label("people"))
        .join(OrgUnit, OrgUnit.id == UnitNeed.unit_id)
        .outerjoin(Competency, Competency.id == UnitNeed.competency_id)
        .where(within(reach))
        .order_by(UnitNeed.id.desc())
        .limit(limit)
    )
    if year is not None:
        statement = statement.where(UnitNeed.year == year)
    if status in set(NeedStatus):
        statement = statement.where(UnitNeed.status == status)
    if before is not None:
        statement = statement.where(UnitNeed.id < before)
    return list(db.session.execute(statement).all())


def need(need_id: int, reach: Reach) -> NeedPage:
    """A need of a unit within reach; any other is simply not found."""
    statement = (
        select(UnitNeed, OrgUnit, func.coalesce(Competency.name, ""))
        .join(OrgUnit, OrgUnit.id == UnitNeed.unit_id)
        .outerjoin(Competency, Competency.id == UnitNeed.competency_id)
        .where(UnitNeed.id == need_id, within(reach))
    )
    return NeedPage(*db.session.execute(statement).one())


def people_ids(need_id: int) -> list[int]:
    statement = select(UnitNeedPerson.employee_id).where(UnitNeedPerson.need_id == need_id)
    return list(db.session.execute(statement.order_by(UnitNeedPerson.employee_id)).scalars())


def person_rows(need_id: int) -> list[UnitNeedPerson]:
    statement = select(UnitNeedPerson).where(UnitNeedPerson.need_id == need_id)
    return list(db.session.execute(statement).scalars())


def waiting(year: int, path: str) -> int:
    """How many needs of a year nobody answered yet."""
    statement = (
        select(func.count(UnitNeed.id))
        .join(OrgUnit, OrgUnit.id == UnitNeed.unit_id)
        .where(UnitNeed.year == year, UnitNeed.status == NeedStatus.STATED, OrgUnit.path.like(f"{path}%"))
    )
    return db.session.execute(statement).scalar_one()


def unit_choices(reach: Reach, day: date) -> list[tuple[int, str]]:
    """Units somebody may state needs for, regional ones first."""
    statement = (
        select(OrgUnit.id, OrgUnit.name)
        .where(within(reach), there_on(OrgUnit, day))
        .order_by((OrgUnit.kind != organisation.REGIONAL_UNIT), func.length(OrgUnit.path), OrgUnit.name)
        .limit(1000)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def unit_within(unit_id: int, reach: Reach) -> OrgUnit:
    statement = select(OrgUnit).where(OrgUnit.id == unit_id, within(reach))
    return db.session.execute(statement).scalar_one()


def staff(path: str, day: date, reach: Reach, *, only: list[int] | None = None) -> list[Any]:
    """People of a unit and everything below it by name: (id, name, position, unit_id, tier)."""
    statement = (
        select(
            Employee.id,
            Employee.name,
            Position.title.label("position"),
            OrgUnit.id.label("unit_id"),
            Position.tier,
        )
        .join(Placement, organisation.definitive(Employee.id, day))
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.active, OrgUnit.path.like(f"{path}%"), within(reach), may_be_shown(reach))
        .order_by(Employee.sort_name, Employee.id)
        .limit(TEAM_AT_MOST)
    )
    if only is not None:
        statement = statement.where(Employee.id.in_(only))
    return list(db.session.execute(statement).all())
