"""The token that opens one invitation without signing in. It is derived, so that a copy can be printed again at any
time, and only its fingerprint is kept: whoever has the database alone can answer for nobody."""

import hashlib

from app.base import sealing

_PURPOSE = "sosialisasi invitation"
LONGEST = 80


def token_of(round_id: int, employee_id: int) -> str:
    """The token of somebody's invitation to a round: 160 bits that nobody makes without the installation's key."""
    return sealing.digest(_PURPOSE, f"{round_id}:{employee_id}")[:40]


def fingerprint(token: str) -> str:
    return hashlib.sha256(token[:LONGEST].encode()).hexdigest()


def path_of(token: str) -> str:
    return f"/sosialisasi/jawab/{token}"
