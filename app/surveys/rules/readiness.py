"""From scores to what they say: the barrier, segments of readiness and resistance (reference 2.2, 2.4). Pure."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

# The five elements in the order they are walked.
ELEMENTS = ("awareness", "desire", "knowledge", "ability", "reinforcement")
BARRIER_AT_MOST = 3.0
MIDPOINT = 50.0
AFFECTIVE, BEHAVIOURAL, COGNITIVE = REACTIONS = ("affective", "behavioural", "cognitive")


class Segment(StrEnum):
    """Tested in this order; whoever fits none is passive."""

    OPEN_RESISTER = "open_resister"
    ANXIOUS = "anxious"
    SCEPTIC = "sceptic"
    SUPPORTER = "supporter"
    PASSIVE = "passive"


def barrier(means: Sequence[float]) -> int | None:
    """The place of the first element at 3 or below on five points; a later, lower one is none."""
    return next((place for place, mean in enumerate(means) if mean <= BARRIER_AT_MOST), None)


def segment(readiness: float, resistance: float, reactions: Mapping[str, float]) -> Segment:
    """Where somebody stands, all of it out of 100. The highest reaction is the first among equals."""
    readiness, resistance = round(readiness, 9), round(resistance, 9)
    reactions = {one: round(value, 9) for one, value in reactions.items()}
    highest = max(REACTIONS, key=lambda one: reactions[one])
    if readiness < MIDPOINT and reactions[BEHAVIOURAL] >= MIDPOINT:
        return Segment.OPEN_RESISTER
    if readiness >= MIDPOINT and resistance >= MIDPOINT and highest == AFFECTIVE:
        return Segment.ANXIOUS
    if readiness < MIDPOINT and highest == COGNITIVE:
        return Segment.SCEPTIC
    if readiness >= MIDPOINT and resistance < MIDPOINT:
        return Segment.SUPPORTER
    return Segment.PASSIVE
