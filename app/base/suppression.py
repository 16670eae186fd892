"""Which counts of people may be shown so that no small group can be read from them or worked out (security N6).

One table of thresholds for everything that shows answers of people. Pure: a cube is a set of counts by key with the
sums that are published beside them (a total and its parts). The sums must form no ring: a tree of units, and beside it
cuts by one attribute at a time, each with its own total.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
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


@dataclass(frozen=True)
class Rest:
    """What of a node is left when everything shown below it is taken out: how many leaves, and their count."""

    leaves: int = 0
    count: int = 0

    def __add__(self, other: "Rest") -> "Rest":
        return Rest(self.leaves + other.leaves, self.count + other.count)

    def is_safe(self, minimum: int) -> bool:
        return self.leaves == 0 or self.count >= minimum


def hidden_in_tree(
    parents: Sequence[int | None],
    counts: Mapping[int, int],
    *,
    minimum: int = MINIMUM,
    forced: Collection[int] = (),
    empty: Collection[int] = (),
) -> frozenset[int]:
    """The nodes of a tree to leave out, where each node's figures are published and not only counts.

    ``parents`` names for each node the one above it, which stands before it; ``counts`` has every leaf. ``forced`` are
    hidden for another reason. Leaves in ``empty`` are told to be so, and nobody is in them. Whatever is added and
    subtracted, what follows from the shown nodes is made of their rests (a node without the shown ones below it), so
    every rest is at least the minimum; and nothing that is hidden follows from what is shown.
    """
    pruning = _Pruning(parents, counts, minimum, frozenset(empty))
    for node in reversed(range(len(parents))):
        pruning.settle(node, may_show=node not in forced)
    return frozenset(node for node in range(len(parents)) if node not in pruning.shown)


class _Pruning:
    """The nodes from the bottom up. ``tops`` are the uppermost shown nodes below a node, ``rests`` what they leave."""

    def __init__(
        self, parents: Sequence[int | None], counts: Mapping[int, int], minimum: int, empty: frozenset[int]
    ) -> None:
        self.minimum, self.counts, self.empty = minimum, counts, empty
        self.below: list[list[int]] = [[] for _node in parents]
        for node, parent in enumerate(parents):
            if parent is not None:
                self.below[parent].append(node)
        self.shown: set[int] = set()
        self.whole: dict[int, Rest] = {}
        self.rests: dict[int, Rest] = {}
        self.tops: dict[int, list[int]] = {}

    def settle(self, node: int, *, may_show: bool) -> None:
        parts = self.below[node]
        self.whole[node] = sum((self.whole[one] for one in parts), Rest()) if parts else self._leaf(node)
        loose = [one for one in parts if one not in self.shown]
        self.rests[node] = sum((self.rests[one] for one in loose), Rest()) if parts else self.whole[node]
        self.tops[node] = [one for one in parts if one in self.shown]
        for one in loose:
            self.tops[node] += self.tops[one]
        if not may_show or not self.whole[node].is_safe(self.minimum):
            return
        while not self.rests[node].is_safe(self.minimum):
            self._release(node, self.tops[node])
        self.shown.add(node)

    def _leaf(self, node: int) -> Rest:
        return Rest() if node in self.empty else Rest(1, self.counts[node])

    def _release(self, node: int, among: Sequence[int]) -> None:
        """Hide the smallest of these, with as much below it as it takes for its people to join the rest of the node."""
        smallest = min((one for one in among if self.whole[one].leaves), key=lambda one: (self.whole[one].count, one))
        self.shown.discard(smallest)
        self.tops[node].remove(smallest)
        self.tops[node] += self.tops[smallest]
        self.rests[node] += self.rests[smallest]
        if self.rests[smallest].leaves == 0:
            self._release(node, self.tops[smallest])


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
