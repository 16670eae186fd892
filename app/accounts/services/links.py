"""Links by mail that set a password once: invitations (7 days) and resets (30 minutes), 32 random bytes each."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update

from app.access.visitor import SYSTEM, Actor
from app.accounts import passwords as words
from app.accounts import queries, rules
from app.accounts.models import AccountLink, LinkKind, User
from app.accounts.passwords import Owner
from app.accounts.queries import people
from app.accounts.services import letters
from app.accounts.services.signing_in import end_sessions, token_hash
from app.audit import services as audit
from app.base import scope, sealing
from app.base.clock import now, today
from app.base.database import db, lock
from app.base.errors import StaleVersion
from app.base.wording import DEFAULT_ZONE
from app.jobs import services as jobs
from app.jobs.models import Job
from app.organisation.models import Employee, Government

INVITE, RESET = "accounts.invite", "accounts.reset"
LASTS = {LinkKind.INVITATION: timedelta(days=7), LinkKind.RESET: timedelta(minutes=30)}
RESETS_PER_HOUR = 3
PATHS = {LinkKind.INVITATION: "/undangan/", LinkKind.RESET: "/kata-sandi-baru/"}
_SEALED = "reset request"


@dataclass(frozen=True)
class FreshLink:
    """A link that was just made: its path, which is kept nowhere, and its number."""

    path: str
    link_id: int


@dataclass(frozen=True)
class OpenLink:
    """A link that still opens, and whose password it sets."""

    user_id: int
    owner: Owner


def make_link(user_id: int, kind: LinkKind) -> FreshLink:
    """A fresh link; every older one of its kind ends."""
    at = now()
    db.session.execute(
        update(AccountLink)
        .where(AccountLink.user_id == user_id, AccountLink.kind == kind, AccountLink.used_at.is_(None))
        .where(AccountLink.expires_at > at)
        .values(expires_at=at)
    )
    token = secrets.token_urlsafe(32)
    link = AccountLink(
        user_id=user_id, kind=kind, token_hash=token_hash(token), created_at=at, expires_at=at + LASTS[kind]
    )
    db.session.add(link)
    db.session.flush()
    return FreshLink(PATHS[kind] + token, link.id)


def open_link(token: str, kind: LinkKind) -> OpenLink:
    """What a link opens, without using it. Raises LinkOver: a reset never accepts an invitation."""
    employee = Employee.__table__.c
    row = db.session.execute(
        select(User.id, User.name, User.email, employee.nip)
        .join(AccountLink, AccountLink.user_id == User.id)
        .outerjoin(Employee.__table__, employee.id == User.employee_id)
        .where(AccountLink.token_hash == token_hash(token), AccountLink.kind == kind, *_still_open(now()))
        .where(User.active)
    ).one_or_none()
    if row is None:
        raise rules.LinkOver
    return OpenLink(row.id, Owner(nip=row.nip or "", name=row.name, email=row.email or ""))


def set_password(token: str, kind: LinkKind, password_hash: str) -> int:
    """Use the link and keep the new password; every session ends. Returns whose it is. Raises LinkOver."""
    user_id = open_link(token, kind).user_id
    at = now()
    taken = db.session.execute(
        update(AccountLink)
        .where(AccountLink.token_hash == token_hash(token), AccountLink.kind == kind, *_still_open(at))
        .values(used_at=at)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise rules.LinkOver
    user = db.session.get_one(User, user_id)
    user.password_hash, user.password_set_at = password_hash, at
    end_sessions(user_id)
    account = queries.account_numbered(user_id)
    chain = account.government_id if account else 0
    audit.record("accounts.password.set", user, by=Actor(user_id, None, ""), chain=chain, link=kind)
    if kind is LinkKind.RESET:
        say = "Kata sandi Anda baru saja diganti lewat tautan email."
        letters.tell_of_security(user_id, say, key=f"{user_id}:{at.isoformat()}")
    return user_id


def change_password(
    user_id: int, password_hash: str, *, instead_of: str, session_token: str, by: Actor, chain: int
) -> None:
    """Keep a new password for the one that was just proved; every other session ends. Raises StaleVersion."""
    at = now()
    taken = db.session.execute(
        update(User)
        .where(User.id == user_id, User.password_hash == instead_of)
        .values(password_hash=password_hash, password_set_at=at)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleVersion
    end_sessions(user_id, besides=session_token)
    audit.record("accounts.password.changed", db.session.get_one(User, user_id), by=by, chain=chain)
    letters.tell_of_security(user_id, "Kata sandi Anda baru saja diganti.", key=f"{user_id}:{at.isoformat()}")


def _still_open(at: datetime) -> tuple[Any, Any]:
    return AccountLink.used_at.is_(None), AccountLink.expires_at > at


def account_for(employee_id: int) -> User:
    """The account of an employee in scope, made where there is none; it opens nothing before a password is set."""
    employee = lock(
        db.session.execute(select(Employee).where(Employee.id == employee_id, Employee.active)).scalar_one()
    )
    user = db.session.execute(select(User).where(User.employee_id == employee_id)).scalar_one_or_none()
    if user is None:
        user = User(
            employee_id=employee_id, name=employee.name, email=_free(employee.email), active=True, created_at=now()
        )
        db.session.add(user)
        db.session.flush()
        audit.record("accounts.user.created", user, by=SYSTEM, chain=employee.government_id)
    return user


def _free(email: str, *, besides: int = 0) -> str | None:
    """The address in small letters unless another account has it: two people of one mailbox sign in by NIP."""
    small = email.strip().lower()
    taken = select(User.id).where(User.email == small, User.id != besides)
    return None if not small or db.session.execute(taken).scalar() is not None else small


def invite(employee_id: int, *, by: Actor, may_guarded: bool, email: str = "") -> User:
    """Invite one employee, to ``email`` where one is given. Raises Guarded, AlreadyActive, NotActive, NoAddress."""
    user = account_for(employee_id)
    ensure_may_manage(user.id, may_guarded=may_guarded)
    _ensure_may_invite(user)
    employee = db.session.execute(select(Employee).where(Employee.id == employee_id)).scalar_one()
    address = email or employee.email or user.email or ""
    if not address:
        raise rules.NoAddress
    if email and _free(email, besides=user.id) is None:
        raise rules.AddressTaken
    _send_invitation(user, address, by=by, chain=employee.government_id)
    return user


def _ensure_may_invite(user: User) -> None:
    if not user.active:
        raise rules.NotActive
    if user.password_hash or user.last_sign_in_at is not None:
        raise rules.AlreadyActive


def _send_invitation(user: User, address: str, *, by: Actor, chain: int) -> None:
    user.email = _free(address, besides=user.id)
    fresh = make_link(user.id, LinkKind.INVITATION)
    audit.record("accounts.user.invited", user, by=by, chain=chain)
    letters.tell(
        user.id,
        "accounts_invitation",
        "Anda diundang memakai Penata. Atur kata sandi lewat tautan di email undangan.",
        path="/masuk",
        key=str(fresh.link_id),
        address=address,
        secret_path=fresh.path,
    )


def request_bulk(government_id: int, *, by: Actor) -> Job:
    """Invite in the background everybody who can be; while one such job runs, this is it."""
    lock(db.session.get_one(Government, government_id))
    running = jobs.unfinished(INVITE, government_id)
    if running is not None:
        return running
    audit.record("accounts.users.inviting", None, by=by, chain=government_id)
    return jobs.enqueue(INVITE, {"by": by.user_id}, by=by, government_id=government_id)


def note_export(count: int, *, by: Actor) -> None:
    """Somebody took the list of accounts away as a file."""
    audit.record("accounts.users.exported", None, by=by, rows=count)


def invite_all(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Everybody with an address who was never active, one transaction each; whoever holds a living invitation is
    passed over, so a job that is run again mails nobody twice."""
    by = Actor(args["by"], None, "")
    total, done, after = people.counts(at=now())[0], 0, 0
    while ids := people.to_invite(at=now(), after=after):
        for employee_id in ids:
            _invite_in_bulk(employee_id, by)
            done += 1
            progress(done, max(done, total))
        after = ids[-1]
    return f"Selesai. {done} undangan dikirim." if done else "Selesai. Tidak ada yang perlu diundang."


