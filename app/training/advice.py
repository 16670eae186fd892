"""Which batch helps somebody most, and why. Pure.

The order (decision 0044): first the batch that closes the most levels of what the post asks and the person lacks; of
two that close as many, the one that works on the larger gap; then the one that fills more of the lesson hours missing
this year; then the sooner one. Free seats decide whether a batch is there at all, never where it stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.training.rules import KeptSeats, seats_free_for


@dataclass(frozen=True)
class Step:
    """One gap that a programme works on: from ``measured`` up to ``level``, where the post asks ``required``."""

    competency_id: int
    name: str
    measured: int
    required: int
    level: int

    @property
    def reached(self) -> int:
        """The level the programme leads to, counted no higher than the post asks."""
        return min(self.level, self.required)

    @property
    def closed(self) -> int:
        """How many missing levels it would close, 0 or more."""
        return max(0, self.reached - self.measured)

    @property
    def gap(self) -> int:
        return max(0, self.required - self.measured)

    @property
    def is_whole(self) -> bool:
        return self.level >= self.required


@dataclass(frozen=True)
class Advice:
    """A batch with free seats that closes at least one gap. ``hours`` are those missing this year that it fills."""

    batch_id: int
    programme_id: int
    title: str
    number: int
    starts_on: date
    ends_on: date
    city: str
    place: str
    lesson_hours: Decimal
    seats_left: int
    is_by_name: bool
    steps: tuple[Step, ...]
    hours: Decimal = Decimal(0)

    @property
    def closed(self) -> int:
        return sum(one.closed for one in self.steps)

    @property
    def rank(self) -> tuple[int, int, Decimal, date, int]:
        """What it is ordered by, the best first."""
        return -self.closed, -max(one.gap for one in self.steps), -self.hours, self.starts_on, self.batch_id


@dataclass(frozen=True)
class Undated:
    """A programme that would close a gap and offers no free seat now; ``has_dates`` where batches are announced."""

    programme_id: int
    title: str
    has_dates: bool
    is_wanted: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Advised:
    """What there is for somebody: batches best first, programmes to ask for, gaps and what was never measured."""

    batches: tuple[Advice, ...] = ()
    undated: tuple[Undated, ...] = ()
    gaps: tuple[str, ...] = ()
    unmeasured: int = 0
    competencies: tuple[tuple[int, str], ...] = field(default=())

    def best(self, count: int) -> tuple[Advice, ...]:
        """The best so many, each of another programme."""
        seen: set[int] = set()
        found = []
        for one in self.batches:
            if one.programme_id not in seen:
                seen.add(one.programme_id)
                found.append(one)
        return tuple(found[:count])


def in_order(found: Iterable[Advice]) -> tuple[Advice, ...]:
    """The best first; whoever closes nothing is left out."""
    return tuple(sorted((one for one in found if one.closed > 0), key=lambda one: one.rank))


def largest_first(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda one: (-one.closed, -one.gap, one.name, one.competency_id)))


def hours_filled(lesson_hours: Decimal, ends_on: date, *, missing: Decimal, year: int) -> Decimal:
    """How much of the hours missing in a year a batch would fill; hours count in the year in which it ends."""
    return min(lesson_hours, missing) if ends_on.year == year and missing > 0 else Decimal(0)


def seats_for(path: str, seats_left: int, kept: Sequence[KeptSeats]) -> int:
    """Seats somebody of a unit may take; without seats kept for anybody, all that are left."""
    return seats_free_for(path, seats_left, kept) if kept else seats_left
