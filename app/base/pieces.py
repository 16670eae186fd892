"""Long things in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Thing = TypeVar("Thing")


def batched(things: Iterable[Thing], size: int) -> Iterator[tuple[Thing, ...]]:
    """The things in order, so many at a time (``itertools`` has it from Python 3.12)."""
    remaining = iter(things)
    while some := tuple(islice(remaining, size)):
        yield some
