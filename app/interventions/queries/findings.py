"""What surveys told that an action answers, and what later waves tell of it: shown figures alone."""

from dataclasses import dataclass

from app.access.visitor import Reach
from app.interventions.facts import Finding
from app.interventions.models import InterventionAction, TargetKind


@dataclass(frozen=True)
class Effect:
    """What a later wave shows of what an action was to change, in words; ``is_better`` only beyond chance."""

    wave_id: int
    words: str
    is_better: bool


def finding(reach: Reach, wave_id: int, unit_id: int | None, kind: TargetKind, code: str) -> Finding | None:
    """What a closed wave told of a unit and target; None where nothing of it is shown."""
    return None


def effect(reach: Reach, action: InterventionAction, unit_path: str) -> Effect | None:
    """What the first later wave of the same initiative shows; None where there is none or nothing is shown."""
    return None
