"""Invitations: of a round for whoever runs it, of oneself, and of whoever holds a token."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, tuple_
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.attendance.models import Meeting
from app.base import scope
from app.base.database import db
from app.organisation import queries as organisation
from app.organisation.models import Employee, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on, subordinate_ids
from app.sosialisasi.models import Invitation, InvitationStatus, RoundStatus, Sosialisasi, SosialisasiRound
from app.sosialisasi.queries.events import RoundPage

DELEGATES_AT_MOST = 300


@dataclass(frozen=True)
class InvitationPage:
    """An invitation with whom it asks and the round it asks them to."""

    invitation: Invitation
    employee: Employee
    round: SosialisasiRound
    meeting: Meeting
    event: Sosialisasi
    unit: OrgUnit

    @property
    def as_round(self) -> RoundPage:
        return RoundPage(self.round, self.meeting, self.event, self.unit)


def _whole() -> Any:
    return (
        select(Invitation, Employee, SosialisasiRound, Meeting, Sosialisasi, OrgUnit)
        .join(Employee, Employee.id == Invitation.employee_id)
        .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
    )


def own(employee_id: int, invitation_id: int) -> InvitationPage:
    """An invitation of this very person; any other is simply not found."""
    statement = _whole().where(Invitation.id == invitation_id, Invitation.employee_id == employee_id)
    return InvitationPage(*db.session.execute(statement).one())


def own_to_round(employee_id: int, round_id: int) -> Invitation | None:
    statement = select(Invitation).where(Invitation.employee_id == employee_id, Invitation.round_id == round_id)
    return db.session.execute(statement).scalar_one_or_none()


def of_round(round_id: int, invitation_id: int) -> InvitationPage:
    """An invitation to this very round; any other is simply not found."""
    statement = _whole().where(Invitation.id == invitation_id, Invitation.round_id == round_id)
    return InvitationPage(*db.session.execute(statement).one())


def by_token(token_hash: str) -> tuple[int, int] | None:
    """(government, invitation) that a token opens; of no government in particular."""
    with scope.everything():
        statement = select(Invitation.government_id, Invitation.id).where(Invitation.token_hash == token_hash)
        row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else None


def by_id(invitation_id: int) -> InvitationPage:
    """Any invitation of the government in scope, for whoever has shown that it is theirs, and for the worker."""
    return InvitationPage(*db.session.execute(_whole().where(Invitation.id == invitation_id)).one())


def own_list(employee_id: int, at: datetime, *, limit: int = 100) -> list[Any]:
    """Somebody's invitations: what is still ahead first, by time; then what is over, the latest first."""
    statement = (
        select(
            Invitation.id,
            Invitation.status,
            SosialisasiRound.status.label("round_status"),
            SosialisasiRound.number,
            SosialisasiRound.reply_by,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Sosialisasi.title,
        )
        .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Invitation.employee_id == employee_id)
        .order_by(Meeting.starts_at.desc(), Invitation.id.desc())
        .limit(limit)
    )
    rows = list(db.session.execute(statement).all())
    ahead = [row for row in rows if row.ends_at > at]
    return [*reversed(ahead), *(row for row in rows if row.ends_at <= at)]


# Invitations that wait for somebody's answer, the nearest first: (invitation_id, title, invited_to, reply_by, place).
WAITING = (
    select(
        Invitation.id.label("invitation_id"),
        Sosialisasi.title,
        Meeting.starts_at.label("invited_to"),
        SosialisasiRound.reply_by,
        Meeting.place,
    )
    .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
    .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
    .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
    .where(
        Invitation.employee_id == bindparam("employee_id"),
        Invitation.status == InvitationStatus.INVITED,
        SosialisasiRound.status == RoundStatus.INVITED,
        Meeting.starts_at > bindparam("at"),
        or_(SosialisasiRound.reply_by.is_(None), SosialisasiRound.reply_by > bindparam("at")),
    )
    .order_by(Meeting.starts_at, Invitation.id)
    .limit(5)
)


def ahead_of(employee_id: int, since: datetime) -> list[Any]:
    """Rounds that stand in somebody's calendar: those they are expected at, and those that were called off."""
    statement = (
        select(
            Meeting.id.label("meeting_id"),
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.place,
            Meeting.address,
            Invitation.id,
            Invitation.status,
            Invitation.version.label("changes"),
            SosialisasiRound.version,
            SosialisasiRound.number,
            SosialisasiRound.status.label("round_status"),
            Sosialisasi.title,
        )
        .join(SosialisasiRound, SosialisasiRound.id == Invitation.round_id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Invitation.employee_id == employee_id, Meeting.ends_at > since)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(200)
    )
    return list(db.session.execute(statement).all())


def counts(round_id: int) -> dict[InvitationStatus, int]:
    """How many invitations of a round stand in each state."""
    statement = (
        select(Invitation.status, func.count(Invitation.id))
        .where(Invitation.round_id == round_id)
        .group_by(Invitation.status)
    )
    found = dict.fromkeys(InvitationStatus, 0)
    return found | {InvitationStatus(row[0]): row[1] for row in db.session.execute(statement)}


