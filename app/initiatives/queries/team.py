"""Who is at work on an initiative, and what somebody is to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, or_, select

from app.access.visitor import Reach
from app.base.database import db
from app.initiatives.models import Initiative, InitiativeStatus, MemberRole, TeamMember
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import may_be_shown
from app.organisation.queries.holders import NAME_RESTRICTED

LOOKING_AFTER = (MemberRole.SPONSOR, MemberRole.LEAD, MemberRole.MEMBER)


@dataclass(frozen=True)
class Standing:
    """What somebody is to an initiative today: whether they look after it, and the units they are an agent for."""

    looks_after: bool = False
    paths: frozenset[str] = frozenset()

    @property
    def is_anything(self) -> bool:
        return self.looks_after or bool(self.paths)


def in_force(day: Any) -> ColumnElement[bool]:
    return and_(TeamMember.starts_on <= day, or_(TeamMember.ends_on.is_(None), TeamMember.ends_on > day))


def standing(initiative_id: int, employee_id: int | None, day: date) -> Standing:
    if employee_id is None:
        return Standing()
    statement = (
        select(TeamMember.role, OrgUnit.path)
        .outerjoin(OrgUnit, OrgUnit.id == TeamMember.unit_id)
        .where(TeamMember.initiative_id == initiative_id, TeamMember.employee_id == employee_id, in_force(day))
    )
    rows = db.session.execute(statement).all()
    return Standing(any(row.role in LOOKING_AFTER for row in rows), frozenset(row.path for row in rows if row.path))


def is_of_team(employee_id: int | None, day: Any, roles: Collection[MemberRole]) -> ColumnElement[bool]:
    """Whether somebody is at work on the initiative a statement speaks of, in one of these roles."""
    if employee_id is None:
        return false()
    mine = select(TeamMember.initiative_id).where(
        TeamMember.employee_id == employee_id, TeamMember.role.in_(roles), in_force(day)
    )
    return Initiative.id.in_(mine)


def team(initiative_id: int, reach: Reach) -> list[Any]:
    """Everybody, those who left last: (TeamMember, name, unit, unit path)."""
    statement = (
        select(TeamMember, _name(reach), OrgUnit.name.label("unit"))
        .join(Employee, Employee.id == TeamMember.employee_id)
        .outerjoin(OrgUnit, OrgUnit.id == TeamMember.unit_id)
        .where(TeamMember.initiative_id == initiative_id)
        .order_by(
            case((TeamMember.ends_on.is_(None), 0), else_=1),
            case({one.value: place for place, one in enumerate(MemberRole)}, value=TeamMember.role),
            OrgUnit.name,
            Employee.sort_name,
            TeamMember.id,
        )
        .limit(500)
    )
    return list(db.session.execute(statement).all())


def _name(reach: Reach) -> Any:
    return case((may_be_shown(reach), Employee.name), else_=NAME_RESTRICTED).label("name")


def member(initiative_id: int, member_id: int) -> TeamMember:
    statement = select(TeamMember).where(TeamMember.initiative_id == initiative_id, TeamMember.id == member_id)
    return db.session.execute(statement).scalar_one()


def agents_for(initiative_id: int, path: str, day: date) -> list[Any]:
    """The agents nearest to a unit, at it or above it: (name, label, unit)."""
    ids = [int(one) for one in path.split("/") if one]
    statement = (
        select(Employee.name, TeamMember.label, OrgUnit.name.label("unit"), OrgUnit.path)
        .join(Employee, Employee.id == TeamMember.employee_id)
        .join(OrgUnit, OrgUnit.id == TeamMember.unit_id)
        .where(
            TeamMember.initiative_id == initiative_id,
            TeamMember.unit_id.in_(ids),
            in_force(day),
            Employee.active,
            may_be_shown(Reach()),
        )
        .order_by(Employee.sort_name, TeamMember.id)
    )
    rows = list(db.session.execute(statement).all())
    nearest = max((len(row.path) for row in rows), default=0)
    return [row for row in rows if len(row.path) == nearest]


def worked_on_by(employee_id: int | None, day: date) -> list[Any]:
    """The initiatives somebody is at work on, the newest first: (id, title, status)."""
    if employee_id is None:
        return []
    statement = (
        select(Initiative.id, Initiative.title, Initiative.status)
        .where(
            is_of_team(employee_id, day, tuple(MemberRole)),
            Initiative.status.in_((InitiativeStatus.DRAFT, InitiativeStatus.RUNNING)),
        )
        .order_by(Initiative.id.desc())
        .limit(50)
    )
    return list(db.session.execute(statement).all())
