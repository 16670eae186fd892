"""Actions as a file, for a table of one's own."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from app.interventions import labels, rules

HEADINGS = (
    "Tindakan", "Keadaan", "Lewat batas", "Inisiatif", "Unit", "Pelaksana", "Batas waktu", "Selesai", "Menjawab",
    "Temuan", "Dibuktikan dengan", "Yang terlihat sesudahnya", "Alasan dihentikan",
)  # fmt: skip
_YES: Mapping[bool, str] = {True: "ya", False: "tidak"}


def action_rows(found: Iterable[Any], day: date) -> Iterator[tuple[Any, ...]]:
    """A line for each action, as its page tells it."""
    for row in found:
        yield (
            row.title,
            labels.STATUSES[row.status][0],
            _YES[rules.is_overdue(row, day)],
            row.initiative,
            row.unit,
            row.owner,
            row.due_on,
            row.done_on,
            labels.target(row.target_code) if row.target_code else "",
            row.finding,
            labels.VERIFIED_BY[row.verified_by] if row.verified_by else "",
            row.effect,
            row.drop_reason,
        )
