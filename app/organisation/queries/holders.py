"""Who holds which post on a day, who leads a unit, and who was there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import aliased

from app.access.visitor import EVERYWHERE, Reach
from app.base.database import db
from app.organisation.models import Employee, Placement, PlacementKind, Position, PositionTier
from app.organisation.queries import holds_on
from app.organisation.queries.directory import may_be_shown
from app.organisation.queries.positions import by_tier
from app.organisation.queries.structure import there_on

NAME_RESTRICTED = "Nama dibatasi"
MANAGERIAL = (
    PositionTier.JPT_UTAMA,
    PositionTier.JPT_MADYA,
    PositionTier.JPT_PRATAMA,
    PositionTier.ADMINISTRATOR,
    PositionTier.PENGAWAS,
)


def placement(placement_id: int) -> Placement:
    return db.session.execute(select(Placement).where(Placement.id == placement_id)).scalar_one()


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
        .order_by(Position.unit_id, by_tier(), Position.id)
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
