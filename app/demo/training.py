"""Writing programmes and batches with everybody in them, many at a time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting
from app.attendance.rules import ATTENDED
from app.certificates.models import CertificateSeries
from app.certificates.rules import check_pattern
from app.competency import rules as competency_rules
from app.competency.models import CompetencyEvidence, DevelopmentForm, LearningRecord, LearningStatus
from app.demo.bulk import Rows
from app.demo.courses import Course, Subject
from app.demo.governments import Realm
from app.demo.people import Human, Population
from app.demo.schedule import Calendar, Span
from app.training import labels, rules
from app.training.models import (
    HAS_RESULT,
    HOLDS_SEAT,
    AgendaItem,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)
from app.training.services.closing import source_key

PATTERN = "{klasifikasi}/{urut}/{unit}/{tahun}"
CLASSIFICATION = "800.2.3"
MIN_ATTENDANCE = 80
LESSON_HOUR = timedelta(minutes=45)


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


class School:
    """Everything about training in one government while it is being written."""

    def __init__(
        self,
        *,
        rows: Rows,
        government_id: int,
        realm: Realm,
        population: Population,
        calendar: Calendar,
        forms: dict[str, DevelopmentForm],
        competencies: dict[str, int],
        rng: Random,
    ) -> None:
        self.rows = rows
        self.government_id = government_id
        self.realm = realm
        self.population = population
        self.calendar = calendar
        self.rng = rng
        self.diary = Diary(rng)
        self._held: list[tuple[int, Plan, list[Entry]]] = []
        self._forms = forms
        self._competencies = competencies
        self._programmes: dict[str, int] = {}
        self._numbers: dict[tuple[str, int], set[int]] = {}
        players = {one.id for one in population.players.values()}
        self.pool = [one for one in population.humans if one.id not in players]

    def add(self, model: type[Any], **values: Any) -> int:
        return self.rows.add(model, government_id=self.government_id, **values)

    def open(self, courses: Iterable[Course], signatory: Human) -> None:
        """The numbering of the training agency and its programmes."""
        if faults := check_pattern(PATTERN):
            raise ValueError(faults)
        series_id = self.add(
            CertificateSeries,
            organiser=self.realm.training_agency,
            unit_code=self.realm.training_code,
            classification=CLASSIFICATION,
            pattern=PATTERN,
            signatory_heading=f"a.n. Kepala {self.realm.training_agency_short}",
            signatory_position=signatory.post.title,
            signatory_name=signatory.name,
            signatory_nip=signatory.nip,
        )
        for course in courses:
            self._programmes[course.code] = self._add_programme(course, series_id)

    def _add_programme(self, course: Course, series_id: int) -> int:
        programme_id = self.add(
            Programme,
            series_id=series_id,
            code=course.code,
            title=course.title,
            summary=course.summary,
            form_code=course.form,
            organiser=self.realm.training_agency_short,
            min_attendance=_min_attendance(course),
            min_score=_min_score(course),
            tiers=list(course.tiers),
            kinds=list(course.kinds),
        )
        for order, subject in enumerate(course.subjects, 1):
            self.add(
                ProgrammeSubject,
                programme_id=programme_id,
                sort_order=order,
                title=subject.title,
                competency_id=self._competencies[subject.competency],
                lesson_hours=subject.hours,
            )
        for code, level in course.levels.items():
            self.add(
                ProgrammeCompetency,
                programme_id=programme_id,
                competency_id=self._competencies[code],
                level=level,
            )
        return programme_id

    def eligible(self, course: Course) -> list[Human]:
        """Whom the programme is for, the cast left out: their way is told by name."""
        return [
            one
            for one in self.pool
            if (not course.kinds or one.kind in course.kinds) and (not course.tiers or one.post.tier in course.tiers)
        ]

    def invite(self, plan: Plan, count: int) -> list[Human]:
        return self.diary.take(self.eligible(plan.course), count, plan.days)

    def reserve(self, course: Course, year: int, number: int) -> None:
        """Keep a number for a batch of the story."""
        self._numbers.setdefault((course.code, year), set()).add(number)

    def _number(self, plan: Plan) -> int:
        used = self._numbers.setdefault((plan.course.code, plan.first_day.year), set())
        number = plan.number or next(one for one in range(1, len(used) + 2) if one not in used)
        used.add(number)
        return number

    def hold(self, plan: Plan, entries: Iterable[Entry]) -> int:
        """Keep a batch with its people for the books; returns the id it will have."""
        batch_id = self.rows.new_id(Batch)
        self._held.append((batch_id, plan, list(entries)))
        return batch_id

    def write(self) -> int:
        """Write what was held in the order of time, so that numbers follow it; returns how many batches."""
        for batch_id, plan, people in sorted(self._held, key=lambda one: (one[1].spans[0].starts_at, one[0])):
            number = self._number(plan)
            self._add_batch(plan, batch_id, number, people)
            meetings = self._add_meetings(plan, batch_id)
            self._add_agenda(plan, meetings)
            for entry in people:
                self._add_entry(plan, batch_id, number, meetings, entry)
        return len(self._held)

    def _hours(self, plan: Plan) -> Decimal:
        return competency_rules.lesson_hours(
            self._forms[plan.course.form], programme_hours=plan.course.hours, days=len(plan.spans), sessions=1
        )

    def opens_at(self, plan: Plan) -> datetime:
        return plan.spans[0].starts_at - timedelta(days=plan.opens_days)

    def closes_at(self, plan: Plan) -> datetime:
        return plan.spans[0].starts_at - timedelta(days=plan.closes_days)

    def _add_batch(self, plan: Plan, batch_id: int, number: int, people: list[Entry]) -> None:
        seated = sum(1 for one in people if one.status in HOLDS_SEAT | HAS_RESULT)
        is_closed = plan.status is BatchStatus.CLOSED
        self.add(
            Batch,
            id=batch_id,
            programme_id=self._programmes[plan.course.code],
            number=number,
            year=plan.first_day.year,
            status=plan.status,
            policy=plan.policy,
            starts_on=plan.first_day,
            ends_on=plan.last_day,
            city=plan.place.city,
            place=plan.place.place,
            address=plan.place.address,
            trainer=plan.trainer[0],
            trainer_from=plan.trainer[1],
            lesson_hours=self._hours(plan),
            seats=max(plan.seats, seated),
            seats_taken=seated,
            enrolment_opens_at=self.opens_at(plan),
            enrolment_closes_at=self.closes_at(plan),
            withdrawal_closes_at=plan.spans[0].starts_at - timedelta(days=2),
            closed_at=self._settled_at(plan) if is_closed else None,
        )

    def _settled_at(self, plan: Plan) -> datetime:
        return min(plan.spans[-1].ends_at + timedelta(days=2), self.calendar.now)

    def _add_meetings(self, plan: Plan, batch_id: int) -> list[int]:
        found = []
        for order, span in enumerate(plan.spans, 1):
            meeting_id = self.add(
                Meeting,
                title=f"Pertemuan {order}",
                starts_at=span.starts_at,
                ends_at=span.ends_at,
                place=plan.place.place,
                address=plan.place.address,
                online_url=plan.place.url,
                late_minutes=plan.late_minutes,
                secret=secrets.token_hex(32),
            )
            self.add(BatchMeeting, batch_id=batch_id, meeting_id=meeting_id)
            found.append(meeting_id)
        return found

    def _add_agenda(self, plan: Plan, meetings: list[int]) -> None:
        for meeting_id, starts_at, title, text, is_pause in _agenda(plan, meetings):
            self.add(AgendaItem, meeting_id=meeting_id, starts_at=starts_at, title=title, text=text, is_pause=is_pause)

    def _add_entry(self, plan: Plan, batch_id: int, number: int, meetings: list[int], entry: Entry) -> None:
        requested_at = self._requested_at(plan)
        is_waiting = entry.status is EnrolmentStatus.WAITLISTED
        asked = plan.policy is EnrolmentPolicy.SUPERIOR and entry.status is not EnrolmentStatus.REQUESTED
        decided_by = self.population.superior_of(entry.human) if asked else None
        enrolment_id = self.add(
            Enrolment,
            batch_id=batch_id,
            employee_id=entry.human.id,
            status=entry.status,
            requested_at=requested_at,
            queued_at=requested_at if is_waiting else None,
            decided_by=decided_by,
            decided_at=min(requested_at + timedelta(hours=5), self.calendar.now) if decided_by else None,
            reason=entry.reason,
            score=entry.score,
            attendance_share=entry.share,
        )
        self._add_marks(plan, meetings, entry)
        if entry.status is EnrolmentStatus.PASSED:
            self._reward(plan, number, entry.human.id, source_key(enrolment_id))

    def _requested_at(self, plan: Plan) -> datetime:
        opens_at = self.opens_at(plan)
        window = min(self.closes_at(plan), self.calendar.now) - opens_at
        return opens_at + max(window, timedelta(0)) * self.rng.random()

    def _add_marks(self, plan: Plan, meetings: list[int], entry: Entry) -> None:
        for meeting_id, span, status in zip(meetings, plan.spans, entry.marks, strict=False):
            by_code = status in ATTENDED
            early = timedelta(minutes=self.rng.randint(-25, 10) if status is AttendanceStatus.PRESENT else 25)
            self.add(
                Attendance,
                meeting_id=meeting_id,
                employee_id=entry.human.id,
                status=status,
                method=AttendanceMethod.CODE if by_code else AttendanceMethod.LIST,
                at=min(span.starts_at + early, self.calendar.now),
            )

    def _reward(self, plan: Plan, number: int, employee_id: int, key: str) -> None:
        hours = self._hours(plan)
        self.add(
            LearningRecord,
            employee_id=employee_id,
            form_code=plan.course.form,
            title=labels.batch_name(plan.course.title, number),
            organiser=self.realm.training_agency_short,
            starts_on=plan.first_day,
            ends_on=plan.last_day,
            year=competency_rules.credit_year(plan.last_day),
            jp_claimed=hours,
            jp_credited=hours,
            status=LearningStatus.CREDITED,
            source_key=key,
            recorded_at=self._settled_at(plan),
        )
        for code, level in plan.course.levels.items():
            self.add(
                CompetencyEvidence,
                employee_id=employee_id,
                competency_id=self._competencies[code],
                level=level,
                source_key=key,
                shown_on=plan.last_day,
            )


def _min_attendance(course: Course) -> int:
    return 100 if course.meetings == 1 else MIN_ATTENDANCE


def _min_score(course: Course) -> Decimal | None:
    return None if course.min_score is None else Decimal(course.min_score)


def finished(course: Course, humans: Iterable[Human], meetings: int, rng: Random) -> list[Entry]:
    """People with the marks and scores they ended with, and the result the passing rule gives them."""
    rule = Programme(min_attendance=_min_attendance(course), min_score=_min_score(course))
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


_Line = tuple[int, datetime, str, str, bool]


def _agenda(plan: Plan, meetings: list[int]) -> Iterable[_Line]:
    if plan.agenda:
        for hour, title, text, is_pause in plan.agenda:
            starts_at = plan.spans[0].starts_at
            hours, minutes = hour.split(".")
            yield (meetings[0], starts_at.replace(hour=int(hours), minute=int(minutes)), title, text, is_pause)
        return
    shares = _spread(plan.course.subjects, len(meetings))
    for meeting_id, span, subjects in zip(meetings, plan.spans, shares, strict=True):
        yield from _lines_of_day(meeting_id, span, subjects)


def _spread(subjects: tuple[Subject, ...], days: int) -> list[list[Subject]]:
    """Subjects over the days in their order, none left out; one that does not fit into its day goes on."""
    shares: list[list[Subject]] = [[] for _ in range(days)]
    per_day, before = sum((one.hours for one in subjects), Decimal(0)) / days, Decimal(0)
    for one in subjects:
        first = min(days - 1, int(before / per_day))
        before += one.hours
        last = min(days - 1, max(first, int((before - Decimal("0.01")) / per_day)))
        for day in range(first, last + 1):
            shares[day].append(Subject(one.title, one.competency, one.hours / (last - first + 1)))
    return shares


def _lines_of_day(meeting_id: int, span: Span, subjects: list[Subject]) -> Iterable[_Line]:
    moment, lunched = span.starts_at, span.starts_at.hour >= 12 or span.ends_at.hour <= 12
    for one in subjects:
        if not lunched and moment.hour >= 11:
            yield (meeting_id, moment, "Istirahat, salat, makan siang", "", True)
            moment, lunched = moment + timedelta(hours=1), True
        hours = f"{one.hours.quantize(Decimal('0.1')).normalize():f}".replace(".", ",")
        yield (meeting_id, moment, one.title, f"{hours} JP", False)
        moment += float(one.hours) * LESSON_HOUR
