"""What the forms of proposals hand to their services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Subject:
    title: str
    lesson_hours: Decimal


@dataclass(frozen=True)
class ProposalFacts:
    """What the form of a proposal holds; a draft may lack most of it."""

    title: str
    form_code: str
    purpose: str
    basis: str
    starts_on: date | None
    ends_on: date | None
    place: str
    city: str
    target: str
    participants: int | None
    trainers: str
    cost: Decimal | None
    fund_source: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class ReportFacts:
    attended: int
    cost: Decimal
    notes: str


@dataclass(frozen=True)
class StartFacts:
    """What the agency adds when a proposal becomes a programme and a batch."""

    series_id: int | None
    min_attendance: int
