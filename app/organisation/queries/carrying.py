"""What a change of the structure carries along."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from app.base.database import db
from app.organisation.models import OrgUnit, Placement, Position
from app.organisation.queries.structure import below


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


def newest_of(position: Position) -> Position:
    """A post, or whatever continues it in the end."""
    while (successor := successor_of(position.id)) is not None:
        position = successor
    return position


def successor_of(position_id: int) -> Position | None:
    return db.session.execute(select(Position).where(Position.predecessor_id == position_id)).scalar_one_or_none()
