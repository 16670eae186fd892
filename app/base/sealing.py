"""Secrets that must be read again: sealed with keys derived from the installation's own (Fernet under HKDF).

Every purpose has a key of its own, so what was sealed for one opens nothing of another.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_key = b""


class BrokenSeal(Exception):
    """What was given was never sealed here for this purpose, was changed, or is too old."""


def use_key(key: str) -> None:
    """Derive every purpose's key from this one from now on."""
    global _key  # noqa: PLW0603 - one key per process, set once at the start
    _key = key.encode()
    _derived.cache_clear()


def seal(purpose: str, text: str) -> str:
    return Fernet(base64.urlsafe_b64encode(_derived(purpose))).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str, *, seconds: int | None = None) -> str:
    """The text that was sealed, at most so many seconds ago; raises BrokenSeal otherwise."""
    try:
        return Fernet(base64.urlsafe_b64encode(_derived(purpose))).decrypt(sealed.encode(), ttl=seconds).decode()
    except InvalidToken as error:
        raise BrokenSeal(purpose) from error


def digest(purpose: str, text: str) -> str:
    """A keyed hash: whoever has only the database cannot try texts against it."""
    return hmac.new(_derived(purpose), text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=32)
def _derived(purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"penata {purpose}".encode()).derive(_key)
