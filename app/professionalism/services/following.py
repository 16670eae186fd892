"""Keeping estimates and their sums: whoever changes something leaves a line, and the worker works people out anew.

A line in ``IndexDue`` is all that happens in the transaction of a change, so nobody waits for a lock of this house. The
worker holds the year's row while it writes, and what is closed it never touches. Sums follow a few people by what they
took up and bring; after many they are counted anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import RowMapping, Table, bindparam, delete, insert, select, update

from app.base import scope
from app.base.clock import now, today
from app.base.database import db
from app.jobs import services as jobs
from app.organisation import queries as organisation
from app.professionalism.models import (
    EVERYBODY,
    Dimension,
    IndexDue,
    IndexResult,
    IndexTable,
    IndexYear,
    YearStatus,
)
from app.professionalism.queries import inputs, official, tables, years
from app.professionalism.rules.estimate import Estimate, estimate
from app.professionalism.services import sums

DUTY = "professionalism.index"
AT_ONCE = 2_000
FEW_AT_MOST = 1_000
_result = cast("Table", IndexResult.__table__)
_KEPT = select(
    *(getattr(IndexResult, name) for name in ("unit_id", "kind", "category", "total", "lowest", "highest", "official"))
).where(IndexResult.year == bindparam("year"), IndexResult.employee_id.in_(bindparam("ids", expanding=True)))
_PUBLISH = (
    update(_result)
    .where(
        _result.c.government_id == bindparam("at_government"),
        _result.c.year == bindparam("at_year"),
        _result.c.employee_id == bindparam("at_employee"),
    )
    .values(official=bindparam("published"))
)


def follow(employee_ids: Iterable[int]) -> None:
    """Have these people worked out anew after the commit."""
    db.session.add_all(IndexDue(employee_id=number) for number in sorted(set(employee_ids)))
    jobs.ask_for(DUTY)


def follow_everybody() -> None:
    """Have everybody worked out anew: a table, a statement or an import concerns them all."""
    follow([EVERYBODY])


def this_day() -> date:
    return today(organisation.government(scope.current()).timezone)


def catch_up() -> None:
    """Work out whoever is due in the government in scope, in every year that is not closed. Commits as it goes; killed
    anywhere, what is still due stands there and is done again."""
    day = this_day()
    _open_this_year(day.year)
    lines, ids = _due()
    is_many = EVERYBODY in ids or len(ids) > FEW_AT_MOST
    for year in years.not_closed():
        if is_many or _is_stale(year, day):
            _everybody(year, day)
        elif ids:
            _a_few(year, ids, day)
    if ids:
        _follow_officials(None if is_many else ids)
    for start in range(0, len(lines), AT_ONCE):
        db.session.execute(delete(IndexDue).where(IndexDue.id.in_(lines[start : start + AT_ONCE])))
    db.session.commit()


def is_due() -> bool:
    """Whether the government in scope has anything to catch up with: somebody, or a new day."""
    day = this_day()
    known = years.not_closed()
    return years.is_behind() or years.numbered(day.year) is None or any(_is_stale(one, day) for one in known)


def _open_this_year(year: int) -> None:
    if years.numbered(year) is None:
        db.session.add(IndexYear(year=year, status=YearStatus.OPEN))
        db.session.flush()


def _due() -> tuple[list[int], list[int]]:
    """The lines that are there now, and who they name. Later ones wait: they may tell of a later change."""
    found = db.session.execute(select(IndexDue.id, IndexDue.employee_id)).all()
    return [row[0] for row in found], sorted({row[1] for row in found})


def _is_stale(year: int, day: date) -> bool:
    """Whether a year was last worked out for another day or without a table, or is waiting to be closed."""
    one = years.existing(year)
    if one.table_id is None and tables.in_force(year) is not None:
        return True
    return one.day != years.day_of(year, day) or one.status == YearStatus.CLOSING


def _everybody(year: int, day: date) -> None:
    """A good many at a time, with a commit each; those who are gone lose their rows. Then the sums are counted anew."""
    after, seen = 0, set[int]()
    while ids := inputs.some_after(after, AT_ONCE):
        one, table = _held(year)
        if table is not None:
            _work_out(one, table, ids, day)
        seen.update(ids)
        after = ids[-1]
        db.session.commit()
    kept = set(db.session.execute(select(IndexResult.employee_id).where(IndexResult.year == year)).scalars())
    _forget(year, sorted(kept - seen))
    one = hold(year)
    if one.status != YearStatus.CLOSED:
        sums.count(year)
        _settle(one, day)
    db.session.commit()


def _a_few(year: int, ids: Sequence[int], day: date) -> None:
    """Rows and sums of these people in one transaction, by what they took up before and bring now."""
    one, table = _held(year)
    if table is not None:
        before = sums.of(db.session.execute(_KEPT, {"year": year, "ids": ids}).mappings().all())
        sums.move(year, before, sums.of(_work_out(one, table, ids, day)))
        _settle(one, day)
    db.session.commit()


def _held(year: int) -> tuple[IndexYear, IndexTable | None]:
    """The year, held, and its table; None where it is closed or has no table yet, so that nothing is worked out."""
    one = hold(year)
    return one, None if one.status == YearStatus.CLOSED else tables.in_force(year)


def _work_out(one: IndexYear, table: IndexTable, ids: Sequence[int], day: date) -> list[dict[str, Any]]:
    """Put these people's rows in the place of what was there; returns them."""
    one.table_id = table.id
    _forget(one.year, ids)
    rows = rows_of(ids, one.year, years.day_of(one.year, day), table)
    if rows:
        db.session.connection().execute(insert(_result), rows)
    return rows


