"""Signing in and out. Passwords are checked outside any transaction: hashing takes its time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts import queries, rules
from app.accounts.models import HalfSignIn, SignInTry, User, UserSession
from app.accounts.passwords import Passwords
from app.accounts.queries import Account
from app.accounts.services import second_factor
from app.audit import services as audit
from app.base.clock import now, today
from app.base.database import begin_reading, begin_writing, db
from app.base.errors import TooMany
from app.base.wording import DEFAULT_ZONE


@dataclass(frozen=True)
class SignInPolicy:
    """The figures sign-in works with; the settings give them."""

    tries: int
    tries_per_address: int
    window_minutes: int
    session_hours: int
    idle_minutes: int
    idle_minutes_employee: int
    half_minutes: int = 5


@dataclass(frozen=True)
class Arrival:
    """From where somebody comes: the address the brake counts by, and two words for their browser."""

    address: str
    device: str = ""


@dataclass(frozen=True)
class Entry:
    """A token: of a session, or, while a code is awaited, of half a sign-in."""

    token: str
    awaits_code: bool = False


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(identifier: str, password: str, *, arrival: Arrival, passwords: Passwords, policy: SignInPolicy) -> Entry:
    """Open a session, or half of one where the account has a second factor.

    Raises TooMany while the brake is on (by account, however its name is written, and far looser by
    address) and WrongSignIn otherwise, with the same words and the same cost for unknown accounts.
    """
    begin_reading()
    account = queries.account_named(identifier)
    account_hash = rules.fingerprint(f"account {account.user_id}" if account else f"unknown {identifier}")
    address_hash = rules.fingerprint(arrival.address)
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
    return arrive(account, arrival=arrival, policy=policy)


def arrive(account: Account, *, arrival: Arrival, policy: SignInPolicy, second_factor_passed: bool = False) -> Entry:
    """Whoever proved who they are: a session, or half of one while a code is awaited."""
    if account.has_code and not second_factor_passed:
        return Entry(_half(account.user_id, policy), awaits_code=True)
    token = open_session(
        account.user_id,
        chain=account.government_id,
        policy=policy,
        device=arrival.device,
        second_factor=second_factor_passed,
    )
    return Entry(token)


def _half(user_id: int, policy: SignInPolicy) -> str:
    token = secrets.token_urlsafe(32)
    expires_at = now() + timedelta(minutes=policy.half_minutes)
    db.session.add(HalfSignIn(token_hash=token_hash(token), user_id=user_id, expires_at=expires_at))
    return token


def complete_sign_in(half_token: str, code: str, *, arrival: Arrival, policy: SignInPolicy) -> str:
    """Open the session that half a sign-in stands for, by a code that was never used; returns its token.

    Raises HalfSignInOver, TooMany while the brake on codes is on, and WrongCode.
    """
    half = db.session.execute(
        select(HalfSignIn).where(HalfSignIn.token_hash == token_hash(half_token)).with_for_update()
    ).scalar_one_or_none()
    account = queries.account_numbered(half.user_id) if half is not None and now() < half.expires_at else None
    if account is None:
        raise rules.HalfSignInOver
    ensure_code(account, code, arrival=arrival, policy=policy)
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == account.user_id))
    return arrive(account, arrival=arrival, policy=policy, second_factor_passed=True).token


def ensure_code(account: Account, code: str, *, arrival: Arrival, policy: SignInPolicy) -> None:
    """Use a code of the account. Raises TooMany while the brake is on, and WrongCode after counting the failure."""
    account_hash, address_hash = rules.fingerprint(f"code {account.user_id}"), rules.fingerprint(arrival.address)
    _ensure_not_too_many(account_hash, address_hash, policy)
    if not second_factor.use_code(account.user_id, code):
        _note_failure(account, account_hash, address_hash)
        raise rules.WrongCode
    db.session.execute(delete(SignInTry).where(SignInTry.account_hash == account_hash))


def prove(user_id: int, password: str, *, arrival: Arrival, passwords: Passwords, policy: SignInPolicy) -> str:
    """Have the signed-in person type their password again; returns its hash. Raises TooMany and WrongSignIn."""
    account = queries.account_numbered(user_id)
    stored = account.password_hash if account else ""
    account_hash, address_hash = rules.fingerprint(f"account {user_id}"), rules.fingerprint(arrival.address)
    _ensure_not_too_many(account_hash, address_hash, policy)
    db.session.rollback()
    if not passwords.matches(stored, password):
        _note_failure(account, account_hash, address_hash)
        raise rules.WrongSignIn("Kata sandi lama tidak cocok. Ketik kata sandi yang Anda pakai sekarang.")
    return stored


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


def _note_failure(account: Account | None, account_hash: str, address_hash: str) -> None:
    db.session.add(SignInTry(account_hash=account_hash, address_hash=address_hash, at=now()))
    if account is not None:
        by = Actor(account.user_id, None, "")
        audit.record("accounts.session.refused", None, by=by, chain=account.government_id)
    db.session.commit()


def _rehash(user_id: int, password_hash: str) -> None:
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


def open_session(
    user_id: int, *, chain: int, policy: SignInPolicy, device: str = "", second_factor: bool = False
) -> str:
    """A new session for an account; returns its token, which is kept nowhere else."""
    user = db.session.get_one(User, user_id)
    day = today(DEFAULT_ZONE)
    roles = set(queries.roles_of(user_id, day))
    if user.employee_id is not None and queries.leads_somebody(user.employee_id, day):
        roles.add(Role.MANAGER)
    token = secrets.token_urlsafe(32)
    at = now()
    user.last_sign_in_at = at
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
            device=device,
            second_factor=second_factor,
        )
    )
    audit.record("accounts.session.created", None, by=Actor(user_id, user.employee_id, user.name), chain=chain)
    return token


def sign_out(token: str, *, by: Actor, chain: int) -> None:
    """End this session; a copy of its cookie is worth nothing from now on."""
    db.session.execute(delete(UserSession).where(UserSession.token_hash == token_hash(token)))
    audit.record("accounts.session.ended", None, by=by, chain=chain)


def end_sessions(user_id: int, *, besides: str = "") -> int:
    """End every session of an account but the one with this token, and every half sign-in; returns how many."""
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user_id))
    gone = db.session.execute(
        delete(UserSession).where(UserSession.user_id == user_id, UserSession.token_hash != token_hash(besides))
    )
    return int(gone.rowcount)  # type: ignore[attr-defined]


def end_session(user_id: int, handle: str) -> bool:
    """End one of somebody's own sessions by the handle their page shows; False when it is over already."""
    mine = select(UserSession.token_hash).where(UserSession.user_id == user_id)
    found = next((one for one in db.session.execute(mine).scalars() if session_handle(one) == handle), None)
    if found is not None:
        db.session.execute(delete(UserSession).where(UserSession.token_hash == found))
    return found is not None


def note_sessions_ended(*, by: Actor, chain: int) -> None:
    """Put it on the trail that somebody ended sessions of their own from another."""
    audit.record("accounts.session.ended", None, by=by, chain=chain)


def session_handle(hashed: str) -> str:
    """A name for a session on its owner's page, from which neither token nor hash can be had."""
    return hashlib.sha256(f"session {hashed}".encode()).hexdigest()[:20]


def note_seen(token: str) -> None:
    """Remember that the session is in use."""
    db.session.execute(
        update(UserSession).where(UserSession.token_hash == token_hash(token)).values(last_seen_at=now())
    )


def sweep() -> int:
    """Remove what waited for a code in vain; returns how many rows went. Old sessions and tries go by retention."""
    dead = delete(HalfSignIn).where(HalfSignIn.expires_at < now())
    return int(db.session.execute(dead).rowcount)  # type: ignore[attr-defined]
