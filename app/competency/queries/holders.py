"""Who holds a post and what each of them lacks, for whoever may see the people."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select, tuple_

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.queries.cells import mean_of
from app.organisation.models import Employee, OrgUnit
from app.organisation.queries.directory import may_be_shown, within

HOLDERS_AT_ONCE = 50


@dataclass(frozen=True)
class Lacked:
    """One competency over all holders of a post the viewer may see."""

    competency_id: int
    name: str
    required: int
    assessed: int
    below: int
    mean: Decimal | None


def holders(
    position_id: int, reach: Reach, *, after: int | None = None, limit: int = HOLDERS_AT_ONCE
) -> tuple[list[Any], int | None]:
    """Who holds a post definitively, by name, and whom the next page goes on from."""
    profile = GapProfile
    statement = (
        select(
            profile.employee_id,
            Employee.name,
            profile.job_person_match,
            profile.gap_class,
            profile.asked,
            profile.assessed,
            profile.below,
            profile.expired,
        )
        .join(Employee, Employee.id == profile.employee_id)
        .join(OrgUnit, OrgUnit.id == profile.unit_id)
        .where(profile.position_id == position_id, within(reach), may_be_shown(reach))
        .order_by(profile.sort_name, profile.employee_id)
        .limit(limit + 1)
    )
    if after is not None:
        name = select(profile.sort_name).where(profile.employee_id == after)
        last = db.session.execute(name).scalar_one()
        statement = statement.where(tuple_(profile.sort_name, profile.employee_id) > tuple_(last, after))
    rows = list(db.session.execute(statement).all())
    return rows[:limit], rows[limit - 1].employee_id if len(rows) > limit else None


def lacks_of(employee_ids: Sequence[int]) -> dict[int, list[Any]]:
    """What each of these people lacks, the largest gap first: (competency, gap, measured, required)."""
    gap = CompetencyGap
    statement = (
        select(gap.employee_id, Competency.name.label("competency"), gap.gap, gap.measured, gap.required)
        .join(Competency, Competency.id == gap.competency_id)
        .where(gap.employee_id.in_(employee_ids), gap.gap > 0)
        .order_by(gap.gap.desc(), Competency.sort_order, Competency.name)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.employee_id, []).append(row)
    return found


def lacked(position_id: int, reach: Reach) -> list[Lacked]:
    """What the holders of a post lack together, competency by competency in the dictionary's order."""
    gap = CompetencyGap
    statement = (
        select(
            gap.competency_id,
            Competency.name,
            func.max(gap.required),
            func.count(gap.measured),
            func.sum(case((gap.gap > 0, 1), else_=0)),
            func.sum(func.coalesce(gap.gap, 0)),
        )
        .join(GapProfile, GapProfile.employee_id == gap.employee_id)
        .join(Employee, Employee.id == gap.employee_id)
        .join(Competency, Competency.id == gap.competency_id)
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(GapProfile.position_id == position_id, within(reach), may_be_shown(reach))
        .group_by(gap.competency_id, Competency.name, Competency.sort_order)
        .order_by(Competency.sort_order, Competency.name, gap.competency_id)
    )
    return [
        Lacked(row[0], row[1], row[2], row[3], int(row[4] or 0), mean_of(int(row[5] or 0), row[3]))
        for row in db.session.execute(statement)
    ]
