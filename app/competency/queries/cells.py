"""The cells of the map as they are kept, for whoever may see the people behind them, and for ``heatmap``, which looks
first what may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from sqlalchemy import Integer, String, bindparam, select

from app.base.database import db
from app.competency.models.gaps import EVERY_TIER, GapSummary, UnitSummary

TENTH = Decimal("0.1")


class Cell(NamedTuple):
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
        return None if self.hidden else mean_of(self.gap, self.assessed)

    @property
    def mean_required(self) -> Decimal | None:
        return None if self.hidden else mean_of(self.required, self.assessed)

    @property
    def mean_measured(self) -> Decimal | None:
        return None if self.hidden else mean_of(self.measured, self.assessed)


def mean_of(total: int, count: int) -> Decimal | None:
    return (Decimal(total) / count).quantize(TENTH, ROUND_HALF_UP) if count else None


HIDDEN, NOTHING = Cell(hidden=True), Cell()


@dataclass(frozen=True)
class Figures:
    """What is kept of some units: cells by unit and competency, and people by unit."""

    cells: Mapping[tuple[int, int], Cell]
    people: Mapping[int, int]

    def assessed(self, unit_id: int, competency_id: int) -> int:
        return self.cells.get((unit_id, competency_id), NOTHING).assessed


def figures_of(unit_ids: Sequence[int], period: str, tier: str) -> Figures:
    """Everything kept of these units in a half-year."""
    if not unit_ids:
        return Figures({}, {})
    return Figures(cells_of(unit_ids, period, tier), _people_of(unit_ids, period, tier))


_CELL = (
    GapSummary.assessed,
    GapSummary.people,
    GapSummary.below,
    GapSummary.expired,
    GapSummary.required,
    GapSummary.measured,
    GapSummary.gap,
)


_period, _tier = bindparam("period", type_=String), bindparam("tier", type_=String)
_units = bindparam("units", expanding=True, type_=Integer)
_CELLS = select(GapSummary.unit_id, GapSummary.competency_id, *_CELL).where(
    GapSummary.period == _period, GapSummary.tier == _tier, GapSummary.unit_id.in_(_units)
)
_PEOPLE = select(UnitSummary.unit_id, UnitSummary.people).where(
    UnitSummary.period == _period, UnitSummary.tier == _tier, UnitSummary.unit_id.in_(_units)
)


def cells_of(unit_ids: Sequence[int], period: str, tier: str) -> dict[tuple[int, int], Cell]:
    rows = db.session.execute(_CELLS, {"units": unit_ids, "period": period, "tier": tier})
    return {(row[0], row[1]): Cell(*row[2:]) for row in rows}


def _people_of(unit_ids: Sequence[int], period: str, tier: str) -> dict[int, int]:
    rows = db.session.execute(_PEOPLE, {"units": unit_ids, "period": period, "tier": tier})
    return {row[0]: row[1] for row in rows}


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
