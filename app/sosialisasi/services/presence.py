"""A round as the desk knows it: who is expected, and that whoever comes besides is welcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from app.access.visitor import Actor
from app.attendance.labels import REFUSALS
from app.attendance.models import Meeting, WalkIn
from app.attendance.rules import CheckInRefused, outside, refusal_of
from app.attendance.services import walk_ins
from app.attendance.services.hosting import Host
from app.base.clock import now
from app.base.database import lock
from app.base.errors import RuleBroken
from app.sosialisasi.models import RoundStatus, SosialisasiRound
from app.sosialisasi.queries import presence as queries
from app.sosialisasi.queries.events import RoundPage

GUEST = Actor(None, None, "Tamu")
STILL_ON = (RoundStatus.PLANNED, RoundStatus.INVITED)


class RoundIsOver(RuleBroken):
    message = "Putaran ini sudah dinyatakan selesai atau dibatalkan, jadi kehadirannya tidak bisa diubah lagi."


@dataclass(frozen=True)
class RoundHost(Host):
    """Those invited stand on the list; any other employee may check in, too, and stands on it from then on."""

    page: RoundPage
    closed: ClassVar[type[RuleBroken]] = RoundIsOver

    @property
    def is_running(self) -> bool:
        return self.page.round.status in STILL_ON

    def hold(self) -> None:
        lock(self.page.round)

    def expected(self) -> Any:
        return queries.expected(self.page.round)

    def expected_among(self, employee_ids: Sequence[int]) -> set[int]:
        return queries.serving_among(employee_ids)


def is_open(one: SosialisasiRound, meeting: Meeting, at: datetime) -> bool:
    """Whether people check in to a round at an instant: its doors are open and it is neither held nor called off."""
    return one.status in STILL_ON and outside(meeting, at) is None


def guest_checks_in(
    host: RoundHost, meeting: Meeting, name: str, origin: str, code: str, *, step_seconds: int
) -> tuple[WalkIn, bool]:
    """Note a citizen who came, by the code on the wall and what they say of themself; False when they were noted.

    Raises CheckInRefused for a code that is not accepted, and TooManyGuests where the hall's list is full.
    """
    host.hold()
    host.ensure_running()
    reason = refusal_of(meeting, code, now(), step_seconds)
    if reason is not None:
        raise CheckInRefused(reason, REFUSALS[reason])
    return walk_ins.note(meeting, name, origin, by=GUEST)
