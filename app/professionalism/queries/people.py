"""People with their estimates and official values, for whoever may see the people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from app.access.visitor import Reach
from app.base.database import db
from app.competency.models.gaps import PerformanceRating
from app.competency.rules.talent import predicate_score
from app.organisation.models import Employee, EmployeeKind, OrgUnit
from app.organisation.queries.directory import may_be_shown, within
from app.professionalism.models import IndexResult, IndexYear, OfficialIndex, YearStatus
from app.professionalism.queries import inputs, official, tables, years
from app.professionalism.rules.estimate import Estimate, estimate, line_from
from app.professionalism.rules.official import TOLERANCE

AT_ONCE, FILE_AT_ONCE = 50, 2_000
FLAGS = ("jumlah", "beda", "predikat", "tanpa", "belum")


@dataclass(frozen=True)
class Filters:
    """What narrows the list. ``category`` and ``flag`` tell of discipline, so only HR may ask by them."""

    path: str = ""
    kind: str = ""
    category: str = ""
    flag: str = ""


@dataclass(frozen=True)
class PeoplePage:
    rows: Sequence[Any]
    next_after: str = ""


@dataclass(frozen=True)
class PersonYear:
    """Somebody's estimate of a year with the version it was made by, and what was published beside it."""

    year: int
    status: str
    table_name: str
    day: date | None
    found: Estimate | None
    kind: str
    official: OfficialIndex | None
    years: Sequence[int] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        return self.status == YearStatus.CLOSED


def page(reach: Reach, year: int, filters: Filters, *, after: str = "") -> PeoplePage:
    """Some people in the order of their names."""
    rows = _rows(reach, year, filters, after, AT_ONCE + 1)
    more = len(rows) > AT_ONCE
    return PeoplePage(rows[:AT_ONCE], _key(rows[AT_ONCE - 1]) if more else "")


def everybody(reach: Reach, year: int, filters: Filters) -> Iterator[Any]:
    """The same people without pages, so many read at a time."""
    after = ""
    while True:
        rows = _rows(reach, year, filters, after, FILE_AT_ONCE)
        yield from rows
        if len(rows) < FILE_AT_ONCE:
            return
        after = _key(rows[-1])


def _key(row: Any) -> str:
    return f"{row.sort_name}~{row.employee_id}"


def _rows(reach: Reach, year: int, filters: Filters, after: str, limit: int) -> list[Any]:
    one, given = IndexResult, OfficialIndex
    statement = (
        select(
            one.employee_id,
            one.sort_name,
            Employee.name,
            Employee.nip,
            one.position,
            OrgUnit.name.label("unit"),
            one.kind,
            one.qualification,
            one.training,
            one.performance,
            one.discipline,
            one.lowest,
            one.highest,
            one.total,
            one.category,
            one.table_id,
            one.lines,
            given.total.label("official"),
            given.difference,
        )
        .join(Employee, Employee.id == one.employee_id)
        .outerjoin(OrgUnit, OrgUnit.id == one.unit_id)
        .outerjoin(given, and_(given.employee_id == one.employee_id, given.year == one.year))
        .where(one.year == year, within(reach), may_be_shown(reach), *_narrowed(filters, year))
        .order_by(one.sort_name, one.employee_id)
        .limit(limit)
    )
    name, _tilde, number = after.rpartition("~")
    if number.isascii() and number.isdigit() and len(number) < 10:
        statement = statement.where(tuple_(one.sort_name, one.employee_id) > tuple_(name, int(number)))
    return list(db.session.execute(statement).all())


def _narrowed(filters: Filters, year: int) -> list[ColumnElement[bool]]:
    one = IndexResult
    found: list[ColumnElement[bool]] = []
    if filters.path:
        found.append(OrgUnit.path.like(f"{filters.path}%"))
    if filters.kind:
        is_pppk = one.kind == EmployeeKind.PPPK
        found.append(is_pppk if filters.kind == EmployeeKind.PPPK else ~is_pppk)
    if filters.category:
        found.append(one.category == filters.category)
    return [*found, *_flagged(filters.flag, year)]


