"""Initiatives on somebody's behalf: of the units they look after, and those that concern their units."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, exists, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from app.access.visitor import EVERYWHERE, Reach
from app.base.database import db
from app.initiatives.models import AffectedPosition, AffectedUnit, Initiative, InitiativeStatus, MemberRole
from app.initiatives.queries.affected import own_lines
from app.initiatives.queries.team import is_of_team
from app.organisation.models import Employee, OrgUnit, Position
from app.organisation.queries.directory import within


@dataclass(frozen=True)
class Whose:
    """How far somebody sees: ``reads`` what is no draft any more, ``manages`` everything, drafts included.

    ``member_id`` is somebody at work on initiatives today in one of ``roles``; they see those, drafts included.
    """

    reads: Reach
    manages: Reach
    member_id: int | None = None
    day: date | None = None
    roles: tuple[MemberRole, ...] = tuple(MemberRole)


WHOLE = Whose(EVERYWHERE, EVERYWHERE)


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty values narrow nothing."""

    text: str = ""
    status: InitiativeStatus | None = None

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class InitiativePage:
    """An initiative with the unit that answers for it and the name of its sponsor."""

    initiative: Initiative
    unit: OrgUnit
    sponsor: str


def _visible(whose: Whose) -> ColumnElement[bool]:
    told = and_(
        Initiative.status != InitiativeStatus.DRAFT, or_(within(whose.reads), _concerns_units_within(whose.reads))
    )
    return or_(told, within(whose.manages), is_of_team(whose.member_id, whose.day, whose.roles))


def _concerns_units_within(reach: Reach) -> ColumnElement[bool]:
    """Whether something it affects lies in the units somebody looks after, or above them."""
    if reach.is_everything:
        return true()
    unit, home = aliased(OrgUnit), aliased(OrgUnit)
    paths = sorted(reach.paths)
    in_units = or_(
        false(), *(or_(unit.path.like(f"{top}%"), literal(top).like(unit.path.concat("%"))) for top in paths)
    )
    in_posts = or_(false(), *(home.path.like(f"{top}%") for top in paths))
    return or_(
        exists().where(AffectedUnit.initiative_id == Initiative.id, AffectedUnit.unit_id == unit.id, in_units),
        exists().where(
            AffectedPosition.initiative_id == Initiative.id,
            AffectedPosition.position_id == Position.id,
            Position.unit_id == home.id,
            in_posts,
        ),
    )


def initiatives(whose: Whose, filters: Filters, *, before: int | None, limit: int) -> list[Any]:
    """Initiatives as a list shows them, the newest first."""
    statement = (
        select(
            Initiative.id,
            Initiative.title,
            Initiative.status,
            Initiative.starts_on,
            Initiative.takes_effect_on,
            OrgUnit.name.label("unit"),
        )
        .join(OrgUnit, OrgUnit.id == Initiative.unit_id)
        .where(_visible(whose))
        .order_by(Initiative.id.desc())
        .limit(limit)
    )
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(func.lower(Initiative.title).like(f"%{escaped}%", escape="\\"))
    if filters.status is not None:
        statement = statement.where(Initiative.status == filters.status)
    if before is not None:
        statement = statement.where(Initiative.id < before)
    return list(db.session.execute(statement).all())


def page(whose: Whose, initiative_id: int) -> InitiativePage:
    """One initiative somebody may see; any other is simply not found."""
    statement = (
        select(Initiative, OrgUnit, func.coalesce(Employee.name, ""))
        .join(OrgUnit, OrgUnit.id == Initiative.unit_id)
        .outerjoin(Employee, Employee.id == Initiative.sponsor_id)
        .where(Initiative.id == initiative_id, _visible(whose))
    )
    return InitiativePage(*db.session.execute(statement).one())


def choices(reach: Reach) -> list[tuple[int, str]]:
    """Drafts and running ones within reach to choose from, the newest first: (id, short name)."""
    statement = (
        select(Initiative.id, Initiative.short_name)
        .join(OrgUnit, OrgUnit.id == Initiative.unit_id)
        .where(within(reach), Initiative.status.in_((InitiativeStatus.DRAFT, InitiativeStatus.RUNNING)))
        .order_by(Initiative.id.desc())
        .limit(200)
    )
    return [(row.id, row.short_name) for row in db.session.execute(statement)]


_CONCERNING: Any = own_lines(bindparam("employee_id", type_=Integer), bindparam("day", type_=Date)).subquery()
RUNNING = (
    select(Initiative.id, Initiative.title, Initiative.takes_effect_on)
    .where(
        Initiative.status == InitiativeStatus.RUNNING,
        Initiative.id.in_(select(_CONCERNING.c.initiative_id)),
    )
    .order_by(Initiative.id.desc())
    .limit(50)
)


def running_for(employee_id: int, day: date) -> list[Any]:
    """The running initiatives that concern somebody, the newest first."""
    return list(db.session.execute(RUNNING, {"employee_id": employee_id, "day": day}).all())


def running_page_for(employee_id: int, day: date, initiative_id: int) -> tuple[InitiativePage, list[Any]]:
    """A running initiative that concerns somebody, with what it changes for them; any other is simply not found."""
    found = page(WHOLE, initiative_id)
    mine = own_lines(employee_id, day).subquery()
    lines = select(mine).where(mine.c.initiative_id == initiative_id).order_by(mine.c.degree.desc(), mine.c.kind)
    rows = list(db.session.execute(lines).all())
    concerned = select(Initiative.id).where(
        Initiative.id == initiative_id, Initiative.status == InitiativeStatus.RUNNING, true() if rows else false()
    )
    db.session.execute(concerned).one()
    return found, rows


@dataclass(frozen=True)
class Open:
    """A draft or running initiative as a calendar shows it."""

    id: int
    title: str
    short_name: str
    status: InitiativeStatus
    starts_on: date
    takes_effect_on: date | None
    ends_on: date | None
    unit: str


def open_ones(whose: Whose, *, limit: int) -> list[Open]:
    """Drafts and running ones somebody sees, in the order of their beginning."""
    statement = (
        select(
            Initiative.id,
            Initiative.title,
            Initiative.short_name,
            Initiative.status,
            Initiative.starts_on,
            Initiative.takes_effect_on,
            Initiative.ends_on,
            OrgUnit.name,
        )
        .join(OrgUnit, OrgUnit.id == Initiative.unit_id)
        .where(_visible(whose), Initiative.status.in_((InitiativeStatus.DRAFT, InitiativeStatus.RUNNING)))
        .order_by(Initiative.starts_on, Initiative.id)
        .limit(limit)
    )
    return [Open(*row) for row in db.session.execute(statement)]
