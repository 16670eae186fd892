"""Those a meeting expects, whoever holds it: by name, so many at a time, and how they were marked.

``whom`` is the host's own statement for the employee ids it expects, so that a meeting of a hall of people is read no
further than a page shows.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, literal, select

from app.attendance.models import Attendance, AttendanceStatus
from app.base.database import db
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.organisation.rules import searchable

Whom = Any
WORDS_AT_MOST = 8


def page(meeting_id: int, whom: Whom, *, text: str, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """(employee_id, name, sort_name, status, at, noted_at) by name; ``status`` None while nobody noted them."""
    statement = (
        select(
            Employee.id.label("employee_id"),
            Employee.name,
            Employee.sort_name,
            Attendance.status,
            Attendance.at,
            Attendance.noted_at,
        )
        .outerjoin(Attendance, _marked(meeting_id))
        .where(Employee.id.in_(whom))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    for word in searchable(text)[:WORDS_AT_MOST]:
        statement = statement.where((literal(" ") + Employee.sort_name).like(f"% {word}%"))
    if after is not None:
        name, number = after
        later = and_(Employee.sort_name == name, Employee.id > number)
        statement = statement.where((Employee.sort_name > name) | later)
    return list(db.session.execute(statement).all())


def counted(meeting_id: int, whom: Whom) -> Counter[AttendanceStatus | None]:
    """How many of them were marked how; None counts those nobody noted yet."""
    statement = (
        select(Attendance.status, func.count(Employee.id).label("people"))
        .select_from(Employee)
        .outerjoin(Attendance, _marked(meeting_id))
        .where(Employee.id.in_(whom))
        .group_by(Attendance.status)
    )
    rows = db.session.execute(statement)
    return Counter({AttendanceStatus(row.status) if row.status else None: row.people for row in rows})


def count(whom: Whom) -> int:
    return db.session.execute(select(func.count(Employee.id)).where(Employee.id.in_(whom))).scalar_one()


def everybody(whom: Whom) -> list[Any]:
    """(employee_id, name) of all of them, by name."""
    statement = select(Employee.id.label("employee_id"), Employee.name).where(Employee.id.in_(whom))
    return list(db.session.execute(statement.order_by(Employee.sort_name, Employee.id)).all())


def among(whom: Whom, employee_ids: Sequence[int]) -> set[int]:
    """Those of these people who are expected."""
    statement = select(Employee.id).where(Employee.id.in_(employee_ids), Employee.id.in_(whom))
    return set(db.session.execute(statement).scalars())


def ids(whom: Whom) -> frozenset[int]:
    return frozenset(db.session.execute(select(Employee.id).where(Employee.id.in_(whom))).scalars())


def with_units(whom: Whom, day: date) -> list[Any]:
    """(id, name, unit) of all of them, by name; ``unit`` None without a post on the day."""
    post = definitive(Employee.id, day)
    statement = (
        select(Employee.id, Employee.name, OrgUnit.name.label("unit"))
        .outerjoin(Placement, post)
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.id.in_(whom))
        .order_by(Employee.sort_name, Employee.id)
    )
    return list(db.session.execute(statement).all())


def _marked(meeting_id: int) -> Any:
    return and_(Attendance.meeting_id == meeting_id, Attendance.employee_id == Employee.id)
