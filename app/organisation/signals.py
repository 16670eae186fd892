"""What the houses above may listen to, so that what hangs on a unit or a post follows it to its successor."""

from dataclasses import dataclass, field
from datetime import date

from blinker import signal

from app.access.visitor import Actor
from app.organisation.models import Employee


@dataclass(frozen=True)
class Succession:
    """From a day on, units and posts (old id → new ids) are continued by others."""

    on: date
    by: Actor
    units: dict[int, list[int]] = field(default_factory=dict)
    positions: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class KindChanged:
    """Somebody is another kind of employee from a day on."""

    employee: Employee
    kind_before: str
    on: date
    by: Actor


# Sent inside the transaction of the change, with the succession or the change as its sender.
structure_succeeded = signal("organisation.structure-succeeded")
kind_changed = signal("organisation.kind-changed")

# Sent inside the transaction after these people's lines in the directory followed a change: who they are, where they
# stand or whether they serve. ``None`` as its ``employee_ids``: everybody of the government in scope.
people_moved = signal("organisation.people-moved")
