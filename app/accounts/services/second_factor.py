"""The second factor: setting it up, using its codes once, recovery codes, taking it down."""

from sqlalchemy import delete, update

from app.access.visitor import Actor
from app.accounts import codes, rules
from app.accounts.models import RecoveryCode, User
from app.audit import services as audit
from app.base import sealing
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken

SETUP_SECONDS = 15 * 60
_KEPT, _OFFERED, _RECOVERY = "totp secret", "totp offer", "recovery code"


class SetupOver(RuleBroken):
    message = "Halaman penyiapan sudah lama terbuka. Buka lagi, lalu pindai gambar yang baru."
    heading = "Mulai penyiapan lagi"


def offer(user_id: int) -> tuple[str, str]:
    """A fresh secret, and the same sealed for its owner's form: nothing is stored before the first code."""
    secret = codes.new_secret()
    return secret, sealing.seal(_OFFERED, f"{user_id} {secret}")


def offered_secret(user_id: int, sealed: str) -> str:
    """The secret of an offer made to this account within the last quarter of an hour; raises SetupOver."""
    try:
        owner, _blank, secret = sealing.unseal(_OFFERED, sealed, seconds=SETUP_SECONDS).partition(" ")
    except sealing.BrokenSeal as error:
        raise SetupOver from error
    if owner != str(user_id):
        raise SetupOver
    return secret


def begin(user_id: int, sealed: str, code: str, *, by: Actor, chain: int) -> list[str]:
    """Keep the offered secret once a code of it was typed; returns the recovery codes, shown this once.

    Raises SetupOver and WrongCode.
    """
    secret = offered_secret(user_id, sealed)
    user = lock(db.session.get_one(User, user_id))
    if user.totp_secret:
        raise SetupOver("Kode masuk sudah terpasang. Lepas dulu yang lama untuk memasang yang baru.")
    step = codes.matching_step(secret, code, after=user.totp_step, at=now())
    if step is None:
        raise rules.WrongCode
    user.totp_secret, user.totp_step = sealing.seal(_KEPT, secret), step
    audit.record("accounts.code.begun", user, by=by, chain=chain)
    return _new_recovery_codes(user_id)


def use_code(user_id: int, code: str) -> bool:
    """Whether this is a code of the account that was never used; from now on it is used."""
    user = lock(db.session.get_one(User, user_id))
    if not user.totp_secret:
        return False
    secret = sealing.unseal(_KEPT, user.totp_secret)
    step = codes.matching_step(secret, code, after=user.totp_step, at=now())
    if step is not None:
        user.totp_step = step
        return True
    return _use_recovery_code(user_id, code)


def _use_recovery_code(user_id: int, typed: str) -> bool:
    plain = codes.tidy_recovery_code(typed)
    taken = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_hash == sealing.digest(_RECOVERY, plain),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
    )
    return bool(plain) and taken.rowcount == 1  # type: ignore[attr-defined]


def renew_recovery_codes(user_id: int, *, by: Actor, chain: int) -> list[str]:
    """Ten new codes for the old ones; a code was just used for it."""
    audit.record("accounts.code.renewed", db.session.get_one(User, user_id), by=by, chain=chain)
    return _new_recovery_codes(user_id)


def take_down(user_id: int, *, by: Actor, chain: int) -> None:
    """Sign in by password alone from now on; a last code was just used for it."""
    user = lock(db.session.get_one(User, user_id))
    _forget(user)
    audit.record("accounts.code.ended", user, by=by, chain=chain)


def reset_by_administrator(user_id: int, *, by: Actor, chain: int) -> None:
    """For somebody who lost telephone and paper: they set up anew at the next sign-in."""
    user = lock(db.session.get_one(User, user_id))
    _forget(user)
    audit.record("accounts.code.reset", user, by=by, chain=chain)


def give_secret(user_id: int, secret: str) -> None:
    """A secret without a ceremony, for the demo's accounts, whose secrets are told anyway."""
    db.session.get_one(User, user_id).totp_secret = sealing.seal(_KEPT, secret)


def secret_of(sealed: str) -> str:
    """What the demo tells of its accounts."""
    return sealing.unseal(_KEPT, sealed)


def _forget(user: User) -> None:
    user.totp_secret = ""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _new_recovery_codes(user_id: int) -> list[str]:
    fresh = codes.new_recovery_codes()
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.session.add_all(
        RecoveryCode(user_id=user_id, code_hash=sealing.digest(_RECOVERY, codes.tidy_recovery_code(one)))
        for one in fresh
    )
    return fresh
