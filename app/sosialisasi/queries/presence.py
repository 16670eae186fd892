"""Who is expected at a round, and who came besides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.attendance.models import Attendance, Meeting, WalkIn, WalkInStatus
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.organisation.models import Employee, OrgUnit
from app.sosialisasi.models import (
    Invitation,
    InvitationStatus,
    RoundStatus,
    Sosialisasi,
    SosialisasiRound,
    SosialisasiStatus,
)
from app.sosialisasi.queries.events import RoundPage

# Who said that somebody else comes, or was sent on to another round, is not waited for.
_ELSEWHERE = (InvitationStatus.DELEGATED, InvitationStatus.MOVED)


def expected(one: SosialisasiRound) -> Any:
    """A statement for the ids of those invited and not elsewhere, and of whoever stands on the list already."""
    invited = select(Invitation.employee_id).where(Invitation.round_id == one.id, Invitation.status.not_in(_ELSEWHERE))
    return invited.union(select(Attendance.employee_id).where(Attendance.meeting_id == one.meeting_id))


def serving_among(employee_ids: Sequence[int]) -> set[int]:
    """Those of these people who serve in the government: any of them may come to hear."""
    statement = select(Employee.id).where(Employee.id.in_(employee_ids), Employee.active)
    return set(db.session.execute(statement).scalars())


def open_round(round_id: int) -> RoundPage:
    """A round people may come to: of an event that was announced, and not called off."""
    statement = _pages().where(
        SosialisasiRound.id == round_id,
        Sosialisasi.status != SosialisasiStatus.DRAFT,
        SosialisasiRound.status != RoundStatus.CANCELLED,
    )
    return RoundPage(*db.session.execute(statement).one())


def public_round(round_id: int) -> RoundPage:
    """A round of a public event, for people without an account; asked outside the governments."""
    statement = _pages().where(
        SosialisasiRound.id == round_id,
        Sosialisasi.is_public,
        Sosialisasi.status == SosialisasiStatus.OPEN,
        SosialisasiRound.status != RoundStatus.CANCELLED,
    )
    return RoundPage(*db.session.execute(statement).one())


def round_at(meeting_id: int) -> RoundPage:
    """The round a meeting is the meeting of; for the worker."""
    return RoundPage(*db.session.execute(_pages().where(Meeting.id == meeting_id)).one())


def _pages() -> Any:
    return (
        select(SosialisasiRound, Meeting, Sosialisasi, OrgUnit)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
    )


@dataclass(frozen=True)
class Counts:
    """Who is there by now: of those invited and not elsewhere, and other employees besides."""

    there: int
    invited: int
    others: int


def counts(one: SosialisasiRound) -> Counts:
    """How many are there, in one statement."""
    invited = select(Invitation.employee_id).where(Invitation.round_id == one.id, Invitation.status.not_in(_ELSEWHERE))
    asked = invited.subquery()
    present = (Attendance.meeting_id == one.meeting_id, Attendance.status.in_(sorted(ATTENDED)))
    whole = select(func.count(Attendance.id)).where(*present).scalar_subquery()
    there = select(func.count(Attendance.id)).where(*present, Attendance.employee_id.in_(invited)).scalar_subquery()
    row = db.session.execute(select(whole, there, select(func.count(asked.c.employee_id)).scalar_subquery())).one()
    return Counts(there=row[1], invited=row[2], others=row[0] - row[1])


def guests(meeting_id: int) -> int:
    """How many came who are nobody of the government's, or are not known yet."""
    statement = select(func.count(WalkIn.id)).where(
        WalkIn.meeting_id == meeting_id, WalkIn.status != WalkInStatus.PERSON
    )
    return db.session.execute(statement).scalar_one()
