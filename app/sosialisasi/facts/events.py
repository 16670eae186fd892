"""What the forms of sosialisasi hold."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class Speaker:
    name: str
    role: str = ""


@dataclass(frozen=True)
class Point:
    """A point of the programme and how many minutes it takes."""

    title: str
    minutes: int
    speaker: str = ""


@dataclass(frozen=True)
class EventFacts:
    """An event as it is typed. ``initiative_id`` None: it belongs to no initiative."""

    title: str
    purpose: str
    series: str = ""
    key_messages: str = ""
    basis: str = ""
    moderator: str = ""
    initiative_id: int | None = None
    programme_id: int | None = None
    is_public: bool = False
    form_code: str = ""
    gives_hours: bool = False
    gives_letter: bool = False
    budget: Decimal | None = None
    realised: Decimal | None = None
    budget_line: str = ""
    speakers: tuple[Speaker, ...] = ()
    agenda: tuple[Point, ...] = ()


@dataclass(frozen=True)
class RoundFacts:
    """When and where a round is held; ``seats`` None: everybody invited may come."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    address: str = ""
    city: str = ""
    online_url: str = ""
    seats: int | None = None
    reply_by: datetime | None = None


@dataclass(frozen=True)
class SeriesWish:
    """How a series goes on: under which name, how often, and how many weeks apart."""

    name: str
    times: int
    weeks: int
