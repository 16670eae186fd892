"""What the forms of actions hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.interventions.models import Effort, TargetKind


@dataclass(frozen=True)
class Finding:
    """What a survey told, as it was told: shown figures alone, never one that is hidden."""

    wave_id: int
    target_kind: TargetKind
    target_code: str
    words: str
    value: Decimal | None = None
    answers: int | None = None


@dataclass(frozen=True)
class ActionFacts:
    """An action as it is typed."""

    unit_id: int
    title: str
    owner_id: int
    due_on: date
    description: str = ""
    catalogue_code: str = ""


@dataclass(frozen=True)
class OwnFacts:
    """An own intervention as it is typed."""

    target_kind: TargetKind
    target_code: str
    name: str
    description: str
    effort: Effort
    days: int
    evidence: str
