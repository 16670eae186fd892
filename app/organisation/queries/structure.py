"""Units and posts as they are on a day: the tree, what hangs below a unit, and what a change would carry along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.access.visitor import EVERYWHERE, Reach
from app.base import scope
from app.base.database import db
from app.organisation.models import (
    Employee,
    OrgUnit,
    Placement,
    PlacementKind,
    Position,
    PositionTier,
    UnitSuccession,
)
from app.organisation.queries import REGIONAL_UNIT, government, holds_on
from app.organisation.queries.directory import may_be_shown, within
from app.organisation.rules import parted

UNITS_AT_MOST = 2_000
NAME_RESTRICTED = "Nama dibatasi"
_ORDER_OF_TIERS = list(PositionTier)
MANAGERIAL = (
    PositionTier.JPT_UTAMA,
    PositionTier.JPT_MADYA,
    PositionTier.JPT_PRATAMA,
    PositionTier.ADMINISTRATOR,
    PositionTier.PENGAWAS,
)


def there_on(thing: Any, day: Any) -> ColumnElement[bool]:
    """Whether a unit or post is there on a day."""
    return and_(thing.starts_on <= day, or_(thing.ends_on.is_(None), thing.ends_on > day))


def below(path: str) -> ColumnElement[bool]:
    """Whether a unit stands at or below a path."""
    return OrgUnit.path.like(f"{path}%")


def unit(unit_id: int) -> OrgUnit:
    return db.session.execute(select(OrgUnit).where(OrgUnit.id == unit_id)).scalar_one()


def position(position_id: int) -> Position:
    return db.session.execute(select(Position).where(Position.id == position_id)).scalar_one()


def position_within(position_id: int, reach: Reach) -> Position:
    """A post in a unit that ``reach`` covers."""
    statement = select(Position).join(OrgUnit, OrgUnit.id == Position.unit_id)
    return db.session.execute(statement.where(Position.id == position_id, within(reach))).scalar_one()


def placement(placement_id: int) -> Placement:
    return db.session.execute(select(Placement).where(Placement.id == placement_id)).scalar_one()


def unit_path(unit_id: int | None) -> str:
    """The path of a unit, or an empty one where there is none of this number."""
    found = db.session.execute(select(OrgUnit.path).where(OrgUnit.id == unit_id)).scalar_one_or_none()
    return found or ""


def ancestors(path: str) -> list[Any]:
    """The units from the root down to this path, with their names: (id, name)."""
    ids = [int(number) for number in path.strip("/").split("/") if number]
    rows = {row.id: row for row in db.session.execute(select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(ids)))}
    return [rows[number] for number in ids]


def units_on(day: date, *, root: str = "") -> list[Any]:
    """The tree of a day in the order of its paths: (id, parent_id, name, kind, path, …), as many as can be shown."""
    statement = (
        select(OrgUnit.id, OrgUnit.parent_id, OrgUnit.name, OrgUnit.kind, OrgUnit.path, OrgUnit.code)
        .where(there_on(OrgUnit, day))
        .order_by(func.length(OrgUnit.path), OrgUnit.name, OrgUnit.id)
        .limit(UNITS_AT_MOST)
    )
    if root:
        statement = statement.where(below(root))
    return list(db.session.execute(statement).all())


def unit_choices(day: date) -> list[tuple[int, str]]:
    """Perangkat daerah to choose from: (id, name)."""
    statement = (
        select(OrgUnit.id, OrgUnit.name)
        .where(there_on(OrgUnit, day), OrgUnit.kind == REGIONAL_UNIT)
        .order_by(OrgUnit.name, OrgUnit.id)
        .limit(1_000)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def agency(day: date) -> OrgUnit | None:
    """The unit that is the personnel agency of the government in scope.

    Settings name it in full ("… Kabupaten Bungo"); the chart mostly leaves the government out.
    """
    here = government(scope.current())
    names = (here.hr_agency, here.hr_agency.removesuffix(here.name).strip())
    statement = select(OrgUnit).where(OrgUnit.name.in_(names), there_on(OrgUnit, day)).order_by(OrgUnit.id).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def last_day(unit: OrgUnit | Position) -> date:
    """The last day on which a unit or post is there; far ahead where it has no end."""
    return unit.ends_on - timedelta(days=1) if unit.ends_on else date.max


def parent_choices(day: date) -> list[tuple[int, str]]:
    """Every unit of a day, indented by its depth: (id, name)."""
    by_parent = parted(units_on(day))
    choices: list[tuple[int, str]] = []

    def descend(parent: int | None, depth: int) -> None:
        for row in by_parent.get(parent, []):
            choices.append((row.id, "\u2003" * depth + row.name))
            descend(row.id, depth + 1)

    descend(None, 0)
    return choices


@dataclass(frozen=True)
class Head:
    """The leading post of a unit, and who decides there on a day ("" where nobody does)."""

    unit_id: int
    position_id: int
    title: str
    tier: str
    employee_id: int | None
    name: str
    kind: str


def heads_on(day: date, unit_ids: Sequence[int], *, reach: Reach = EVERYWHERE) -> dict[int, Head]:
    """The head of each unit: the highest of its posts that answer to nobody within it; two statements for all."""
    above = aliased(Position)
    statement = (
        select(Position.unit_id, Position.id, Position.title, Position.tier)
        .outerjoin(above, above.id == Position.reports_to_id)
        .where(
            Position.unit_id.in_(unit_ids),
            there_on(Position, day),
            or_(above.id.is_(None), above.unit_id != Position.unit_id),
        )
        .order_by(Position.unit_id, _tier_order(), Position.id)
    )
    first: dict[int, Any] = {}
    for row in db.session.execute(statement):
        first.setdefault(row.unit_id, row)
    holders = holders_on(day, [row.id for row in first.values()], reach=reach)
    found = {}
    for unit_id, row in first.items():
        who = next(iter(holders.get(row.id, [])), None)
        found[unit_id] = Head(
            unit_id,
            row.id,
            row.title,
            row.tier,
            *((who.employee_id, who.name, who.kind) if who else (None, "", "")),
        )
    return found


def holders_on(day: date, position_ids: Sequence[int], *, reach: Reach = EVERYWHERE) -> dict[int, list[Any]]:
    """Who holds these posts on a day, a stand-in (Plh, Plt) before the definitive holder; see ``_named``."""
    statement = (
        select(
            Placement.position_id,
            Placement.id,
            Placement.kind,
            Placement.starts_on,
            Placement.ends_on,
            *_named(reach),
        )
        .join(Employee, Employee.id == Placement.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .where(Placement.position_id.in_(position_ids), holds_on(Placement, day), Employee.active)
        .order_by(Placement.position_id, _kind_order(), Employee.sort_name, Placement.id)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.position_id, []).append(row)
    return found


def _named(reach: Reach) -> tuple[Any, ...]:
    """Number and name of a holder. Of whoever's data is restricted only that the post is held (decision 0024), but
    for leading posts: who decides and signs is no secret."""
    is_named = or_(may_be_shown(reach), Position.tier.in_(MANAGERIAL))
    return (
        Employee.id.label("employee_id"),
        case((is_named, Employee.name), else_=NAME_RESTRICTED).label("name"),
        is_named.label("is_named"),
    )


def _kind_order() -> Any:
    return case((Placement.kind == PlacementKind.PLH, 0), (Placement.kind == PlacementKind.PLT, 1), else_=2)


def _tier_order() -> Any:
    return case({tier.value: order for order, tier in enumerate(_ORDER_OF_TIERS)}, value=Position.tier, else_=99)


def staffing_on(day: date, unit_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(needed, held) of the posts of each unit itself, without those below it."""
    held = _held(day)
    statement = (
        select(Position.unit_id, func.sum(Position.needed), func.sum(func.coalesce(held.c.held, 0)))
        .outerjoin(held, held.c.position_id == Position.id)
        .where(Position.unit_id.in_(unit_ids), there_on(Position, day))
        .group_by(Position.unit_id)
    )
    return {row[0]: (int(row[1] or 0), int(row[2] or 0)) for row in db.session.execute(statement)}


