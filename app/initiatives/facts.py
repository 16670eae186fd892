"""What the forms of initiatives hold."""

from dataclasses import dataclass
from datetime import date

from app.initiatives.models import ImpactKind, MemberRole


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


@dataclass(frozen=True)
class StageFacts:
    """A stage as a list of stages has it."""

    name: str
    gate: str
    about: str = ""
    documents: tuple[str, ...] = ()
    lead: str = ""
    basis: str = ""


@dataclass(frozen=True)
class StageDays:
    """When a stage is planned, and when it really was."""

    starts_on: date | None = None
    ends_on: date | None = None
    began_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class MemberFacts:
    """Somebody's part in the team; ``unit_id`` and ``label`` are an agent's."""

    employee_id: int
    role: MemberRole
    starts_on: date
    unit_id: int | None = None
    label: str = ""
    ends_on: date | None = None
