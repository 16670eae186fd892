"""What was scanned, what was refused, and which phone spoke for more than one person."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, null, select, union_all

from app.attendance.models import Attendance, Refusal, RefusedCheckIn, Scan
from app.base.database import db
from app.organisation.models import Employee


@dataclass(frozen=True)
class Refused:
    """A code that did not count: whose it was as far as known, why, when, and whether staff scanned it."""

    name: str
    reason: Refusal
    at: datetime
    by_staff: bool


@dataclass(frozen=True)
class DeviceHint:
    """People who checked in from one phone. They may have lent it to one another."""

    names: tuple[str, ...]


def with_keys(meeting_id: int, keys: Sequence[str]) -> list[Scan]:
    statement = select(Scan).where(Scan.meeting_id == meeting_id, Scan.key.in_(keys))
    return list(db.session.execute(statement).scalars())


def attendances(meeting_id: int, employee_ids: Sequence[int]) -> dict[int, Attendance]:
    """Those of these people who are marked at a meeting, by employee id."""
    statement = select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.employee_id.in_(employee_ids))
    return {row.employee_id: row for row in db.session.execute(statement).scalars()}


def is_employee(employee_id: int) -> bool:
    """Whether somebody of this number works here."""
    found = db.session.execute(select(Employee.id).where(Employee.id == employee_id)).one_or_none()
    return found is not None


def names_of(employee_ids: Sequence[int]) -> dict[int, str]:
    """Names by employee id."""
    if not employee_ids:
        return {}
    rows = db.session.execute(select(Employee.id, Employee.name).where(Employee.id.in_(employee_ids)))
    return {row.id: row.name for row in rows}


def refused_at(meeting_id: int, *, limit: int = 200) -> list[Refused]:
    """Codes that did not count at a meeting, newest first: scanned by staff, or typed by people themselves."""
    scanned = (
        select(Employee.name, Scan.refusal.label("reason"), Scan.at, literal(1).label("by_staff"), Scan.id)
        .select_from(Scan)
        .outerjoin(Employee, Employee.id == Scan.employee_id)
        .where(Scan.meeting_id == meeting_id, Scan.refusal.is_not(null()))
    )
    typed = (
        select(Employee.name, RefusedCheckIn.reason, RefusedCheckIn.at, literal(0).label("by_staff"), RefusedCheckIn.id)
        .select_from(RefusedCheckIn)
        .join(Employee, Employee.id == RefusedCheckIn.employee_id)
        .where(RefusedCheckIn.meeting_id == meeting_id)
    )
    both = union_all(scanned, typed).subquery()
    rows = db.session.execute(
        select(both.c.name, both.c.reason, both.c.at, both.c.by_staff)
        .order_by(both.c.at.desc(), both.c.by_staff, both.c.id.desc())
        .limit(limit)
    )
    return [Refused(row.name or "", Refusal(row.reason), row.at, bool(row.by_staff)) for row in rows]


def refused_count(meeting_id: int) -> int:
    scanned = select(func.count(Scan.id)).where(Scan.meeting_id == meeting_id, Scan.refusal.is_not(null()))
    typed = select(func.count(RefusedCheckIn.id)).where(RefusedCheckIn.meeting_id == meeting_id)
    found: int = db.session.execute(select(scanned.scalar_subquery() + typed.scalar_subquery())).scalar_one()
    return found


def device_hints(meeting_id: int, *, limit: int) -> list[DeviceHint]:
    """Phones from which more than one person checked in, those with most people first."""
    shared = (
        select(Attendance.device)
        .where(Attendance.meeting_id == meeting_id, Attendance.device.is_not(null()))
        .group_by(Attendance.device)
        .having(func.count(Attendance.id) > 1)
        .order_by(func.count(Attendance.id).desc(), Attendance.device)
        .limit(limit)
    )
    rows = db.session.execute(
        select(Attendance.device, Employee.name)
        .join(Employee, Employee.id == Attendance.employee_id)
        .where(Attendance.meeting_id == meeting_id, Attendance.device.in_(shared))
        .order_by(Attendance.at, Attendance.id)
    )
    people: dict[Any, list[str]] = defaultdict(list)
    for row in rows:
        people[row.device].append(row.name)
    return [DeviceHint(tuple(names)) for names in people.values()]
