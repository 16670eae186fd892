"""The accounts of a government's employees, and what one sees of one's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select, tuple_

from app.access.permissions import NEEDS_CONFIRMATION
from app.accounts.models import AccountLink, LinkKind, RecoveryCode, RoleGrant, User, UserSession
from app.accounts.queries.grants import grants_of
from app.accounts.rules import AccountState, GrantState, grant_state
from app.base.database import db
from app.organisation.models import Employee

COUNTED_UP_TO = 10_000
# Grants that somebody holds or is about to.
LIVING = (GrantState.ACTIVE, GrantState.COMING, GrantState.WAITING)


@dataclass(frozen=True)
class AccountFilters:
    """What narrows the list of accounts; empty values narrow nothing."""

    text: str = ""
    state: AccountState | None = None
    without_address: bool = False

    @property
    def any(self) -> bool:
        return self != AccountFilters()


def accounts(filters: AccountFilters, *, at: datetime, after: tuple[str, int] | None, limit: int) -> list[Any]:
    """The active employees with where their account stands, by name."""
    statement = _accounts(at).where(Employee.active).order_by(Employee.sort_name, Employee.id).limit(limit)
    for condition in _conditions(filters, at):
        statement = statement.where(condition)
    if after is not None:
        statement = statement.where(tuple_(Employee.sort_name, Employee.id) > after)
    return list(db.session.execute(statement).all())


def account(employee_id: int, *, at: datetime) -> Any:
    """One employee's account, or where it would be."""
    return db.session.execute(_accounts(at).where(Employee.id == employee_id)).one()


def counts(*, at: datetime) -> tuple[int, int]:
    """How many can be invited now, and how many lack an address for it; each up to ten thousand."""
    inviting = or_(_state(at) == AccountState.NONE, _state(at) == AccountState.LAPSED)
    lacking = and_(inviting, Employee.email == "", func.coalesce(User.email, "") == "")
    return _count(_may_be_invited(at)), _count(lacking)


def to_invite(*, at: datetime, after: int = 0, limit: int = 500) -> list[int]:
    """Employees to be invited in bulk, by number: with an address, never active, and not invited just now."""
    statement = (
        select(Employee.id)
        .outerjoin(User, User.employee_id == Employee.id)
        .where(Employee.active, _may_be_invited(at), Employee.id > after)
        .order_by(Employee.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())


def _count(condition: ColumnElement[bool]) -> int:
    found = (
        select(Employee.id)
        .outerjoin(User, User.employee_id == Employee.id)
        .where(Employee.active, condition)
        .limit(COUNTED_UP_TO)
        .subquery()
    )
    return db.session.execute(select(func.count(found.c.id))).scalar_one()


def _may_be_invited(at: datetime) -> ColumnElement[bool]:
    """Whoever holds a guarded role is invited one by one, by an administrator."""
    guarded = exists(
        select(RoleGrant.id).where(
            RoleGrant.user_id == User.id,
            RoleGrant.role.in_(NEEDS_CONFIRMATION),
            RoleGrant.refused_at.is_(None),
            RoleGrant.ends_on.is_(None),
        )
    )
    waiting = or_(_state(at) == AccountState.NONE, _state(at) == AccountState.LAPSED)
    return and_(waiting, Employee.email != "", ~guarded)


def _accounts(at: datetime) -> Any:
    return (
        select(
            Employee.id.label("employee_id"),
            Employee.name,
            Employee.sort_name,
            Employee.email.label("employee_email"),
            User.id.label("user_id"),
            User.email,
            User.last_sign_in_at,
            _state(at).label("state"),
        )
        .select_from(Employee)
        .outerjoin(User, User.employee_id == Employee.id)
    )


def _state(at: datetime) -> Any:
    """Where an account stands, as one expression, so that a filter and a badge never differ."""
    live = exists(
        select(AccountLink.id).where(
            AccountLink.user_id == User.id,
            AccountLink.kind == LinkKind.INVITATION,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > at,
        )
    )
    ever = exists(select(AccountLink.id).where(AccountLink.user_id == User.id, AccountLink.kind == LinkKind.INVITATION))
    return case(
        (User.id.is_(None), literal(AccountState.NONE.value)),
        (~User.active, literal(AccountState.OFF.value)),
        (User.last_sign_in_at.is_not(None), literal(AccountState.ACTIVE.value)),
        (User.password_hash != "", literal(AccountState.READY.value)),
        (live, literal(AccountState.INVITED.value)),
        (ever, literal(AccountState.LAPSED.value)),
        else_=literal(AccountState.NONE.value),
    )


def _conditions(filters: AccountFilters, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.text:
        escaped = filters.text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found.append(Employee.sort_name.like(f"%{escaped}%", escape="\\"))
    if filters.state is not None:
        found.append(_state(at) == filters.state.value)
    if filters.without_address:
        found.append(and_(Employee.email == "", func.coalesce(User.email, "") == ""))
    return found


def sessions_of(user_id: int, *, at: datetime) -> list[Any]:
    """One's living sessions, the last seen first; ``handle`` names each without telling its token."""
    statement = (
        select(UserSession.token_hash, UserSession.device, UserSession.created_at, UserSession.last_seen_at)
        .where(UserSession.user_id == user_id, UserSession.expires_at > at)
        .order_by(UserSession.last_seen_at.desc(), UserSession.token_hash)
        .limit(50)
    )
    return list(db.session.execute(statement).all())


def recovery_codes_left(user_id: int) -> int:
    statement = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.execute(statement).scalar_one()


def own_account(user_id: int) -> User:
    return db.session.execute(select(User).where(User.id == user_id)).scalar_one()


def own_grants(user_id: int, day: date) -> list[Any]:
    """What one holds or is about to, for one's own page."""
    return [row for row in grants_of(user_id) if grant_state(row, day) in LIVING]


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """The names of accounts, whatever has become of them since."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def accounts_named(text: str, government_id: int, limit: int) -> list[int]:
    """At most so many accounts whose name holds these words: people of a government, and of the installation."""
    pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    employee = Employee.__table__.c
    statement = (
        select(User.id)
        .outerjoin(Employee.__table__, employee.id == User.employee_id)
        .where(func.lower(User.name).like(pattern, escape="\\"))
        .where(or_(User.employee_id.is_(None), employee.government_id == government_id))
        .order_by(User.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())
