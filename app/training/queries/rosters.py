"""The people of a batch for whoever runs it: so many at a time by name, whatever the batch holds."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, literal, or_, select

from app.base.database import db
from app.organisation.models import Employee
from app.organisation.rules import searchable
from app.training.models import HOLDS_SEAT, TOOK_PART, BatchNominee, Enrolment, EnrolmentStatus

WORDS_AT_MOST = 8
PIECE = 500
Place = tuple[str, int] | None


def participants(batch_id: int, *, text: str = "", after: Place = None, limit: int) -> list[Any]:
    """Who holds a seat or took part, by name; ``text`` is the beginning of words of a name."""
    statement = (
        select(
            Enrolment.id,
            Enrolment.employee_id,
            Enrolment.status,
            Enrolment.score,
            Enrolment.assignment_done,
            Enrolment.attendance_share,
            Enrolment.reason,
            Employee.name,
            Employee.sort_name,
            Employee.nip,
        )
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(Enrolment.batch_id == batch_id, Enrolment.status.in_(sorted(TOOK_PART | HOLDS_SEAT)))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    for word in searchable(text)[:WORDS_AT_MOST]:
        statement = statement.where((literal(" ") + Employee.sort_name).like(f"% {word}%"))
    if after is not None:
        statement = statement.where(_later(Employee.sort_name, Employee.id, after))
    return list(db.session.execute(statement).all())


def in_pieces(batch_id: int, *, after: Place = None) -> Iterator[list[Any]]:
    """All of who took part, by name, from a place on, never more than a piece of them at once."""
    while True:
        rows = participants(batch_id, after=after, limit=PIECE)
        yield [row for row in rows if row.status in TOOK_PART]
        if len(rows) < PIECE:
            return
        after = (rows[-1].sort_name, rows[-1].employee_id)


def waiting(batch_id: int, *, after: tuple[Any, int] | None = None, limit: int) -> list[Any]:
    """Who waits, in the order they will be offered a seat."""
    statement = (
        select(Enrolment.id, Enrolment.employee_id, Enrolment.queued_at, Employee.name)
        .join(Employee, Employee.id == Enrolment.employee_id)
        .where(Enrolment.batch_id == batch_id, Enrolment.status == EnrolmentStatus.WAITLISTED)
        .order_by(Enrolment.queued_at, Enrolment.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(_later(Enrolment.queued_at, Enrolment.id, after))
    return list(db.session.execute(statement).all())


def nominees(batch_id: int, *, after: Place = None, limit: int) -> list[Any]:
    """Whom a plan named and who has no seat yet, by name, with what stands against them."""
    statement = (
        select(
            BatchNominee.id,
            BatchNominee.refusal,
            Employee.name,
            Employee.sort_name,
            Employee.id.label("employee_id"),
        )
        .join(Employee, Employee.id == BatchNominee.employee_id)
        .where(BatchNominee.batch_id == batch_id)
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(_later(Employee.sort_name, Employee.id, after))
    return list(db.session.execute(statement).all())


def nominated(batch_id: int) -> int:
    """How many a plan named who have no seat yet."""
    statement = select(func.count(BatchNominee.id)).where(BatchNominee.batch_id == batch_id)
    return db.session.execute(statement).scalar_one()


def without_assignment(batch_id: int) -> int:
    """How many who take part have not finished the assignment."""
    statement = select(func.count(Enrolment.id)).where(
        Enrolment.batch_id == batch_id,
        Enrolment.status.in_(sorted(TOOK_PART)),
        Enrolment.assignment_done.is_(False),
    )
    return db.session.execute(statement).scalar_one()


def _later(first: Any, second: Any, place: tuple[Any, int]) -> Any:
    return or_(first > place[0], and_(first == place[0], second > place[1]))
