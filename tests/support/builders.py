"""Builders of things, with dull defaults nobody has to look up. Each commits what it makes.

A builder works for the government in scope, which the fixture ``bungo`` enters; for another one,
``with scope.within(other.id)``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM, Actor
from app.accounts.models import RoleGrant, User
from app.accounts.services import Passwords
from app.attendance.models import Attendance, AttendanceStatus, Meeting
from app.attendance.services import mark_list, plan_meeting
from app.base import scope
from app.base.clock import now
from app.base.database import Base, db
from app.certificates.facts import CertificateFacts
from app.certificates.models import Certificate, CertificateSeries
from app.certificates.services import Issue, issue
from app.competency.models import Assessment, AssessmentSource, Competency, PositionRequirement
from app.documents import services as store
from app.organisation.models import (
    Employee,
    EmployeeKind,
    Government,
    GovernmentKind,
    OrgUnit,
    Placement,
    PlacementKind,
    Position,
    PositionTier,
)
from app.training.models import (
    AgendaItem,
    Audience,
    Batch,
    BatchDocument,
    BatchMeeting,
    BatchReservation,
    BatchStatus,
    Enrolment,
    EnrolmentPolicy,
    EnrolmentStatus,
    Programme,
    ProgrammeCompetency,
    ProgrammeSubject,
)
from app.training.queries import batches, enrolments
from app.training.queries.batches import BatchPage
from app.training.services import enrolments as training
from app.training.services.presence import BatchHost
from tests.support.certificates import make_facts

PASSWORD = "pucuk-rebung-2026"
LONG_AGO = date(2020, 1, 1)
ZONE = ZoneInfo("Asia/Jakarta")

Row = TypeVar("Row", bound=Base)
_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody of the cast: plain facts, valid whatever happens to the rows."""

    name: str
    nip: str
    email: str
    employee_id: int
    user_id: int
    position_id: int
    government_id: int
    password: str = PASSWORD

    @property
    def actor(self) -> Actor:
        return Actor(self.user_id, self.employee_id, self.name)


