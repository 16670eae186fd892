"""Keeping estimates and their sums: whoever changes something leaves a line, and the worker works people out anew.

A line in ``IndexDue`` is all that happens in the transaction of a change, so nobody waits for a lock of this house. The
worker holds the year's row while it writes, and what is closed it never touches.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Table, delete, insert, select

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
from app.professionalism.queries import inputs, tables, years
from app.professionalism.rules.estimate import Estimate, estimate
from app.professionalism.services import sums

DUTY = "professionalism.index"
AT_ONCE = 2_000
FEW_AT_MOST = 1_000
_result = cast("Table", IndexResult.__table__)


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
    stale = [one for one in years.not_closed() if _is_stale(one, day)]
    for year in years.not_closed():
        if year in stale or EVERYBODY in ids or len(ids) > FEW_AT_MOST:
            _everybody(year, day)
        elif ids:
            _work_out(year, ids, day)
        else:
            continue
        _settle(year, day)
    if ids:
        sums.count_officials_everywhere()
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
    """A good many at a time, with a commit each; those who are gone lose their rows."""
    after, seen = 0, set[int]()
    while ids := inputs.some_after(after, AT_ONCE):
        _work_out(year, ids, day)
        seen.update(ids)
        after = ids[-1]
        db.session.commit()
    kept = set(db.session.execute(select(IndexResult.employee_id).where(IndexResult.year == year)).scalars())
    _forget(year, sorted(kept - seen))


def _work_out(year: int, ids: Sequence[int], day: date) -> None:
    one, table = hold(year), tables.in_force(year)
    if one.status == YearStatus.CLOSED or table is None:
        return
    one.table_id = table.id
    _forget(year, ids)
    rows = rows_of(ids, year, years.day_of(year, day), table)
    if rows:
        db.session.connection().execute(insert(_result), rows)


def rows_of(ids: Sequence[int], year: int, day: date, table: IndexTable) -> list[dict[str, Any]]:
    """The results of people as they are kept."""
    points = tables.points_of(table)
    return [_row(one, year, estimate(one.facts, points), table.id) for one in inputs.people(ids, year, day)]


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


def _settle(year: int, day: date) -> None:
    """Count the sums of what was written, and close a year that waits for it. One transaction; commits."""
    one = hold(year)
    if one.status == YearStatus.CLOSED:
        db.session.commit()
        return
    sums.count(year)
    one.day, one.computed_at = years.day_of(year, day), now()
    if one.status == YearStatus.CLOSING:
        one.status, one.closed_at = YearStatus.CLOSED, now()
    db.session.commit()
