"""The map of gaps, read from kept sums, for whoever looks: exact where they may see the people, and without small
groups everywhere else (security N6). What may not be shown leaves this module as ``Cell.hidden``, never as a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, select

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import EVERY_TIER, WHOLE_GOVERNMENT, GapState, GapSummary, UnitSummary
from app.competency.queries import closing
from app.competency.queries.cells import HIDDEN, NOTHING, TENTH, Cell, Figures, cells_of, figures_of
from app.competency.queries.closing import Closed, Level
from app.competency.queries.versions import visible
from app.competency.rules.bands import two_places
from app.organisation.models import OrgUnit
from app.organisation.queries.structure import right_below, there_on

UNITS_AT_ONCE = 40
COLUMNS_AT_MOST = 40


@dataclass(frozen=True)
class Row:
    """A unit with its cells by competency. ``people`` is None where it may not be told."""

    unit_id: int
    name: str
    people: int | None
    cells: Mapping[int, Cell]
    has_below: bool
    is_open: bool


@dataclass(frozen=True)
class Heatmap:
    columns: list[tuple[int, str]]
    rows: list[Row]
    whole: Row
    next_after: str = ""


@dataclass(frozen=True)
class Overview:
    """Figures of a unit with everything below it; None where they may not be told. Match and gap index are means over
    whoever was assessed."""

    people: int
    assessed: int
    meeting: int
    match: Decimal | None
    index: Decimal | None = None


_STATE = select(GapState.day, GapState.period, GapState.computed_at, GapState.asked, GapState.done)


def state() -> Any:
    """When the gaps were last worked out, or None before the first time."""
    return db.session.execute(_STATE).one_or_none()


def periods() -> list[str]:
    """Half-years with sums, the latest first."""
    statement = (
        select(UnitSummary.period).where(UnitSummary.unit_id == WHOLE_GOVERNMENT, UnitSummary.tier == EVERY_TIER)
    )  # fmt: skip
    return list(db.session.execute(statement.order_by(UnitSummary.period.desc()).limit(20)).scalars())


def tiers_of(period: str) -> list[str]:
    """Tiers anybody holds in a half-year."""
    statement = select(UnitSummary.tier).where(
        UnitSummary.period == period, UnitSummary.unit_id == WHOLE_GOVERNMENT, UnitSummary.tier != EVERY_TIER,
        UnitSummary.people > 0,
    )  # fmt: skip
    return list(db.session.execute(statement).scalars())


_UNIT = select(OrgUnit.id, OrgUnit.name, OrgUnit.path, OrgUnit.parent_id, OrgUnit.kind)
_NAMED = _UNIT.where(OrgUnit.id == bindparam("unit", type_=Integer))
_ROOTS = _UNIT.where(OrgUnit.parent_id.is_(None), there_on(OrgUnit, bindparam("day", type_=Date))).limit(2)


def unit_named(unit_id: int) -> Any:
    """A unit as the map shows it: (id, name, path, parent_id, kind)."""
    return db.session.execute(_NAMED, {"unit": unit_id}).one()


def sole_root(day: date) -> Any | None:
    """The only unit at the top of the tree, or None where there are several: then they are the top of the map."""
    found = db.session.execute(_ROOTS, {"day": day}).all()
    return found[0] if len(found) == 1 else None


def top_of(path: str, sole: Any | None) -> int:
    """The unit of a path that stands at the top of the map."""
    numbers = _numbers(path)
    return numbers[1] if sole is not None and numbers[0] == sole.id and len(numbers) > 1 else numbers[0]


_COLUMNS = (
    select(Competency.id, Competency.name)
    .join(GapSummary, GapSummary.competency_id == Competency.id)
    .where(
        GapSummary.period == bindparam("period", type_=String),
        GapSummary.unit_id == bindparam("unit", type_=Integer),
        GapSummary.tier == bindparam("tier", type_=String),
        GapSummary.people > 0,
        visible(Competency),
    )
    .order_by(Competency.sort_order, Competency.name, Competency.id)
    .limit(COLUMNS_AT_MOST)
)


def columns(period: str, unit_id: int, tier: str = EVERY_TIER) -> list[tuple[int, str]]:
    """The competencies asked within a unit, in the dictionary's order."""
    asked = {"here": scope.current(), "period": period, "unit": unit_id, "tier": tier}
    return [(row.id, row.name) for row in db.session.execute(_COLUMNS, asked)]


def is_open(reach: Reach, unit: Any | None, day: date) -> bool:
    """Whether the viewer may see everybody who stands behind a map; without a unit, the whole government's."""
    if reach.is_everything:
        return True
    unit = unit or sole_root(day)
    return unit is not None and reach.covers(unit.path)


def _cut(period: str, tier: str, *, may_cut: bool) -> tuple[str, str]:
    """Half-years and tiers are asked for where the people may be seen; everybody else gets the present of all tiers,
    for the differences of two cuts give small groups away."""
    return (period, tier) if may_cut else (present(), EVERY_TIER)


def present() -> str:
    """The half-year that follows every change."""
    return db.session.execute(select(GapState.period)).scalar_one_or_none() or ""


