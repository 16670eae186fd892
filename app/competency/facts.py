"""What forms hand to services about standards and evidence."""

from dataclasses import dataclass
from datetime import date

FIRST_DAY, LAST_DAY = date(1945, 8, 17), date(2100, 12, 31)


@dataclass(frozen=True)
class CompetencyFacts:
    code: str
    name: str
    affair: str
    definition: str
    levels: list[str]
    source: str


@dataclass(frozen=True)
class SheetFacts:
    """What the sheet of a standard says besides levels."""

    affair: str = ""
    summary: str = ""
    rank: str = ""
    education: str = ""
    training: str = ""
    experience: str = ""
    indicators: str = ""


@dataclass(frozen=True)
class EvidenceFacts:
    """What an employee says their file shows."""

    competency_id: int
    level: int
    shown_on: date
    title: str