def rows_of(ids: Sequence[int], year: int, day: date, table: IndexTable) -> list[dict[str, Any]]:
    """The results of people as they are kept."""
    points, published = tables.points_of(table), official.totals(ids, year)
    return [
        _row(one, year, estimate(one.facts, points), table.id) | {"official": published.get(one.employee_id)}
        for one in inputs.people(ids, year, day)
    ]


def _row(one: inputs.Person, year: int, found: Estimate, table_id: int) -> dict[str, Any]:
    return {
        "government_id": scope.current(),
        "year": year,
        "employee_id": one.employee_id,
        "unit_id": one.unit_id,
        "position": one.position,
        "tier": one.tier,
        "kind": one.kind,
        "sort_name": one.sort_name,
        **{str(dimension): found.of(dimension) for dimension in Dimension},
        "lowest": found.lowest,
        "highest": found.highest,
        "total": found.total,
        "category": found.category,
        "lines": [line.to_json() for line in found.lines],
        "table_id": table_id,
    }


def _forget(year: int, ids: Sequence[int]) -> None:
    """Rows of people who are worked out anew, or who are gone. Not beyond the government in scope."""
    for start in range(0, len(ids), AT_ONCE):
        here = (_result.c.government_id == scope.current()) & (_result.c.year == year)
        some = ids[start : start + AT_ONCE]
        db.session.connection().execute(delete(_result).where(here & _result.c.employee_id.in_(some)))


def hold(year: int) -> IndexYear:
    statement = select(IndexYear).where(IndexYear.year == year).with_for_update()
    return db.session.execute(statement.execution_options(populate_existing=True)).scalar_one()


def _settle(one: IndexYear, day: date) -> None:
    """Note for which day a year stands now, and close it where it waits for that."""
    one.day, one.computed_at = years.day_of(one.year, day), now()
    if one.status == YearStatus.CLOSING:
        one.status, one.closed_at = YearStatus.CLOSED, now()


def _follow_officials(ids: Sequence[int] | None) -> None:
    """A closed year keeps its estimates; only official values beside them still move, of these people or of all."""
    behind: dict[int, list[RowMapping]] = defaultdict(list)
    for row in official.behind_in_closed_years(ids):
        behind[row["year"]].append(row)
    for year, rows in sorted(behind.items()):
        hold(year)
        after = [{**row, "official": row["published"]} for row in rows]
        sums.move(year, sums.of(rows), sums.of(after))
        here = {"at_year": year, "at_government": scope.current()}
        values = [here | {"at_employee": row["employee_id"], "published": row["published"]} for row in rows]
        db.session.connection().execute(_PUBLISH, values)
        db.session.commit()
