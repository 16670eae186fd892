"""Rate limits by address or account (security, section 9). The brake on sign-in is accounts' own."""

from collections.abc import Callable

from flask import current_app, request
from flask_limiter import Limiter


def client_address() -> str:
    """The address of the browser, as far as the trusted proxies (PENATA_TRUSTED_PROXIES) tell."""
    return request.remote_addr or "unknown"


def from_setting(name: str) -> Callable[[], str]:
    """A limit whose figure is the setting ``PENATA_LIMIT_…``."""
    return lambda: str(current_app.config[f"LIMIT_{name}"])


limiter = Limiter(key_func=client_address, headers_enabled=True)
