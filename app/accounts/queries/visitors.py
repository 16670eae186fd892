"""Who somebody is: by what they type at sign-in, and by the session of a request."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, exists, false, func, or_, select, true

from app.access.permissions import Role
from app.access.visitor import Visitor
from app.accounts.models import RoleGrant, SignInTry, User, UserSession
from app.base.database import db
from app.notifications.models import Notice
from app.organisation.models import Employee, Government, OrgUnit, Placement, PlacementKind, Position
from app.organisation.queries import holds_on, serves_on
from app.organisation.rules import clean_nip

_employee, _government = Employee.__table__.c, Government.__table__.c
_placement, _position = Placement.__table__.alias().c, Position.__table__.alias().c
_day: Any = bindparam("day")
# By the date as well: whoever has left is out although the worker may be late.
_serves = and_(_employee.active == true(), serves_on(_employee, _day))
# By the fifteenth digit of the NIP (reference §8.1).
SALUTATIONS = {"1": "Pak ", "2": "Bu "}


@dataclass(frozen=True)
class Account:
    """What sign-in needs to know of an account."""

    user_id: int
    password_hash: str
    government_id: int
    has_code: bool


def account_named(identifier: str) -> Account | None:
    """The active account with this NIP or e-mail."""
    nip = clean_nip(identifier)
    named = _employee.nip == nip if nip.isascii() and nip.isdigit() else User.email == identifier.strip().lower()
    row = db.session.execute(_accounts().where(named)).one_or_none()
    return None if row is None else Account(*row)


def account_numbered(user_id: int) -> Account | None:
    """The active account with this number."""
    row = db.session.execute(_accounts().where(User.id == user_id)).one_or_none()
    return None if row is None else Account(*row)


def accounts_with(*, nip: str = "", email: str = "") -> list[Account]:
    """The active accounts a provider's answer names: by NIP if it gives one, else by e-mail; at most two."""
    named = _employee.nip == clean_nip(nip) if nip else User.email == email.strip().lower()
    return [Account(*row) for row in db.session.execute(_accounts().where(named).limit(2))]


def _accounts() -> Any:
    return (
        select(User.id, User.password_hash, func.coalesce(_employee.government_id, 0), User.totp_secret != "")
        .outerjoin(Employee.__table__, _employee.id == User.employee_id)
        .where(User.active, or_(User.employee_id.is_(None), _employee.active == true()))
    )


def tries_since(since: datetime, *, account: str = "", address: str = "") -> tuple[int, datetime | None]:
    """Failed sign-ins since an instant by account or by address: how many, and the last."""
    by = SignInTry.account_hash == account if account else SignInTry.address_hash == address
    row = db.session.execute(
        select(func.count(SignInTry.id), func.max(SignInTry.at)).where(by, SignInTry.at >= since)
    ).one()
    return row[0], row[1]


def paths_led(employee_id: Any) -> Any:
    """Paths of the units of posts answering to somebody, each after the path they lead from, marked >: see ``_led``."""
    held, post, below = Placement.__table__.alias().c, Position.__table__.alias().c, Position.__table__.alias().c
    own, under = OrgUnit.__table__.alias().c, OrgUnit.__table__.alias().c
    return (
        select(func.aggregate_strings(">" + own.path + "," + under.path, ","))
        .where(
            held.employee_id == employee_id,
            holds_on(held, _day),
            post.id == held.position_id,
            below.reports_to_id == held.position_id,
            below.starts_on <= _day,
            or_(below.ends_on.is_(None), below.ends_on > _day),
            own.id == post.unit_id,
            under.id == below.unit_id,
        )
        .scalar_subquery()
    )


def _visitor_statement() -> Any:
    session, user = UserSession.__table__.c, User.__table__.c
    grant, notice = RoleGrant.__table__.c, Notice.__table__.c
    limited = OrgUnit.__table__.alias()
    roles = (
        select(func.aggregate_strings(grant.role + "@" + func.coalesce(limited.c.path, ""), ","))
        .select_from(RoleGrant.__table__.outerjoin(limited, limited.c.id == grant.unit_id))
        .where(grant.user_id == user.id, grant.starts_on <= _day, grant.pending == false())
        .where(or_(grant.ends_on.is_(None), grant.ends_on > _day))
        .where(or_(grant.government_id.is_(None), grant.government_id == _employee.government_id))
        .scalar_subquery()
    )
    title = (
        select(_position.title)
        .where(
            _placement.employee_id == user.employee_id,
            _placement.kind == PlacementKind.DEFINITIVE,
            holds_on(_placement, _day),
            _position.id == _placement.position_id,
        )
        .limit(1)
        .scalar_subquery()
    )
    leads = paths_led(user.employee_id)
    unread = (
        select(func.count(notice.id))
        .where(notice.employee_id == user.employee_id, notice.read_at.is_(None))
        .scalar_subquery()
    )
    return (
        select(
            user.id.label("user_id"),
            user.name,
            user.employee_id,
            session.last_seen_at,
            session.expires_at,
            session.idle_minutes,
            session.second_factor,
            (user.totp_secret != "").label("has_code"),
            user.password_set_at,
            _employee.government_id,
            func.substr(_employee.nip, 15, 1).label("sex"),
            _government.name.label("government_name"),
            _government.short_name.label("government_short"),
            _government.timezone,
            roles.label("roles"),
            title.label("job_title"),
            leads.label("leads"),
            unread.label("unread"),
        )
        .select_from(UserSession.__table__.join(User.__table__, user.id == session.user_id))
        .outerjoin(Employee.__table__, and_(_employee.id == user.employee_id, _serves))
        .outerjoin(Government.__table__, _government.id == _employee.government_id)
        .where(session.token_hash == bindparam("token_hash"), user.active == true())
        .where(or_(user.employee_id.is_(None), _employee.id.is_not(None)))
    )


