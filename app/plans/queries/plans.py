"""A year's plan, its activities and the people in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, case, cast, func, or_, select, tuple_

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.competency.models import Competency, DevelopmentForm
from app.competency.queries.versions import visible
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.organisation.queries.directory import may_be_shown, within
from app.plans.models import (
    IN_FORCE,
    CostPer,
    DevelopmentPlan,
    LineStatus,
    PlanChange,
    PlanLine,
    PlanLinePerson,
    PlanStatus,
    Toward,
)
from app.training.models import Programme

LINES_AT_ONCE, PEOPLE_AT_ONCE, FOUND_AT_MOST = 40, 50, 20
UNDOABLE_SHOWN = 5
CHANNELS = {"formal": "pendidikan", "classical": "klasikal", "nonclassical": "nonklasikal"}


@dataclass(frozen=True)
class PlanPage:
    """A plan with the unit it is for, if it is not for the whole government."""

    plan: DevelopmentPlan
    unit: OrgUnit | None


@dataclass(frozen=True)
class Filters:
    """What narrows the activities of a plan; empty values narrow nothing."""

    text: str = ""
    priority: int | None = None
    month: int | None = None
    dropped: bool = False
    toward: Toward | None = None

    @property
    def any(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class Totals:
    """What stands in a plan: activities, places, people (each counted once), JP of all of them, rupiah."""

    lines: int
    places: int
    people: int
    hours: Decimal
    cost: Decimal


_PAGE = select(DevelopmentPlan, OrgUnit).outerjoin(OrgUnit, OrgUnit.id == DevelopmentPlan.unit_id)
_COST = case(
    (PlanLine.cost_per == CostPer.PERSON, PlanLine.cost * PlanLine.people),
    else_=PlanLine.cost,
)
_PLANNED = PlanLine.status == LineStatus.PLANNED


def plans() -> list[Any]:
    """Every plan with its figures, the latest year first."""
    lines = (
        select(
            PlanLine.plan_id,
            func.count(PlanLine.id).label("lines"),
            func.sum(PlanLine.people).label("places"),
            func.sum(_COST).label("cost"),
        )
        .where(_PLANNED)
        .group_by(PlanLine.plan_id)
        .subquery()
    )
    statement = (
        select(
            DevelopmentPlan.id,
            DevelopmentPlan.year,
            DevelopmentPlan.revision,
            DevelopmentPlan.title,
            DevelopmentPlan.status,
            OrgUnit.name.label("unit"),
            func.coalesce(lines.c.lines, 0).label("lines"),
            func.coalesce(lines.c.places, 0).label("places"),
        )
        .outerjoin(OrgUnit, OrgUnit.id == DevelopmentPlan.unit_id)
        .outerjoin(lines, lines.c.plan_id == DevelopmentPlan.id)
        .order_by(DevelopmentPlan.year.desc(), DevelopmentPlan.area, DevelopmentPlan.revision.desc())
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def page(yearly_id: int) -> PlanPage:
    """One plan; any other is simply not found."""
    return PlanPage(*db.session.execute(_PAGE.where(DevelopmentPlan.id == yearly_id)).one())


def last_revision(year: int, area: int) -> int:
    statement = select(func.max(DevelopmentPlan.revision)).where(
        DevelopmentPlan.year == year, DevelopmentPlan.area == area
    )
    return db.session.execute(statement).scalar_one() or 0


def drafts() -> list[Any]:
    """(id, year, title) of plans that can still be changed, the latest year first."""
    statement = (
        select(DevelopmentPlan.id, DevelopmentPlan.year, DevelopmentPlan.title)
        .where(DevelopmentPlan.status == PlanStatus.DRAFT)
        .order_by(DevelopmentPlan.year.desc(), DevelopmentPlan.id.desc())
        .limit(50)
    )
    return list(db.session.execute(statement).all())


def in_force_of(year: int, area: int, *, but: int) -> list[DevelopmentPlan]:
    """Other versions of a year's plan that are in force."""
    statement = select(DevelopmentPlan).where(
        DevelopmentPlan.year == year,
        DevelopmentPlan.area == area,
        DevelopmentPlan.id != but,
        DevelopmentPlan.status.in_(IN_FORCE),
    )
    return list(db.session.execute(statement.order_by(DevelopmentPlan.id)).scalars())


def form_words() -> dict[str, str]:
    """Forms of development with their channel, by code: "Pelatihan Teknis (klasikal)"."""
    statement = select(DevelopmentForm.code, DevelopmentForm.name, DevelopmentForm.mode)
    statement = statement.where(visible(DevelopmentForm, scope.current()))
    rows = db.session.execute(statement.order_by(DevelopmentForm.valid_from))
    return {row.code: f"{row.name} ({CHANNELS[row.mode]})" for row in rows}