def _held(day: Any) -> Any:
    return (
        select(Placement.position_id, func.count(Placement.id).label("held"))
        .join(Employee, Employee.id == Placement.employee_id)
        .where(Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day), Employee.active)
        .group_by(Placement.position_id)
        .subquery()
    )


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
    held = _held(day)
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
        .order_by(_tier_order(), Position.title, Position.id)
        .limit(500)
    )
    return list(db.session.execute(statement).all())


def reports_of(position_id: int, day: date) -> list[Any]:
    """The posts that answer to this one on a day: (id, title, unit)."""
    statement = (
        select(Position.id, Position.title, Position.tier, OrgUnit.name.label("unit"))
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Position.reports_to_id == position_id, there_on(Position, day))
        .order_by(_tier_order(), Position.title, Position.id)
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
        .order_by(_tier_order(), Position.title, Position.id)
        .limit(300)
    )
    return [(row[0], f"{row[1]} ({row[2]})") for row in db.session.execute(statement)]


def history_of_holders(position_id: int, *, reach: Reach = EVERYWHERE, limit: int = 50) -> list[Any]:
    """Who has held a post and its predecessors, latest first; see ``_named``."""
    start = select(Position.id, Position.predecessor_id).where(Position.id == position_id).cte("line", recursive=True)
    line = start.union_all(
        select(Position.id, Position.predecessor_id).join(start, Position.id == start.c.predecessor_id)
    )
    statement = (
        select(
            Placement.id,
            Placement.kind,
            Placement.starts_on,
            Placement.ends_on,
            *_named(reach),
        )
        .join(line, line.c.id == Placement.position_id)
        .join(Position, Position.id == Placement.position_id)
        .join(Employee, Employee.id == Placement.employee_id)
        .order_by(Placement.starts_on.desc(), Placement.id.desc())
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def lineage_of(unit_id: int) -> tuple[list[Any], list[Any]]:
    """Predecessors and successors of a unit: (id, name, kind, on, legal_basis)."""
    before, after = aliased(OrgUnit), aliased(OrgUnit)
    kinds = UnitSuccession.kind, UnitSuccession.legal_basis
    predecessors = (
        select(before.id, before.name, *kinds, after.starts_on.label("on"))
        .select_from(UnitSuccession)
        .join(before, before.id == UnitSuccession.predecessor_id)
        .join(after, after.id == UnitSuccession.successor_id)
        .where(UnitSuccession.successor_id == unit_id)
        .order_by(before.name)
    )
    successors = (
        select(after.id, after.name, *kinds, after.starts_on.label("on"))
        .select_from(UnitSuccession)
        .join(before, before.id == UnitSuccession.predecessor_id)
        .join(after, after.id == UnitSuccession.successor_id)
        .where(UnitSuccession.predecessor_id == unit_id)
        .order_by(after.name)
    )
    return list(db.session.execute(predecessors).all()), list(db.session.execute(successors).all())


def units_for_file(day: date, *, at_once: int = 1_000) -> Iterable[Any]:
    """Every unit of a day in the order of its path."""
    after = ""
    while True:
        above = aliased(OrgUnit)
        statement = (
            select(
                OrgUnit.id,
                OrgUnit.code,
                OrgUnit.name,
                OrgUnit.kind,
                OrgUnit.path,
                OrgUnit.starts_on,
                OrgUnit.ends_on,
                above.name.label("parent"),
            )
            .outerjoin(above, above.id == OrgUnit.parent_id)
            .where(there_on(OrgUnit, day), OrgUnit.path > after)
            .order_by(OrgUnit.path)
            .limit(at_once)
        )
        rows = db.session.execute(statement).all()
        yield from rows
        if len(rows) < at_once:
            return
        after = rows[-1].path


# What a change of the structure carries along.


def units_below(path: str, day: date) -> list[OrgUnit]:
    """The units at and below a path that are there on a day or begin later, parents first."""
    statement = (
        select(OrgUnit)
        .where(below(path), or_(OrgUnit.ends_on.is_(None), OrgUnit.ends_on > day))
        .order_by(func.length(OrgUnit.path), OrgUnit.name, OrgUnit.id)
    )
    return list(db.session.execute(statement).scalars())


def positions_below(unit_ids: Sequence[int], day: date) -> list[Position]:
    """The posts of these units and whatever answers to them, wherever it stands: they are continued together."""
    return _with_what_answers(Position.unit_id.in_(unit_ids), day)


def positions_answering_to(position_id: int, day: date) -> list[Position]:
    """A post and everything that answers to it, directly or not."""
    return _with_what_answers(Position.id == position_id, day)


def _with_what_answers(first: ColumnElement[bool], day: date) -> list[Position]:
    lasting = or_(Position.ends_on.is_(None), Position.ends_on > day)
    start = select(Position.id).where(first, lasting).cte("carried", recursive=True)
    carried = start.union(select(Position.id).join(start, Position.reports_to_id == start.c.id).where(lasting))
    statement = select(Position).where(Position.id.in_(select(carried.c.id))).order_by(Position.id)
    return list(db.session.execute(statement).scalars())


def placements_in(position_ids: Iterable[int], day: date) -> list[Placement]:
    """Placements in these posts that last beyond a day."""
    ids = list(position_ids)
    found: list[Placement] = []
    for start in range(0, len(ids), 2_000):
        statement = (
            select(Placement)
            .where(
                Placement.position_id.in_(ids[start : start + 2_000]),
                or_(Placement.ends_on.is_(None), Placement.ends_on > day),
            )
            .order_by(Placement.id)
        )
        found += db.session.execute(statement).scalars()
    return found


def successor_of(position_id: int) -> Position | None:
    return db.session.execute(select(Position).where(Position.predecessor_id == position_id)).scalar_one_or_none()
