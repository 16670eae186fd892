"""What the forms of training hand to its services: plain facts, checked for their shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from app.training.models import EnrolmentPolicy


@dataclass(frozen=True)
class ProgrammeFacts:
    """What the form of a programme holds."""

    title: str
    code: str
    summary: str
    organiser: str
    form_code: str
    series_id: int | None
    design_id: int | None
    min_attendance: int
    min_score: Decimal | None
    needs_assignment: bool
    validity_months: int | None
    cost: Decimal | None
    tiers: tuple[str, ...]
    kinds: tuple[str, ...]
    is_international: bool = False


@dataclass(frozen=True)
class BatchFacts:
    """What the form of a batch holds. Moments left out follow from the first day."""

    starts_on: date
    ends_on: date
    city: str
    place: str
    address: str
    trainer: str
    trainer_from: str
    seats: int
    min_participants: int | None
    decide_on: date | None
    policy: EnrolmentPolicy
    enrolment_opens_at: datetime | None
    enrolment_closes_at: datetime | None
    withdrawal_closes_at: datetime | None
    lesson_hours: Decimal | None
    budget: Decimal | None
    realised: Decimal | None


@dataclass(frozen=True)
class CloneWishes:
    """What of a batch is taken along when it is held again."""

    starts_on: date
    schedule: bool
    documents: bool
    reservations: bool
    assignment: bool
    money: bool


@dataclass(frozen=True)
class MeetingFacts:
    """What the form of a meeting holds, in the government's own time."""

    title: str
    day: date
    begins: time
    ends: time
    place: str
    online_url: str
    subject_id: int | None
    trainer: str


@dataclass(frozen=True)
class Pattern:
    """Meetings on some days of the week between two dates, at the same hours."""

    first: date
    last: date
    weekdays: tuple[int, ...]
    begins: time
    ends: time
    left_out: tuple[date, ...]
    place: str
    online_url: str
    trainer: str


@dataclass(frozen=True)
class Slot:
    """When and where a meeting needs its room and whoever teaches; nobody needs to have written it down."""

    starts_at: datetime
    ends_at: datetime
    place: str
    online_url: str
    trainer: str


@dataclass(frozen=True)
class RoomClash:
    """Another meeting in the same room or with the same trainer (``what``) at an overlapping time.

    ``key`` is whose way it stands in.
    """

    key: int
    batch_id: int
    title: str
    number: int
    starts_at: datetime
    place: str
    is_room: bool
    what: str


@dataclass(frozen=True)
class Planned:
    """A meeting a pattern would make, and what would stand in its way."""

    day: date
    starts_at: datetime
    ends_at: datetime
    title: str
    is_there: bool
    clashes: Sequence[RoomClash] = ()


@dataclass(frozen=True)
class MoveWishes:
    """How far the meetings still to come are moved: by days, or so that the first of them is on another day.

    ``along`` takes the limits of the batch along.
    """

    days: int | None
    first: date | None
    along: bool

    @property
    def field(self) -> str:
        """Where the distance was typed."""
        return "days" if self.first is None else "first"


@dataclass(frozen=True)
class MovedMeeting:
    """A meeting with where it would go, and what would stand in its way there."""

    meeting_id: int
    title: str
    before: datetime
    starts_at: datetime
    ends_at: datetime
    is_at_weekend: bool
    clashes: Sequence[RoomClash]


@dataclass(frozen=True)
class MovedLimit:
    """A limit of the batch with where it would go, the same where it stays, and what is odd about it then."""

    name: str
    before: date | datetime
    after: date | datetime
    doubt: str

    @property
    def is_day(self) -> bool:
        return not isinstance(self.before, datetime)


@dataclass(frozen=True)
class Move:
    """What moving would make of a batch. ``seen`` is the mark of what it was worked out from; ``holding`` of those who
    are ``told`` are superiors with seats they have not named anybody for yet."""

    seen: str
    days: int
    held: int
    meetings: Sequence[MovedMeeting]
    starts_on: date
    ends_on: date
    limits: Sequence[MovedLimit]
    absences: int
    busy: Sequence[str]
    told: int
    holding: int

    @property
    def clashing(self) -> int:
        return sum(1 for one in self.meetings if one.clashes)

    @property
    def at_weekend(self) -> int:
        return sum(1 for one in self.meetings if one.is_at_weekend)
