"""What waits for people: counted together for the home page, and many at once for the weekly digest."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select, true

from app.attendance.models import Meeting
from app.base.database import db
from app.base.together import apart, together
from app.evaluations import queries as evaluations
from app.individual_plans.queries import due as individual_plans
from app.initiatives.queries import initiatives
from app.notifications.models import LetterGroup, Mail, MailChoice, MailStatus, Notice
from app.organisation.models import Employee, Government
from app.sosialisasi.queries import invitations
from app.surveys.queries import participations
from app.training.models import Batch, BatchMeeting, BatchStatus, Enrolment, EnrolmentStatus, Programme


def counted(asked: Mapping[str, Select[int, int]]) -> dict[str, tuple[int, int]]:
    """(waiting, late) of each of these statements, all of them in one."""
    if not asked:
        return {}
    parts = {key: statement.subquery(key) for key, statement in asked.items()}
    first, *others = parts.values()
    source: Any = first
    for other in others:
        source = source.join(other, true())
    columns = [column for part in parts.values() for column in (part.c.waiting, part.c.late)]
    row = db.session.execute(select(*columns).select_from(source)).one()
    return {key: (row[2 * place], row[2 * place + 1]) for place, key in enumerate(parts)}


_OWN_PARTS = {
    "evaluations": evaluations.WAITING,
    "plans": individual_plans.OWN,
    "invitations": invitations.WAITING,
    "surveys": participations.WAITING,
    "changes": initiatives.RUNNING,
}
_OWN = together(_OWN_PARTS)


def own_duties(employee_id: int, at: datetime, day: date) -> dict[str, list[Any]]:
    """What evaluations, individual plans, invitations and surveys ask of somebody, and which changes concern them,
    in one statement."""
    asked = {"employee_id": employee_id, "at": at, "day": day, "last_year": day.year - 1, "this_year": day.year}
    return apart(db.session.execute(_OWN, asked), _OWN_PARTS)


def governments() -> list[tuple[int, str]]:
    """Every government with its time zone."""
    rows = db.session.execute(select(Government.id, Government.timezone).order_by(Government.id))
    return [(row.id, row.timezone) for row in rows]


def reachable_people(*, after: int, limit: int) -> list[Any]:
    """Employees with an address, by id, from after one on."""
    statement = (
        select(Employee.id, Employee.name, Employee.email)
        .where(Employee.id > after, Employee.active == true(), Employee.email != "")
        .order_by(Employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def reachable_count() -> int:
    statement = select(func.count(Employee.id)).where(Employee.active == true(), Employee.email != "")
    return db.session.execute(statement).scalar_one()


def with_mail(keys: Sequence[str]) -> set[str]:
    """Which of these occasions have their mail already."""
    return set(db.session.execute(select(Mail.key).where(Mail.key.in_(keys))).scalars())


def without_digest(employee_ids: Sequence[int], declined: str) -> set[int]:
    """Who of these wants no reminder of what waits."""
    statement = select(MailChoice.employee_id).where(
        MailChoice.employee_id.in_(employee_ids),
        MailChoice.letter_group == LetterGroup.DIGEST,
        MailChoice.delivery == declined,
    )
    return set(db.session.execute(statement).scalars())


def unread_notices(
    employee_ids: Sequence[int], *, since: datetime, until: datetime, told: Sequence[str], each: int
) -> list[Any]:
    """The newest unread notices of each, without kinds that are told otherwise, with how many there are."""
    ranked = (
        select(
            Notice.employee_id,
            Notice.text,
            Notice.path,
            Notice.created_at,
            func.row_number().over(partition_by=Notice.employee_id, order_by=Notice.id.desc()).label("rank"),
            func.count(Notice.id).over(partition_by=Notice.employee_id).label("total"),
        )
        .where(
            Notice.employee_id.in_(employee_ids),
            Notice.read_at.is_(None),
            Notice.created_at >= since,
            Notice.created_at <= until,
            Notice.kind.not_in(told),
        )
        .subquery()
    )
    statement = select(ranked).where(ranked.c.rank <= each).order_by(ranked.c.employee_id, ranked.c.rank)
    return list(db.session.execute(statement).all())


def held_mails(employee_ids: Sequence[int]) -> list[Mail]:
    """Letters that their recipients asked to have in the digest, oldest first."""
    statement = select(Mail).where(Mail.employee_id.in_(employee_ids), Mail.status == MailStatus.HELD).order_by(Mail.id)
    return list(db.session.execute(statement).scalars())


def open_offers(employee_ids: Sequence[int], at: datetime) -> list[Any]:
    """Seats offered and not answered yet, the nearest deadline first."""
    statement = (
        select(Enrolment.employee_id, Enrolment.batch_id, Enrolment.offer_expires_at, Programme.title, Batch.number)
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .where(
            Enrolment.employee_id.in_(employee_ids),
            Enrolment.status == EnrolmentStatus.OFFERED,
            Enrolment.offer_expires_at > at,
        )
        .order_by(Enrolment.offer_expires_at)
    )
    return list(db.session.execute(statement).all())


def coming_meetings(employee_ids: Sequence[int], at: datetime, until: datetime) -> list[Any]:
    """Meetings these people have a seat in, in order of time."""
    statement = (
        select(
            Enrolment.employee_id,
            Enrolment.batch_id,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Programme.title,
            Batch.number,
        )
        .join(Batch, Batch.id == Enrolment.batch_id)
        .join(Programme, Programme.id == Batch.programme_id)
        .join(BatchMeeting, BatchMeeting.batch_id == Batch.id)
        .join(Meeting, Meeting.id == BatchMeeting.meeting_id)
        .where(
            Enrolment.employee_id.in_(employee_ids),
            Enrolment.status == EnrolmentStatus.CONFIRMED,
            Batch.status == BatchStatus.PUBLISHED,
            Meeting.starts_at >= at,
            Meeting.starts_at < until,
        )
        .order_by(Meeting.starts_at)
    )
    return list(db.session.execute(statement).all())
