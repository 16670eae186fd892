"""What of a map may not be told to somebody who may not see all its people (security N6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from app.access.visitor import Reach
from app.competency.queries.cells import Figures
from app.competency.rules.groups import SMALLEST_GROUP, hidden_groups


@dataclass(frozen=True)
class Closed:
    """Units by competency, competencies of the total, units' people, and the total's people."""

    cells: Mapping[int, set[int]] = field(default_factory=dict)
    totals: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    total_people: bool = False


@dataclass(frozen=True)
class Level:
    """A unit with the units directly below it as they are kept. ``open_below`` names, for each of them, the topmost
    units within it whose people the viewer may see; ``known`` is what is kept of these."""

    unit_id: int
    units: Sequence[Any]
    figures: Figures
    open_below: Mapping[int, Sequence[int]]
    known: Figures

    @property
    def closed_ids(self) -> set[int]:
        return {one.id for one in self.units if self.open_below[one.id] != [one.id]}

    def hidden(self, size: Callable[[Figures, int], int]) -> tuple[set[int], bool]:
        """The units that may not be told, and whether their total may not. Only people the viewer may not see count:
        what they see of a unit they can subtract from every total above it."""

        def closed(one: int) -> int:
            return max(size(self.figures, one) - sum(size(self.known, below) for below in self.open_below[one]), 0)

        sizes = {one.id: closed(one.id) for one in self.units}
        total = closed(self.unit_id)
        # People who stand directly in the unit are a group, too: what the total has beyond the units below it.
        sizes[self.unit_id] = total - sum(sizes.values())
        hidden, needs_total = hidden_groups(sizes)
        return hidden, needs_total or 0 < total < SMALLEST_GROUP


def open_below(reach: Reach, unit_id: int, path: str, units: Sequence[Any]) -> dict[int, list[int]]:
    """For a unit (the whole government without a path) and each unit directly below it, as ``Level`` wants them."""
    tops = [one for one in sorted(reach.paths) if not any(one != two and one.startswith(two) for two in reach.paths)]

    def within(above: str) -> list[int]:
        return [int(top.strip("/").rpartition("/")[2]) for top in tops if top.startswith(above)]

    found = {one.id: [one.id] if reach.covers(one.path) else within(one.path) for one in units}
    return found | {unit_id: within(path)}


def closed(level: Level, competency_ids: Sequence[int], outer: Any | None) -> Closed:
    """Small groups and whoever goes with them; what the row of the map above (``outer``) does not tell of a unit is
    not told below it either."""
    hidden: dict[int, set[int]] = {}
    totals = set()
    for key in competency_ids:
        is_told = outer is None or (key in outer.cells and not outer.cells[key].hidden)
        hidden[key], needs_total = level.hidden(partial(_assessed, key)) if is_told else (level.closed_ids, True)
        if needs_total:
            totals.add(key)
    is_told = outer is None or outer.people is not None
    people, needs_total = level.hidden(_people) if is_told else (level.closed_ids, True)
    return Closed(hidden, frozenset(totals), frozenset(people), needs_total)


def _assessed(competency_id: int, figures: Figures, unit_id: int) -> int:
    return figures.assessed(unit_id, competency_id)


def _people(figures: Figures, unit_id: int) -> int:
    return figures.people.get(unit_id, 0)
