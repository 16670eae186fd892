"""Items that are in no database, for rules that need none."""

from typing import Any

from app.surveys.models import InstrumentItem, ItemKind
from app.surveys.rules import branching

AGREEMENT = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"]


def item(
    number: int, kind: ItemKind = ItemKind.SCALE, *, page: int = 1, after: Any = None, **more: Any
) -> InstrumentItem:
    """``after`` is (item, places): whose answer it waits for."""
    options = {ItemKind.SCALE: AGREEMENT, ItemKind.TEXT: []}.get(kind, ["Merah", "Kuning", "Hijau"])
    facts: dict[str, Any] = {
        "id": number,
        "version_id": 1,
        "code": f"K{number}",
        "kind": kind,
        "text": f"Pernyataan {number} tentang {{perubahan}}.",
        "options": options,
        "scale_min": 1,
        "is_required": True,
        "reversed": False,
        "page": page,
        "sort_order": number,
        "dimension_id": None,
        "concept": 1,
        "shown_if": branching.condition(after[0].code, after[1]) if after else None,
    }
    return InstrumentItem(**(facts | more))
