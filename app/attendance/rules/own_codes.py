"""The code a participant shows: signed for one person and one meeting, and soon worthless to whoever got a picture.

Whoever scans holds one key for this very meeting, so a page can tell a true code from a false one without asking us,
and its list stays short however many are expected. The key opens nothing else: it is made from the meeting's secret,
and the secret stays here.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.attendance.models import Meeting, Refusal
from app.attendance.rules import outside, step_at

MARK = "PENATA1"
SHORT_DIGITS = 8
SEAL_LETTERS = 20
# The step it was made in, the one after, and the one before: the scanner's clock may be a little behind ours.
GOOD_FOR = (0, -1, 1)
# What a page may have kept while it had no network; nothing is older than that.
OFFLINE_AT_MOST = timedelta(hours=24)
# A scan that took longer than this to reach us is shown as late.
PROMPT = timedelta(minutes=1)
_TOKEN = re.compile(rf"{MARK}\.(\d{{1,9}})\.(\d{{1,9}})\.(\d{{1,12}})\.([0-9A-F]{{{SEAL_LETTERS}}})")
_SHORT = re.compile(rf"\d{{{SHORT_DIGITS}}}")


@dataclass(frozen=True)
class OwnCode:
    """What a participant's page shows now: the text inside the picture, digits to say aloud, and seconds left."""

    token: str
    short: str
    seconds_left: int


@dataclass(frozen=True)
class Reading:
    """Whose code it was, as far as it tells, and why it does not count; without a refusal it does."""

    employee_id: int | None
    refusal: Refusal | None


def list_key(meeting: Meeting) -> str:
    """What tells true codes for this meeting from false ones."""
    text = f"people:{meeting.government_id}:{meeting.id}".encode()
    return hmac.new(meeting.secret.encode(), text, hashlib.sha256).hexdigest()


def is_short(text: str) -> bool:
    """Whether this is a code typed by its digits, which names nobody: only the list tells whose it is."""
    return _SHORT.fullmatch(_plain(text)) is not None


def named_in(text: str) -> int | None:
    """Whom a scanned code claims to be of, true or not; None where it names nobody a database could hold."""
    token = _TOKEN.fullmatch(_plain(text))
    return int(token[2]) if token else None


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def own_code(meeting: Meeting, employee_id: int, at: datetime, step_seconds: int) -> OwnCode:
    step = step_at(at, step_seconds)
    key = list_key(meeting)
    left = step_seconds - int(at.timestamp()) % step_seconds
    seal, short = _seal(key, employee_id, step), _short(key, employee_id, step)
    return OwnCode(f"{MARK}.{meeting.id}.{employee_id}.{step}.{seal}", short, left)


def read(meeting: Meeting, text: str, at: datetime, step_seconds: int, expected: Iterable[int]) -> Reading:
    """Whose code this is, and whether it counts at an instant; ``expected`` are those who belong to the meeting."""
    closed = outside(meeting, at)
    plain = _plain(text)
    if token := _TOKEN.fullmatch(plain):
        return _read_token(meeting, token, step_at(at, step_seconds), closed, frozenset(expected))
    if _SHORT.fullmatch(plain):
        return _read_short(meeting, plain, step_at(at, step_seconds), closed, expected)
    return Reading(None, Refusal.UNREADABLE)


def _read_token(
    meeting: Meeting, token: re.Match[str], step: int, closed: Refusal | None, expected: frozenset[int]
) -> Reading:
    meeting_id, employee_id, made = (int(token[number]) for number in (1, 2, 3))
    if meeting_id != meeting.id:
        return Reading(None, Refusal.OTHER_MEETING)
    if not _same(token[4], _seal(list_key(meeting), employee_id, made)):
        return Reading(None, Refusal.WRONG_CODE)
    if made - step not in GOOD_FOR:
        return Reading(employee_id, Refusal.OLD_CODE)
    if employee_id not in expected:
        return Reading(employee_id, Refusal.NOT_EXPECTED)
    return Reading(employee_id, closed)


def _read_short(meeting: Meeting, digits: str, step: int, closed: Refusal | None, expected: Iterable[int]) -> Reading:
    key = list_key(meeting)
    found = [
        employee_id
        for employee_id in expected
        if any(_same(digits, _short(key, employee_id, step + near)) for near in GOOD_FOR)
    ]
    if not found:
        return Reading(None, Refusal.WRONG_CODE)
    return Reading(found[0], closed) if len(found) == 1 else Reading(None, Refusal.AMBIGUOUS)


def plausible(claimed: datetime, received_at: datetime) -> datetime:
    """When a scan was made: as the scanner says, but neither later than it came nor older than a page may keep it."""
    return max(min(claimed, received_at), received_at - OFFLINE_AT_MOST)


def came_late(at: datetime, received_at: datetime) -> bool:
    return received_at - at > PROMPT


def _seal(key: str, employee_id: int, step: int) -> str:
    return _mac(key, f"token:{employee_id}:{step}").hex()[:SEAL_LETTERS].upper()


def _short(key: str, employee_id: int, step: int) -> str:
    number = int.from_bytes(_mac(key, f"short:{employee_id}:{step}")[:8]) % 10**SHORT_DIGITS
    return f"{number:0{SHORT_DIGITS}d}"


def _mac(key: str, text: str) -> bytes:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())
