"""Two versions item by item: whether answers to an item may be compared between waves.

Only what was worded the same is compared as it is; small changes of wording are compared with a mark; where the concept
changed, or what can be answered, nothing is (domain reference 3.1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.models import InstrumentItem, ItemKind

# Below this share of words in common a change is hardly a small one.
HARDLY_SMALL = 0.5
_WORD = re.compile(r"\w+")


class Likeness(StrEnum):
    """SAME and REWORDED may be compared, REWORDED with a mark; the others may not."""

    SAME = "same"
    REWORDED = "reworded"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


COMPARABLE = frozenset({Likeness.SAME, Likeness.REWORDED})


@dataclass(frozen=True)
class Pair:
    """An item in two versions; ``is_doubtful`` where it was called the same concept although most words changed."""

    code: str
    before: InstrumentItem | None
    after: InstrumentItem | None
    likeness: Likeness
    why: str
    is_doubtful: bool = False


def compare(before: Sequence[InstrumentItem], after: Sequence[InstrumentItem]) -> list[Pair]:
    """Every item of the later version in its order, then what was left out of it."""
    earlier = {item.code: item for item in before}
    kept = {item.code for item in after}
    pairs = [_pair(earlier.get(item.code), item) for item in after]
    left_out = [item for item in before if item.code not in kept]
    return pairs + [Pair(item.code, item, None, Likeness.REMOVED, "Tidak ditanyakan lagi.") for item in left_out]


def _pair(before: InstrumentItem | None, after: InstrumentItem) -> Pair:
    if before is None:
        return Pair(after.code, None, after, Likeness.ADDED, "Butir baru.")
    found = likeness(before, after)
    if found != Likeness.REWORDED:
        return Pair(after.code, before, after, found, _why_changed(before, after))
    is_doubtful = _in_common(before, after) < HARDLY_SMALL
    return Pair(after.code, before, after, found, "Kata-katanya berubah, maknanya tetap.", is_doubtful)


def likeness(before: InstrumentItem, after: InstrumentItem) -> Likeness:
    """How alike two wordings of an item are."""
    if _why_changed(before, after):
        return Likeness.CHANGED
    return Likeness.SAME if _worded(before) == _worded(after) else Likeness.REWORDED


def _why_changed(before: InstrumentItem, after: InstrumentItem) -> str:
    """Why answers to the two cannot be compared; empty where they can."""
    if before.concept != after.concept:
        return "Maknanya berubah."
    if before.kind != after.kind:
        return "Cara menjawabnya berubah."
    if (before.scale_min, len(before.options)) != (after.scale_min, len(after.options)):
        return "Jumlah pilihannya berubah."
    if before.reversed != after.reversed:
        return "Arah pernyataannya berubah."
    if before.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE} and _options(before) != _options(after):
        return "Pilihannya berubah."
    return ""


def _worded(item: InstrumentItem) -> tuple[str, tuple[str, ...]]:
    return _plain(item.text), _options(item)


def _options(item: InstrumentItem) -> tuple[str, ...]:
    return tuple(_plain(option) for option in item.options)


def _plain(text: str) -> str:
    """Words without what nobody hears: blanks, capitals and the full stop at the end."""
    return " ".join(text.split()).casefold().rstrip(".")


def _in_common(before: InstrumentItem, after: InstrumentItem) -> float:
    first, second = set(_WORD.findall(before.text.casefold())), set(_WORD.findall(after.text.casefold()))
    return len(first & second) / len(first | second) if first | second else 1.0