def listed(
    round_id: int,
    *,
    status: InvitationStatus | None = None,
    text: str = "",
    after: tuple[str, int] | None = None,
    limit: int,
) -> list[Any]:
    """Invitations of a round by name, with the unit people had when invited, and whom a delegate stands for."""
    asked, asker = aliased(Invitation), aliased(Employee)
    statement = (
        select(
            Invitation.id,
            Invitation.status,
            Invitation.is_later,
            Invitation.answered_at,
            Invitation.reminded_at,
            Invitation.reason,
            Employee.name,
            Employee.sort_name,
            Employee.id.label("employee_id"),
            OrgUnit.name.label("unit"),
            asker.name.label("instead_of"),
        )
        .join(Employee, Employee.id == Invitation.employee_id)
        .outerjoin(OrgUnit, OrgUnit.path == Invitation.unit_path)
        .outerjoin(asked, asked.id == Invitation.delegate_of_id)
        .outerjoin(asker, asker.id == asked.employee_id)
        .where(Invitation.round_id == round_id)
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    if status is not None:
        statement = statement.where(Invitation.status == status)
    if text:
        escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        statement = statement.where(Employee.sort_name.like(f"%{escaped}%", escape="\\"))
    if after is not None:
        statement = statement.where(tuple_(Employee.sort_name, Employee.id) > tuple_(*after))
    return list(db.session.execute(statement).all())


def next_waiting(round_id: int) -> Invitation | None:
    """Whoever said yes first of those who wait for a seat."""
    statement = (
        select(Invitation)
        .where(Invitation.round_id == round_id, Invitation.status == InvitationStatus.WAITING)
        .order_by(Invitation.answered_at, Invitation.id)
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def waiting_rank(invitation: Invitation) -> tuple[int, int]:
    """Where somebody stands among those who wait for a seat, from 1, and how many wait."""
    before = or_(
        Invitation.answered_at < invitation.answered_at,
        and_(Invitation.answered_at == invitation.answered_at, Invitation.id <= invitation.id),
    )
    statement = select(func.count(Invitation.id).filter(before), func.count(Invitation.id)).where(
        Invitation.round_id == invitation.round_id, Invitation.status == InvitationStatus.WAITING
    )
    rank, total = db.session.execute(statement).one()
    return rank, total


def other_rounds(page: InvitationPage, at: datetime) -> list[tuple[SosialisasiRound, Meeting]]:
    """Other rounds of the event that are still ahead, take answers and have a seat."""
    statement = (
        select(SosialisasiRound, Meeting)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(
            SosialisasiRound.sosialisasi_id == page.event.id,
            SosialisasiRound.id != page.round.id,
            SosialisasiRound.status == RoundStatus.INVITED,
            Meeting.starts_at > at,
            or_(SosialisasiRound.reply_by.is_(None), SosialisasiRound.reply_by > at),
            or_(SosialisasiRound.seats.is_(None), SosialisasiRound.seats_taken < SosialisasiRound.seats),
        )
        .order_by(SosialisasiRound.number)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def accepted_elsewhere(page: InvitationPage, meeting: Meeting) -> str:
    """The title of an event somebody said yes to at the same time, or an empty text."""
    statement = (
        select(Sosialisasi.title)
        .join(SosialisasiRound, SosialisasiRound.sosialisasi_id == Sosialisasi.id)
        .join(Invitation, Invitation.round_id == SosialisasiRound.id)
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .where(
            Invitation.employee_id == page.invitation.employee_id,
            Invitation.id != page.invitation.id,
            Invitation.status == InvitationStatus.ACCEPTED,
            SosialisasiRound.status == RoundStatus.INVITED,
            Meeting.starts_at < meeting.ends_at,
            Meeting.ends_at > meeting.starts_at,
        )
        .limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none() or ""


def delegates(page: InvitationPage, day: date) -> list[tuple[int, str]]:
    """Who may come instead: colleagues of one's own unit and one's people, who are not invited themselves."""
    statement = _delegates(page, day).order_by(Employee.sort_name, Employee.id).limit(DELEGATES_AT_MOST)
    return [(row.id, row.name) for row in db.session.execute(statement)]


def delegate(page: InvitationPage, day: date, *, employee_id: int | None = None, nip: str = "") -> Employee:
    """One of those who may come instead, by number or by NIP; anybody else is simply not found."""
    if employee_id is None and not nip:
        raise NoResultFound
    wanted = Employee.id == employee_id if employee_id is not None else Employee.nip == nip
    found = db.session.execute(_delegates(page, day).where(wanted)).one()
    return organisation.employee(found.id)


def _delegates(page: InvitationPage, day: date) -> Any:
    me = page.invitation.employee_id
    unit = (
        select(Position.unit_id)
        .join(Placement, Placement.position_id == Position.id)
        .where(Placement.employee_id == me, Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day))
    )
    colleagues = (
        select(Placement.employee_id)
        .join(Position, Position.id == Placement.position_id)
        .where(
            Position.unit_id.in_(unit),
            Placement.kind == PlacementKind.DEFINITIVE,
            holds_on(Placement, day),
        )
    )
    invited = select(Invitation.employee_id).where(Invitation.round_id == page.round.id)
    return select(Employee.id, Employee.name).where(
        or_(Employee.id.in_(colleagues), Employee.id.in_(subordinate_ids(me, day))),
        Employee.id != me,
        Employee.active,
        Employee.restricted_on.is_(None),
        Employee.id.not_in(invited),
    )


def standing(employee_id: int, day: date) -> tuple[str, str]:
    """The path of the unit and the tier somebody has on a day; empty texts without a post."""
    statement = (
        select(OrgUnit.path, Position.tier)
        .join(Position, Position.unit_id == OrgUnit.id)
        .join(Placement, Placement.position_id == Position.id)
        .where(
            Placement.employee_id == employee_id, Placement.kind == PlacementKind.DEFINITIVE, holds_on(Placement, day)
        )
        .limit(1)
    )
    row = db.session.execute(statement).one_or_none()
    return (row[0], row[1]) if row else ("", "")
