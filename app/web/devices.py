"""A random mark on a phone, for half a day: it says nothing but that two visits came from one device."""

import re
import secrets

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

COOKIE = "penata_perangkat"
LASTS_SECONDS = 12 * 60 * 60
_MARK = re.compile(r"[0-9a-f]{32}")


def mark() -> str:
    """The mark this device carries, or a fresh one; ``remember`` puts it there."""
    known = request.cookies.get(COOKIE, "")
    return known if _MARK.fullmatch(known) else secrets.token_hex(16)


def remember(answer: ResponseReturnValue, device: str, *, path: str) -> Response:
    """Let the device carry its mark, to the pages under ``path`` alone."""
    response = make_response(answer)
    response.set_cookie(
        COOKIE,
        device,
        max_age=LASTS_SECONDS,
        path=path,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response