_VISITOR = _visitor_statement()


@dataclass(frozen=True)
class SignedIn:
    """A living session: who it is, whether its last sight is old enough to be noted again, and how they came in.

    ``has_code``: a second factor is set up; ``second_factor``: this session passed one, here or at the provider.
    """

    visitor: Visitor
    is_stale: bool
    has_code: bool = False
    second_factor: bool = False
    password_set_at: datetime | None = None


def signed_in(token: str, token_hash: str, *, at: datetime, day: date) -> SignedIn | None:
    """The person behind a session token, in one query; None when the session is over."""
    row = db.session.connection().execute(_VISITOR, {"token_hash": token_hash, "day": day}).one_or_none()
    if row is None or at >= row.expires_at or at >= row.last_seen_at + timedelta(minutes=row.idle_minutes):
        return None
    roles, subtrees = roles_held(row.roles, is_employee=row.employee_id is not None, leads=row.leads)
    visitor = Visitor(
        user_id=row.user_id,
        government_id=row.government_id or 0,
        employee_id=row.employee_id,
        name=row.name,
        roles=roles,
        subtrees=subtrees,
        salutation=SALUTATIONS.get(row.sex, ""),
        job_title=row.job_title or "",
        government_name=row.government_name or "",
        government_short=row.government_short or "",
        timezone=row.timezone or "Asia/Jakarta",
        unread=row.unread,
        session_token=token,
    )
    return SignedIn(
        visitor,
        is_stale=at - row.last_seen_at > timedelta(minutes=5),
        has_code=bool(row.has_code),
        second_factor=bool(row.second_factor),
        password_set_at=row.password_set_at,
    )


def roles_held(
    granted: str | None, *, is_employee: bool, leads: str | None
) -> tuple[frozenset[Role], dict[Role, frozenset[str]]]:
    """The roles of a day, and the subtrees of those that do not count everywhere."""
    paths: dict[Role, set[str]] = {}
    for line in filter(None, (granted or "").split(",")):
        name, _, path = line.partition("@")
        paths.setdefault(Role(name), set()).add(path)
    if leads:
        paths.setdefault(Role.MANAGER, set()).update(_led(leads))
    if is_employee:
        paths[Role.EMPLOYEE] = {""}
    limited = {role: frozenset(found) for role, found in paths.items() if "" not in found}
    return frozenset(paths), limited


def _led(lines: str) -> set[str]:
    """The units somebody leads: their own and those of the posts answering to them, but none above their own.

    A secretary whose staff sit in the agency at large leads the secretariat, not the agency.
    """
    found = lines.split(",")
    own = {path[1:] for path in found if path.startswith(">")}
    below = {path for path in found if not path.startswith(">")}
    return own | {path for path in below if not any(one.startswith(path) for one in own)}


def roles_of(user_id: int, day: date) -> frozenset[Role]:
    """The roles granted to an account on a day, without those that follow from a post."""
    rows = db.session.execute(
        select(RoleGrant.role).where(
            RoleGrant.user_id == user_id,
            RoleGrant.starts_on <= day,
            ~RoleGrant.pending,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > day),
        )
    )
    return frozenset(Role(role) for role in rows.scalars())


def roles_held_or_asked(user_id: int, day: date) -> frozenset[Role]:
    """The roles an account holds on a day or later, and those that wait for a second administrator."""
    rows = db.session.execute(
        select(RoleGrant.role).where(
            RoleGrant.user_id == user_id,
            RoleGrant.refused_at.is_(None),
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > day),
        )
    )
    return frozenset(Role(role) for role in rows.scalars())


def leads_somebody(employee_id: int, day: date) -> bool:
    """Whether this person holds a post that others answer to."""
    below = Position.__table__.alias().c
    statement = select(
        exists(
            select(below.id).where(
                _placement.employee_id == employee_id,
                holds_on(_placement, day),
                below.reports_to_id == _placement.position_id,
            )
        )
    )
    return bool(db.session.execute(statement).scalar_one())


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """The names of accounts, whatever has become of them since."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def accounts_named(text: str, government_id: int, limit: int) -> list[int]:
    """At most so many accounts whose name holds these words: people of a government, and of the installation."""
    pattern = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    statement = (
        select(User.id)
        .outerjoin(Employee.__table__, _employee.id == User.employee_id)
        .where(func.lower(User.name).like(pattern, escape="\\"))
        .where(or_(User.employee_id.is_(None), _employee.government_id == government_id))
        .order_by(User.id)
        .limit(limit)
    )
    return list(db.session.execute(statement).scalars())
