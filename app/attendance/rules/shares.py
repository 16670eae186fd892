"""What somebody's attendance can still come to, against the share a programme asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED


class Prospect(StrEnum):
    """Enough so far; too little so far, but it can be made up for; or no longer within reach."""

    ENOUGH = "enough"
    BELOW = "below"
    LOST = "lost"


SEVERITY = (Prospect.ENOUGH, Prospect.BELOW, Prospect.LOST)


@dataclass(frozen=True)
class Outlook:
    """Meetings attended, those decided either way, all of them, and what is asked in percent."""

    attended: int
    decided: int
    meetings: int
    minimum: int

    @property
    def at_best(self) -> int:
        """The most meetings that can still be attended."""
        return self.attended + self.meetings - self.decided

    @property
    def missed(self) -> int:
        return self.decided - self.attended

    @property
    def prospect(self) -> Prospect:
        if 100 * self.at_best < self.minimum * self.meetings:
            return Prospect.LOST
        if 100 * self.attended < self.minimum * self.decided:
            return Prospect.BELOW
        return Prospect.ENOUGH


def outlook(statuses: Sequence[AttendanceStatus | None], minimum: int) -> Outlook:
    """The outlook from one status (or None while undecided) for each meeting. Excused does not count as attended."""
    decided = [status for status in statuses if status is not None]
    return Outlook(sum(status in ATTENDED for status in decided), len(decided), len(statuses), minimum)


def got_worse(before: Outlook, after: Outlook) -> bool:
    return SEVERITY.index(after.prospect) > SEVERITY.index(before.prospect)