def counting_of(first_year: int, last_year: int) -> list[DevelopmentPlan]:
    """The plan that counts for each year and area: the one in force, else the draft; the whole government first."""
    statement = (
        select(DevelopmentPlan)
        .where(
            DevelopmentPlan.year.between(first_year, last_year),
            DevelopmentPlan.status.in_(IN_FORCE | {PlanStatus.DRAFT, PlanStatus.SUBMITTED}),
        )
        .order_by(DevelopmentPlan.year, DevelopmentPlan.area, DevelopmentPlan.revision)
    )
    found: dict[tuple[int, int], DevelopmentPlan] = {}
    for one in db.session.execute(statement).scalars():
        key = (one.year, one.area)
        if key not in found or one.status in IN_FORCE:
            found[key] = one
    return list(found.values())


def lines(yearly_id: int, filters: Filters, *, after: tuple[int, int, int] | None, limit: int) -> list[Any]:
    """(line, competency) in the order of priority, then month."""
    key = PlanLine.priority, PlanLine.month, PlanLine.id
    statement = (
        select(PlanLine, Competency.name)
        .outerjoin(Competency, Competency.id == PlanLine.competency_id)
        .where(PlanLine.plan_id == yearly_id)
        .order_by(*key)
        .limit(limit)
    )
    statement = statement.where(PlanLine.status != LineStatus.PLANNED if filters.dropped else _PLANNED)
    if filters.text:
        statement = statement.where(
            or_(
                func.lower(PlanLine.title).contains(filters.text.lower(), autoescape=True),
                func.lower(Competency.name).contains(filters.text.lower(), autoescape=True),
            )
        )
    if filters.priority:
        statement = statement.where(PlanLine.priority == filters.priority)
    if filters.month:
        statement = statement.where(PlanLine.month == filters.month)
    if filters.toward:
        statement = statement.where(PlanLine.toward == filters.toward)
    if after is not None:
        statement = statement.where(tuple_(*key) > tuple_(*after))
    return list(db.session.execute(statement).all())


def planned_lines(yearly_id: int) -> list[PlanLine]:
    """Every activity that stands, by month."""
    statement = select(PlanLine).where(PlanLine.plan_id == yearly_id, _PLANNED)
    return list(db.session.execute(statement.order_by(PlanLine.month, PlanLine.priority, PlanLine.id)).scalars())


def every_line(yearly_id: int) -> list[PlanLine]:
    statement = select(PlanLine).where(PlanLine.plan_id == yearly_id).order_by(PlanLine.id)
    return list(db.session.execute(statement).scalars())


def line(yearly_id: int, line_id: int) -> PlanLine:
    """An activity of this very plan; any other is simply not found."""
    statement = select(PlanLine).where(PlanLine.plan_id == yearly_id, PlanLine.id == line_id)
    return db.session.execute(statement).scalar_one()


def lines_numbered(yearly_id: int, line_ids: Sequence[int]) -> list[PlanLine]:
    statement = select(PlanLine).where(PlanLine.plan_id == yearly_id, PlanLine.id.in_(sorted(set(line_ids))))
    return list(db.session.execute(statement.order_by(PlanLine.id)).scalars())


def count_lines(yearly_id: int) -> int:
    statement = select(func.count(PlanLine.id)).where(PlanLine.plan_id == yearly_id, _PLANNED)
    return db.session.execute(statement).scalar_one()


def totals(yearly_id: int) -> Totals:
    own = [PlanLine.plan_id == yearly_id, _PLANNED]
    whole = select(
        func.count(PlanLine.id),
        func.coalesce(func.sum(PlanLine.people), 0),
        func.sum(PlanLine.lesson_hours * PlanLine.people),
        func.sum(_COST),
    ).where(*own)
    count, places, hours, cost = db.session.execute(whole).one()
    people = (
        select(func.count(func.distinct(PlanLinePerson.employee_id)))
        .join(PlanLine, PlanLine.id == PlanLinePerson.line_id)
        .where(*own, PlanLinePerson.left_out.is_(False))
    )
    return Totals(count, int(places), db.session.execute(people).scalar_one(), hours or Decimal(0), cost or Decimal(0))


_PERSON = (
    select(
        PlanLinePerson.id,
        PlanLinePerson.employee_id,
        Employee.name,
        OrgUnit.name.label("unit"),
        PlanLinePerson.required,
        PlanLinePerson.measured,
        PlanLinePerson.below_target,
        PlanLinePerson.left_out,
        Employee.active,
    )
    .join(Employee, Employee.id == PlanLinePerson.employee_id)
    .join(OrgUnit, OrgUnit.id == PlanLinePerson.unit_id)
)


