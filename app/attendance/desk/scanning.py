"""Scanning participants' own codes, with a network and without, and what was refused."""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.access.guards import actor, visitor
from app.attendance import labels, rules
from app.attendance import queries as attendance
from app.attendance.desk.gathering import Gathering, head
from app.attendance.models import AttendanceStatus, Meeting
from app.attendance.queries import expected
from app.attendance.queries import scans as queries
from app.attendance.rules import own_codes
from app.attendance.services import hosting
from app.attendance.services.scans import Scanned, Taken
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import BadInput
from app.web.answers import moved_on, show
from app.web.inputs import is_digits

PAGE = "attendance/scanner.html"
REFUSED = "attendance/refused_list.html"
AT_ONCE = 100
LATEST_STAMP = 8_640_000_000_000


def show_scanner(gathering: Gathering) -> ResponseReturnValue:
    return show(PAGE, **_context(gathering))


def _context(gathering: Gathering) -> dict[str, Any]:
    return head(gathering) | {"form_key": secrets.token_hex(16), "trouble": "", "typed": ""}


def show_scan_list(gathering: Gathering) -> ResponseReturnValue:
    """Who is expected, with what tells true codes from false ones. The page keeps it in memory alone.

    The list is written short, since a hall may hold a whole government: one key for the meeting, each unit named once,
    and no list at all to a page that has it (``isi``), only who was marked meanwhile.
    """
    meeting = gathering.meeting
    units: dict[str, int] = {}
    people = [
        (row.id, row.name, units.setdefault(row.unit or "", len(units)))
        for row in expected.with_units(gathering.host.expected(), today(visitor.timezone))
    ]
    contents = hashlib.sha256(repr((people, list(units))).encode()).hexdigest()[:24]
    listed = {} if request.args.get("isi") == contents else {"peserta": people, "unit": list(units)}
    return _json(
        listed
        | {
            "isi": contents,
            "kunci": own_codes.list_key(meeting),
            "tercatat": _marked(meeting),
            "pertemuan": meeting.id,
            "stempel": rules.list_stamp(meeting),
            "dibuat": _milliseconds(now()),
            "langkah": current_app.config["OWN_CODE_STEP_SECONDS"],
            "buka": _milliseconds(rules.opens_at(meeting)),
            "mulai": _milliseconds(meeting.starts_at),
            "terlambat": meeting.late_minutes * 60_000,
            "selesai": _milliseconds(meeting.ends_at),
            "token": generate_csrf(),
        }
    )


def _marked(meeting: Meeting) -> dict[str, list[int]]:
    """Who is marked by now, status by status."""
    found: dict[str, list[int]] = {}
    for employee_id, status in attendance.at_meeting(meeting.id).items():
        found.setdefault(status, []).append(employee_id)
    return found


def create_scans(gathering: Gathering) -> ResponseReturnValue:
    """Scans from the page, many at a time, or one code typed by hand."""
    handed_in = _handed_in()
    if not handed_in:
        return _typed_again(gathering, "Ketik 8 angka yang tampil di halaman Kode saya milik peserta.")
    stamp = request.form.get("stempel", "")
    is_other_list = bool(stamp) and stamp != rules.list_stamp(gathering.meeting)
    taken = hosting.take_scans(
        gathering.host,
        gathering.meeting,
        handed_in,
        by=actor(),
        step_seconds=current_app.config["OWN_CODE_STEP_SECONDS"],
        is_other_list=is_other_list,
    )
    db.session.commit()
    names = queries.names_of([one.employee_id for one in taken if one.employee_id is not None])
    if request.accept_mimetypes.best == "application/json":
        return _json({"hasil": [_told(one, names) for one in taken]}, 409 if is_other_list else 200)
    return _answer_typed(gathering, taken[0], names)


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
    if not is_digits(text) or int(text) > LATEST_STAMP:
        return now()
    return datetime.fromtimestamp(int(text) / 1000, UTC)


def _told(one: Taken, names: dict[int, str]) -> dict[str, Any]:
    return {"diterima": one.refusal is None, "nama": names.get(one.employee_id or 0, ""), "kata": _words(one)}


def _words(one: Taken) -> str:
    if one.refusal is not None:
        return labels.SCAN_REFUSALS[one.refusal]
    status = labels.STATUSES[one.status or AttendanceStatus.PRESENT]
    return f"Sudah tercatat: {status.lower()}." if one.is_again else f"{status}."


def _answer_typed(gathering: Gathering, one: Taken, names: dict[int, str]) -> ResponseReturnValue:
    if one.refusal is not None:
        return _typed_again(gathering, _words(one))
    return moved_on(gathering.address("show_scanner"), f"{names.get(one.employee_id or 0, '')}: {_words(one)}")


def _typed_again(gathering: Gathering, trouble: str) -> ResponseReturnValue:
    context = _context(gathering) | {"trouble": trouble, "typed": request.form.get("kode", "")[:20]}
    return show(PAGE, http_status=422, **context)


def list_refused(gathering: Gathering) -> ResponseReturnValue:
    rows = queries.refused_at(gathering.meeting.id)
    return show(REFUSED, rows=rows, words=labels.REASONS, **head(gathering))


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _json(told: dict[str, Any], status: int = 200) -> Response:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, mimetype="application/json")
