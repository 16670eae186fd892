"""Participants' own codes, scanned by staff: taken one by one as they come, each of them once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access.visitor import Actor
from app.attendance import rules
from app.attendance.models import Attendance, AttendanceMethod, AttendanceStatus, Meeting, Refusal, Scan
from app.attendance.queries import scans as queries
from app.attendance.rules import marks, own_codes
from app.attendance.services import mark
from app.base.clock import now
from app.base.database import db, lock


@dataclass(frozen=True)
class Scanned:
    """One code as a scanner hands it in: its key (once per scan), what it said, and when by the scanner's clock."""

    key: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Taken:
    """What became of a scan; ``is_again`` when the person was there already."""

    key: str
    employee_id: int | None
    refusal: Refusal | None
    status: AttendanceStatus | None
    is_again: bool = False


def take(
    meeting: Meeting,
    scans: Sequence[Scanned],
    *,
    expected: frozenset[int],
    by: Actor,
    step_seconds: int,
    refuse_all: Refusal | None = None,
) -> list[Taken]:
    """Take in what a scanner has gathered, in whatever order and however often it is handed in.

    A key that is known answers as it did; the same person counts once, from the earliest scan on. Refused scans are
    kept with their reason. ``refuse_all`` is for a list that does not belong here, or attendance that is closed.
    Locks the meeting, so that scans handed in twice at once wait for one another.
    """
    meeting = lock(meeting)
    reader = _Reader(meeting, expected, by, step_seconds, refuse_all, now())
    known = {scan.key: scan for scan in queries.with_keys(meeting.id, [one.key for one in scans])}
    new: dict[str, Scan] = {}
    for one in scans:
        if one.key not in known and one.key not in new:
            new[one.key] = reader.read(one)
    people = {scan.employee_id for scan in (known | new).values() if scan.employee_id is not None}
    present = queries.attendances(meeting.id, sorted(people))
    taken = []
    for one in scans:
        if scan := new.pop(one.key, None):
            known[one.key] = scan
            taken.append(_count(meeting, scan, present, by))
        else:
            scan = known[one.key]
            taken.append(_answer(scan, present.get(scan.employee_id or 0), is_again=False))
    db.session.flush()
    return taken


@dataclass(frozen=True)
class _Reader:
    """What every scan of one handing-in is read against."""

    meeting: Meeting
    expected: frozenset[int]
    by: Actor
    step_seconds: int
    refuse_all: Refusal | None
    received_at: datetime

    def read(self, one: Scanned) -> Scan:
        at = own_codes.plausible(one.at, self.received_at)
        reading = own_codes.read(self.meeting, one.text, at, self.step_seconds, self.expected)
        refusal = self.refuse_all or reading.refusal
        if refusal is None and reading.employee_id == self.by.employee_id:
            refusal = Refusal.OWN_CODE
        scan = Scan(
            meeting_id=self.meeting.id,
            key=one.key,
            employee_id=self._somebody(reading.employee_id),
            refusal=refusal,
            at=at,
            received_at=self.received_at,
            scanned_by=self.by.user_id or 0,
        )
        db.session.add(scan)
        return scan

    def _somebody(self, employee_id: int | None) -> int | None:
        """A number out of a sealed code is one we gave out; still, only a person there is a row of is referred to."""
        if employee_id is None or employee_id in self.expected:
            return employee_id
        return employee_id if queries.is_employee(employee_id) else None


def _count(meeting: Meeting, scan: Scan, present: dict[int, Attendance], by: Actor) -> Taken:
    if scan.refusal is not None or scan.employee_id is None:
        return _answer(scan, None, is_again=False)
    row = present.get(scan.employee_id)
    was_there = row is not None and row.status != AttendanceStatus.ABSENT
    if marks.makes_a_difference(row, scan.at):
        row = arrive(meeting, scan.employee_id, AttendanceMethod.SCAN, row, at=scan.at, by=by)
        present[scan.employee_id] = row
    return _answer(scan, row, is_again=was_there)


def arrive(
    meeting: Meeting,
    employee_id: int,
    method: AttendanceMethod,
    known: Attendance | None,
    *,
    at: datetime,
    by: Actor,
) -> Attendance:
    """Note that somebody was seen at an instant."""
    status = rules.status_at(meeting, at)
    row = mark(meeting.id, employee_id, status, method, known=known, at=at, by=by, received_at=now())
    db.session.flush()
    return row


def _answer(scan: Scan, row: Attendance | None, *, is_again: bool) -> Taken:
    refusal = Refusal(scan.refusal) if scan.refusal is not None else None
    status = AttendanceStatus(row.status) if row is not None and refusal is None else None
    return Taken(scan.key, scan.employee_id, refusal, status, is_again)
