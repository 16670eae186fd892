"""Reading grants, on behalf of whoever looks after them.

An administrator of a government reads its grants; an administrator of the installation reads who administers what,
and of other people no more than a name and a government. The tables are read outside the net (``scope``), since a
grant of the installation has no government: every statement here names its reach.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, true, tuple_

from app.access.permissions import Role
from app.accounts.models import RoleGrant, User
from app.accounts.rules import OF_THE_INSTALLATION, GrantReach, GrantState
from app.base.database import db
from app.organisation.models import Employee, Government, OrgUnit, Placement, Position
from app.organisation.queries import definitive

AT_MOST = 50_000
GOVERNMENTS = 1_000
_grant, _user, _employee = RoleGrant.__table__.c, User.__table__.c, Employee.__table__.c
_unit, _government = OrgUnit.__table__.c, Government.__table__.c
_asker, _decider, _refuser = (User.__table__.alias(name) for name in ("asker", "decider", "refuser"))


@dataclass(frozen=True)
class GrantFilters:
    """What narrows the list of grants; empty values narrow nothing."""

    text: str = ""
    role: Role | None = None
    state: GrantState | None = None
    unit_id: int | None = None

    @property
    def any(self) -> bool:
        return self != GrantFilters()


def grants(
    reach: GrantReach, filters: GrantFilters, *, day: date, before: int | None = None, limit: int = AT_MOST
) -> list[Any]:
    """Grants within reach, the newest first, older than grant ``before``."""
    statement = _statement().where(_within(reach), *_conditions(filters, day)).order_by(_grant.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(_grant.id < before)
    return list(db.session.execute(statement).all())


def grant(reach: GrantReach, grant_id: int) -> Any:
    """One grant within reach; somebody else's is simply not found."""
    return db.session.execute(_statement().where(_within(reach), _grant.id == grant_id)).one()


def grants_of(user_id: int) -> list[Any]:
    """Everything an account was ever granted, the newest first; at most a hundred."""
    statement = _statement().where(_grant.user_id == user_id).order_by(_grant.id.desc()).limit(100)
    return list(db.session.execute(statement).all())


def waiting_count(reach: GrantReach, day: date) -> int:
    """How many grants wait for a second administrator, up to a hundred."""
    found = select(_grant.id).where(_within(reach), _in_state(GrantState.WAITING, day)).limit(100).subquery()
    return db.session.execute(select(func.count(found.c.id))).scalar_one()


def to_confirm_count(reach: GrantReach, user_id: int, day: date) -> int:
    """How many of them this administrator may decide: neither asked by nor meant for them. Up to a hundred."""
    others = and_(_grant.user_id != user_id, _grant.granted_by != user_id)
    found = select(_grant.id).where(_within(reach), _in_state(GrantState.WAITING, day), others).limit(100).subquery()
    return db.session.execute(select(func.count(found.c.id))).scalar_one()


def _statement() -> Any:
    return (
        select(
            _grant.id,
            _grant.user_id,
            _grant.government_id,
            _grant.unit_id,
            _grant.role,
            _grant.starts_on,
            _grant.ends_on,
            _grant.pending,
            _grant.granted_by,
            _grant.granted_at,
            _grant.confirmed_at,
            _grant.refused_at,
            _grant.refusal,
            _user.name,
            _user.employee_id,
            _unit.name.label("unit"),
            _government.name.label("government"),
            _asker.c.name.label("asked_by"),
            _decider.c.name.label("confirmed_by_name"),
            _refuser.c.name.label("refused_by_name"),
        )
        .select_from(RoleGrant.__table__.join(User.__table__, _user.id == _grant.user_id))
        .outerjoin(OrgUnit.__table__, _unit.id == _grant.unit_id)
        .outerjoin(Government.__table__, _government.id == _grant.government_id)
        .outerjoin(_asker, _asker.c.id == _grant.granted_by)
        .outerjoin(_decider, _decider.c.id == _grant.confirmed_by)
        .outerjoin(_refuser, _refuser.c.id == _grant.refused_by)
    )


