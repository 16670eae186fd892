"""All initiatives together: how much change each perangkat daerah carries, and the weeks in which too much comes.

Pure: what was found is given in. The load is the sum of degrees over running initiatives; the limit of a week is the
product's own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.initiatives.load_events import LoadEvent
from app.initiatives.queries.load import Share

PILES_UP = 3
# A perangkat daerah: its number (None: without one) and name.
Unit = tuple[int | None, str]


@dataclass
class UnitLoad:
    """What a perangkat daerah carries; ``people`` counts somebody once for each change that affects them."""

    name: str
    load: int = 0
    people: int = 0
    initiatives: set[int] = field(default_factory=set)


def loads(shares: Iterable[Share], units: Mapping[str, Unit]) -> list[UnitLoad]:
    """By perangkat daerah, the heaviest first; ``units`` tells to which a path belongs."""
    found: dict[int | None, UnitLoad] = {}
    for share in shares:
        if share.path not in units:
            continue
        unit_id, name = units[share.path]
        one = found.setdefault(unit_id, UnitLoad(name))
        one.load += share.load
        one.people += share.people
        one.initiatives.add(share.initiative_id)
    return sorted(found.values(), key=lambda one: (-one.load, one.name))


@dataclass(frozen=True)
class Heap:
    """A week in which several things ask the same people."""

    monday: date
    unit: str
    events: tuple[LoadEvent, ...]

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def heaps(events: Sequence[LoadEvent], shares: Iterable[Share], units: Mapping[str, Unit]) -> list[Heap]:
    """Weeks and perangkat daerah with as many things as pile up, the earliest first."""
    affected: dict[int, set[Unit]] = {}
    for share in shares:
        if share.path in units:
            affected.setdefault(share.initiative_id, set()).add(units[share.path])
    found: dict[tuple[date, Unit], list[LoadEvent]] = {}
    for event in events:
        asked = {units[path] for path in event.paths if path in units} or (
            set() if event.paths else affected.get(event.initiative_id, set())
        )
        for monday in _weeks(event):
            for unit in asked:
                found.setdefault((monday, unit), []).append(event)
    piled = [Heap(monday, unit[1], tuple(these)) for (monday, unit), these in found.items() if len(these) >= PILES_UP]
    return sorted(piled, key=lambda one: (one.monday, -len(one.events), one.unit))


def _weeks(event: LoadEvent) -> Iterable[date]:
    monday = event.starts_on - timedelta(days=event.starts_on.weekday())
    while monday <= event.ends_on:
        yield monday
        monday += timedelta(days=7)
