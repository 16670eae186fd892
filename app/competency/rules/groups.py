"""Small groups among units that stand below one another's total (security N6)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

SMALLEST_GROUP = 5
Key = TypeVar("Key")


def hidden_groups(
    sizes: Mapping[Key, int], *, open_to_viewer: AbstractSet[Key] = frozenset(), smallest: int = SMALLEST_GROUP
) -> tuple[set[Key], bool]:
    """Which groups may not be shown, and whether their total may not either.

    A group with people, but fewer than ``smallest``, is hidden. What could be had by subtracting everything shown from
    the total must not be so small either: the next-smallest go with it, until at least two are hidden and they are
    ``smallest`` together. ``open_to_viewer`` are groups whose people the viewer may see anyway; they hide nothing, and
    where nobody else is left to go with, the total is hidden.
    """
    others = {key: size for key, size in sizes.items() if size > 0 and key not in open_to_viewer}
    hidden = {key for key, size in others.items() if size < smallest}
    for key in sorted(others, key=lambda one: (others[one], str(one))):
        if not hidden or _safe(hidden, others, smallest):
            break
        hidden.add(key)
    return hidden, bool(hidden) and not _safe(hidden, others, smallest)


def _safe(hidden: AbstractSet[Key], sizes: Mapping[Key, int], smallest: int) -> bool:
    return len(hidden) > 1 and sum(sizes[one] for one in hidden) >= smallest
