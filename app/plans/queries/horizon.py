"""Plans of several years and what they are put together from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, func, select
from sqlalchemy import cast as sql_cast

from app.base.database import db
from app.plans.models import LineStatus, PlanLine, PlanLinePerson, Toward
from app.plans.models.horizon import HorizonPlan, HorizonTarget
from app.plans.queries.analysis import counted, rows_toward

TARGETS_AT_ONCE = 60


def plans() -> list[HorizonPlan]:
    statement = select(HorizonPlan).order_by(HorizonPlan.first_year.desc(), HorizonPlan.revision.desc()).limit(100)
    return list(db.session.execute(statement).scalars())


def plan(horizon_id: int) -> HorizonPlan:
    """One plan; any other is simply not found."""
    return db.session.execute(select(HorizonPlan).where(HorizonPlan.id == horizon_id)).scalar_one()


def last_revision(first_year: int) -> int:
    statement = select(func.max(HorizonPlan.revision)).where(HorizonPlan.first_year == first_year)
    return db.session.execute(statement).scalar_one() or 0


def targets(horizon_id: int, *, year: int | None = None) -> list[HorizonTarget]:
    statement = select(HorizonTarget).where(HorizonTarget.plan_id == horizon_id)
    if year is not None:
        statement = statement.where(HorizonTarget.year == year)
    ordered = statement.order_by(
        HorizonTarget.year, HorizonTarget.subject, HorizonTarget.toward.desc(), HorizonTarget.tier, HorizonTarget.id
    )
    return list(db.session.execute(ordered).scalars())


def target(horizon_id: int, target_id: int) -> HorizonTarget:
    statement = select(HorizonTarget).where(HorizonTarget.plan_id == horizon_id, HorizonTarget.id == target_id)
    return db.session.execute(statement).scalar_one()


def by_year(horizon_id: int) -> list[Any]:
    """(year, targets, people, JP of all of them, rupiah)."""
    one = HorizonTarget
    statement = (
        select(
            one.year,
            func.count(one.id).label("targets"),
            func.sum(one.people).label("people"),
            func.sum(one.lesson_hours * one.people).label("hours"),
            func.sum(one.cost).label("cost"),
        )
        .where(one.plan_id == horizon_id)
        .group_by(one.year)
        .order_by(one.year)
    )
    return list(db.session.execute(statement).all())


def lines_of(plan_ids: Sequence[int]) -> list[PlanLine]:
    statement = select(PlanLine).where(PlanLine.plan_id.in_(plan_ids), PlanLine.status == LineStatus.PLANNED)
    return list(db.session.execute(statement.order_by(PlanLine.id)).scalars())


def remaining(plan_ids: Sequence[int], toward: Toward) -> list[tuple[int, str, int]]:
    """(competency, tier, people) lacking it whom none of these plans has in an activity for that competency. Whoever
    lacks it for both posts counts for the present one only."""
    gap = rows_toward(toward)
    planned = (
        select(sql_cast(1, Integer))
        .select_from(PlanLinePerson)
        .join(PlanLine, PlanLine.id == PlanLinePerson.line_id)
        .where(
            PlanLine.plan_id.in_(plan_ids),
            PlanLine.status == LineStatus.PLANNED,
            PlanLinePerson.left_out.is_(False),
            PlanLinePerson.employee_id == gap.employee_id,
            PlanLine.competency_id == gap.competency_id,
        )
        .exists()
    )
    statement = (
        select(gap.competency_id, gap.tier, func.count(gap.employee_id))
        .where(counted(toward), ~planned)
        .group_by(gap.competency_id, gap.tier)
        .order_by(gap.competency_id, gap.tier)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]