def heatmap(
    reach: Reach,
    period: str,
    *,
    day: date,
    unit: Any | None = None,
    tier: str = EVERY_TIER,
    after: str = "",
    limit: int | None = UNITS_AT_ONCE,
) -> Heatmap:
    """The units directly below one (perangkat daerah at the top), with the unit itself as ``whole``. A unit without any
    below it is its own only row: it tells what the whole tells, and hides what the whole hides.

    ``period`` and ``tier`` count only where the viewer sees everybody.
    """
    unit = unit or sole_root(day)
    everybody = is_open(reach, unit, day)
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    period, tier = _cut(period, tier, may_cut=everybody)
    shown = columns(period, unit_id, tier)
    units = right_below(unit.id if unit else None, day)
    open_ids = {one.id for one in units if everybody or reach.covers(one.path)}
    start = next((index for index, one in enumerate(units) if _key(one) > after), len(units)) if after else 0
    page = units[start:] if limit is None else units[start : start + limit]
    # What is hidden depends on every unit below, not only on those of this page.
    figures = figures_of([one.id for one in (page if everybody else units)] + [unit_id], period, tier)
    closed = Closed()
    if not everybody:
        level = _level(reach, unit, units, figures)
        closed = closing.closed(level, [key for key, _name in shown], _row_above(reach, unit, day))
    rows = [
        Row(
            one.id,
            one.name,
            figures.people.get(one.id, 0) if one.id in open_ids or one.id not in closed.people else None,
            {
                key: HIDDEN if one.id in closed.cells.get(key, ()) else figures.cells.get((one.id, key), NOTHING)
                for key, _name in shown
            },
            one.has_below,
            one.id in open_ids,
        )
        for one in page
    ]
    total = {
        key: HIDDEN if key in closed.totals else figures.cells.get((unit_id, key), NOTHING) for key, _name in shown
    }
    people = None if closed.total_people else figures.people.get(unit_id, 0)
    whole = Row(unit_id, unit.name if unit else "", people, total, has_below=bool(units), is_open=everybody)
    more = limit is not None and start + limit < len(units)
    if unit is not None and not units:
        rows = [whole]
    return Heatmap(shown, rows, whole, _key(page[-1]) if more and page else "")


def _level(reach: Reach, unit: Any | None, units: Sequence[Any], figures: Figures) -> Level:
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    below = closing.open_below(reach, unit_id, unit.path if unit else "", units)
    known = figures_of(sorted({one for found in below.values() for one in found}), present(), EVERY_TIER)
    return Level(unit_id, units, figures, below, known)


def _row_above(reach: Reach, unit: Any | None, day: date) -> Row | None:
    """How the map above tells of a unit; None where nothing is above it. What it does not list, it does not tell."""
    if unit is None or (unit.parent_id is None and sole_root(day) is not None):
        return None
    above = unit_named(unit.parent_id) if unit.parent_id else None
    found = heatmap(reach, present(), day=day, unit=above, limit=None)
    untold = Row(unit.id, unit.name, None, {}, has_below=False, is_open=False)
    return next((one for one in found.rows if one.unit_id == unit.id), untold)


def cell_of(
    reach: Reach, period: str, competency_id: int, *, day: date, unit: Any | None, tier: str = EVERY_TIER
) -> tuple[Cell, bool]:
    """One unit and one competency as the viewer may know it, and whether they may see the people."""
    if unit is None:
        found = heatmap(reach, period, day=day, tier=tier, limit=1)
        return found.whole.cells.get(competency_id, NOTHING), found.whole.is_open
    if is_open(reach, unit, day):
        cells = cells_of([unit.id], period, tier)
        return cells.get((unit.id, competency_id), NOTHING), True
    row = _row_above(reach, unit, day)
    if row is None:
        found = heatmap(reach, period, day=day, unit=unit, limit=1)
        return found.whole.cells.get(competency_id, NOTHING), False
    return row.cells.get(competency_id, NOTHING), False


_OVERVIEW = select(
    UnitSummary.people, UnitSummary.assessed, UnitSummary.meeting, UnitSummary.match_total, UnitSummary.index_total
).where(
    UnitSummary.period == bindparam("period", type_=String),
    UnitSummary.unit_id == bindparam("unit", type_=Integer),
    UnitSummary.tier == bindparam("tier", type_=String),
)


def overview(period: str, unit_id: int, tier: str = EVERY_TIER) -> Overview:
    """The figures above the map."""
    row = db.session.execute(_OVERVIEW, {"period": period, "unit": unit_id, "tier": tier}).one_or_none()
    if row is None:
        return Overview(0, 0, 0, None)
    if not row.assessed:
        return Overview(row.people, row.assessed, row.meeting, None)
    match = (row.match_total / row.assessed).quantize(TENTH, ROUND_HALF_UP)
    return Overview(row.people, row.assessed, row.meeting, match, two_places(row.index_total / row.assessed))


def _numbers(path: str) -> list[int]:
    return [int(one) for one in path.strip("/").split("/") if one]


def _key(unit: Any) -> str:
    return f"{unit.sort}.{unit.id:012d}"
