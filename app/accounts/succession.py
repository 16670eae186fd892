"""A role limited to a unit goes on in the units that follow it."""

from typing import Any

from app.accounts.services.grants import follow_units
from app.organisation.signals import Succession, structure_succeeded


@structure_succeeded.connect
def carry_grants(succession: Succession, **_more: Any) -> None:
    follow_units(((old, new) for old, successors in succession.units.items() for new in successors), succession.on)
