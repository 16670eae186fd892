"""The needs behind a plan: open gaps counted in groups, and the people rated below expectation. One statement each,
however many people there are."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, true

from app.base import scope
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import CompetencyGap, GapProfile
from app.competency.models.next_posts import NextGap
from app.competency.queries.versions import visible
from app.competency.rules.bands import Band
from app.organisation.models import OrgUnit
from app.plans.models import Basis, PlanLine, PlanLinePerson, PlanLineSource, Toward
from app.plans.rules.grouping import GapGroup, Offer
from app.training.models import Programme, ProgrammeCompetency, ProgrammeSubject


@dataclass(frozen=True)
class Open:
    """A competency as the analysis offers it: whom it concerns, how much they lack, and how many are planned."""

    competency_id: int
    name: str
    group: str
    people: int
    required: int
    measured: int
    gap: int


def below_expectation(axis: list[Band]) -> Decimal:
    """A performance under this value lies in the lowest band of the axis (reference 5.3)."""
    return min(axis, key=lambda one: one.lower).upper


def _here(gap: Any, path: str) -> ColumnElement[bool]:
    """Gap rows of a unit with everything below it; without a path, of everybody."""
    if not path:
        return true()
    inside: ColumnElement[bool] = gap.unit_id.in_(select(OrgUnit.id).where(OrgUnit.path.like(f"{path}%")))
    return inside


def rows_toward(toward: Toward) -> Any:
    """The rows of what people lack for the post they hold, or for the one they aim at."""
    return CompetencyGap if toward == Toward.PRESENT else NextGap


def counted(toward: Toward) -> ColumnElement[bool]:
    """What is lacked. What somebody lacks for both posts counts once, for the present one."""
    gap = rows_toward(toward)
    once = true() if toward == Toward.PRESENT else gap.at_present.is_(False)
    return and_(gap.gap > 0, once)


def _open(yearly_id: int, path: str, toward: Toward) -> ColumnElement[bool]:
    """Gap rows the plan has not gathered yet."""
    gap = rows_toward(toward)
    gathered = (
        select(PlanLineSource.id)
        .join(PlanLine, PlanLine.id == PlanLineSource.line_id)
        .where(
            PlanLine.plan_id == yearly_id,
            PlanLineSource.toward == toward,
            PlanLineSource.competency_id == gap.competency_id,
            PlanLineSource.required == gap.required,
            PlanLineSource.tier == gap.tier,
        )
        .exists()
    )
    return and_(counted(toward), _here(gap, path), ~gathered)


def open_competencies(yearly_id: int, path: str, toward: Toward = Toward.PRESENT) -> list[Open]:
    """Competencies with gaps that the plan has not gathered yet, the most lacking first."""
    gap = rows_toward(toward)
    lacking = func.sum(gap.gap)
    statement = (
        select(
            gap.competency_id,
            Competency.name,
            Competency.group,
            func.count(gap.employee_id),
            func.sum(gap.required),
            func.sum(gap.measured),
            lacking,
        )
        .join(Competency, Competency.id == gap.competency_id)
        .where(_open(yearly_id, path, toward), visible(Competency))
        .group_by(gap.competency_id, Competency.name, Competency.group)
        .order_by(lacking.desc(), Competency.name)
    )
    rows: list[Any] = list(db.session.execute(statement, {"here": scope.current()}).all())
    return [Open(*row) for row in rows]


def gap_groups(
    yearly_id: int,
    path: str,
    competency_ids: Collection[int],
    *,
    limit: Decimal,
    toward: Toward = Toward.PRESENT,
) -> list[GapGroup]:
    """Open gaps by competency, level asked and tier; ``limit``: a performance below it counts as below expectation."""
    gap = rows_toward(toward)
    poor = func.sum(case((GapProfile.axis_y < limit, 1), else_=0))
    statement = (
        select(
            gap.competency_id,
            gap.required,
            gap.tier,
            func.count(gap.employee_id),
            func.sum(gap.measured),
            func.min(gap.measured),
            poor,
        )
        .join(GapProfile, GapProfile.employee_id == gap.employee_id)
        .where(gap.competency_id.in_(sorted(competency_ids)), _open(yearly_id, path, toward))
        .group_by(gap.competency_id, gap.required, gap.tier)
    )
    return [GapGroup(*row) for row in db.session.execute(statement)]


def offers(competency_ids: Collection[int]) -> list[Offer]:
    """Programmes in use that raise these competencies."""
    hours = (
        select(ProgrammeSubject.programme_id, func.sum(ProgrammeSubject.lesson_hours).label("hours"))
        .group_by(ProgrammeSubject.programme_id)
        .subquery()
    )
    statement = (
        select(
            Programme.id,
            Programme.title,
            Programme.code,
            Programme.form_code,
            Programme.organiser,
            ProgrammeCompetency.competency_id,
            ProgrammeCompetency.level,
            Programme.tiers,
            hours.c.hours,
            Programme.cost,
        )
        .join(ProgrammeCompetency, ProgrammeCompetency.programme_id == Programme.id)
        .join(hours, hours.c.programme_id == Programme.id)
        .where(Programme.archived_at.is_(None), ProgrammeCompetency.competency_id.in_(sorted(competency_ids)))
        .order_by(Programme.title, Programme.id)
    )
    return [_offer(row) for row in db.session.execute(statement)]


def _offer(row: Any) -> Offer:
    number, title, code, form, organiser, competency_id, level, tiers, hours, cost = row
    return Offer(number, title, code, form, organiser, competency_id, level, tuple(tiers), hours, cost)


def groups_of(competency_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(name, group) of competencies."""
    statement = select(Competency.id, Competency.name, Competency.group).where(
        Competency.id.in_(sorted(competency_ids)), visible(Competency)
    )
    rows = db.session.execute(statement, {"here": scope.current()})
    return {row.id: (row.name, row.group) for row in rows}


def unplanned_poor(yearly_id: int, path: str, *, limit: Decimal) -> ColumnElement[bool]:
    """Profiles rated below expectation that no activity on performance of the plan has yet."""
    profile = GapProfile
    taken = (
        select(PlanLinePerson.id)
        .join(PlanLine, PlanLine.id == PlanLinePerson.line_id)
        .where(
            PlanLine.plan_id == yearly_id,
            PlanLine.basis == Basis.PERFORMANCE,
            PlanLinePerson.employee_id == profile.employee_id,
        )
        .exists()
    )
    inside: ColumnElement[bool] = true()
    if path:
        inside = profile.unit_id.in_(select(OrgUnit.id).where(OrgUnit.path.like(f"{path}%")))
    return and_(profile.axis_y < limit, inside, ~taken)


def count_poor(yearly_id: int, path: str, *, limit: Decimal) -> int:
    """How many people rated below expectation the plan has no coaching for yet."""
    statement = select(func.count(GapProfile.employee_id)).where(unplanned_poor(yearly_id, path, limit=limit))
    return db.session.execute(statement).scalar_one()


def poor_people(yearly_id: int, path: str, *, limit: Decimal) -> list[tuple[int, int]]:
    """(employee, unit) of them."""
    statement = (
        select(GapProfile.employee_id, GapProfile.unit_id)
        .where(unplanned_poor(yearly_id, path, limit=limit))
        .order_by(GapProfile.employee_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def rows_to_gather(yearly_id: int, path: str) -> int:
    """How many people an analysis would write down at most: one for each person and competency."""
    counts = [select(func.count(rows_toward(one).employee_id)).where(_open(yearly_id, path, one)) for one in Toward]
    return sum(db.session.execute(one).scalar_one() for one in counts)
