"""Reading the organisation: who holds which post on a day, and who is whose superior.

On a day a post is held by its stand-in (Plh before Plt), else by its definitive holder. The
superior of somebody is the holder of the post above theirs; where that is vacant, or held by the
person themself, the next one up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.base.database import db
from app.organisation.models import Employee, Government, OrgUnit, Placement, PlacementKind, Position

HIGHEST = 12
REGIONAL_UNIT = "regional_unit"


@dataclass(frozen=True)
class Person:
    """Somebody with the post they definitively hold."""

    employee_id: int
    name: str
    email: str
    position_id: int | None
    position: str
    tier: str
    unit_id: int | None
    unit: str


def holds_on(placement: Any, day: Any) -> ColumnElement[bool]:
    """Whether a placement covers a day."""
    return and_(placement.starts_on <= day, or_(placement.ends_on.is_(None), placement.ends_on > day))


def definitive(person: Any, day: Any, placement: Any = Placement) -> ColumnElement[bool]:
    """Whether a placement is the definitive one that somebody holds on a day."""
    return and_(placement.employee_id == person, placement.kind == PlacementKind.DEFINITIVE, holds_on(placement, day))


def serves_on(employee: Any, day: Any) -> ColumnElement[bool]:
    """Whether somebody serves on a day: until the day of their leaving where it is known, else as it is today."""
    return or_(employee.leaves_on > day, and_(employee.leaves_on.is_(None), employee.active))


def government(government_id: int) -> Government:
    """A government, remembered for the length of the session (which alone would let it go at once)."""
    known, kept = db.session.info.get("government", (0, None))
    if known != government_id or kept not in db.session:
        kept = db.session.get_one(Government, government_id)
        db.session.info["government"] = government_id, kept
    return kept  # type: ignore[no-any-return]


def employee(employee_id: int) -> Employee:
    return db.session.execute(_EMPLOYEE, {"employee_id": employee_id}).scalar_one()


def address_of(employee_id: int) -> str:
    """The address somebody has by now, or an empty text."""
    statement = select(Employee.email).where(Employee.id == employee_id, Employee.active)
    return db.session.execute(statement).scalar_one_or_none() or ""


def person(employee_id: int, day: date) -> Person:
    """Somebody as they stand on a day; the gap and the certificate use the definitive post."""
    return Person(*db.session.execute(_PERSON, {"employee_id": employee_id, "day": day}).one())


def people(employee_ids: Sequence[int], day: date) -> dict[int, Person]:
    """Several people at once, by employee id."""
    rows = db.session.execute(_PEOPLE, {"employee_ids": employee_ids, "day": day})
    return {row.id: Person(*row) for row in rows}


def regional_unit_name(unit_id: int) -> str:
    """The perangkat daerah a unit belongs to: the nearest one at or above it, or the unit itself."""
    unit, above = aliased(OrgUnit), aliased(OrgUnit)
    inside = unit.path.like(above.path.concat("%"))
    statement = (
        select(above.name)
        .join(unit, inside)
        .where(unit.id == unit_id, or_(above.kind == REGIONAL_UNIT, above.id == unit_id))
        .order_by(case((above.kind == REGIONAL_UNIT, 0), else_=1), func.length(above.path).desc())
        .limit(1)
    )
    return db.session.execute(statement).scalar_one()


def superior_of(employee_id: int, day: date) -> Person | None:
    """Who decides for this person on a day, or None at the very top."""
    row = db.session.execute(_SUPERIOR, {"employee_id": employee_id, "day": day}).one_or_none()
    return None if row is None else Person(*row)


def subordinate_ids(superior_id: Any, day: Any) -> Select[int]:
    """A statement for the employees whose superior on a day is this person.

    From each post held, down to the posts answering to it, and further down through posts that
    nobody (or only the superior) holds. Below a post that somebody holds, ``just`` that person is
    left: whoever stands in for their own superior answers to the next one up.
    """
    mine = (
        select(Placement.position_id)
        .where(
            Placement.employee_id == superior_id,
            holds_on(Placement, day),
            _holder_of(Placement.position_id, day) == superior_id,
        )
        .subquery()
    )
    start = (
        select(Position.id.label("position_id"), literal(1).label("depth"), cast(null(), Integer).label("just"))
        .join(mine, mine.c.position_id == Position.reports_to_id)
        .cte("below", recursive=True)
    )
    holder = func.nullif(_holder_of(start.c.position_id, day), superior_id)
    below = start.union_all(
        select(Position.id, start.c.depth + 1, func.coalesce(start.c.just, holder))
        .join(start, Position.reports_to_id == start.c.position_id)
        .where(start.c.depth < HIGHEST, or_(holder.is_(None), start.c.just.is_(None), holder == start.c.just))
    )
    return (
        select(Placement.employee_id)
        .join(below, below.c.position_id == Placement.position_id)
        .where(
            or_(below.c.just.is_(None), below.c.just == Placement.employee_id),
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
            Placement.employee_id != superior_id,
        )
    )


def everybody_below(superior_id: Any, day: Any) -> Select[int]:
    """A statement for everybody under somebody: from each post they decide for, down the ladder to its end."""
    top = (
        select(Position.id.label("position_id"), literal(0).label("depth"))
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == superior_id,
            holds_on(Placement, day),
            _holder_of(Position.id, day) == superior_id,
        )
        .cte("under", recursive=True)
    )
    under = top.union_all(
        select(Position.id, top.c.depth + 1)
        .join(top, Position.reports_to_id == top.c.position_id)
        .where(top.c.depth < HIGHEST)
    )
    return (
        select(Placement.employee_id)
        .join(under, under.c.position_id == Placement.position_id)
        .where(
            under.c.depth > 0,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
            Placement.employee_id != superior_id,
        )
    )


def _holder_of(position_id: Any, day: Any) -> Any:
    """Who decides on a post that day, as a subquery: a stand-in before the definitive holder; NULL where vacant."""
    held, worker = aliased(Placement), aliased(Employee)
    return (
        select(held.employee_id)
        .join(worker, worker.id == held.employee_id)
        .where(held.position_id == position_id, holds_on(held, day), worker.active)
        .order_by(rank_of_placement(held), held.id)
        .limit(1)
        .scalar_subquery()
    )


def rank_of_placement(placement: Any) -> Any:
    """Who goes first where several hold a post: Plh, Plt, then the definitive holder."""
    return case((placement.kind == PlacementKind.PLH, 0), (placement.kind == PlacementKind.PLT, 1), else_=2)


def _people(day: Any) -> Any:
    return (
        select(
            Employee.id,
            Employee.name,
            Employee.email,
            Position.id,
            func.coalesce(Position.title, ""),
            func.coalesce(Position.tier, ""),
            OrgUnit.id,
            func.coalesce(OrgUnit.name, ""),
        )
        .select_from(Employee)
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
    )


def _superior_id(employee_id: Any, day: Any) -> Any:
    """Up the ladder of posts to the first that somebody else holds."""
    above = aliased(Position)
    start = (
        select(Position.reports_to_id.label("position_id"), literal(1).label("height"))
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == employee_id,
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
        .cte("ladder", recursive=True)
    )
    ladder = start.union_all(
        select(above.reports_to_id, start.c.height + 1)
        .join(above, above.id == start.c.position_id)
        .where(start.c.height < HIGHEST)
    )
    # Asked post by post: joined to everybody's placements, a planner may start from all employees.
    held = select(ladder.c.height, _holder_of(ladder.c.position_id, day).label("employee_id")).subquery()
    return (
        select(held.c.employee_id)
        .where(held.c.employee_id.is_not(None), held.c.employee_id != employee_id)
        .order_by(held.c.height)
        .limit(1)
        .scalar_subquery()
    )


_employee_id: Any = bindparam("employee_id")
_day: Any = bindparam("day")
_EMPLOYEE = select(Employee).where(Employee.id == _employee_id)
_PERSON = _people(_day).where(Employee.id == _employee_id)
_PEOPLE = _people(_day).where(Employee.id.in_(bindparam("employee_ids", expanding=True)))
_SUPERIOR = _people(_day).where(Employee.id == _superior_id(_employee_id, _day))
