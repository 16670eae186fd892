"""The index of units, read from kept sums: exact for HR, and without small groups for everybody else (security N6).

A unit's index holds the discipline of its people, so superiors see their own units as everybody sees them: what they
know of each person holds no discipline, and together the two would give it away.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, bindparam, select

from app.base.database import db
from app.competency.queries.heatmap import sole_root, unit_named
from app.competency.rules.bands import two_places
from app.competency.rules.groups import SMALLEST_GROUP, hidden_groups
from app.organisation.models import EmployeeKind
from app.organisation.queries.structure import right_below
from app.professionalism.models import EVERY_CATEGORY, WHOLE_GOVERNMENT, IndexSum

KINDS = (EmployeeKind.PNS.value, EmployeeKind.PPPK.value)
UNITS_AT_ONCE = 40


@dataclass(frozen=True)
class Cell:
    """People of one kind in a unit with everything below it; with ``hidden`` nothing of it is told."""

    people: int = 0
    known: int = 0
    total: Decimal = Decimal(0)
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)
    official_people: int = 0
    official_total: Decimal = Decimal(0)
    hidden: bool = False
    official_hidden: bool = False

    @property
    def index(self) -> Decimal | None:
        """The mean over those whose whole estimate is known, two places, half up."""
        return _mean(self.total, self.known)

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """What the mean over everybody can be while something is not known; None where it is a figure."""
        if not self.people or self.lowest == self.highest:
            return None
        return two_places(self.lowest / self.people), two_places(self.highest / self.people)

    @property
    def official(self) -> Decimal | None:
        return _mean(self.official_total, self.official_people)


HIDDEN = Cell(hidden=True, official_hidden=True)


def _mean(total: Decimal, count: int) -> Decimal | None:
    return two_places(total / count) if count else None


@dataclass(frozen=True)
class Row:
    unit_id: int
    name: str
    has_below: bool
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class UnitMap:
    rows: Sequence[Row]
    whole: Row
    next_after: str = ""


def unit_map(
    year: int, day: date, *, sees_all: bool, unit: Any | None = None, after: str = "", limit: int | None = UNITS_AT_ONCE
) -> UnitMap:
    """The units directly below one (perangkat daerah at the top), with the unit itself as ``whole``. What is hidden
    depends on every unit below, not only on those of one page."""
    unit = unit or sole_root(day)
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    units = right_below(unit.id if unit else None, day)
    start = next((index for index, one in enumerate(units) if _key(one) > after), len(units)) if after else 0
    page = units[start:] if limit is None else units[start : start + limit]
    asked = page if sees_all else units
    cells = _cells(year, [one.id for one in asked] + [unit_id])
    if not sees_all:
        cells = _without_small(cells, year, day, unit, units)
    rows = [Row(one.id, one.name, one.has_below, _of(one.id, cells)) for one in page]
    whole = Row(unit_id, unit.name if unit else "", bool(units), _of(unit_id, cells))
    more = limit is not None and start + limit < len(units)
    return UnitMap(rows, whole, _key(page[-1]) if more and page else "")


def _of(unit_id: int, cells: Mapping[tuple[int, str], Cell]) -> dict[str, Cell]:
    return {kind: cells.get((unit_id, kind), Cell()) for kind in KINDS}


def _without_small(
    cells: Mapping[tuple[int, str], Cell], year: int, day: date, unit: Any | None, units: Sequence[Any]
) -> dict[tuple[int, str], Cell]:
    """Cells with their small groups hidden, and those that would give them away; what the map above does not tell is
    not told below either. Ranges are told to HR only: they hold people whose index is not known."""
    unit_id = unit.id if unit else WHOLE_GOVERNMENT
    above = _row_above(year, day, unit)
    found = {key: replace(one, lowest=one.highest, people=one.known) for key, one in cells.items()}
    for kind in KINDS:
        for name, flag in (("known", "hidden"), ("official_people", "official_hidden")):
            closed = _closed(cells, unit_id, units, kind, name)
            if above is not None and getattr(above.cells[kind], flag):
                closed = {one.id for one in units} | {unit_id}
            for number in closed:
                one = found.get((number, kind), Cell())
                found[number, kind] = (
                    replace(one, hidden=True) if flag == "hidden" else replace(one, official_hidden=True)
                )
    return {key: _silent(one) for key, one in found.items()}


def _silent(one: Cell) -> Cell:
    """Figures that may not be told do not leave this module."""
    if one.hidden and one.official_hidden:
        return HIDDEN
    if one.hidden:
        return Cell(hidden=True, official_people=one.official_people, official_total=one.official_total)
    return replace(one, official_people=0, official_total=Decimal(0)) if one.official_hidden else one


def _closed(
    cells: Mapping[tuple[int, str], Cell], unit_id: int, units: Sequence[Any], kind: str, name: str
) -> AbstractSet[int]:
    """The units whose figure of a kind may not be told; the unit above them among them where need be."""
    sizes = {one.id: getattr(cells.get((one.id, kind), Cell()), name) for one in units}
    total = getattr(cells.get((unit_id, kind), Cell()), name)
    # People who stand directly in the unit are a group, too: what the total has beyond the units below it.
    rest = {unit_id: total - sum(sizes.values())}
    hidden, needs_total = hidden_groups(sizes | rest)
    closed = set(hidden) - {unit_id}
    if needs_total or 0 < total < SMALLEST_GROUP:
        closed.add(unit_id)
    return closed


def _row_above(year: int, day: date, unit: Any | None) -> Row | None:
    """How the map above tells of a unit; None where nothing is above it."""
    if unit is None or (unit.parent_id is None and sole_root(day) is not None):
        return None
    above = unit_named(unit.parent_id) if unit.parent_id else None
    found = unit_map(year, day, sees_all=False, unit=above, limit=None)
    return next((one for one in found.rows if one.unit_id == unit.id), None)


def distribution(
    year: int, unit_id: int, categories: Sequence[str], *, sees_all: bool
) -> dict[str, dict[str, int | None]]:
    """How many people of each kind stand in each category; None for what may not be told. People whose category is not
    known yet stand under an empty name, for HR only.

    Others are told of the whole government alone: a second cut through a unit would give small groups away.
    """
    statement = select(IndexSum.kind, IndexSum.category, IndexSum.people).where(
        IndexSum.year == year, IndexSum.unit_id == unit_id, IndexSum.kind.in_(KINDS)
    )
    people = {(row.kind, row.category): row.people for row in db.session.execute(statement)}
    found: dict[str, dict[str, int | None]] = {}
    for kind in KINDS:
        counts = {name: people.get((kind, name), 0) for name in categories}
        unknown = people.get((kind, EVERY_CATEGORY), 0) - sum(counts.values())
        found[kind] = {**counts, "": unknown} if sees_all else _open_counts(counts)
    return found


def _open_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    hidden, needs_total = hidden_groups(counts)
    if needs_total:
        return dict.fromkeys(counts)
    return {name: None if name in hidden else count for name, count in counts.items()}


_CELL = (
    IndexSum.people,
    IndexSum.known,
    IndexSum.total,
    IndexSum.lowest,
    IndexSum.highest,
    IndexSum.official_people,
    IndexSum.official_total,
)


_CELLS = select(IndexSum.unit_id, IndexSum.kind, *_CELL).where(
    IndexSum.year == bindparam("year", type_=Integer),
    IndexSum.kind.in_(KINDS),
    IndexSum.category == EVERY_CATEGORY,
    IndexSum.unit_id.in_(bindparam("units", expanding=True, type_=Integer)),
)


def _cells(year: int, unit_ids: Sequence[int]) -> dict[tuple[int, str], Cell]:
    rows = db.session.execute(_CELLS, {"year": year, "units": unit_ids})
    return {(row[0], row[1]): Cell(*row[2:]) for row in rows}


def _key(unit: Any) -> str:
    return f"{unit.sort}.{unit.id:012d}"
