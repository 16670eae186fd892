"""Builders for who was there: a batch that is on right now, codes, guests and excuses."""

import io
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from app.access.visitor import SYSTEM
from app.attendance.models import AbsenceNotice, Meeting, SignSheet, WalkIn
from app.attendance.rules import own_codes, screen_code
from app.attendance.services import absences, plan_meeting, walk_ins
from app.attendance.services.scans import Scanned
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.training.models import Batch, BatchMeeting
from tests.support.builders import ZONE, Person, make_batch

STEP = 30
SCREEN_STEP = 15


def make_running_batch(*, meetings: int = 1, began_minutes_ago: int = 10, **different: Any) -> Batch:
    """A batch whose first meeting began a few minutes ago and lasts eight hours; the others follow daily."""
    began = now() - timedelta(minutes=began_minutes_ago)
    first = began.astimezone(ZONE).date()
    span = {"starts_on": first, "ends_on": first + timedelta(days=meetings + 1)}
    batch = make_batch(meetings=0, **span | different)
    for day in range(meetings):
        hold(batch, began + timedelta(days=day))
    return batch


def hold(batch: Batch, starts_at: datetime) -> Meeting:
    meeting = plan_meeting(
        title="Hari pelatihan", starts_at=starts_at, ends_at=starts_at + timedelta(hours=8), place=batch.place
    )
    db.session.add(BatchMeeting(batch_id=batch.id, meeting_id=meeting.id))
    db.session.commit()
    return meeting


def shown_code(person: Person, meeting: Meeting, at: datetime | None = None, *, short: bool = False) -> str:
    """What the person's own page shows at an instant."""
    code = own_codes.own_code(meeting, person.employee_id, at or now(), STEP)
    return code.short if short else code.token


def wrong_digits(meeting: Meeting) -> str:
    """Six digits that the wall shows neither now nor within the minutes around now."""
    around = range(-45, 45)
    shown = {screen_code(meeting, now() + timedelta(seconds=SCREEN_STEP * one), SCREEN_STEP).digits for one in around}
    return next(digits for number in range(len(shown) + 1) if (digits := f"{number:06d}") not in shown)


def scanned(person: Person, meeting: Meeting, at: datetime | None = None, *, key: str = "") -> Scanned:
    """A scan of that code at that instant."""
    at = at or now()
    text = shown_code(person, meeting, at)
    return Scanned(key or f"{person.employee_id}:{at.isoformat()}"[:32], text, at)


def make_walk_in(meeting: Meeting, name: str = "Tamu Baru", unit: str = "Dinas Kesehatan") -> WalkIn:
    guest, _is_new = walk_ins.note(meeting, name, unit, by=SYSTEM)
    db.session.commit()
    return guest


def make_absence(
    person: Person, meeting: Meeting, reason: str = "Menjaga anak yang sakit.", *, with_paper: bool = False
) -> AbsenceNotice:
    file_id = None
    if with_paper:
        content = picture()
        key = store.put(content)
        file_id = store.keep(content, storage_key=key, name="surat.png", media_type="image/png").id
    notice = absences.announce(meeting, person.employee_id, reason, file_id=file_id, by=person.actor)
    db.session.commit()
    return notice


def picture() -> bytes:
    """A small PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return buffer.getvalue()


def make_sign_sheet(meeting_id: int, house: str, person: Person, *, is_whole: bool = False) -> SignSheet:
    """A long sheet to sign that somebody asked for, printed; of one meeting, or of all that begin with it."""
    pdf = b"%PDF-1.7\n"
    file = store.keep(pdf, storage_key=store.put(pdf), name="daftar-hadir.pdf", media_type="application/pdf")
    sheet = SignSheet(
        meeting_id=meeting_id,
        is_whole=is_whole,
        house=house,
        paper="a4",
        is_masked=False,
        facts={"meetings": []},
        created_by=person.user_id,
        created_at=now(),
        expires_at=now() + timedelta(days=7),
        count=1,
        file_id=file.id,
    )
    db.session.add(sheet)
    db.session.commit()
    return sheet
