"""What a batch of the demo is before it is written: its days, its people, and how they ended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from app.attendance.models import AttendanceStatus
from app.demo.courses import Course
from app.demo.people import Human
from app.demo.schedule import Span
from app.training import rules
from app.training.models import BatchStatus, EnrolmentPolicy, EnrolmentStatus, Programme

MIN_ATTENDANCE = 80


@dataclass(frozen=True)
class Place:
    city: str
    place: str
    address: str = ""
    url: str = ""


ONLINE = Place("Daring", "Ruang rapat daring", url="https://rapat.penata.example/pelatihan")


@dataclass(frozen=True)
class Plan:
    """One batch to be written."""

    course: Course
    spans: tuple[Span, ...]
    place: Place
    seats: int
    policy: EnrolmentPolicy = EnrolmentPolicy.OPEN
    status: BatchStatus = BatchStatus.PUBLISHED
    number: int | None = None
    opens_days: int = 45
    closes_days: int = 3
    late_minutes: int = 15
    agenda: tuple[tuple[str, str, str, bool], ...] = ()
    trainer: tuple[str, str] = ("", "")

    @property
    def first_day(self) -> date:
        return self.spans[0].starts_at.date()

    @property
    def last_day(self) -> date:
        return self.spans[-1].starts_at.date()

    @property
    def days(self) -> list[date]:
        return [span.starts_at.date() for span in self.spans]


@dataclass
class Entry:
    """Somebody in a batch. ``marks`` are one per meeting, as far as there are any."""

    human: Human
    status: EnrolmentStatus = EnrolmentStatus.CONFIRMED
    score: Decimal | None = None
    share: Decimal | None = None
    reason: str = ""
    marks: tuple[AttendanceStatus, ...] = ()


@dataclass
class Diary:
    """Who is taken on which day, so that nobody is in two places at once."""

    rng: Random
    taken: dict[int, set[date]] = field(default_factory=dict)

    def take(self, pool: list[Human], count: int, days: Iterable[date]) -> list[Human]:
        """So many people (or as many as there are) who are free on all the days; from now on they are not."""
        wanted = set(days)
        found: list[Human] = []
        for human in self.rng.sample(pool, min(len(pool), count * 3 + 20)):
            if len(found) < count and not wanted & self.taken.get(human.id, set()):
                self.block(human, wanted)
                found.append(human)
        return found

    def block(self, human: Human, days: Iterable[date]) -> None:
        self.taken.setdefault(human.id, set()).update(days)


def min_attendance(course: Course) -> int:
    return 100 if course.meetings == 1 else MIN_ATTENDANCE


def min_score(course: Course) -> Decimal | None:
    return None if course.min_score is None else Decimal(course.min_score)


def finished(course: Course, humans: Iterable[Human], meetings: int, rng: Random) -> list[Entry]:
    """People with the marks and scores they ended with, and the result the passing rule gives them."""
    rule = Programme(min_attendance=min_attendance(course), min_score=min_score(course))
    entries = []
    for human in humans:
        marks = _marks(meetings, rng)
        score = Decimal(min(98, max(48, round(rng.gauss(82, 7))))) if rule.min_score is not None else None
        result = rules.result_of(rule, list(marks), meetings, score)
        entries.append(Entry(human, result.status, score, result.attendance_share, result.reason, marks))
    return entries


def _marks(meetings: int, rng: Random) -> tuple[AttendanceStatus, ...]:
    fate = rng.random()
    if fate < 0.05:
        return (AttendanceStatus.ABSENT,) * meetings
    marks = [AttendanceStatus.LATE if rng.random() < 0.06 else AttendanceStatus.PRESENT for _ in range(meetings)]
    if fate > 0.95:
        marks[rng.randrange(meetings)] = AttendanceStatus.EXCUSED
    return tuple(marks)
