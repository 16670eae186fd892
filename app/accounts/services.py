"""Signing in and out. Passwords are checked outside any transaction: hashing takes its time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts import queries, rules
from app.accounts.models import SignInTry, User, UserSession
from app.audit import services as audit
from app.base.clock import now
from app.base.database import begin_reading, begin_writing, db
from app.base.errors import TooMany


@dataclass(frozen=True)
class SignInPolicy:
    """The figures sign-in works with; the settings give them."""

    tries: int
    tries_per_address: int
    window_minutes: int
    session_hours: int
    idle_minutes: int
    idle_minutes_employee: int


class Passwords:
    """Argon2id with the installation's cost; an unknown account costs the same as a known one."""

    def __init__(self, *, memory_kib: int, time_cost: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)


def token_hash(token: str) -> str:
    """What the database keeps of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(identifier: str, password: str, *, address: str, passwords: Passwords, policy: SignInPolicy) -> str:
    """Open a session and return its token.

    Raises TooMany while the brake is on (by account, however its name is written, and far looser by
    address) and WrongSignIn otherwise, with the same words and the same cost for unknown accounts.
    """
    begin_reading()
    account = queries.account_named(identifier)
    account_hash = rules.fingerprint(f"account {account.user_id}" if account else f"unknown {identifier}")
    address_hash = rules.fingerprint(address)
    _ensure_not_too_many(account_hash, address_hash, policy)
    db.session.rollback()
    matches = passwords.matches(account.password_hash if account else None, password)
    begin_writing()
    if account is None or not matches:
        _note_failure(account, account_hash, address_hash)
        raise rules.WrongSignIn
    if passwords.is_outdated(account.password_hash):
        _rehash(account.user_id, passwords.hash(password))
    db.session.execute(delete(SignInTry).where(SignInTry.account_hash == account_hash))
    return open_session(account.user_id, chain=account.government_id, policy=policy)


def _ensure_not_too_many(account_hash: str, address_hash: str, policy: SignInPolicy) -> None:
    since = now() - timedelta(minutes=policy.window_minutes)
    for allowed, (failures, last) in (
        (policy.tries, queries.tries_since(since, account=account_hash)),
        (policy.tries_per_address, queries.tries_since(since, address=address_hash)),
    ):
        wait = rules.wait_seconds(failures, allowed=allowed, last=last, at=now())
        if wait > 0:
            words = f"{wait} detik" if wait < 60 else f"{-(-wait // 60)} menit"
            raise TooMany(f"Terlalu banyak percobaan masuk yang gagal. Coba lagi dalam {words}.", retry_after=wait)


def _note_failure(account: queries.Account | None, account_hash: str, address_hash: str) -> None:
    db.session.add(SignInTry(account_hash=account_hash, address_hash=address_hash, at=now()))
    if account is not None:
        by = Actor(account.user_id, None, "")
        audit.record("accounts.session.refused", None, by=by, chain=account.government_id)
    db.session.commit()


def _rehash(user_id: int, password_hash: str) -> None:
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


def open_session(user_id: int, *, chain: int, policy: SignInPolicy) -> str:
    """A new session for an account; returns its token, which is kept nowhere else."""
    user = db.session.get_one(User, user_id)
    day = now().date()
    roles = set(queries.roles_of(user_id, day))
    if user.employee_id is not None and queries.leads_somebody(user.employee_id, day):
        roles.add(Role.MANAGER)
    token = secrets.token_urlsafe(32)
    at = now()
    db.session.add(
        UserSession(
            token_hash=token_hash(token),
            user_id=user_id,
            created_at=at,
            last_seen_at=at,
            expires_at=at + timedelta(hours=policy.session_hours),
            idle_minutes=rules.idle_minutes(
                frozenset(roles), plain=policy.idle_minutes_employee, powerful=policy.idle_minutes
            ),
        )
    )
    audit.record("accounts.session.created", None, by=Actor(user_id, user.employee_id, user.name), chain=chain)
    return token


def sign_out(token: str, *, by: Actor, chain: int) -> None:
    """End this session; a copy of its cookie is worth nothing from now on."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))
    audit.record("accounts.session.ended", None, by=by, chain=chain)


def note_seen(token: str) -> None:
    """Remember that the session is in use."""
    db.session.execute(
        update(UserSession).where(UserSession.token_hash == token_hash(token)).values(last_seen_at=now())
    )


def sweep() -> int:
    """Remove sessions that are over and tries older than a day; returns how many rows went."""
    gone = db.session.execute(delete(UserSession).where(UserSession.expires_at < now())).rowcount  # type: ignore[attr-defined]
    tries = delete(SignInTry).where(SignInTry.at < now() - timedelta(days=1))
    return int(gone + db.session.execute(tries).rowcount)  # type: ignore[attr-defined]
