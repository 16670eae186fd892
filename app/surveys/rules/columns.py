"""How an answer is kept: one byte for each column, in an order that the frozen instruments of a wave give.

A scale or a single choice has one column: 0 where nothing was answered or asked, else the place of the chosen option
counted from 1. A multiple choice has a column for each option: 0 not answered, 1 not chosen, 2 chosen. Free text has
no column.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.surveys.models import ItemKind
from app.surveys.rules.questions import Asked

NOTHING = 0
LEFT = 1
CHOSEN = 2


@dataclass(frozen=True)
class Column:
    """A byte of an answer: of which item, and of which option where the item takes several."""

    item_id: int
    option: int | None = None


def columns(items: Iterable[Asked]) -> tuple[Column, ...]:
    """The columns of a wave's items, which are given in the order they are asked."""
    found: list[Column] = []
    for item in items:
        if item.kind in {ItemKind.SCALE, ItemKind.SINGLE}:
            found.append(Column(item.id))
        elif item.kind == ItemKind.MULTIPLE:
            found.extend(Column(item.id, option) for option in range(len(item.options)))
    return tuple(found)


def packed(layout: Sequence[Column], chosen: Mapping[int, Sequence[int]]) -> bytes:
    """An answer as it is kept. ``chosen`` has the places (from 0) of what was chosen by item; an item not in it was
    not answered."""
    return bytes(_mark(one, chosen.get(one.item_id)) for one in layout)


def _mark(one: Column, places: Sequence[int] | None) -> int:
    if places is None:
        return NOTHING
    if one.option is None:
        return places[0] + 1 if places else NOTHING
    return CHOSEN if one.option in places else LEFT
