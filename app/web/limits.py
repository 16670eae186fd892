"""Rate limits by address or account (security, section 9). The brake on sign-in is accounts' own."""

from collections.abc import Callable

from flask import abort, current_app, request
from flask_limiter import Limiter
from limits import parse


def client_address() -> str:
    """The address of the browser, as far as the trusted proxies (PENATA_TRUSTED_PROXIES) tell."""
    return request.remote_addr or "unknown"


def from_setting(name: str) -> Callable[[], str]:
    """A limit whose figure is the setting ``PENATA_LIMIT_…``."""
    return lambda: str(current_app.config[f"LIMIT_{name}"])


limiter = Limiter(key_func=client_address, headers_enabled=True)


def brake(name: str, *, scope: str) -> None:
    """Count one more of what this address should do seldom, and stop it with 429 where the setting says so.

    For a view that only counts what went wrong: counting costs more than many a page.
    """
    if limiter.enabled and not limiter.limiter.hit(parse(from_setting(name)()), client_address(), scope):
        abort(429)