def _within(reach: GrantReach) -> Any:
    parts = []
    if reach.government_id is not None:
        parts.append(_grant.government_id == reach.government_id)
    if reach.of_installation:
        parts.append(_grant.role.in_(OF_THE_INSTALLATION))
    return or_(false(), *parts)


def _conditions(filters: GrantFilters, day: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        found.append(func.lower(_user.name).like(f"%{_escaped(filters.text.lower())}%", escape="\\"))
    if filters.role is not None:
        found.append(_grant.role == filters.role)
    if filters.unit_id is not None:
        found.append(_grant.unit_id == filters.unit_id)
    if filters.state is not None:
        found.append(_in_state(filters.state, day))
    return found


def _in_state(state: GrantState, day: date) -> Any:
    """The rule ``rules.grant_state`` as a condition; a test holds the two together."""
    refused = _grant.refused_at.is_not(None)
    over = and_(
        _grant.ends_on.is_not(None), or_(_grant.ends_on <= day, _grant.ends_on <= _grant.starts_on), not_(refused)
    )
    living = and_(
        not_(refused), or_(_grant.ends_on.is_(None), and_(_grant.ends_on > day, _grant.ends_on > _grant.starts_on))
    )
    return {
        GrantState.REFUSED: refused,
        GrantState.ENDED: over,
        GrantState.WAITING: and_(living, _grant.pending == true()),
        GrantState.COMING: and_(living, _grant.pending == false(), _grant.starts_on > day),
        GrantState.ACTIVE: and_(living, _grant.pending == false(), _grant.starts_on <= day),
    }[state]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


@dataclass(frozen=True)
class Candidate:
    """Somebody a role could be given to. The unit is told only within one's own government."""

    employee_id: int | None
    user_id: int | None
    name: str
    government_id: int | None
    government: str
    about: str = ""


def candidates(reach: GrantReach, text: str, *, government_id: int, day: date, limit: int = 20) -> list[Candidate]:
    """People by name within reach: active employees of a government, or (0) accounts of the installation."""
    if len(text) < 3 or not _may_look(reach, government_id):
        return []
    like = f"%{_escaped(text.lower())}%"
    if government_id == 0:
        found = select(_user.id, _user.name).where(
            _user.employee_id.is_(None), _user.active == true(), func.lower(_user.name).like(like, escape="\\")
        )
        rows = db.session.execute(found.order_by(_user.name, _user.id).limit(limit))
        return [Candidate(None, row.id, row.name, None, "Instalasi") for row in rows]
    statement = _people(day).where(
        _employee.government_id == government_id, _employee.sort_name.like(like, escape="\\")
    )
    rows = db.session.execute(statement.order_by(_employee.sort_name, _employee.id).limit(limit))
    return [_candidate(reach, row) for row in rows]


def candidate(reach: GrantReach, *, employee_id: int | None, user_id: int | None, day: date) -> Candidate:
    """One of those; whoever is out of reach is not found."""
    if employee_id is None:
        row = db.session.execute(
            select(_user.id, _user.name).where(
                _user.id == user_id,
                _user.employee_id.is_(None),
                _user.active == true(),
                true() if reach.of_installation else false(),
            )
        ).one()
        return Candidate(None, row.id, row.name, None, "Instalasi")
    statement = _people(day).where(_employee.id == employee_id)
    if not reach.of_installation:
        statement = statement.where(_employee.government_id == (reach.government_id or 0))
    return _candidate(reach, db.session.execute(statement).one())


def _may_look(reach: GrantReach, government_id: int) -> bool:
    return reach.of_installation or (government_id != 0 and government_id == reach.government_id)


def _candidate(reach: GrantReach, row: Any) -> Candidate:
    at_home = reach.government_id == row.government_id
    about = ", ".join(filter(None, (row.title, row.unit))) if at_home else ""
    return Candidate(row.id, row.user_id, row.name, row.government_id, row.government, about)


def _people(day: date) -> Any:
    placement, position = Placement.__table__.c, Position.__table__.c
    post = definitive(_employee.id, day, placement)
    return (
        select(
            _employee.id,
            _employee.name,
            _employee.government_id,
            _government.name.label("government"),
            _user.id.label("user_id"),
            position.title,
            _unit.name.label("unit"),
        )
        .select_from(Employee.__table__.join(Government.__table__, _government.id == _employee.government_id))
        .outerjoin(User.__table__, _user.employee_id == _employee.id)
        .outerjoin(Placement.__table__, post)
        .outerjoin(Position.__table__, position.id == placement.position_id)
        .outerjoin(OrgUnit.__table__, _unit.id == position.unit_id)
        .where(_employee.active == true(), or_(_user.id.is_(None), _user.active == true()))
    )


def units(government_id: int, day: date) -> list[Any]:
    """The units of a government on a day, in the order of their tree, with their depth."""
    statement = (
        select(_unit.id, _unit.name, _unit.path)
        .where(_unit.government_id == government_id, _unit.starts_on <= day)
        .where(or_(_unit.ends_on.is_(None), _unit.ends_on > day))
        .order_by(_unit.path)
        .limit(2000)
    )
    return list(db.session.execute(statement).all())


def unit_of(government_id: int, unit_id: int, day: date) -> int | None:
    """The unit's number if it is one of the government's on that day."""
    return next((row.id for row in units(government_id, day) if row.id == unit_id), None)


def deciders(government_id: int | None, day: date, *, besides: tuple[int | None, ...]) -> list[int]:
    """Accounts of those who may confirm a grant of a government: its other administrators."""
    statement = (
        select(_grant.user_id)
        .where(_grant.role == Role.ADMINISTRATOR, _grant.government_id == government_id)
        .where(_in_state(GrantState.ACTIVE, day), _grant.user_id.not_in([one for one in besides if one]))
        .distinct()
        .order_by(_grant.user_id)
        .limit(20)
    )
    return list(db.session.execute(statement).scalars())


def holders(government_id: int, role: Role, day: date, *, limit: int = 50) -> list[Any]:
    """The employees (id, name, e-mail) who hold a role in the whole government on a day, by number."""
    statement = (
        select(_employee.id, _employee.name, _employee.email)
        .select_from(RoleGrant.__table__.join(User.__table__, _user.id == _grant.user_id))
        .join(Employee.__table__, _employee.id == _user.employee_id)
        .where(_grant.government_id == government_id, _grant.role == role, _grant.unit_id.is_(None))
        .where(_in_state(GrantState.ACTIVE, day), _user.active == true(), _employee.active == true())
        .distinct()
        .order_by(_employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).all())


def has_administrator(government_id: int, day: date) -> bool:
    """Whether anybody administers the government, or is about to."""
    living = or_(*(_in_state(one, day) for one in (GrantState.ACTIVE, GrantState.WAITING, GrantState.COMING)))
    statement = select(_grant.id).where(
        _grant.role == Role.ADMINISTRATOR, _grant.government_id == government_id, living
    )
    return db.session.execute(statement.limit(1)).scalar() is not None


def governments() -> list[Any]:
    """Every government of the installation, to choose from: number and name."""
    statement = select(_government.id, _government.name).order_by(_government.name, _government.id).limit(GOVERNMENTS)
    return list(db.session.execute(statement).all())


def governments_page(*, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """Governments with how many administer them, after the one with this name and number; nothing of theirs is read."""
    administrators = (
        select(func.count(_grant.id))
        .where(_grant.government_id == _government.id, _grant.role == Role.ADMINISTRATOR, _grant.pending == false())
        .where(_grant.ends_on.is_(None))
        .scalar_subquery()
    )
    statement = (
        select(
            _government.id,
            _government.name,
            _government.kind,
            _government.seat,
            _government.timezone,
            _government.hr_agency_short,
            administrators.label("administrators"),
        )
        .order_by(_government.name, _government.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(_government.name, _government.id) > after)
    return list(db.session.execute(statement).all())
