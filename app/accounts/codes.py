"""One-time codes from a telephone (TOTP, RFC 6238), and recovery codes on paper."""

import hmac
import secrets
from datetime import datetime

import pyotp

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Without letters and figures that look like one another.
_ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, *, account: str, issuer: str) -> str:
    """What the QR says to the telephone's application."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=account, issuer_name=issuer)


def grouped(secret: str) -> str:
    """The secret in fours, for whoever types it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def matching_step(secret: str, code: str, *, after: int, at: datetime) -> int | None:
    """The step a code belongs to: the present one or a neighbour, and later than the last one used."""
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == 6):
        return None
    here = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (here - 1, here, here + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step), typed):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Ten codes of 49 bits each, as ``7xk2m-9qd4f``."""
    return [
        "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(2)) for _ in range(RECOVERY_CODES)
    ]


def tidy_recovery_code(typed: str) -> str:
    """A recovery code as it was given, however it was typed."""
    plain = "".join(character for character in typed.lower() if character.isalnum())
    return f"{plain[:5]}-{plain[5:]}" if len(plain) == 10 else ""
