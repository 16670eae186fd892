"""Who may manage a batch besides those who run all training: the people of the unit that runs it."""

from collections.abc import Mapping
from typing import Any

from app.access.guards import allows_besides, visitor
from app.access.permissions import Permission
from app.access.visitor import EVERYWHERE, Reach, Visitor
from app.training.queries import batches

LIST = "training.list_managed"
# What begins at a batch and leads beyond it.
BEYOND = frozenset({"training.create_clone", "training.show_clone_form"})


def _of_own_unit(who: Visitor, endpoint: str, numbers: Mapping[str, Any]) -> bool:
    """The list of one's own, and every page of exactly that batch."""
    if not who.may(Permission.TRAINING_UNIT_RUN):
        return False
    if endpoint == LIST:
        return True
    batch_id = numbers.get("batch_id")
    reach = who.reach(Permission.TRAINING_UNIT_RUN)
    return batch_id is not None and endpoint not in BEYOND and batches.is_run_within(batch_id, reach)


allows_besides(Permission.TRAINING_BATCH_MANAGE, _of_own_unit)


def manages(batch_id: int) -> bool:
    """Whether the visitor manages this very batch."""
    return visitor.may(Permission.TRAINING_BATCH_MANAGE) or _of_own_unit(visitor, "", {"batch_id": batch_id})


def managed_reach() -> Reach:
    """Whose batches the visitor manages."""
    at_large = visitor.may(Permission.TRAINING_BATCH_MANAGE)
    return EVERYWHERE if at_large else visitor.reach(Permission.TRAINING_UNIT_RUN)
