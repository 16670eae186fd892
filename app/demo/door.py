"""What happens at the door of the batch that is on right now: everything an organiser may meet in one morning."""

import struct
import zlib
from collections.abc import Mapping
from datetime import timedelta

from app.access.visitor import Actor
from app.attendance import queries as attendance_queries
from app.attendance import rules as attendance_rules
from app.attendance import services as attendance
from app.attendance.models import AttendanceStatus, Meeting
from app.attendance.rules import own_codes
from app.attendance.services import absences, scans, walk_ins
from app.attendance.services.scans import Scanned
from app.base.clock import now
from app.demo import cast
from app.documents import services as store
from app.organisation import queries as organisation
from app.training.queries import batches
from app.training.services.moments import local_today

PHONE = "d" * 32
STEP_SECONDS, WALL_SECONDS = 30, 15
NEEDED = 6


def act(batch_id: int, actors: Mapping[str, Actor]) -> None:
    """One late, one who said they would not come, one who asks to be excused, two with one phone, a forwarded code,
    and Rina, who came without a seat."""
    meeting = batches.meetings(batch_id)[0]
    maya, dewi = actors[cast.MAYA.key], actors[cast.DEWI.key]
    marked = attendance_queries.at_meeting(meeting.id)
    people = [row for row in batches.participants(batch_id) if row.employee_id not in marked]
    open_ones = [row for row in people if row.employee_id not in (dewi.employee_id, maya.employee_id)]
    if len(open_ones) < NEEDED:
        return
    late, away, ill, lender, borrower, forwarded = (
        Actor(None, row.employee_id, row.name) for row in open_ones[:NEEDED]
    )
    attendance.mark_list(meeting, {late.employee_id or 0: AttendanceStatus.LATE}, by=maya)
    _announce(meeting, away, "Mendampingi tamu dari provinsi, sudah izin atasan.")
    _announce(meeting, ill, "Demam sejak semalam. Surat dokter terlampir.", paper=True)
    for one in (lender, borrower):
        _check_in(meeting, one)
    _scan_forwarded(meeting, forwarded, maya)
    rina = actors[cast.RINA.key]
    unit = organisation.person(rina.employee_id or 0, local_today()).unit
    walk_ins.note(meeting, rina.name.partition(",")[0], unit, by=maya)


def _announce(meeting: Meeting, who: Actor, reason: str, *, paper: bool = False) -> None:
    file_id = None
    if paper:
        content = _picture()
        key = store.put(content)
        file_id = store.keep(content, storage_key=key, name="surat-dokter.png", media_type="image/png").id
    absences.announce(meeting, who.employee_id or 0, reason, file_id=file_id, by=who)


def _check_in(meeting: Meeting, who: Actor) -> None:
    code = attendance_rules.screen_code(meeting, now(), WALL_SECONDS).digits
    attendance.check_in(meeting, who.employee_id or 0, code, by=who, step_seconds=WALL_SECONDS, tries=10, device=PHONE)


def _scan_forwarded(meeting: Meeting, who: Actor, officer: Actor) -> None:
    """A picture of a code, shown ten minutes after it was made."""
    number = who.employee_id or 0
    old = own_codes.own_code(meeting, number, now() - timedelta(minutes=10), STEP_SECONDS).token
    handed_in = [Scanned(f"demo-{meeting.id}", old, now())]
    scans.take(meeting, handed_in, expected=frozenset({number}), by=officer, step_seconds=STEP_SECONDS)


def _picture() -> bytes:
    """A blank sheet of paper as PNG: what a photo of a doctor's letter stands for here."""
    width, height = 60, 84
    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
