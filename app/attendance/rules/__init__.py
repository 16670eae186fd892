"""The code on the wall and what being there at a time means.

A code belongs to one meeting and one step of the clock (15 seconds by setting). The present step
and the one before it are accepted, so nobody fails because they type slowly.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.attendance.models import AttendanceStatus, Meeting, Refusal
from app.base.errors import RuleBroken

DIGITS = 6
REMEMBERED_STEPS = 40
ATTENDED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE})


class CheckInRefused(RuleBroken):
    """A code that was not accepted; ``reason`` is kept."""

    heading = "Kehadiran belum tercatat"

    def __init__(self, reason: Refusal, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class ScreenCode:
    """What the screen shows now: digits to type, the token inside the QR, and seconds left."""

    digits: str
    token: str
    seconds_left: int


def step_at(at: datetime, step_seconds: int) -> int:
    return int(at.timestamp()) // step_seconds


def screen_code(meeting: Meeting, at: datetime, step_seconds: int) -> ScreenCode:
    step = step_at(at, step_seconds)
    left = step_seconds - int(at.timestamp()) % step_seconds
    return ScreenCode(_digits(meeting, step), _token(meeting, step), left)


def refusal_of(meeting: Meeting, code: str, at: datetime, step_seconds: int) -> Refusal | None:
    """Why a typed or scanned code is not accepted now, or None when it is."""
    if reason := outside(meeting, at):
        return reason
    step = step_at(at, step_seconds)
    code = code.strip().replace(" ", "")
    if "." in code:
        return _refusal_of_token(meeting, code, step)
    return _refusal_of_digits(meeting, code, step)


def opens_at(meeting: Meeting) -> datetime:
    """From when on people may check in."""
    return meeting.starts_at - timedelta(minutes=meeting.opens_minutes)


def outside(meeting: Meeting, at: datetime) -> Refusal | None:
    """Why nobody checks in at an instant: not open yet, or over."""
    if at < opens_at(meeting):
        return Refusal.TOO_EARLY
    return Refusal.OVER if at >= meeting.ends_at else None


def list_stamp(meeting: Meeting) -> str:
    """What a list of those expected at this meeting is known by."""
    return hmac.new(meeting.secret.encode(), f"list:{meeting.id}".encode(), hashlib.sha256).hexdigest()[:24]


def device_mark(meeting: Meeting, device: str) -> str | None:
    """What is kept of a phone's random mark: nothing that could be recognised at another meeting."""
    if not device:
        return None
    return hmac.new(meeting.secret.encode(), f"device:{device}".encode(), hashlib.sha256).hexdigest()[:32]


def _refusal_of_digits(meeting: Meeting, code: str, step: int) -> Refusal | None:
    if any(_same(code, _digits(meeting, recent)) for recent in (step, step - 1)):
        return None
    older = range(step - REMEMBERED_STEPS, step - 1)
    was_right = any(_same(code, _digits(meeting, old)) for old in older)
    return Refusal.OLD_CODE if was_right else Refusal.WRONG_CODE


def _refusal_of_token(meeting: Meeting, code: str, step: int) -> Refusal | None:
    meeting_text, _dot, rest = code.partition(".")
    step_text, _dot, _seal = rest.partition(".")
    if not all(text.isdecimal() and len(text) < 15 for text in (meeting_text, step_text)):
        return Refusal.WRONG_CODE
    if int(meeting_text) != meeting.id:
        return Refusal.OTHER_MEETING
    if not _same(code, _token(meeting, int(step_text))):
        return Refusal.WRONG_CODE
    return None if int(step_text) in (step, step - 1) else Refusal.OLD_CODE


def _mac(meeting: Meeting, step: int, purpose: str) -> bytes:
    text = f"{purpose}:{meeting.id}:{step}".encode()
    return hmac.new(meeting.secret.encode(), text, hashlib.sha256).digest()


def _digits(meeting: Meeting, step: int) -> str:
    return f"{int.from_bytes(_mac(meeting, step, 'digits')[:8]) % 10**DIGITS:0{DIGITS}d}"


def _token(meeting: Meeting, step: int) -> str:
    return f"{meeting.id}.{step}.{_mac(meeting, step, 'token').hex()[:24]}"


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def status_at(meeting: Meeting, at: datetime) -> AttendanceStatus:
    """Present up to so many minutes after the start, late after that."""
    in_time = at <= meeting.starts_at + timedelta(minutes=meeting.late_minutes)
    return AttendanceStatus.PRESENT if in_time else AttendanceStatus.LATE
