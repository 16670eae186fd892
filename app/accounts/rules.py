"""When a sign-in must wait, and what a session may live through."""

import hashlib
from datetime import datetime, timedelta

from app.access.permissions import SEES_OTHER_PEOPLE, Role
from app.base.errors import RuleBroken

FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60


class WrongSignIn(RuleBroken):
    """The same words whether the account is unknown or the password is wrong."""

    message = "NIP, email, atau kata sandi tidak cocok. Periksa lagi, lalu coba masuk sekali lagi."
    heading = "Belum bisa masuk"
    status = 422


def wait_seconds(failures: int, *, allowed: int, last: datetime | None, at: datetime) -> int:
    """Seconds to wait after so many failures: 30, doubling with each further one, 15 minutes at most."""
    if last is None or failures < allowed:
        return 0
    wait = min(FIRST_WAIT_SECONDS * 2 ** (failures - allowed), LONGEST_WAIT_SECONDS)
    return max(0, int((last + timedelta(seconds=wait) - at).total_seconds()))


def idle_minutes(roles: frozenset[Role], *, plain: int, powerful: int) -> int:
    """How long a session may rest: shorter for whoever sees other people (security S4)."""
    return powerful if roles & SEES_OTHER_PEOPLE else plain


def fingerprint(text: str) -> str:
    """A short-lived handle for counting tries without keeping who tried."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()
