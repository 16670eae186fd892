"""The map of gaps, read from kept sums, for whoever looks: exact where they may see the people, and without small
groups everywhere else (security N6). What may not be shown leaves this module as ``Cell.hidden``, never as a figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from app.access.visitor import Reach
from app.base import scope
from app.base.database import db
from app.competency.models import Competency
from app.competency.models.gaps import (
    EVERY_TIER,
    WHOLE_GOVERNMENT,
    GapState,
    GapSummary,
    UnitSummary,
)
from app.competency.queries.versions import visible
from app.competency.rules.groups import SMALLEST_GROUP, hidden_groups
from app.organisation.models import OrgUnit
from app.organisation.queries.structure import there_on

UNITS_AT_ONCE = 40
COLUMNS_AT_MOST = 40
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Cell:
    """One unit and one competency; with ``hidden`` nothing of it is told."""

    assessed: int = 0
    people: int = 0
    below: int = 0
    expired: int = 0
    required: int = 0
    measured: int = 0
    gap: int = 0
    hidden: bool = False

    @property
    def mean(self) -> Decimal | None:
        """The mean gap with one place, half up; None where nobody was assessed, or where it may not be told."""
        return None if self.hidden else _mean(self.gap, self.assessed)

    @property
    def mean_required(self) -> Decimal | None:
        return None if self.hidden else _mean(self.required, self.assessed)

    @property
    def mean_measured(self) -> Decimal | None:
        return None if self.hidden else _mean(self.measured, self.assessed)


def _mean(total: int, count: int) -> Decimal | None:
    return (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP) if count else None


HIDDEN = Cell(hidden=True)


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
    """Figures of a unit with everything below it; None where they may not be told."""

    people: int
    assessed: int
    meeting: int
    match: Decimal | None


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


def unit_named(unit_id: int) -> Any:
    """A unit as the map shows it: (id, name, path, parent_id, kind)."""
    statement = select(OrgUnit.id, OrgUnit.name, OrgUnit.path, OrgUnit.parent_id, OrgUnit.kind)
    return db.session.execute(statement.where(OrgUnit.id == unit_id)).one()


def sole_root(day: date) -> Any | None:
    """The only unit at the top of the tree, or None where there are several: then they are the top of the map."""
    statement = select(OrgUnit.id, OrgUnit.name, OrgUnit.path, OrgUnit.parent_id, OrgUnit.kind).where(
        OrgUnit.parent_id.is_(None), there_on(OrgUnit, day)
    )
    found = db.session.execute(statement.limit(2)).all()
    return found[0] if len(found) == 1 else None


def top_of(path: str, sole: Any | None) -> int:
    """The unit of a path that stands at the top of the map."""
    numbers = _numbers(path)
    return numbers[1] if sole is not None and numbers[0] == sole.id and len(numbers) > 1 else numbers[0]


def columns(period: str, unit_id: int, tier: str = EVERY_TIER) -> list[tuple[int, str]]:
    """The competencies asked within a unit, in the dictionary's order."""
    statement = (
        select(Competency.id, Competency.name)
        .join(GapSummary, GapSummary.competency_id == Competency.id)
        .where(
            GapSummary.period == period,
            GapSummary.unit_id == unit_id,
            GapSummary.tier == tier,
            GapSummary.people > 0,
            visible(Competency),
        )
        .order_by(Competency.sort_order, Competency.name, Competency.id)
        .limit(COLUMNS_AT_MOST)
    )
    return [(row.id, row.name) for row in db.session.execute(statement, {"here": scope.current()})]


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
    """The units directly below one (perangkat daerah at the top), with the unit itself as ``whole``.

    ``tier`` counts only where the viewer sees everybody: two cuts at once would give small groups away.
    """
    unit = unit or sole_root(day)
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    is_open = reach.is_everything or (unit is not None and reach.covers(unit.path))
    tier = tier if is_open else EVERY_TIER
    shown = columns(period, unit_id, tier)
    units = _units_below(unit, day)
    sizes = _people_of([one.id for one in units] + [unit_id], period, tier)
    open_ids = {one.id for one in units if is_open or reach.covers(one.path)}
    start = next((index for index, one in enumerate(units) if _key(one) > after), len(units)) if after else 0
    page = units[start:] if limit is None else units[start : start + limit]
    # What is hidden depends on every unit below, not only on those of this page.
    asked = page if is_open else units
    cells = _cells([one.id for one in asked] + [unit_id], period, tier)
    closed = _Closed() if is_open else _closed(reach, period, unit, units, cells, open_ids, shown, sizes, day)
    rows = [
        Row(
            one.id,
            one.name,
            sizes.get(one.id, 0) if one.id in open_ids or one.id not in closed.people else None,
            {
                key: HIDDEN if one.id in closed.cells.get(key, ()) else cells.get((one.id, key), Cell())
                for key, _name in shown
            },
            one.has_below,
            one.id in open_ids,
        )
        for one in page
    ]
    total = {key: HIDDEN if key in closed.totals else cells.get((unit_id, key), Cell()) for key, _name in shown}
    people = None if closed.total_people else sizes.get(unit_id, 0)
    whole = Row(unit_id, unit.name if unit else "", people, total, has_below=bool(units), is_open=is_open)
    more = limit is not None and start + limit < len(units)
    return Heatmap(shown, rows, whole, _key(page[-1]) if more and page else "")


