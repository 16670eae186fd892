"""Which counts of people may be shown so that no small group can be read from them or worked out (security N6).

One table of thresholds for everything that shows answers of people. Pure: a cube is a set of counts by key with the
sums that are published beside them (a total and its parts). The sums must form no ring: a tree of units, and beside it
cuts by one attribute at a time, each with its own total.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

MINIMUM = 5
MINIMUM_IN_PUBLIC = 10
MINIMUM_FOR_TEXT = 10
MINIMUM_TARGETED = 10

Key = TypeVar("Key", bound=Hashable)
# From the least to the greatest a hidden count can be; None: nothing limits it.
Range = tuple[int, int | None]


@dataclass(frozen=True)
class Sum:
    """A published total and the parts it is the sum of."""

    total: Hashable
    parts: tuple[Hashable, ...]

    @property
    def members(self) -> tuple[Hashable, ...]:
        return (self.total, *self.parts)


def may_show(answers: int, *, minimum: int = MINIMUM) -> bool:
    """Whether a group of so many answers is large enough."""
    return answers >= minimum


def may_show_texts(answers: int) -> bool:
    """Free texts betray their writers sooner than figures."""
    return answers >= MINIMUM_FOR_TEXT


def hidden(counts: Mapping[Key, int], sums: Sequence[Sum], *, minimum: int = MINIMUM) -> frozenset[Key]:
    """The counts to leave out: those below the minimum, and with them as many of the next-smallest as it takes.

    Whoever knows every count that is shown, every sum and that no count is negative can pin down none of the hidden.
    """
    out = {key for key, count in counts.items() if count < minimum}
    while True:
        found = ranges(counts, out, sums)
        pinned = [key for key in out if found[key][0] == found[key][1]]
        if not pinned:
            return frozenset(out)
        helpers = [key for key in counts if key not in out and _meets(key, pinned, sums)]
        helpers = helpers or [key for key in counts if key not in out]
        if not helpers:
            return frozenset(out)
        out.add(min(helpers, key=lambda key: (counts[key], str(key))))


def _meets(key: Hashable, pinned: Sequence[Hashable], sums: Sequence[Sum]) -> bool:
    """Whether a count stands in one sum with one of these."""
    return any(key in one.members and any(other in one.members for other in pinned) for one in sums)


def ranges(counts: Mapping[Key, int], out: set[Key], sums: Sequence[Sum]) -> dict[Key, Range]:
    """What the shown counts tell about each count: bounds, tightened sum by sum until they stand still."""
    known: dict[Key, Range] = {key: (0, None) if key in out else (count, count) for key, count in counts.items()}
    is_moving = True
    while is_moving:
        is_moving = False
        for one in sums:
            for key in one.members:
                tighter = _tightened(key, one, known)
                if tighter != known[key]:  # type: ignore[index]
                    known[key] = tighter  # type: ignore[index]
                    is_moving = True
    return known


def _tightened(key: Hashable, one: Sum, known: Mapping[Key, Range]) -> Range:
    """The bounds of one member of a sum that follow from those of the others."""
    at_least, at_most = known[key]  # type: ignore[index]
    others = [known[part] for part in one.parts if part != key]  # type: ignore[index]
    least, most = sum(low for low, _high in others), _sum_of([high for _low, high in others])
    if key == one.total:
        return max(at_least, least), _smaller(at_most, most)
    total_least, total_most = known[one.total]  # type: ignore[index]
    low = at_least if most is None else max(at_least, total_least - most)
    return low, _smaller(at_most, None if total_most is None else total_most - least)


def _sum_of(values: Sequence[int | None]) -> int | None:
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)


def _smaller(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
