"""Posts as they are on a day: what is needed and held, what answers to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, or_, select, tuple_

from app.access.visitor import EVERYWHERE, Reach
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position, PositionTier
from app.organisation.queries import holds_on
from app.organisation.queries.directory import within
from app.organisation.queries.structure import below, there_on

_ORDER_OF_TIERS = list(PositionTier)


def position(position_id: int) -> Position:
    return db.session.execute(select(Position).where(Position.id == position_id)).scalar_one()


def position_within(position_id: int, reach: Reach) -> Position:
    """A post in a unit that ``reach`` covers."""
    statement = select(Position).join(OrgUnit, OrgUnit.id == Position.unit_id)
    return db.session.execute(statement.where(Position.id == position_id, within(reach))).scalar_one()


@dataclass(frozen=True)
class PositionFilters:
    text: str = ""
    unit_path: str = ""
    tier: str = ""
    vacant: bool = False

    @property
    def any(self) -> bool:
        return self != PositionFilters()


def positions(
    day: date,
    filters: PositionFilters,
    *,
    limit: int,
    reach: Reach = EVERYWHERE,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
) -> list[Any]:
    """Posts of a day by title: what is needed, who is there, what is missing. ``before`` gives them backwards."""
    held = (
        select(func.count(Placement.id))
        .join(Employee, Employee.id == Placement.employee_id)
        .where(
            Placement.position_id == Position.id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
            Employee.active,
        )
        .correlate(Position)
        .scalar_subquery()
    )
    key = Position.title, Position.id
    statement = (
        select(
            Position.id,
            Position.title,
            Position.tier,
            Position.grade,
            Position.code,
            Position.needed,
            held.label("held"),
            OrgUnit.id.label("unit_id"),
            OrgUnit.name.label("unit"),
        )
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(there_on(Position, day), within(reach), *_position_conditions(filters, held))
        .order_by(*([one.desc() for one in key] if before else key))
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(*key) > tuple_(*map(literal, after)))
    if before is not None:
        statement = statement.where(tuple_(*key) < tuple_(*map(literal, before)))
    found = list(db.session.execute(statement).all())
    return found[::-1] if before else found


def _position_conditions(filters: PositionFilters, held: Any) -> Iterable[ColumnElement[bool]]:
    if filters.text:
        words = filters.text.lower().replace("\\", "").replace("%", "").replace("_", "").split()
        yield from (func.lower(Position.title).like(f"%{word}%") for word in words[:8])
    if filters.unit_path:
        yield below(filters.unit_path)
    if filters.tier:
        yield Position.tier == filters.tier
    if filters.vacant:
        yield held < Position.needed


def every_position(day: date, filters: PositionFilters, *, at_once: int = 1_000) -> Iterable[Any]:
    """All of a list of posts, page after page, for a file."""
    after = None
    while True:
        rows = positions(day, filters, limit=at_once, after=after)
        yield from rows
        if len(rows) < at_once:
            return
        after = rows[-1].title, rows[-1].id


def position_key(position_id: int) -> tuple[str, int] | None:
    """Where a post stands in the list."""
    row = db.session.execute(select(Position.title, Position.id).where(Position.id == position_id)).one_or_none()
    return None if row is None else (row.title, row.id)


def positions_of(unit_id: int, day: date) -> list[Any]:
    """The posts of one unit on a day, the highest first."""
    held = held_on(day)
    statement = (
        select(
            Position.id,
            Position.title,
            Position.tier,
            Position.grade,
            Position.needed,
            func.coalesce(held.c.held, 0).label("held"),
        )
        .outerjoin(held, held.c.position_id == Position.id)
        .where(Position.unit_id == unit_id, there_on(Position, day))
        .order_by(by_tier(), Position.title, Position.id)
        .limit(500)
    )
    return list(db.session.execute(statement).all())


def reports_of(position_id: int, day: date) -> list[Any]:
    """The posts that answer to this one on a day: (id, title, unit)."""
    statement = (
        select(Position.id, Position.title, Position.tier, OrgUnit.name.label("unit"))
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Position.reports_to_id == position_id, there_on(Position, day))
        .order_by(by_tier(), Position.title, Position.id)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def ladder(position_id: int | None) -> list[Any]:
    """The posts from this one upwards: (id, title). It ends where it would begin to turn in a circle."""
    start = (
        select(Position.id, Position.reports_to_id, Position.title, literal(0).label("height"))
        .where(Position.id == position_id)
        .cte("up", recursive=True)
    )
    up = start.union_all(
        select(Position.id, Position.reports_to_id, Position.title, start.c.height + 1)
        .join(start, Position.id == start.c.reports_to_id)
        .where(start.c.height < 50)
    )
    return list(db.session.execute(select(up.c.id, up.c.title).order_by(up.c.height)).all())


def superior_choices(path: str, day: date) -> list[tuple[int, str]]:
    """Posts that may stand above a post of a unit: the leading ones of the units above and of the unit itself."""
    ids = [int(number) for number in path.strip("/").split("/") if number]
    statement = (
        select(Position.id, Position.title, OrgUnit.name)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(
            or_(Position.unit_id.in_(ids), OrgUnit.parent_id.is_(None)),
            there_on(Position, day),
            Position.tier.in_(_ORDER_OF_TIERS[:5]),
        )
        .order_by(by_tier(), Position.title, Position.id)
        .limit(300)
    )
    return [(row[0], f"{row[1]} ({row[2]})") for row in db.session.execute(statement)]


def staffing_on(day: date, unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(needed, held) of the posts of each unit itself, without those below it."""
    held = held_on(day)
    statement = (
        select(Position.unit_id, func.sum(Position.needed), func.sum(func.coalesce(held.c.held, 0)))
        .outerjoin(held, held.c.position_id == Position.id)
        .where(Position.unit_id.in_(unit_ids), there_on(Position, day))
        .group_by(Position.unit_id)
    )
    return {row[0]: (int(row[1] or 0), int(row[2] or 0)) for row in db.session.execute(statement)}


def held_on(day: Any) -> Any:
    return (
        select(Placement.position_id, func.count(Placement.id).label("held"))
        .join(Employee, Employee.id == Placement.employee_id)
        .where(Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day), Employee.active)
        .group_by(Placement.position_id)
        .subquery()
    )


def by_tier() -> Any:
    return case({tier.value: order for order, tier in enumerate(_ORDER_OF_TIERS)}, value=Position.tier, else_=99)