@dataclass(frozen=True)
class _Closed:
    """What may not be told: units by competency, competencies of the total, units' people, the total's people."""

    cells: Mapping[int, set[int]] = field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    total_people: bool = False


def _closed(  # noqa: PLR0917 - the map as it was read, for those who may not see all of it
    reach: Reach,
    period: str,
    unit: Any | None,
    units: Sequence[Any],
    cells: Mapping[tuple[int, int], Cell],
    open_ids: set[int],
    shown: Sequence[tuple[int, str]],
    sizes: Mapping[int, int],
    day: date,
) -> _Closed:
    """Small groups and whoever goes with them; what the map above does not tell is not told below either."""
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    outer = _row_above(reach, period, unit, day)
    hidden, whole = _hidden(units, unit_id, cells, open_ids, [key for key, _name in shown])
    for key, _name in shown:
        if outer is not None and outer.cells.get(key, HIDDEN).hidden:
            hidden[key] = {one.id for one in units} - open_ids
            whole.add(key)
    there = {one.id: sizes.get(one.id, 0) for one in units}
    there[unit_id] = sizes.get(unit_id, 0) - sum(there.values())
    people, total_people = hidden_groups(there, open_to_viewer=open_ids)
    if outer is not None and outer.people is None:
        people, total_people = set(there), True
    return _Closed(hidden, frozenset(whole), frozenset(people), total_people)


def _row_above(reach: Reach, period: str, unit: Any | None, day: date) -> Row | None:
    """How the map above tells of a unit; None where nothing is above it."""
    if unit is None or (unit.parent_id is None and sole_root(day) is not None):
        return None
    above = unit_named(unit.parent_id) if unit.parent_id else None
    found = heatmap(reach, period, day=day, unit=above, limit=None)
    return next((one for one in found.rows if one.unit_id == unit.id), None)


def _hidden(
    units: Sequence[Any],
    unit_id: int,
    cells: Mapping[tuple[int, int], Cell],
    open_ids: set[int],
    shown: Sequence[int],
) -> tuple[dict[int, set[int]], set[int]]:
    """For each competency the units that may not be told, and the competencies whose total may not either."""
    hidden: dict[int, set[int]] = {}
    whole: set[int] = set()
    for key in shown:
        sizes = {one.id: cells.get((one.id, key), Cell()).assessed for one in units}
        total = cells.get((unit_id, key), Cell()).assessed
        # People who stand directly in the unit are a group, too: what the total has beyond the units below it.
        sizes[unit_id] = total - sum(sizes.values())
        hidden[key], needs_total = hidden_groups(sizes, open_to_viewer=open_ids)
        if needs_total or 0 < total < SMALLEST_GROUP:
            whole.add(key)
    return hidden, whole