def _flagged(flag: str, year: int) -> list[ColumnElement[bool]]:
    """Which rows a flag stands on: parts that miss their total, an estimate that misses the published value, a value
    nobody published, a predicate the table of points does not know, or something that is not known."""
    given, tolerance = OfficialIndex, TOLERANCE
    apart = given.total - IndexResult.total
    if flag == "jumlah":
        return [or_(given.difference > tolerance, given.difference < -tolerance)]
    if flag == "beda":
        return [or_(apart > tolerance, apart < -tolerance)]
    if flag == "tanpa":
        return [given.id.is_(None)]
    if flag == "predikat":
        rated = select(PerformanceRating.employee_id).where(
            PerformanceRating.year == year - 1,
            PerformanceRating.value.is_(None),
            PerformanceRating.predicate.in_(unknown_predicates(year)),
        )
        return [IndexResult.performance.is_(None), IndexResult.employee_id.in_(rated)]
    return [IndexResult.total.is_(None)] if flag == "belum" else []


def unknown_predicates(year: int) -> list[str]:
    """Predicates that count for a year, without a figure beside them, and that its table of points does not know."""
    known = years.numbered(year)
    table = tables.version(known.table_id) if known and known.table_id else tables.in_force(year)
    if table is None:
        return []
    scores = tables.points_of(table).predicates
    statement = (
        select(PerformanceRating.predicate)
        .where(PerformanceRating.year == year - 1, PerformanceRating.value.is_(None))
        .distinct()
    )
    words = db.session.execute(statement.order_by(PerformanceRating.predicate)).scalars()
    return [one for one in words if predicate_score(one, scores) is None]


def flags(year: int) -> dict[str, int]:
    """How many people of a year each flag stands on, for HR."""
    found = {}
    for flag in FLAGS:
        statement = (
            select(func.count(IndexResult.employee_id))
            .outerjoin(
                OfficialIndex,
                and_(OfficialIndex.employee_id == IndexResult.employee_id, OfficialIndex.year == IndexResult.year),
            )
            .where(IndexResult.year == year, *_flagged(flag, year))
        )
        found[flag] = db.session.execute(statement).scalar_one()
    return found


def of_person(employee_id: int, year: int, today: date) -> PersonYear:
    """Somebody's year: as it was kept once the year is closed, else worked out from what is known now."""
    known = years.numbered(year)
    given = official.of_person(employee_id, year)
    offered = _years_of(employee_id, today)
    if known is not None and known.status == YearStatus.CLOSED:
        return _kept(employee_id, known, given, offered)
    table, day = tables.in_force(year), years.day_of(year, today)
    people = inputs.people([employee_id], year, day) if known is not None or year == today.year else []
    found = estimate(people[0].facts, tables.points_of(table)) if people and table else None
    kind = people[0].kind if people else ""
    name = table.name if table else ""
    return PersonYear(year, str(YearStatus.OPEN), name, day, found, kind, given, offered)


def _kept(employee_id: int, known: IndexYear, given: OfficialIndex | None, offered: Sequence[int]) -> PersonYear:
    statement = select(IndexResult).where(IndexResult.employee_id == employee_id, IndexResult.year == known.year)
    one = db.session.execute(statement).scalar_one_or_none()
    if one is None:
        return PersonYear(known.year, known.status, "", known.day, None, "", given, offered)
    found = Estimate([line_from(line) for line in one.lines], one.category)
    name = tables.version(one.table_id).name
    return PersonYear(known.year, known.status, name, known.day, found, one.kind, given, offered)


def _years_of(employee_id: int, today: date) -> list[int]:
    """The years there is something to tell of, the latest first."""
    known = {one.year for one in years.all_years()} | set(official.years_of(employee_id)) | {today.year}
    return sorted(known, reverse=True)


def without_discipline(row: Any) -> Decimal | None:
    """What a superior sees of somebody's points: those that tell nothing of sanctions."""
    parts = (row.qualification, row.training, row.performance)
    return None if any(one is None for one in parts) else sum(parts, Decimal(0))
