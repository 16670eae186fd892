"""Who was at a round or an event: by unit, by name, by day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from app.attendance.models import Attendance, AttendanceStatus, WalkIn, WalkInStatus
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import REGIONAL_UNIT, definitive
from app.sosialisasi.models import Invitation

NOWHERE, GUESTS = "Tanpa jabatan", "Tamu"


@dataclass(frozen=True)
class Named:
    """Somebody on the list of those who came, as the list shows them; a guest has no ``nip``."""

    name: str
    nip: str
    position: str
    unit: str
    came_at: Any


@dataclass(frozen=True)
class Expected:
    """Somebody invited or marked at a meeting. ``status`` None: invited, and nobody noted whether they came."""

    employee_id: int
    name: str
    sort_name: str
    unit: str
    status: AttendanceStatus | None


def by_unit(meeting_id: int, day: date) -> tuple[tuple[str, int], ...]:
    """How many employees of each perangkat daerah came, by name, and the guests last."""
    paths = Counter(
        {
            row.path or "": row.people
            for row in db.session.execute(
                select(OrgUnit.path, func.count(Attendance.id).label("people"))
                .select_from(Attendance)
                .outerjoin(Placement, _post_of(Attendance.employee_id, day))
                .outerjoin(Position, Position.id == Placement.position_id)
                .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
                .where(Attendance.meeting_id == meeting_id, Attendance.status.in_(sorted(ATTENDED)))
                .group_by(OrgUnit.path)
            )
        }
    )
    names = owners(paths)
    found: Counter[str] = Counter()
    for path, people in paths.items():
        found[names.get(path, NOWHERE)] += people
    guests = guest_count(meeting_id)
    return (*sorted(found.items()), *(((GUESTS, guests),) if guests else ()))


def owners(paths: Any) -> dict[str, str]:
    """The perangkat daerah each unit path lies in, or the unit at its end, in one statement."""
    numbers = {path: [int(one) for one in path.split("/") if one] for path in paths if path}
    wanted = sorted({number for found in numbers.values() for number in found})
    statement = select(OrgUnit.id, OrgUnit.name, OrgUnit.kind).where(OrgUnit.id.in_(wanted))
    rows = {row.id: row for row in db.session.execute(statement)}
    return {path: _owner([rows[one] for one in reversed(found) if one in rows]) for path, found in numbers.items()}


def _owner(upwards: Sequence[Any]) -> str:
    regional = next((row for row in upwards if row.kind == REGIONAL_UNIT), None)
    return str((regional or upwards[0]).name) if upwards else NOWHERE


def guest_count(meeting_id: int) -> int:
    """How many came who are nobody's attendance."""
    statement = select(func.count(WalkIn.id)).where(
        WalkIn.meeting_id == meeting_id, WalkIn.status != WalkInStatus.PERSON
    )
    return db.session.execute(statement).scalar_one()


def came(meeting_id: int, day: date) -> list[Named]:
    """Everybody who came, by name: employees first, then guests."""
    statement = (
        select(Employee.name, Employee.nip, Position.title, OrgUnit.name.label("unit"), Attendance.at)
        .select_from(Attendance)
        .join(Employee, Employee.id == Attendance.employee_id)
        .outerjoin(Placement, _post_of(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.status.in_(sorted(ATTENDED)))
        .order_by(Employee.sort_name, Employee.id)
    )
    people = [
        Named(row.name, row.nip, row.title or "", row.unit or "", row.at) for row in db.session.execute(statement)
    ]
    guests = (
        select(WalkIn.name, WalkIn.unit, WalkIn.at)
        .where(WalkIn.meeting_id == meeting_id, WalkIn.status != WalkInStatus.PERSON)
        .order_by(WalkIn.name, WalkIn.id)
    )
    return [*people, *(Named(row.name, "", GUESTS, row.unit, row.at) for row in db.session.execute(guests))]


def ids(meeting_id: int) -> list[int]:
    """The employees who came, by number."""
    statement = (
        select(Attendance.employee_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.status.in_(sorted(ATTENDED)))
        .order_by(Attendance.employee_id)
    )
    return list(db.session.execute(statement).scalars())


def expected(round_id: int, meeting_id: int, day: date, *, after: tuple[str, int] | None, limit: int) -> list[Expected]:
    """Whoever was invited to a round or marked at its meeting, by name, so many at a time."""
    statement = _expected(round_id, meeting_id, day).limit(limit)
    if after is not None:
        name, number = after
        later = and_(Employee.sort_name == name, Employee.id > number)
        statement = statement.where((Employee.sort_name > name) | later)
    return [_as_expected(row) for row in db.session.execute(statement)]


def expected_one(round_id: int, meeting_id: int, day: date, employee_id: int) -> Expected:
    """One of those on the list; anybody else is simply not found."""
    statement = _expected(round_id, meeting_id, day).where(Employee.id == employee_id)
    return _as_expected(db.session.execute(statement).one())


def _as_expected(row: Any) -> Expected:
    status = AttendanceStatus(row.status) if row.status else None
    return Expected(row.id, row.name, row.sort_name, row.unit or "", status)


def _expected(round_id: int, meeting_id: int, day: date) -> Any:
    invited = and_(Invitation.round_id == round_id, Invitation.employee_id == Employee.id)
    marked = and_(Attendance.meeting_id == meeting_id, Attendance.employee_id == Employee.id)
    return (
        select(Employee.id, Employee.name, Employee.sort_name, OrgUnit.name.label("unit"), Attendance.status)
        .outerjoin(Invitation, invited)
        .outerjoin(Attendance, marked)
        .outerjoin(Placement, _post_of(Employee.id, day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.id.in_(_those(round_id, meeting_id)))
        .order_by(Employee.sort_name, Employee.id)
    )


def _those(round_id: int, meeting_id: int) -> Any:
    return (
        select(Invitation.employee_id)
        .where(Invitation.round_id == round_id)
        .union(select(Attendance.employee_id).where(Attendance.meeting_id == meeting_id))
    )


def _post_of(employee_id: Any, day: date) -> Any:
    return definitive(employee_id, day)
