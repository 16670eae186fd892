"""People chosen by lines: whom a list of rules takes in and none of it leaves out again, on a day.

A house that asks or invites people keeps lines in a table of its own and says here only what each one names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from app.base.database import db
from app.initiatives.queries.affected import affected_ids
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive, serves_on
from app.organisation.queries.structure import unit_path

UNIT, SUBTREE, TIER, POSITION, INITIATIVE, PERSON = "unit", "subtree", "tier", "position", "initiative", "person"


@dataclass(frozen=True)
class Named:
    """Whom a line names: by its kind one of the numbers or the tier, and the rest empty."""

    kind: str
    unit_id: int | None = None
    position_id: int | None = None
    initiative_id: int | None = None
    employee_id: int | None = None
    tier: str = ""
    is_left_out: bool = False


def population(lines: Iterable[Named], day: date, *, besides: Callable[[Named], Any] | None = None) -> Any:
    """(employee_id, unit_path, tier) of everybody the lines take in and none leaves out, on a day; each once.

    Without any line that takes somebody in it is nobody. Who left, will have by the day, or whose data is restricted
    is not asked.
    ``besides`` answers for kinds a house has of its own, and None for all others.
    """
    given = list(lines)
    taken = [_clause(one, day, besides) for one in given if not one.is_left_out]
    left = [_clause(one, day, besides) for one in given if one.is_left_out]
    return (
        select(Employee.id.label("employee_id"), OrgUnit.path.label("unit_path"), Position.tier)
        .outerjoin(Placement, definitive(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(
            Employee.active,
            serves_on(Employee, day),
            Employee.restricted_on.is_(None),
            or_(false(), *taken),
            ~or_(false(), *left),
        )
    )


def counts_by_path(people: Any) -> dict[str, int]:
    """How many people a population has, each once, by the path of their own unit; in one statement."""
    found = people.subquery()
    counted = func.count(found.c.employee_id.distinct())
    rows = db.session.execute(select(found.c.unit_path, counted).group_by(found.c.unit_path))
    return {row[0] or "": row[1] for row in rows}


def _clause(one: Named, day: date, besides: Callable[[Named], Any] | None) -> ColumnElement[bool]:
    """Whether a line names somebody; a line that names nothing any more names nobody.

    Somebody without a post is named by person or initiative only, and no line about posts leaves them out: hence the
    coalesced comparisons, for an unknown unit would make NOT unknown as well.
    """
    own: ColumnElement[bool] | None = besides(one) if besides is not None else None
    return own if own is not None else _CLAUSES[one.kind](one, day)


def _subtree(one: Named, _day: date) -> ColumnElement[bool]:
    path = unit_path(one.unit_id)
    return func.coalesce(OrgUnit.path, "").like(f"{path}%") if path else false()


_CLAUSES: dict[str, Callable[[Named, date], ColumnElement[bool]]] = {
    UNIT: lambda one, _day: func.coalesce(Position.unit_id, 0) == one.unit_id,
    SUBTREE: _subtree,
    TIER: lambda one, _day: func.coalesce(Position.tier, "") == one.tier,
    POSITION: lambda one, _day: func.coalesce(Position.id, 0) == one.position_id,
    INITIATIVE: lambda one, day: Employee.id.in_(affected_ids(one.initiative_id, day)),
    PERSON: lambda one, _day: Employee.id == one.employee_id,
}