def people(line_id: int, *, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Who is in an activity, by name."""
    statement = (
        _PERSON.where(PlanLinePerson.line_id == line_id)
        .order_by(Employee.sort_name, PlanLinePerson.employee_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(Employee.sort_name, PlanLinePerson.employee_id) > tuple_(*after))
    return list(db.session.execute(statement).all())


def sort_key(employee_id: int) -> tuple[str, int]:
    """Where a page of people ended."""
    return db.session.execute(select(Employee.sort_name).where(Employee.id == employee_id)).scalar_one(), employee_id


def persons(line_id: int, person_ids: Sequence[int]) -> list[PlanLinePerson]:
    """These rows of an activity, without those that are not in it."""
    statement = select(PlanLinePerson).where(
        PlanLinePerson.line_id == line_id, PlanLinePerson.id.in_(sorted(set(person_ids)))
    )
    return list(db.session.execute(statement.order_by(PlanLinePerson.id)).scalars())


def everybody_in(line_id: int) -> list[PlanLinePerson]:
    statement = select(PlanLinePerson).where(PlanLinePerson.line_id == line_id).order_by(PlanLinePerson.id)
    return list(db.session.execute(statement).scalars())


def chosen_ids(line_id: int) -> list[int]:
    """Employees who take part, the largest gap first, then by name; those who left the service are not among them."""
    gap = func.coalesce(PlanLinePerson.required, 0) - func.coalesce(PlanLinePerson.measured, 0)
    statement = (
        select(PlanLinePerson.employee_id)
        .join(Employee, Employee.id == PlanLinePerson.employee_id)
        .where(PlanLinePerson.line_id == line_id, PlanLinePerson.left_out.is_(False), Employee.active)
        .order_by(gap.desc(), Employee.sort_name, Employee.id)
    )
    return list(db.session.execute(statement).scalars())


def count_people(line_id: int) -> int:
    statement = select(func.count(PlanLinePerson.id)).where(
        PlanLinePerson.line_id == line_id, PlanLinePerson.left_out.is_(False)
    )
    return db.session.execute(statement).scalar_one()


def by_unit(line_id: int) -> list[tuple[str, int]]:
    """How many people of which unit, most first."""
    count = func.count(PlanLinePerson.id)
    statement = (
        select(OrgUnit.name, count)
        .join(OrgUnit, OrgUnit.id == PlanLinePerson.unit_id)
        .where(PlanLinePerson.line_id == line_id, PlanLinePerson.left_out.is_(False))
        .group_by(OrgUnit.id, OrgUnit.name)
        .order_by(count.desc(), OrgUnit.name)
        .limit(200)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def candidates(reach: Reach, text: str, line_id: int, day: Any, *, path: str = "") -> list[Any]:
    """People of a name who could be added to an activity: (id, name, position, unit, unit_id, is_in)."""
    there = (
        select(PlanLinePerson.id)
        .where(PlanLinePerson.line_id == line_id, PlanLinePerson.employee_id == Employee.id)
        .exists()
    )
    statement = (
        select(
            Employee.id,
            Employee.name,
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
            OrgUnit.id.label("unit_id"),
            cast(there, Integer).label("is_in"),
        )
        .join(Placement, definitive(Employee.id, day))
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(
            Employee.active,
            may_be_shown(reach),
            within(reach),
            OrgUnit.path.like(f"{path}%"),
            func.lower(Employee.name).contains(text.lower(), autoescape=True),
        )
        .order_by(Employee.sort_name, Employee.id)
        .limit(FOUND_AT_MOST)
    )
    return list(db.session.execute(statement).all())


def programme_choices() -> list[tuple[int, str]]:
    """Programmes in use, by title."""
    statement = select(Programme.id, Programme.title).where(Programme.archived_at.is_(None))
    rows = db.session.execute(statement.order_by(Programme.title, Programme.id).limit(1000))
    return [(row.id, row.title) for row in rows]


def line_choices(yearly_id: int, *, but: int) -> list[Any]:
    """Other activities of the plan, as somewhere to move people."""
    statement = (
        select(PlanLine.id, PlanLine.title, PlanLine.month, PlanLine.people)
        .where(PlanLine.plan_id == yearly_id, _PLANNED, PlanLine.id != but)
        .order_by(PlanLine.title, PlanLine.month, PlanLine.id)
        .limit(1000)
    )
    return list(db.session.execute(statement).all())


def changes(yearly_id: int) -> list[PlanChange]:
    """The latest changes that can be undone, the last one first."""
    statement = (
        select(PlanChange)
        .where(PlanChange.plan_id == yearly_id, PlanChange.undone_at.is_(None))
        .order_by(PlanChange.id.desc())
        .limit(UNDOABLE_SHOWN)
    )
    return list(db.session.execute(statement).scalars())


def competency_names(competency_ids: Sequence[int]) -> dict[int, str]:
    statement = select(Competency.id, Competency.name).where(Competency.id.in_(sorted(set(competency_ids))))
    return {row.id: row.name for row in db.session.execute(statement)}


def sources_used(yearly_id: int) -> list[str]:
    """Fund sources that stand in the plan."""
    statement = select(PlanLine.fund_source).where(PlanLine.plan_id == yearly_id, PlanLine.fund_source != "")
    return list(db.session.execute(statement.distinct().order_by(PlanLine.fund_source).limit(50)).scalars())
