"""Writing programmes and batches with everybody in them, many at a time."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting
from app.attendance.rules import ATTENDED
from app.base.numbering import check_pattern
from app.certificates.models import CertificateSeries
from app.competency import rules as competency_rules
from app.competency.models import CompetencyEvidence, DevelopmentForm, LearningRecord, LearningStatus
from app.demo.agenda import agenda_of
from app.demo.bulk import Rows
from app.demo.courses import Course
from app.demo.governments import Realm
from app.demo.people import Human, Population
from app.demo.plans import Diary, Entry, Plan, min_attendance, min_score
from app.demo.schedule import Calendar
from app.training import labels
from app.training.models import (
    HAS_RESULT,
    HOLDS_SEAT,
    AgendaItem,
    Batch,
    BatchMeeting,
    BatchStatus,
    Enrolment,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)
from app.training.rules import ASKS_SUPERIOR
from app.training.services.closing import source_key

PATTERN = "{klasifikasi}/{urut}/{unit}/{tahun}"
CLASSIFICATION = "800.2.3"


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
        self._called: dict[str, set[int]] = {}
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
            min_attendance=min_attendance(course),
            min_score=min_score(course),
            cost=Decimal(course.meetings * (60_000 if course.is_online else 275_000)),
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
        """People free on its days and, where it is still to come, in no other coming batch of the course."""
        if plan.last_day < self.calendar.now.date():
            return self.diary.take(self.eligible(plan.course), count, plan.days)
        called = self._called.setdefault(plan.course.code, set())
        found = self.diary.take([one for one in self.eligible(plan.course) if one.id not in called], count, plan.days)
        called.update(one.id for one in found)
        return found

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
            budget=self._budget(plan),
            realised=self._budget(plan) * self.rng.randint(82, 99) / 100 if is_closed else None,
        )

    def _budget(self, plan: Plan) -> Decimal:
        """What a seat costs a day, for all seats and days."""
        return Decimal(plan.seats * len(plan.spans) * (60_000 if plan.course.is_online else 275_000))

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
        for meeting_id, starts_at, title, text, is_pause in agenda_of(plan, meetings):
            self.add(AgendaItem, meeting_id=meeting_id, starts_at=starts_at, title=title, text=text, is_pause=is_pause)

    def _add_entry(self, plan: Plan, batch_id: int, number: int, meetings: list[int], entry: Entry) -> None:
        requested_at = self._requested_at(plan)
        is_waiting = entry.status is EnrolmentStatus.WAITLISTED
        asked = plan.policy in ASKS_SUPERIOR and entry.status is not EnrolmentStatus.REQUESTED
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
