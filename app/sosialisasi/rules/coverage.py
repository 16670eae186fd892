"""Coverage: distinct people who came, over the distinct people a sosialisasi is for (reference §5)."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True)
class Count:
    """Distinct people: whom it is for, how many of them were invited, and how many came."""

    people: int = 0
    invited: int = 0
    reached: int = 0

    @property
    def missed(self) -> int:
        return self.people - self.reached

    @property
    def share(self) -> Decimal | None:
        """Percent of people reached, to one decimal place, half up; None where there is nobody."""
        if not self.people:
            return None
        return (Decimal(100) * self.reached / self.people).quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __add__(self, other: "Count") -> "Count":
        return Count(self.people + other.people, self.invited + other.invited, self.reached + other.reached)


def summed(groups: Iterable[Any], key: Callable[[Any], Hashable]) -> Mapping[Any, Count]:
    """Groups (each with a ``count``) added up by a key."""
    found: dict[Any, Count] = defaultdict(Count)
    for one in groups:
        found[key(one)] += one.count
    return found


def child_of(path: str, top: str) -> int:
    """The unit on a path that stands right below ``top`` ("" for the roots); the last of ``top`` for people in it,
    0 for people in no unit."""
    numbers, above = _numbers(path), _numbers(top)
    if len(numbers) > len(above):
        return numbers[len(above)]
    return numbers[-1] if numbers else 0


def _numbers(path: str) -> list[int]:
    return [int(one) for one in path.strip("/").split("/") if one]