def _keep(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row


@cache
def _hash_of(password: str) -> str:
    return Passwords(memory_kib=64, time_cost=1).hash(password)


def make_nip(*, born: date | None = None, female: bool = False) -> str:
    """A well-formed NIP, different each time: every next one is born a day later."""
    day = born or date(1970, 1, 1) + timedelta(days=next(_numbers) % 9000)
    return f"{day:%Y%m%d}200101{2 if female else 1}{900 + next(_numbers) % 100}"


def make_government(name: str = "Kabupaten Bungo", **different: Any) -> Government:
    slug = "-".join(name.lower().split())
    facts = {
        "slug": slug,
        "name": name,
        "short_name": name.rsplit(maxsplit=1)[-1],
        "kind": GovernmentKind.REGENCY,
        "region_code": "15.08",
        "seat": "Muara Bungo",
        "timezone": "Asia/Jakarta",
        "hr_agency": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "hr_agency_short": "BKPSDM",
    }
    return _keep(Government(**facts | different))


def make_unit(name: str = "Dinas Kependudukan dan Pencatatan Sipil", *, parent: OrgUnit | None = None) -> OrgUnit:
    unit = OrgUnit(name=name, kind="regional_unit", starts_on=LONG_AGO, parent_id=parent.id if parent else None)
    _keep(unit)
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return _keep(unit)


def make_position(
    title: str = "Penata Layanan Operasional",
    *,
    unit: OrgUnit | None = None,
    above: int | None = None,
    tier: PositionTier = PositionTier.PELAKSANA,
) -> Position:
    """A post; ``above`` is the id of the post it answers to."""
    unit = unit or make_unit()
    return _keep(Position(unit_id=unit.id, reports_to_id=above, title=title, tier=tier, needed=1, starts_on=LONG_AGO))


def place(
    employee_id: int,
    position_id: int,
    kind: PlacementKind = PlacementKind.DEFINITIVE,
    *,
    starts_on: date = LONG_AGO,
    ends_on: date | None = None,
) -> Placement:
    """Put somebody into a post from a day up to, but not including, another."""
    return _keep(
        Placement(employee_id=employee_id, position_id=position_id, kind=kind, starts_on=starts_on, ends_on=ends_on)
    )


def make_employee(
    name: str = "Andi Saputra",
    *,
    position_id: int | None = None,
    kind: EmployeeKind = EmployeeKind.PNS,
    roles: Iterable[Role] = (),
    female: bool = False,
    active: bool = True,
    nip: str = "",
    email: str | None = None,
) -> Person:
    """Somebody with an account, in a post of their own unless one is named."""
    nip = nip or make_nip(female=female)
    email = f"{name.split(maxsplit=1)[0].lower()}.{nip}@bungo.example" if email is None else email
    employee = _keep(Employee(nip=nip, name=name, kind=kind, rank="III/a", email=email, active=active))
    position_id = position_id or make_position().id
    place(employee.id, position_id)
    user = make_account(name, employee_id=employee.id, email=email, roles=roles)
    return Person(name, nip, email, employee.id, user.id, position_id, employee.government_id)


def make_account(
    name: str = "Admin Instalasi", *, employee_id: int | None = None, email: str = "", roles: Iterable[Role] = ()
) -> User:
    user = _keep(
        User(
            employee_id=employee_id,
            name=name,
            email=email or None,
            password_hash=_hash_of(PASSWORD),
            active=True,
            created_at=now(),
        )
    )
    for role in roles:
        grant(user.id, role)
    return user


def grant(user_id: int, role: Role, *, starts_on: date = LONG_AGO, ends_on: date | None = None) -> RoleGrant:
    """A role in the government in scope, from a day up to, but not including, another."""
    return _keep(
        RoleGrant(user_id=user_id, government_id=scope.current(), role=role, starts_on=starts_on, ends_on=ends_on)
    )


def competency_id(code: str = "M.5") -> int:
    return db.session.execute(select(Competency.id).where(Competency.code == code)).scalar_one()


def make_requirement(position_id: int, competency: int, level: int, *, valid_from: date = LONG_AGO) -> None:
    _keep(PositionRequirement(position_id=position_id, competency_id=competency, level=level, valid_from=valid_from))


def make_assessment(employee_id: int, competency: int, level: int, *, on: date = LONG_AGO) -> None:
    _keep(
        Assessment(
            employee_id=employee_id,
            competency_id=competency,
            level=level,
            source=AssessmentSource.CENTRE,
            assessed_on=on,
        )
    )


def make_series(
    organiser: str = "BKPSDM", *, pattern: str = "800.2.3/{urut}/{unit}/{bulan}/{tahun}"
) -> CertificateSeries:
    """The numbering of an organiser; asked for again, the same one."""
    known = db.session.execute(
        select(CertificateSeries).where(CertificateSeries.organiser == organiser)
    ).scalar_one_or_none()
    return known or _keep(
        CertificateSeries(
            organiser=organiser,
            unit_code=organiser.upper().replace(" ", "-")[:40],
            classification="800.2.3",
            pattern=pattern,
            signatory_heading="a.n. Kepala BKPSDM",
            signatory_position="Kepala Bidang Pengembangan Kompetensi",
            signatory_name="Sari Wulandari, S.Sos., M.Si.",
            signatory_nip="198206142001012904",
        )
    )


def make_programme(
    title: str = "Pelayanan Prima bagi Petugas Loket",
    *,
    subjects: Sequence[tuple[str, str]] = (("Menangani keluhan sampai tuntas", "8"),),
    competencies: Sequence[tuple[int, int]] = (),
    min_score: str | None = None,
    min_attendance: int = 100,
    tiers: Iterable[str] = (),
    kinds: Iterable[str] = (),
    form_code: str = "KL03",
    series: CertificateSeries | None = None,
) -> Programme:
    """A programme with (title, lesson hours) of its subjects and (competency id, level) of what it raises."""
    programme = _keep(
        Programme(
            series_id=(series or make_series()).id,
            code=f"PRG-{next(_numbers)}",
            title=title,
            summary="Melayani dengan jelas, cepat, dan ramah.",
            form_code=form_code,
            organiser="BKPSDM",
            min_attendance=min_attendance,
            min_score=None if min_score is None else Decimal(min_score),
            tiers=list(tiers),
            kinds=list(kinds),
        )
    )
    for order, (subject, hours) in enumerate(subjects, start=1):
        db.session.add(
            ProgrammeSubject(programme_id=programme.id, sort_order=order, title=subject, lesson_hours=Decimal(hours))
        )
    for competency, level in competencies:
        db.session.add(ProgrammeCompetency(programme_id=programme.id, competency_id=competency, level=level))
    db.session.commit()
    return programme


def make_batch(
    *,
    seats: int = 30,
    policy: EnrolmentPolicy = EnrolmentPolicy.OPEN,
    meetings: int = 1,
    starts_in_days: int = 10,
    programme: Programme | None = None,
    status: BatchStatus = BatchStatus.PUBLISHED,
    city: str = "Muara Bungo",
    lesson_hours: str = "8",
    number: int | None = None,
    **different: Any,
) -> Batch:
    """A batch that may be enrolled in now, with one meeting a day from 08.00 to 15.30 local time."""
    programme = programme or make_programme()
    first = (now().astimezone(ZONE) + timedelta(days=starts_in_days)).date()
    last = first + timedelta(days=max(meetings, 1) - 1)
    opens = at_local(first, 8)
    facts = {
        "programme_id": programme.id,
        "number": number or next(_numbers),
        "year": first.year,
        "status": status,
        "policy": policy,
        "starts_on": first,
        "ends_on": last,
        "city": city,
        "place": "Aula BKPSDM",
        "trainer": "Hendra Gunawan, M.Si.",
        "lesson_hours": Decimal(lesson_hours),
        "seats": seats,
        "seats_taken": 0,
        "enrolment_opens_at": min(opens, now()) - timedelta(days=30),
        "enrolment_closes_at": opens - timedelta(days=1),
        "withdrawal_closes_at": opens - timedelta(days=2),
    }
    batch = _keep(Batch(**facts | different))
    for day in range(meetings):
        make_meeting(batch, at_local(first + timedelta(days=day), 8))
    return batch


def make_meeting(batch: Batch, starts_at: datetime | None = None, *, hours: float = 7.5) -> Meeting:
    """A meeting of a batch, with a line of its day's programme."""
    starts_at = starts_at or at_local(batch.starts_on, 8)
    meeting = plan_meeting(
        title="Hari pelatihan", starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), place=batch.place
    )
    db.session.add(BatchMeeting(batch_id=batch.id, meeting_id=meeting.id))
    db.session.add(AgendaItem(meeting_id=meeting.id, starts_at=starts_at, title="Pembukaan"))
    db.session.commit()
    return meeting


