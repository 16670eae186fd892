"""What waits for whom: on the home page, and for the worker who reminds."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, exists, func, select, union_all

from app.base import scope
from app.base.database import db
from app.individual_plans.models import (
    WAITING,
    IndividualPlan,
    IndividualPlanRound,
    IndividualPlanSetting,
    PlanStatus,
    Round,
)
from app.individual_plans.queries.settings import Year, shipped
from app.organisation.models import Employee, Government
from app.organisation.queries import subordinate_ids

COUNTED_AT_MOST = 100
# What the home page needs to know of a year.
DAYS = ("plan_by", "report_by", "lock_on")
IN_HAND = {
    Round.MIDYEAR: frozenset({PlanStatus.AGREED}),
    Round.REPORT: frozenset(
        {
            PlanStatus.AGREED,
            PlanStatus.REVISING,
            PlanStatus.REVISION_SUBMITTED,
            PlanStatus.REVISION_RETURNED,
            PlanStatus.REPORT_RETURNED,
        }
    ),
}


def _own() -> Any:
    """One row for each of two years: the plan, empty where there is none, and the government's own days of that year,
    NULL where it has none."""
    years = union_all(
        select(bindparam("last_year", type_=Integer).label("year")),
        select(bindparam("this_year", type_=Integer).label("year")),
    ).subquery("years")
    plan = IndividualPlan
    statement = select(
        years.c.year.label("plan_year"),
        plan.id.label("plan_id"),
        plan.status.label("plan_status"),
        *(_own_value(key, years.c.year).label(key) for key in DAYS),
    )
    theirs = and_(plan.year == years.c.year, plan.employee_id == bindparam("employee_id"))
    return statement.select_from(years).outerjoin(plan, theirs)


def _own_value(key: str, year: Any) -> Any:
    setting = IndividualPlanSetting
    return (
        select(setting.value)
        .where(setting.key == key, setting.from_year <= year)
        .order_by(setting.from_year.desc())
        .limit(1)
        .scalar_subquery()
    )


# One's plans (``employee_id``) of ``last_year`` and ``this_year``.
OWN = _own()


def own_in(rows: Iterable[Any]) -> list[tuple[Any, Year]]:
    """What ``OWN`` found, with the days of each year, the earlier year first."""
    values = {key: one.value for key, one in shipped().items()}
    return [
        (row, Year(row.plan_year, values | {key: getattr(row, key) for key in DAYS if getattr(row, key)}))
        for row in sorted(rows, key=lambda row: row.plan_year)
    ]


def counting_for_superior(superior_id: int, day: date) -> Select[int, int]:
    """A statement for (how many plans wait for somebody, how many of them too long), up to ``COUNTED_AT_MOST``."""
    return _counting(IndividualPlan.employee_id.in_(subordinate_ids(superior_id, day)), day)


def counting_for_office(day: date) -> Select[int, int]:
    """The same for plans of people with nobody above them."""
    return _counting(IndividualPlan.nobody_above, day)


def _counting(whose: Any, day: date) -> Select[int, int]:
    waiting = (
        select(IndividualPlan.id, IndividualPlan.due_on)
        .where(IndividualPlan.status.in_(WAITING), whose)
        .limit(COUNTED_AT_MOST)
        .subquery()
    )
    late = func.count(waiting.c.id).filter(waiting.c.due_on < day)
    return select(func.count(waiting.c.id).label("waiting"), late.label("late"))


def unanswered(day: date) -> list[tuple[int, int]]:
    """(government, plan) of everything that waits too long and nobody was reminded of yet; across governments."""
    with scope.everything():
        statement = (
            select(IndividualPlan.government_id, IndividualPlan.id)
            .where(IndividualPlan.status.in_(WAITING), IndividualPlan.due_on < day, IndividualPlan.reminders == 0)
            .order_by(IndividualPlan.government_id, IndividualPlan.id)
            .limit(500)
        )
        return [(row.government_id, row.id) for row in db.session.execute(statement)]


def governments() -> list[Any]:
    """(id, timezone) of every government."""
    with scope.everything():
        statement = select(Government.id, Government.timezone).order_by(Government.id)
        return list(db.session.execute(statement).all())


def own_settings() -> list[Any]:
    """Every government's own (government_id, key, value, from_year), the earliest first."""
    with scope.everything():
        setting = IndividualPlanSetting
        statement = select(setting.government_id, setting.key, setting.value, setting.from_year).order_by(
            setting.from_year, setting.id
        )
        return list(db.session.execute(statement).all())


def finished_rounds(earliest: int) -> set[tuple[int, int, str]]:
    """(government, year, kind) of reminders that have gone to everybody."""
    with scope.everything():
        one = IndividualPlanRound
        statement = select(one.government_id, one.year, one.kind).where(
            one.year >= earliest, one.finished_at.is_not(None)
        )
        return {(row.government_id, row.year, row.kind) for row in db.session.execute(statement)}


def round_of(year: int, kind: Round) -> IndividualPlanRound | None:
    statement = select(IndividualPlanRound).where(IndividualPlanRound.year == year, IndividualPlanRound.kind == kind)
    return db.session.execute(statement).scalar_one_or_none()


def to_tell(year: int, kind: Round, *, after: int, limit: int) -> list[Any]:
    """The next people a round is for: (id, name, email, plan_id), by number."""
    plan = IndividualPlan
    statement = select(Employee.id, Employee.name, func.coalesce(Employee.email, "").label("email"))
    if kind == Round.NO_PLAN:
        handed_in = exists().where(plan.employee_id == Employee.id, plan.year == year, plan.status != PlanStatus.DRAFT)
        statement = statement.where(~handed_in)
    else:
        states = IN_HAND[kind]
        statement = statement.join(
            plan, and_(plan.employee_id == Employee.id, plan.year == year, plan.status.in_(states))
        )
    statement = statement.where(Employee.active, Employee.id > after).order_by(Employee.id).limit(limit)
    return list(db.session.execute(statement).all())
