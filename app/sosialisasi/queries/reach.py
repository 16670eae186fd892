"""Whom a sosialisasi was for, whom it invited, whom it reached and whom it missed: distinct people, never chairs.

Those it is for stand in the unit they are in on the day that is asked, wherever they were when they came. Somebody who
came and was not among them is an outsider, counted apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select

from app.access.visitor import Reach
from app.attendance.models import Attendance, Meeting, WalkIn, WalkInStatus
from app.attendance.rules import ATTENDED
from app.base.database import db
from app.initiatives.queries.affected import affected_ids
from app.organisation.models import Employee, OrgUnit, Placement, Position
from app.organisation.queries import definitive
from app.organisation.queries.directory import may_be_shown, within
from app.sosialisasi.models import Invitation, InvitationStatus, RoundStatus, Sosialisasi, SosialisasiRound
from app.sosialisasi.queries.audiences import invited_ids
from app.sosialisasi.rules.coverage import Count
from app.sosialisasi.rules.events import lies_ahead


@dataclass(frozen=True)
class Group:
    """People of one unit and tier; ``path`` is empty for who is in no post."""

    path: str
    tier: str
    count: Count


@dataclass(frozen=True)
class RoundReach:
    """A round: who was invited and came, of whom it was for; ``first`` came for the first time, ``total`` so far.

    One that ``is_ahead`` has not begun and nobody is there yet, so that nobody came says nothing about it.
    """

    number: int
    invited: int
    accepted: int
    came: int
    outsiders: int
    guests: int
    first: int
    total: int
    is_ahead: bool


@dataclass(frozen=True)
class Meant:
    """Whom these events are for: those an initiative affects on a day, or everybody invited to them."""

    event_ids: tuple[int, ...]
    initiative_id: int | None
    day: date

    @property
    def ids(self) -> Select[Any]:
        if self.initiative_id is not None:
            return affected_ids(self.initiative_id, self.day)
        return invited_ids(self.event_ids)


def of_event(event: Sosialisasi, day: date) -> Meant:
    return Meant((event.id,), event.initiative_id, day)


def of_initiative(initiative_id: int, day: date) -> Meant:
    """Every event for an initiative together."""
    statement = select(Sosialisasi.id).where(Sosialisasi.initiative_id == initiative_id)
    return Meant(tuple(db.session.execute(statement).scalars()), initiative_id, day)


def groups(meant: Meant, reach: Reach) -> list[Group]:
    """Everybody these events are for, within reach, by unit and tier, in one statement."""
    people = _people(meant, reach)
    invited, reached = _invited(meant), _reached(meant)
    statement = (
        select(
            func.coalesce(people.c.path, "").label("path"),
            func.coalesce(people.c.tier, "").label("tier"),
            func.count().label("people"),
            func.sum(case((invited.c.employee_id.is_not(None), 1), else_=0)).label("invited"),
            func.sum(case((reached.c.employee_id.is_not(None), 1), else_=0)).label("reached"),
        )
        .select_from(people)
        .outerjoin(invited, invited.c.employee_id == people.c.employee_id)
        .outerjoin(reached, reached.c.employee_id == people.c.employee_id)
        .group_by(people.c.path, people.c.tier)
    )
    return [
        Group(row.path, row.tier, Count(row.people, int(row.invited), int(row.reached)))
        for row in db.session.execute(statement)
    ]


def missed_page(meant: Meant, reach: Reach, *, path: str, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """People these events have not reached, by name: within reach, of the units at or below a path."""
    people, reached, invited = _people(meant, reach), _reached(meant), _invited(meant)
    statement = (
        select(
            Employee.id,
            Employee.name,
            Employee.sort_name,
            Position.title.label("position"),
            OrgUnit.name.label("unit"),
            invited.c.employee_id.is_not(None).label("is_invited"),
        )
        .select_from(people)
        .join(Employee, Employee.id == people.c.employee_id)
        .outerjoin(Position, Position.id == people.c.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .outerjoin(reached, reached.c.employee_id == people.c.employee_id)
        .outerjoin(invited, invited.c.employee_id == people.c.employee_id)
        .where(reached.c.employee_id.is_(None), may_be_shown(reach))
        .order_by(Employee.sort_name, Employee.id)
        .limit(limit)
    )
    if path:
        statement = statement.where(people.c.path.like(f"{path}%"))
    if after is not None:
        name, number = after
        later = and_(Employee.sort_name == name, Employee.id > number)
        statement = statement.where((Employee.sort_name > name) | later)
    return list(db.session.execute(statement).all())


def rounds(meant: Meant, event_id: int, at: datetime) -> list[RoundReach]:
    """The rounds of an event that were not cancelled, each beside what all up to it reached by an instant."""
    counted = {row.number: row for row in db.session.execute(_by_round(event_id))}
    came = {row.number: row for row in db.session.execute(_came_by_round(meant, event_id))}
    guests = {row.number: row.guests for row in db.session.execute(_guests_by_round(event_id))}
    first = {row.number: row.people for row in db.session.execute(_first_by_round(meant, event_id))}
    found, total = [], 0
    for number in sorted(counted):
        total += first.get(number, 0)
        there = came.get(number)
        meant_here, all_here = (int(there.meant), int(there.came)) if there else (0, 0)
        found.append(
            RoundReach(
                number=number,
                invited=int(counted[number].invited),
                accepted=int(counted[number].accepted or 0),
                came=meant_here,
                outsiders=all_here - meant_here,
                guests=guests.get(number, 0),
                first=first.get(number, 0),
                total=total,
                is_ahead=not all_here and lies_ahead(counted[number].status, counted[number].starts_at, at),
            )
        )
    return found


def outsiders(meant: Meant) -> int:
    """How many distinct employees came whom these events were not for."""
    reached, ids = _reached(meant), meant.ids.subquery()
    statement = (
        select(func.count())
        .select_from(reached)
        .outerjoin(ids, ids.c[0] == reached.c.employee_id)
        .where(ids.c[0].is_(None))
    )
    return db.session.execute(statement).scalar_one()


def unit_names(unit_ids: Iterable[int]) -> dict[int, str]:
    statement = select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(sorted(set(unit_ids))))
    return {row.id: row.name for row in db.session.execute(statement)}


def _people(meant: Meant, reach: Reach) -> Subquery:
    """(employee_id, position_id, tier, path) on the day, once each, as far as the reach goes."""
    ids = meant.ids.distinct().subquery()
    statement = (
        select(ids.c[0].label("employee_id"), Position.id.label("position_id"), Position.tier, OrgUnit.path)
        .join(Employee, Employee.id == ids.c[0])
        .outerjoin(Placement, definitive(Employee.id, meant.day))
        .outerjoin(Position, Position.id == Placement.position_id)
        .outerjoin(OrgUnit, OrgUnit.id == Position.unit_id)
        .where(Employee.active, within(reach))
    )
    return statement.subquery("people")


def _invited(meant: Meant) -> Subquery:
    return invited_ids(meant.event_ids).distinct().subquery("invited")


def _reached(meant: Meant) -> Subquery:
    return _attended(meant.event_ids).distinct().subquery("reached")


def _attended(event_ids: Sequence[int]) -> Select[Any]:
    return (
        select(Attendance.employee_id)
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Attendance.meeting_id)
        .where(
            SosialisasiRound.sosialisasi_id.in_(event_ids),
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Attendance.status.in_(sorted(ATTENDED)),
        )
    )


_SAID_YES = (InvitationStatus.ACCEPTED, InvitationStatus.DELEGATED)


def _by_round(event_id: int) -> Any:
    return (
        select(
            SosialisasiRound.number,
            SosialisasiRound.status,
            Meeting.starts_at,
            func.count(Invitation.id).label("invited"),
            func.sum(case((Invitation.status.in_(_SAID_YES), 1), else_=0)).label("accepted"),
        )
        .join(Meeting, Meeting.id == SosialisasiRound.meeting_id)
        .outerjoin(Invitation, and_(Invitation.round_id == SosialisasiRound.id, Invitation.delegate_of_id.is_(None)))
        .where(SosialisasiRound.sosialisasi_id == event_id, SosialisasiRound.status != RoundStatus.CANCELLED)
        .group_by(SosialisasiRound.number, SosialisasiRound.status, Meeting.starts_at)
    )


def _came_by_round(meant: Meant, event_id: int) -> Any:
    ids = meant.ids.distinct().subquery()
    return (
        select(
            SosialisasiRound.number,
            func.count(Attendance.id).label("came"),
            func.sum(case((ids.c[0].is_not(None), 1), else_=0)).label("meant"),
        )
        .select_from(Attendance)
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Attendance.meeting_id)
        .outerjoin(ids, ids.c[0] == Attendance.employee_id)
        .where(
            SosialisasiRound.sosialisasi_id == event_id,
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Attendance.status.in_(sorted(ATTENDED)),
        )
        .group_by(SosialisasiRound.number)
    )


def _guests_by_round(event_id: int) -> Any:
    return (
        select(SosialisasiRound.number, func.count(WalkIn.id).label("guests"))
        .join(WalkIn, WalkIn.meeting_id == SosialisasiRound.meeting_id)
        .where(
            SosialisasiRound.sosialisasi_id == event_id,
            SosialisasiRound.status != RoundStatus.CANCELLED,
            WalkIn.status != WalkInStatus.PERSON,
        )
        .group_by(SosialisasiRound.number)
    )


def _first_by_round(meant: Meant, event_id: int) -> Any:
    """At which round each of those it is for came first: (number, how many)."""
    ids = meant.ids.distinct().subquery()
    firsts = (
        select(func.min(SosialisasiRound.number).label("number"))
        .select_from(Attendance)
        .join(SosialisasiRound, SosialisasiRound.meeting_id == Attendance.meeting_id)
        .join(ids, ids.c[0] == Attendance.employee_id)
        .where(
            SosialisasiRound.sosialisasi_id == event_id,
            SosialisasiRound.status != RoundStatus.CANCELLED,
            Attendance.status.in_(sorted(ATTENDED)),
        )
        .group_by(Attendance.employee_id)
        .subquery()
    )
    return select(firsts.c.number, func.count().label("people")).group_by(firsts.c.number)
