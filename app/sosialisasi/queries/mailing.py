"""Whom words about a round go to, and what its letter lists: asked by the worker for many at a time."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.attendance.models import Meeting
from app.base import scope
from app.base.database import db
from app.jobs.models import Job, JobStatus
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.sosialisasi.models import Invitation, InvitationStatus, RoundStatus, SosialisasiRound


def recipients(round_id: int, *, after: int, limit: int) -> list[Any]:
    """Whom a round concerns, for a word to all of them, by number: those it expects or expected to come."""
    statement = _recipients(round_id).where(
        Invitation.id > after,
        Invitation.status.not_in((InvitationStatus.DELEGATED, InvitationStatus.MOVED, InvitationStatus.DECLINED)),
    )
    return list(db.session.execute(statement.order_by(Invitation.id).limit(limit)).all())


def silent(round_id: int, *, before: datetime, after: int, limit: int) -> list[Any]:
    """Who has not answered and was neither invited nor reminded since ``before``, by number."""
    statement = _recipients(round_id).where(
        Invitation.id > after,
        Invitation.status == InvitationStatus.INVITED,
        Invitation.invited_at < before,
        or_(Invitation.reminded_at.is_(None), Invitation.reminded_at < before),
    )
    return list(db.session.execute(statement.order_by(Invitation.id).limit(limit)).all())


def _recipients(round_id: int) -> Any:
    return (
        select(Invitation.id, Invitation.employee_id, Employee.name, Employee.email)
        .join(Employee, Employee.id == Invitation.employee_id)
        .where(Invitation.round_id == round_id, Employee.active)
    )


def annex_names(round_id: int, limit: int) -> list[tuple[str, str, str]]:
    """(name, post, unit) of those invited, as a letter lists them; the post is that of the day it is asked."""
    statement = (
        select(Employee.name, func.coalesce(Position.title, ""), func.coalesce(OrgUnit.name, ""))
        .select_from(Invitation)
        .join(Employee, Employee.id == Invitation.employee_id)
        .outerjoin(OrgUnit, OrgUnit.path == Invitation.unit_path)
        .outerjoin(
            Placement,
            and_(
                Placement.employee_id == Employee.id,
                Placement.kind == PlacementKind.DEFINITIVE,
                Placement.ends_on.is_(None),
            ),
        )
        .outerjoin(Position, Position.id == Placement.position_id)
        .where(Invitation.round_id == round_id, Invitation.is_later.is_(False))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def counts_by_path(round_id: int) -> dict[str, int]:
    """How many were invited in the freeze, by the path of the unit they had then."""
    statement = (
        select(Invitation.unit_path, func.count(Invitation.id))
        .where(Invitation.round_id == round_id, Invitation.is_later.is_(False))
        .group_by(Invitation.unit_path)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def sending(round_id: int) -> Job | None:
    """The work of sending a round's invitations while it is not over, or where it failed."""
    statement = select(Job).where(Job.key == f"sosialisasi.invite:{round_id}", Job.status != JobStatus.DONE)
    return db.session.execute(statement).scalar_one_or_none()


def with_silent(at: datetime, soon: datetime) -> list[tuple[int, int]]:
    """(government, round) of every round whose time to answer ends between now and soon, where nothing else was said
    when it begins; across governments."""
    until = func.coalesce(SosialisasiRound.reply_by, Meeting.starts_at)
    with scope.everything():
        statement = (
            select(SosialisasiRound.government_id, SosialisasiRound.id)
            .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
            .where(SosialisasiRound.status == RoundStatus.INVITED, until > at, until <= soon)
            .order_by(SosialisasiRound.id)
        )
        return [(row[0], row[1]) for row in db.session.execute(statement)]
