"""Which items somebody is asked, by what they answered before: ``shown_if`` read, kept and judged.

``{"item": "K1", "any": [0, 2]}`` asks an item only of those who chose the first or the third answer of K1. K1 stands on
an earlier page, so no page has to change while it is being filled in, and nothing here needs a script.
"""

from collections.abc import Iterable, Mapping, Sequence

from app.surveys.models import ItemKind
from app.surveys.rules.questions import Asked

Chosen = Mapping[int, Sequence[int]]
CONDITION_ITEM = "item"
CONDITION_ANY = "any"


def condition(code: str, places: Iterable[int]) -> dict[str, object]:
    """A ``shown_if`` as it is kept."""
    return {CONDITION_ITEM: code, CONDITION_ANY: sorted(set(places))}


def read(item: Asked) -> tuple[str, tuple[int, ...]] | None:
    """The code an item depends on and the places it is asked after, or None where everybody is asked."""
    if not item.shown_if:
        return None
    return str(item.shown_if[CONDITION_ITEM]), tuple(int(place) for place in item.shown_if[CONDITION_ANY])


def asked(items: Sequence[Asked], chosen: Chosen) -> list[Asked]:
    """The items somebody who chose this is asked, in order.

    An answer to an item that is not asked (any more) decides nothing, so what hangs on it is not asked either.
    """
    found: list[Asked] = []
    given: dict[tuple[int, str], Sequence[int]] = {}
    for item in items:
        hangs_on = read(item)
        if hangs_on is None or set(given.get((item.version_id, hangs_on[0]), ())) & set(hangs_on[1]):
            found.append(item)
            given[item.version_id, item.code] = chosen.get(item.id, ())
    return found


def trouble(item: Asked, items: Sequence[Asked]) -> str:
    """Why an item's condition can never be met, as a sentence; empty where it can."""
    hangs_on = read(item)
    if hangs_on is None:
        return ""
    code, places = hangs_on
    earlier = next((one for one in items if one.code == code and one.version_id == item.version_id), None)
    if earlier is None:
        return f"Butir ini bergantung pada butir {code}, padahal butir itu tidak ada lagi."
    if earlier.kind == ItemKind.TEXT:
        return f"Butir ini bergantung pada butir {code}, yang dijawab bebas. Pilih butir yang punya pilihan."
    if earlier.page >= item.page:
        return f"Butir ini bergantung pada butir {code}. Pindahkan ke halaman sesudah halaman {earlier.page}."
    if not places or not all(0 <= place < len(earlier.options) for place in places):
        return f"Butir ini tidak akan pernah ditanyakan: pilihan yang ditunggunya tidak ada pada butir {code}."
    return ""