def _invite_in_bulk(employee_id: int, by: Actor) -> None:
    user = account_for(employee_id)
    if people.to_invite(at=now(), after=employee_id - 1, limit=1) != [employee_id]:
        return  # somebody else was faster
    employee = db.session.execute(select(Employee).where(Employee.id == employee_id)).scalar_one()
    _send_invitation(user, employee.email, by=by, chain=employee.government_id)


def request_reset(identifier: str) -> None:
    """Leave the request to the worker, whoever is named and whether they exist: the answer costs the same."""
    jobs.enqueue(RESET, {"named": sealing.seal(_SEALED, identifier)}, by=SYSTEM)


def answer_reset(args: dict[str, Any], _progress: Callable[[int, int], None]) -> str:
    """Mail a link to whoever was named, if they have an account in use and asked at most twice in the last hour."""
    account = queries.account_named(sealing.unseal(_SEALED, args["named"]))
    if account is None:
        return ""
    user = lock(db.session.get_one(User, account.user_id))
    since = now() - timedelta(hours=1)
    asked = select(func.count(AccountLink.id)).where(
        AccountLink.user_id == user.id, AccountLink.kind == LinkKind.RESET, AccountLink.created_at > since
    )
    if not user.password_hash or db.session.execute(asked).scalar_one() >= RESETS_PER_HOUR:
        return ""
    if not user.email and is_guarded(user.id):
        return ""  # the office may change this person's address, so it must not open a guarded account
    audit.record("accounts.password.asked", user, by=SYSTEM, chain=account.government_id)
    fresh = make_link(user.id, LinkKind.RESET)
    letters.tell(
        user.id,
        "accounts_reset",
        "Ada yang meminta kata sandi baru untuk akun Anda. Kalau bukan Anda, abaikan saja.",
        path=letters.SECURITY_PATH,
        key=str(fresh.link_id),
        secret_path=fresh.path,
    )
    return ""


