"""The order of items and where pages break, moved by buttons: up, down, and a break before an item."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Slot:
    """An item by its number, and whether a page begins with it."""

    item_id: int
    breaks: bool


def slots(rows: Sequence[tuple[int, int]]) -> list[Slot]:
    """From (item, page) in order."""
    return [Slot(number, place > 0 and page != rows[place - 1][1]) for place, (number, page) in enumerate(rows)]


def pages(found: Sequence[Slot]) -> list[tuple[int, int]]:
    """Back to (item, page), pages counted from 1 without a gap."""
    page, rows = 1, []
    for place, one in enumerate(found):
        page += int(place > 0 and one.breaks)
        rows.append((one.item_id, page))
    return rows


def up(found: Sequence[Slot], item_id: int) -> list[Slot]:
    """One place up. The first item of a page becomes the last of the page before."""
    rows, place = list(found), _place(found, item_id)
    if place == 0:
        return rows
    if rows[place].breaks:
        rows[place] = replace(rows[place], breaks=False)
        if place + 1 < len(rows):
            rows[place + 1] = replace(rows[place + 1], breaks=True)
        return rows
    return _swapped(rows, place - 1)


def down(found: Sequence[Slot], item_id: int) -> list[Slot]:
    """One place down. The last item of a page becomes the first of the next."""
    rows, place = list(found), _place(found, item_id)
    if place == len(rows) - 1:
        return rows
    if rows[place + 1].breaks:
        rows[place] = replace(rows[place], breaks=True)
        rows[place + 1] = replace(rows[place + 1], breaks=False)
        return rows
    return _swapped(rows, place)


def broken(found: Sequence[Slot], item_id: int, *, breaks: bool) -> list[Slot]:
    """With a page beginning at an item, or not beginning there."""
    return [replace(one, breaks=breaks) if one.item_id == item_id else one for one in found]


def without(found: Sequence[Slot], item_id: int) -> list[Slot]:
    """Without an item; the page that began with it begins with the next."""
    place = _place(found, item_id)
    rows = [one for one in found if one.item_id != item_id]
    if place < len(rows) and found[place].breaks:
        rows[place] = replace(rows[place], breaks=True)
    return rows


def _place(found: Sequence[Slot], item_id: int) -> int:
    return next(place for place, one in enumerate(found) if one.item_id == item_id)


def _swapped(rows: list[Slot], place: int) -> list[Slot]:
    """Two neighbours of a page change places; the break stays where it was."""
    first, second = rows[place], rows[place + 1]
    rows[place], rows[place + 1] = Slot(second.item_id, first.breaks), Slot(first.item_id, second.breaks)
    return rows
