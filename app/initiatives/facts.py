"""What the forms of initiatives hold."""

from dataclasses import dataclass
from datetime import date

from app.initiatives.models import ImpactKind


@dataclass(frozen=True)
class InitiativeFacts:
    title: str
    short_name: str
    what_changes: str
    why: str
    starts_on: date
    legal_basis: str = ""
    takes_effect_on: date | None = None
    ends_on: date | None = None
    sponsor_id: int | None = None


@dataclass(frozen=True)
class Impact:
    """What changes for somebody, and how much (1 little, 3 much)."""

    kind: ImpactKind
    degree: int
    note: str = ""
