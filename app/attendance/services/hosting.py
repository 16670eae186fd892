"""What the desk writes down at a meeting, whoever holds it.

A house that holds meetings describes itself as a ``Host``. Each step here asks the host to hold on first, so that
nothing slips in behind a closing, and asks whether it still runs; the rest is the same everywhere.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, ClassVar

from app.access.visitor import Actor
from app.attendance import queries, rules, services
from app.attendance.models import Attendance, AttendanceStatus, Meeting, Refusal, WalkIn
from app.attendance.queries import expected
from app.attendance.queries import walk_ins as walk_in_queries
from app.attendance.rules import own_codes
from app.attendance.services import scans, walk_ins
from app.attendance.services.scans import Scanned, Taken
from app.base import scope, wording
from app.base.clock import now
from app.base.errors import RuleBroken
from app.organisation import queries as organisation


class NotParticipant(RuleBroken):
    message = "Anda tidak terdaftar sebagai peserta pertemuan ini."
    heading = "Kehadiran belum tercatat"


class NotBegun(RuleBroken):
    heading = "Belum waktunya"


class OwnRecord(RuleBroken):
    message = "Kehadiran dan nilai Anda sendiri dicatat oleh petugas lain."
    heading = "Tidak untuk diri sendiri"


class Host(ABC):
    """Whoever holds meetings, such as a batch: what the desk asks it, and all it knows of it.

    ``closed`` is what is raised once nothing may be written down any more.
    """

    closed: ClassVar[type[RuleBroken]]

    @property
    @abstractmethod
    def is_running(self) -> bool:
        """Whether presence may still be written down."""

    @abstractmethod
    def hold(self) -> None:
        """Lock what a closing locks, and read it anew."""

    @abstractmethod
    def expected(self) -> Any:
        """Who stands on the list: a statement for their employee ids."""

    def expected_among(self, employee_ids: Sequence[int]) -> set[int]:
        """Those of these people who may come in; asked at each check-in."""
        return expected.among(self.expected(), employee_ids)

    def meetings_with(self, meeting_id: int) -> list[int]:
        """The meetings people come to together, this one among them: one name at them is one person."""
        return [meeting_id]

    def seat(self, employee_id: int, *, by: Actor) -> bool:  # noqa: ARG002 - a host with seats asks who it was
        """Make somebody one of those expected because they came; whether that is new. Most hosts have no seats."""
        return False

    def unseat(self, employee_id: int, *, by: Actor) -> None:  # noqa: B027 - most hosts have no seats to take back
        """Take back a seat that somebody got because they came."""

    def marking(self, employee_ids: Sequence[int]) -> AbstractContextManager[object]:  # noqa: ARG002 - whose marks
        """Around a list that is written down: what the host looks at before it, and does after it."""
        return nullcontext()

    def ensure_running(self) -> None:
        if not self.is_running:
            raise self.closed


def check_in(
    host: Host,
    meeting: Meeting,
    employee_id: int,
    code: str,
    *,
    by: Actor,
    step_seconds: int,
    tries: int,
    device: str = "",
) -> Attendance:
    """Check somebody in by the code on the wall; only who is expected may. Refusals as in ``services.check_in``."""
    host.hold()
    if not host.expected_among([employee_id]):
        raise NotParticipant
    host.ensure_running()
    return services.check_in(meeting, employee_id, code, by=by, step_seconds=step_seconds, tries=tries, device=device)


def mark_list(host: Host, meeting: Meeting, marks: dict[int, AttendanceStatus], *, by: Actor) -> int:
    """Write the list down; a person who is not expected refuses the whole list. Returns lines changed.

    Nobody marks themself.
    """
    host.hold()
    host.ensure_running()
    ensure_begun(rules.opens_at(meeting), "Kehadiran")
    own = by.employee_id
    if own in marks and marks[own] != _known_status(meeting, own):
        raise OwnRecord
    people = sorted(marks)
    if marks.keys() != expected.among(host.expected(), people):
        raise RuleBroken("Daftar ini memuat orang yang bukan peserta. Muat ulang halaman, lalu isi lagi.")
    with host.marking(people):
        return services.mark_list(meeting, marks, by=by)


def _known_status(meeting: Meeting, employee_id: int) -> AttendanceStatus | None:
    known = queries.of_person([meeting.id], employee_id).get(meeting.id)
    return None if known is None else AttendanceStatus(known.status)


def take_scans(
    host: Host,
    meeting: Meeting,
    handed_in: Sequence[Scanned],
    *,
    by: Actor,
    step_seconds: int,
    is_other_list: bool = False,
) -> list[Taken]:
    """Take in scanned codes; once nothing may be written down any more each of them is refused, and kept so."""
    host.hold()
    refuse_all = None if host.is_running else Refusal.CLOSED
    return scans.take(
        meeting,
        handed_in,
        expected=_who_may_be_meant(host, handed_in),
        by=by,
        step_seconds=step_seconds,
        refuse_all=Refusal.OTHER_LIST if is_other_list else refuse_all,
    )


def _who_may_be_meant(host: Host, handed_in: Sequence[Scanned]) -> frozenset[int]:
    """Whom these codes may be of. A code that names somebody is asked for by name; typed digits need the whole list."""
    named = sorted({number for one in handed_in if (number := own_codes.named_in(one.text)) is not None})
    found = frozenset(host.expected_among(named)) if named else frozenset()
    if any(own_codes.is_short(one.text) for one in handed_in):
        found |= expected.ids(host.expected())
    return found


def note_walk_in(host: Host, meeting: Meeting, name: str, unit: str, *, by: Actor) -> tuple[WalkIn, bool]:
    """Note somebody who came unexpected, with an account or without; False when they were noted already."""
    host.hold()
    host.ensure_running()
    ensure_begun(rules.opens_at(meeting), "Tamu")
    return walk_ins.note(meeting, name, unit, by=by)


def recognise(host: Host, guest: WalkIn, employee_id: int, *, as_participant: bool, by: Actor) -> int:
    """Say who a guest is, at every meeting people come to together where the same name was noted. Returns at how many.

    As a participant they get a seat where the host gives one; otherwise their presence alone is kept. Nobody
    recognises themself.
    """
    host.hold()
    host.ensure_running()
    if employee_id == by.employee_id:
        raise OwnRecord
    seated = as_participant and host.seat(employee_id, by=by)
    same = walk_in_queries.same_person(guest, host.meetings_with(guest.meeting_id))
    walk_ins.recognise(same, employee_id, seated=seated, by=by)
    return len(same)


def forget_person(host: Host, guest: WalkIn, *, by: Actor) -> int:
    """Take back who a guest was said to be, wherever the same was said. Returns at how many meetings.

    A seat that came of it goes too, unless the person was there by another sign.
    """
    host.hold()
    host.ensure_running()
    if guest.employee_id is None:
        raise walk_ins.NotRecognised
    employee_id, meeting_ids = guest.employee_id, host.meetings_with(guest.meeting_id)
    same = walk_in_queries.recognised_alike(guest, meeting_ids)
    was_seated = any(one.seated for one in same)
    count = walk_ins.forget_person(same, by=by)
    if was_seated and not _was_seen(meeting_ids, employee_id):
        host.unseat(employee_id, by=by)
    return count


def _was_seen(meeting_ids: list[int], employee_id: int) -> bool:
    return any(mark.status in rules.ATTENDED for mark in queries.of_person(meeting_ids, employee_id).values())


def keep_as_guest(host: Host, guest: WalkIn, *, by: Actor) -> None:
    """Leave it at a guest, who is counted and asked about no more."""
    host.hold()
    host.ensure_running()
    walk_ins.keep_as_guest(guest, by=by)


def ensure_begun(opens_at: datetime | None, what: str) -> None:
    """Nothing is written down about a day that has not come."""
    if opens_at is None or now() < opens_at:
        zone = organisation.government(scope.current()).timezone
        when = f" Mulai {wording.moment(opens_at, zone)}." if opens_at else ""
        raise NotBegun(f"{what} belum bisa dicatat karena pertemuannya belum dibuka.{when}")
