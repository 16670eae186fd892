"""Who stands behind a cell of the map: the people below a standard, for whoever may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true, tuple_
from sqlalchemy.exc import NoResultFound

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models.gaps import EVERY_TIER, CompetencyGap, GapProfile
from app.competency.queries.heatmap import sole_root, top_of
from app.organisation.models import Employee, OrgUnit, Position
from app.organisation.queries.directory import may_be_shown, within

PEOPLE_AT_ONCE = 50


@dataclass(frozen=True)
class PeoplePage:
    rows: Sequence[Any]
    next_after: str = ""


def people_below(
    reach: Reach,
    competency_id: int,
    *,
    day: date,
    unit: Any | None,
    tier: str = EVERY_TIER,
    after: str = "",
    limit: int = PEOPLE_AT_ONCE,
) -> PeoplePage:
    """Who within a unit lacks how much of a competency, the largest gap first, as far as the viewer may see people."""
    gap = CompetencyGap
    statement = (
        select(
            gap.employee_id,
            gap.sort_name,
            gap.urgency,
            gap.required,
            gap.measured,
            gap.gap,
            gap.assessed_on,
            gap.source,
            gap.expired,
            Employee.name,
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
        )
        .join(Employee, Employee.id == gap.employee_id)
        .join(GapProfile, GapProfile.employee_id == gap.employee_id)
        .join(Position, Position.id == GapProfile.position_id)
        .join(OrgUnit, OrgUnit.id == gap.unit_id)
        .where(gap.competency_id == competency_id, gap.gap > 0, within(reach), may_be_shown(reach))
        .order_by(gap.urgency, gap.sort_name, gap.employee_id)
        .limit(limit + 1)
    )
    if unit is not None:
        statement = statement.where(_inside(unit, day))
    if tier:
        statement = statement.where(gap.tier == tier)
    if after:
        statement = statement.where(tuple_(gap.urgency, gap.sort_name, gap.employee_id) > _after(after))
    rows = db.session.execute(statement).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return PeoplePage(rows[:limit], f"{last.urgency}.{last.employee_id}" if last else "")


def _inside(unit: Any, day: date) -> ColumnElement[bool]:
    """By the index alone where the unit stands at the top of the map, and by its path below that."""
    sole = sole_root(day)
    if sole is not None and unit.id == sole.id:
        return true()
    top = top_of(unit.path, sole)
    here = CompetencyGap.top_id == top
    return here if top == unit.id else and_(here, OrgUnit.path.like(f"{unit.path}%"))


def _after(text: str) -> Any:
    urgency, _, number = text.partition(".")
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in (urgency, number)):
        raise NoResultFound
    name = select(CompetencyGap.sort_name).where(CompetencyGap.employee_id == int(number)).limit(1)
    return tuple_(int(urgency), db.session.execute(name).scalar_one(), int(number))