def make_reservation(batch: Batch, unit: OrgUnit, seats: int = 1, *, until: date | None = None) -> BatchReservation:
    """Seats kept for a unit; without a day until which, they are kept from nobody."""
    batch.reserved_until = until
    return _keep(BatchReservation(batch_id=batch.id, unit_id=unit.id, seats=seats))


def make_document(
    batch: Batch, title: str = "Bahan ajar", audience: Audience = Audience.PARTICIPANTS, content: bytes = b"%PDF-1.7\n"
) -> BatchDocument:
    file = store.keep(content, storage_key=store.put(content), name="bahan.pdf", media_type="application/pdf")
    return _keep(BatchDocument(batch_id=batch.id, file_id=file.id, title=title, audience=audience))


def at_local(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock of the government, in UTC."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def page_of(batch: Batch) -> BatchPage:
    """The batch as services take it."""
    return batches.managed_batch(batch.id)


def host_of(batch: Batch) -> BatchHost:
    """The batch as the desk takes it."""
    return BatchHost(page_of(batch))


def meetings_of(batch: Batch) -> list[Meeting]:
    return batches.meetings(batch.id)


def enrol(person: Person, batch: Batch) -> Enrolment:
    """Enrol by the real service, as the person themself."""
    enrolment = training.enrol(person.employee_id, page_of(batch), by=person.actor)
    db.session.commit()
    return enrolment


def seat(person: Person, batch: Batch, *, score: str | None = None) -> Enrolment:
    """Give somebody a confirmed seat, whatever the window and the policy say."""
    enrolment = Enrolment(
        batch_id=batch.id,
        employee_id=person.employee_id,
        status=EnrolmentStatus.CONFIRMED,
        requested_at=now(),
        score=None if score is None else Decimal(score),
    )
    db.session.add(enrolment)
    db.session.refresh(batch)
    batch.seats_taken += 1
    db.session.commit()
    return enrolment


def status_of(person: Person, batch: Batch) -> EnrolmentStatus | None:
    """Where somebody stands in a batch, as the database has it now."""
    db.session.rollback()
    found = enrolments.of_employee(batch.id, person.employee_id)
    return None if found is None else EnrolmentStatus(found.status)


def attend(
    person: Person, batch: Batch, status: AttendanceStatus = AttendanceStatus.PRESENT, *, meetings: int | None = None
) -> None:
    """Mark somebody at the batch's first so many meetings; at all of them unless told."""
    for meeting in meetings_of(batch)[:meetings]:
        mark_list(meeting, {person.employee_id: status}, by=SYSTEM)
    db.session.commit()


def marks_of(meeting: Meeting) -> dict[int, AttendanceStatus]:
    rows = db.session.execute(select(Attendance).where(Attendance.meeting_id == meeting.id)).scalars()
    return {row.employee_id: AttendanceStatus(row.status) for row in rows}


def make_certificate(
    person: Person, *, series: CertificateSeries | None = None, source_key: str = "", group_key: str = "", **facts: Any
) -> Certificate:
    """A certificate issued to somebody, not printed."""
    certificate = issue(
        make_issue(person, series=series, source_key=source_key, group_key=group_key, **facts), by=SYSTEM
    )
    db.session.commit()
    return certificate


def make_issue(
    person: Person,
    *,
    series: CertificateSeries | None = None,
    source_key: str = "",
    group_key: str = "",
    expires_on: date | None = None,
    **facts: Any,
) -> Issue:
    return Issue(
        series_id=(series or make_series()).id,
        employee_id=person.employee_id,
        source_key=source_key or f"test:{next(_numbers)}",
        group_key=group_key or f"test:{next(_numbers)}",
        facts=_facts_of(person, **facts),
        expires_on=expires_on,
    )


def _facts_of(person: Person, **facts: Any) -> CertificateFacts:
    return make_facts(**{"holder_name": person.name, "holder_nip": person.nip} | facts)
