import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance import rules as attendance_rules
from app.attendance.models import AttendanceStatus
from app.attendance.queries import scans as queries
from app.attendance.rules import own_codes
from app.attendance.services.scans import Scanned, Taken
from app.base.clock import now
from app.base.database import db
from app.base.errors import BadInput
from app.organisation import queries as organisation
from app.training.models import TOOK_PART
from app.training.queries import batches
from app.training.services import presence
from app.training.services.moments import local_today
from app.training.views.blueprint import bp
from app.training.views.meetings import meeting_head
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number
from app.web.polling import quiet

PAGE = "training/scanner.html"
REFUSED = "training/refused_list.html"
AT_ONCE = 100
LATEST_STAMP = 8_640_000_000_000


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_scanner(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return show(PAGE, **_scanner_context(batch_id, meeting_id))


def _scanner_context(batch_id: int, meeting_id: int) -> dict[str, Any]:
    return meeting_head(batch_id, meeting_id) | {"form_key": secrets.token_hex(16), "trouble": "", "typed": ""}


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai/daftar")
@quiet
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_scan_list(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    """Who is expected, with what tells their true codes from false ones. The page keeps it in memory alone."""
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    marks = attendance.at_meeting(meeting.id)
    seated = [row for row in batches.participants(page.batch.id) if row.status in TOOK_PART]
    people = organisation.people([row.employee_id for row in seated], local_today()) if seated else {}
    return _json(
        {
            "pertemuan": meeting.id,
            "stempel": attendance_rules.list_stamp(meeting),
            "dibuat": _milliseconds(now()),
            "langkah": current_app.config["OWN_CODE_STEP_SECONDS"],
            "buka": _milliseconds(attendance_rules.opens_at(meeting)),
            "mulai": _milliseconds(meeting.starts_at),
            "terlambat": meeting.late_minutes * 60_000,
            "selesai": _milliseconds(meeting.ends_at),
            "token": generate_csrf(),
            "peserta": [
                {
                    "id": row.employee_id,
                    "nama": row.name,
                    "unit": people[row.employee_id].unit,
                    "kunci": own_codes.person_key(meeting, row.employee_id),
                    "keadaan": marks.get(row.employee_id, ""),
                }
                for row in seated
            ],
        }
    )


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/pindai")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_scans(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    """Scans from the page, many at a time, or one code typed by hand."""
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    handed_in = _handed_in()
    if not handed_in:
        return _typed_again(batch_id, meeting_id, "Ketik 8 angka yang tampil di halaman Kode saya milik peserta.")
    stamp = request.form.get("stempel", "")
    is_other_list = bool(stamp) and stamp != attendance_rules.list_stamp(meeting)
    taken = presence.take_scans(
        page,
        meeting,
        handed_in,
        by=actor(),
        step_seconds=current_app.config["OWN_CODE_STEP_SECONDS"],
        is_other_list=is_other_list,
    )
    db.session.commit()
    names = queries.names_of([one.employee_id for one in taken if one.employee_id is not None])
    if request.accept_mimetypes.best == "application/json":
        return _json({"hasil": [_told(one, names) for one in taken]}, 409 if is_other_list else 200)
    return _answer_typed(batch_id, meeting_id, taken[0], names)


def _handed_in() -> list[Scanned]:
    form = request.form
    texts, keys, times = (form.getlist(name) for name in ("kode", "kunci", "waktu"))
    if len(texts) > AT_ONCE:
        raise BadInput(f"Paling banyak {AT_ONCE} pindaian sekali kirim.")
    rows = zip(texts, keys + [""] * len(texts), times + [""] * len(texts), strict=False)
    return [Scanned(_key(key, text), text.strip()[:200], _instant(time)) for text, key, time in rows if text.strip()]


def _key(key: str, text: str) -> str:
    """What the scanner calls this scan, brought into our form; without a name each is new."""
    return hashlib.sha256(f"{key or secrets.token_hex(16)}:{text}".encode()).hexdigest()[:32]


def _instant(text: str) -> datetime:
    """Milliseconds since 1970 by the scanner's clock; anything else means now."""
    if not is_row_number(text) or int(text) > LATEST_STAMP:
        return now()
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _told(one: Taken, names: dict[int, str]) -> dict[str, Any]:
    return {"diterima": one.refusal is None, "nama": names.get(one.employee_id or 0, ""), "kata": _words(one)}


def _words(one: Taken) -> str:
    if one.refusal is not None:
        return attendance_labels.SCAN_REFUSALS[one.refusal]
    status = attendance_labels.STATUSES[one.status or AttendanceStatus.PRESENT]
    return f"Sudah tercatat: {status.lower()}." if one.is_again else f"{status}."


def _answer_typed(batch_id: int, meeting_id: int, one: Taken, names: dict[int, str]) -> ResponseReturnValue:
    if one.refusal is not None:
        return _typed_again(batch_id, meeting_id, _words(one))
    say = f"{names.get(one.employee_id or 0, '')}: {_words(one)}"
    return moved_on(url_for(".show_scanner", batch_id=batch_id, meeting_id=meeting_id), say)


def _typed_again(batch_id: int, meeting_id: int, trouble: str) -> ResponseReturnValue:
    context = _scanner_context(batch_id, meeting_id)
    return show(PAGE, http_status=422, **context | {"trouble": trouble, "typed": request.form.get("kode", "")[:20]})


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/ditolak")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_refused(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    head = meeting_head(batch_id, meeting_id)
    return show(
        REFUSED,
        rows=queries.refused_at(meeting_id),
        words=attendance_labels.REASONS,
        **head,
    )


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _json(told: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status=status, mimetype="application/json")
