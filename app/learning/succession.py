"""When somebody becomes another kind of employee, the year has two stretches."""

from typing import Any

from app.learning.services.choices import note_kind_change
from app.organisation.signals import KindChanged, kind_changed


@kind_changed.connect
def remember(change: KindChanged, **_more: Any) -> None:
    note_kind_change(change.employee, change.kind_before, change.on, by=change.by)