def ensure_may_manage(user_id: int, *, may_guarded: bool) -> None:
    """Raises Guarded where the account holds, or is about to hold, a role two administrators agree on."""
    if not may_guarded and is_guarded(user_id):
        raise rules.Guarded


def is_guarded(user_id: int) -> bool:
    """Whether an account holds, or waits for, a role that two administrators agree on."""
    return rules.is_guarded(queries.roles_held_or_asked(user_id, today(DEFAULT_ZONE)))


def switch(employee_id: int, *, active: bool, by: Actor, may_guarded: bool) -> User:
    """Let an account rest, which ends its sessions, or wake it again. Raises Guarded and NotForYourself."""
    user = lock(db.session.execute(select(User).join(Employee).where(Employee.id == employee_id)).scalar_one())
    rules.ensure_other_person(by.user_id, user.id)
    ensure_may_manage(user.id, may_guarded=may_guarded)
    if user.active == active:
        return user
    user.active = active
    end_sessions(user.id)
    audit.record("accounts.user.woken" if active else "accounts.user.rested", user, by=by, chain=scope.current())
    return user


def policy_fault(password: str, repeated: str, owner: Owner, *, composed: bool) -> tuple[str, str]:
    """What is wrong with a new password and with its repetition."""
    fault = words.fault(password, owner, composed=composed)
    unequal = "" if password == repeated else "Kedua kata sandi belum sama. Ketik ulang di sini."
    return fault, "" if fault else unequal