def cell_of(
    reach: Reach, period: str, competency_id: int, *, day: date, unit: Any | None, tier: str = EVERY_TIER
) -> tuple[Cell, bool]:
    """One unit and one competency as the viewer may know it, and whether they may see the people."""
    if unit is None:
        found = heatmap(reach, period, day=day, tier=tier, limit=1)
        return found.whole.cells.get(competency_id, Cell()), reach.is_everything
    if reach.is_everything or reach.covers(unit.path):
        cells = _cells([unit.id], period, tier)
        return cells.get((unit.id, competency_id), Cell()), True
    row = _row_above(reach, period, unit, day)
    if row is None:
        found = heatmap(reach, period, day=day, unit=unit, limit=1)
        return found.whole.cells.get(competency_id, Cell()), False
    return row.cells.get(competency_id, Cell()), False


def by_tier(period: str, unit_id: int, competency_id: int) -> list[tuple[str, Cell]]:
    """The tiers of one cell, for those who may see the people."""
    statement = select(GapSummary.tier, *_CELL).where(
        GapSummary.period == period,
        GapSummary.unit_id == unit_id,
        GapSummary.competency_id == competency_id,
        GapSummary.tier != EVERY_TIER,
        GapSummary.people > 0,
    )
    return [(row[0], Cell(*row[1:])) for row in db.session.execute(statement)]


def trend(unit_id: int, competency_id: int, tier: str = EVERY_TIER) -> list[tuple[str, Cell]]:
    """One cell over the half-years, the earliest first, for those who may see the people."""
    statement = (
        select(GapSummary.period, *_CELL)
        .where(
            GapSummary.unit_id == unit_id, GapSummary.competency_id == competency_id, GapSummary.tier == tier
        )
        .order_by(GapSummary.period.desc())
        .limit(8)
    )  # fmt: skip
    return [(row[0], Cell(*row[1:])) for row in reversed(db.session.execute(statement).all())]


def overview(period: str, unit_id: int, tier: str = EVERY_TIER) -> Overview:
    """The figures above the map."""
    statement = select(
        UnitSummary.people, UnitSummary.assessed, UnitSummary.meeting, UnitSummary.match_total
    ).where(UnitSummary.period == period, UnitSummary.unit_id == unit_id, UnitSummary.tier == tier)  # fmt: skip
    row = db.session.execute(statement).one_or_none()
    if row is None:
        return Overview(0, 0, 0, None)
    match = (row.match_total / row.assessed).quantize(TENTH, ROUND_HALF_UP) if row.assessed else None
    return Overview(row.people, row.assessed, row.meeting, match)


def _numbers(path: str) -> list[int]:
    return [int(one) for one in path.strip("/").split("/") if one]


_CELL = (
    GapSummary.assessed,
    GapSummary.people,
    GapSummary.below,
    GapSummary.expired,
    GapSummary.required,
    GapSummary.measured,
    GapSummary.gap,
)


def _cells(unit_ids: Sequence[int], period: str, tier: str) -> dict[tuple[int, int], Cell]:
    statement = select(GapSummary.unit_id, GapSummary.competency_id, *_CELL).where(
        GapSummary.period == period, GapSummary.tier == tier, GapSummary.unit_id.in_(unit_ids)
    )
    return {(row[0], row[1]): Cell(*row[2:]) for row in db.session.execute(statement)}


def _people_of(unit_ids: Sequence[int], period: str, tier: str) -> dict[int, int]:
    statement = select(UnitSummary.unit_id, UnitSummary.people).where(
        UnitSummary.period == period, UnitSummary.tier == tier, UnitSummary.unit_id.in_(unit_ids)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _units_below(unit: Any | None, day: date) -> list[Any]:
    """Perangkat daerah by name, or the units directly below one; a day's tree without ends."""
    below = aliased(OrgUnit)
    has_below = exists(select(below.id).where(below.parent_id == OrgUnit.id, there_on(below, day)))
    statement = select(
        OrgUnit.id, OrgUnit.name, OrgUnit.path, func.lower(OrgUnit.name).label("sort"), has_below.label("has_below")
    ).where(there_on(OrgUnit, day))
    statement = statement.where(OrgUnit.parent_id.is_(None) if unit is None else OrgUnit.parent_id == unit.id)
    return list(db.session.execute(statement.order_by(func.lower(OrgUnit.name), OrgUnit.id)).all())


def _key(unit: Any) -> str:
    return f"{unit.sort}.{unit.id:012d}"
