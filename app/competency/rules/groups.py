"""Small groups among units that stand below one another's total (security N6)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

SMALLEST_GROUP = 5
Key = TypeVar("Key")


def hidden_groups(sizes: Mapping[Key, int], *, smallest: int = SMALLEST_GROUP) -> tuple[set[Key], bool]:
    """Which groups may not be shown, and whether their total may not either.

    ``sizes`` counts only people the viewer may not see anyway: others hide nothing. A group with people, but fewer than
    ``smallest``, is hidden. What could be had by subtracting everything shown from the total must not be so small
    either: the next-smallest go with it, until at least two are hidden and they are ``smallest`` together. Where
    nobody is left to go with, the total is hidden.
    """
    there = {key: size for key, size in sizes.items() if size > 0}
    hidden = {key for key, size in there.items() if size < smallest}
    for key in sorted(there, key=lambda one: (there[one], str(one))):
        if not hidden or _safe(hidden, there, smallest):
            break
        hidden.add(key)
    return hidden, bool(hidden) and not _safe(hidden, there, smallest)


def _safe(hidden: AbstractSet[Key], sizes: Mapping[Key, int], smallest: int) -> bool:
    return len(hidden) > 1 and sum(sizes[one] for one in hidden) >= smallest
