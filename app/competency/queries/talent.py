"""The nine boxes and comparisons of people, for those who may see the people."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, tuple_

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models.gaps import CompetencyGap, GapProfile, PerformanceRating
from app.competency.queries.versions import predicate_tables
from app.competency.rules.talent import last_day_of, scored_on
from app.organisation.models import Employee, OrgUnit, Position
from app.organisation.queries.directory import may_be_shown, within

PEOPLE_AT_ONCE, POINTS_AT_MOST = 50, 2_000
COUNTED_AT_MOST = 1_000


def counts(reach: Reach, path: str = "") -> dict[int, int]:
    """How many of the people one may see stand in each box."""
    statement = (
        select(GapProfile.box, func.count(GapProfile.employee_id))
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(GapProfile.box.is_not(None), within(reach), _below(path))
        .group_by(GapProfile.box)
    )
    return {int(row[0] or 0): row[1] for row in db.session.execute(statement)}


def without_place(reach: Reach, path: str = "") -> int:
    """How many lack one of the axes, so that they stand in no box."""
    statement = (
        select(func.count(GapProfile.employee_id))
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(GapProfile.box.is_(None), within(reach), _below(path))
    )
    return db.session.execute(statement).scalar_one()


def points(reach: Reach, path: str = "") -> list[tuple[Decimal, Decimal, int]]:
    """Where they stand on both axes, in whole numbers half up, with how many share a point."""
    statement = (
        select(GapProfile.axis_x, GapProfile.axis_y, func.count(GapProfile.employee_id))
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
        .where(GapProfile.box.is_not(None), within(reach), _below(path))
        .group_by(GapProfile.axis_x, GapProfile.axis_y)
        .limit(POINTS_AT_MOST)
    )
    found: Counter[tuple[Decimal, Decimal]] = Counter()
    for x, y, count in db.session.execute(statement):
        found[_whole(x), _whole(y)] += count
    return [(x, y, count) for (x, y), count in sorted(found.items())]


def _whole(value: Decimal | None) -> Decimal:
    return (value or Decimal(0)).quantize(Decimal(1), ROUND_HALF_UP)


def people_in(reach: Reach, box: int, *, path: str = "", after: int | None = None) -> tuple[list[Any], int | None]:
    """The people of a box by name, and whom the next page goes on from."""
    statement = (
        _profiles()
        .where(GapProfile.box == box, within(reach), may_be_shown(reach), _below(path))
        .order_by(GapProfile.sort_name, GapProfile.employee_id)
        .limit(PEOPLE_AT_ONCE + 1)
    )
    if after is not None:
        name = select(GapProfile.sort_name).where(GapProfile.employee_id == after)
        last = db.session.execute(name).scalar_one()
        statement = statement.where(tuple_(GapProfile.sort_name, GapProfile.employee_id) > tuple_(last, after))
    rows = list(db.session.execute(statement).all())
    more = len(rows) > PEOPLE_AT_ONCE
    return rows[:PEOPLE_AT_ONCE], rows[PEOPLE_AT_ONCE - 1].employee_id if more else None


def _profiles() -> Any:
    return (
        select(
            GapProfile.employee_id,
            Employee.name,
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
            GapProfile.job_person_match,
            GapProfile.axis_x,
            GapProfile.axis_y,
            GapProfile.predicate,
            GapProfile.box,
            GapProfile.expired,
        )
        .join(Employee, Employee.id == GapProfile.employee_id)
        .join(Position, Position.id == GapProfile.position_id)
        .join(OrgUnit, OrgUnit.id == GapProfile.unit_id)
    )


def _below(path: str) -> Any:
    return OrgUnit.path.like(f"{path}%")


def people_named(employee_ids: Sequence[int], reach: Reach) -> list[Any]:
    """Exactly these people where one may see them all, else nobody (security A4)."""
    wanted = sorted(set(employee_ids))
    allowed = GapProfile.employee_id.in_(wanted), within(reach), may_be_shown(reach)
    statement = _profiles().where(*allowed).order_by(GapProfile.sort_name)
    found = list(db.session.execute(statement).all())
    return found if len(found) == len(wanted) else []


def measured_levels(employee_ids: Sequence[int]) -> dict[int, dict[int, Any]]:
    """What counts of each of them in each competency: (measured, assessed_on, source, expired)."""
    gap = CompetencyGap
    statement = select(
        gap.employee_id, gap.competency_id, gap.measured, gap.assessed_on, gap.source, gap.expired
    ).where(gap.employee_id.in_(employee_ids))
    found: dict[int, dict[int, Any]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.employee_id, {})[row.competency_id] = row
    return found


def ratings(year: int, *, after: int | None = None, to_review: bool = False, limit: int = 50) -> list[Any]:
    """Predicates of a year by name; ``to_review``: of every year, but only those the table does not know. The page
    begins after the rating ``after``."""
    statement = (
        select(
            PerformanceRating.id,
            PerformanceRating.employee_id,
            PerformanceRating.year,
            Employee.name,
            PerformanceRating.predicate,
            PerformanceRating.score,
            PerformanceRating.rule_id,
            PerformanceRating.potential,
            PerformanceRating.qualification,
            PerformanceRating.integrity,
            PerformanceRating.source,
        )
        .join(Employee, Employee.id == PerformanceRating.employee_id)
        .where(PerformanceRating.score.is_(None) if to_review else PerformanceRating.year == year)
        .order_by(Employee.sort_name, Employee.id, PerformanceRating.year)
        .limit(limit)
    )
    if after is not None:
        last = select(Employee.sort_name, Employee.id, PerformanceRating.year).join(PerformanceRating)
        name, number, last_year = db.session.execute(last.where(PerformanceRating.id == after)).one()
        later = and_(Employee.id == number, PerformanceRating.year > last_year)
        later = and_(Employee.sort_name == name, or_(Employee.id > number, later))
        statement = statement.where(or_(Employee.sort_name > name, later))
    return list(db.session.execute(statement).all())


def later_tables(rows: Sequence[Any]) -> dict[int, date]:
    """Since when the tables hold that scored ratings of years before them, by number."""
    years: dict[int, int] = {}
    for row in rows:
        if row.rule_id is not None:
            years[row.rule_id] = min(row.year, years.get(row.rule_id, row.year))
    if not years:
        return {}
    begun = {one.number: one.valid_from for one in predicate_tables()}
    return {number: begun[number] for number, year in years.items() if begun[number] > last_day_of(year)}


def rating_of(employee_id: int, year: int) -> PerformanceRating | None:
    statement = select(PerformanceRating).where(
        PerformanceRating.employee_id == employee_id, PerformanceRating.year == year
    )
    return db.session.execute(statement).scalar_one_or_none()


def latest_rating(employee_id: int) -> PerformanceRating | None:
    statement = select(PerformanceRating).where(PerformanceRating.employee_id == employee_id)
    return db.session.execute(statement.order_by(PerformanceRating.year.desc()).limit(1)).scalar_one_or_none()


def review_count() -> int:
    return db.session.execute(counting_to_review()).one()[0]


def counting_to_review() -> Select[int, int]:
    """The statement for it, as (waiting, late); none of them has a deadline."""
    waiting = select(PerformanceRating.id).where(PerformanceRating.score.is_(None)).limit(COUNTED_AT_MOST).subquery()
    return select(func.count(waiting.c.id).label("waiting"), literal(0).label("late"))


def known_today(day: date) -> int:
    """How many of them the table of a day would score, though the tables of their years do not."""
    tables = predicate_tables()
    statement = select(PerformanceRating.predicate, func.count(PerformanceRating.id))
    waiting = statement.where(PerformanceRating.score.is_(None)).group_by(PerformanceRating.predicate)
    return sum(row[1] for row in db.session.execute(waiting) if scored_on(row[0], tables, day).score is not None)


def words_to_review() -> list[tuple[int, str]]:
    """(year, predicate) of those, each once."""
    statement = select(PerformanceRating.year, PerformanceRating.predicate).distinct()
    return [(row[0], row[1]) for row in db.session.execute(statement.where(PerformanceRating.score.is_(None)))]
