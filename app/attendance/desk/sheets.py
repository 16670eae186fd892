"""The code on the wall, the list beside it, and how many are there by now."""

from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app.access.guards import actor, visitor
from app.attendance import labels, papers, queries, rules
from app.attendance.desk.gathering import Gathering, head
from app.attendance.models import AttendanceStatus
from app.attendance.queries import expected, scans
from app.attendance.services import hosting
from app.base.clock import now
from app.base.database import db
from app.web import qr
from app.web.answers import changed, show
from app.web.inputs import arg_text, is_row_number, keyset

SCREEN = "attendance/meeting_screen.html"
DARK = "attendance/meeting_dark.html"
SHEET = "attendance/meeting_sheet.html"
PAGE_SIZE = 50
HINTS_AT_MOST = 20


def show_screen(gathering: Gathering) -> ResponseReturnValue:
    """The code on the wall while people may check in, else when that will be."""
    meeting, host = gathering.meeting, gathering.host
    if rules.outside(meeting, now()) is not None or not host.is_running:
        return show(DARK, gathering=gathering, meeting=meeting, opens_at=rules.opens_at(meeting), now=now())
    step_seconds = current_app.config["CHECK_IN_STEP_SECONDS"]
    code = rules.screen_code(meeting, now(), step_seconds)
    address = f"{current_app.config['BASE_URL']}{gathering.own_address('show_check_in')}"
    return show(
        SCREEN,
        fragment="screen",
        gathering=gathering,
        code=code,
        step_seconds=step_seconds,
        address=address.partition("://")[2],
        qr=qr.drawing(f"{address}?kode={code.token}", "Kode absen"),
        there=queries.there(meeting.id),
        expected=expected.count(host.expected()),
    )


def show_sheet(gathering: Gathering) -> ResponseReturnValue:
    return show(SHEET, fragment="sheet", **_context(gathering))


def show_counts(gathering: Gathering) -> ResponseReturnValue:
    """How many are there by now; the list asks for it by itself."""
    return show(SHEET, fragment="counts", **_context(gathering))


def create_marks(gathering: Gathering) -> ResponseReturnValue:
    """Write down the list as it was filled in."""
    count = hosting.mark_list(gathering.host, gathering.meeting, _marks(), by=actor())
    db.session.commit()
    return changed(
        SHEET,
        fragment="sheet",
        say=f"Tersimpan. {count} kehadiran berubah.",
        back_to=gathering.address("show_sheet", **_kept()),
        context=lambda: _context(gathering),
    )


def _marks() -> dict[int, AttendanceStatus]:
    """The radios of the list, named ``hadir-<employee id>``; ``sisanya`` marks everybody still open."""
    marks = {}
    rest = request.form.get("sisanya", "")
    open_ids = request.form.getlist("belum", type=int) if rest in set(AttendanceStatus) else []
    marks.update({employee_id: AttendanceStatus(rest) for employee_id in open_ids})
    for name, value in request.form.items():
        number = name.removeprefix("hadir-")
        if number != name and is_row_number(number) and value in set(AttendanceStatus):
            marks[int(number)] = AttendanceStatus(value)
    return marks


def _kept() -> dict[str, str]:
    """What was asked for and where the page begins, for the addresses that lead back to it."""
    asked = {"cari": arg_text("cari"), "sesudah": request.args.get("sesudah", "")}
    return {name: value for name, value in asked.items() if value}


def _context(gathering: Gathering) -> dict[str, Any]:
    facts, meeting, host = head(gathering), gathering.meeting, gathering.host
    whom, text = host.expected(), arg_text("cari")
    counted = expected.counted(meeting.id, whom)
    found = expected.page(meeting.id, whom, text=text, after=keyset("sesudah", str), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    last = f"{rows[-1].sort_name}~{rows[-1].employee_id}" if len(found) > PAGE_SIZE else ""
    return (
        facts
        | gathering.below()
        | {
            "counted": counted,
            "whole": counted.total(),
            "guests": facts["guests_beside"],
            "hints": scans.device_hints(meeting.id, limit=HINTS_AT_MOST),
            "AttendanceStatus": AttendanceStatus,
            "participants": rows,
            "text": text,
            "kept": _kept(),
            "is_paged": counted.total() > PAGE_SIZE,
            "more_href": gathering.address("show_sheet", **_kept() | {"sesudah": last}) if last else "",
            "rows_at_most": papers.ROWS_AT_MOST,
            "rows_at_once": papers.ROWS_AT_ONCE,
            "open_ids": [
                row.employee_id for row in rows if row.status is None and row.employee_id != visitor.employee_id
            ],
            "names": labels.STATUSES,
            "options": [(status.value, labels.STATUSES[status]) for status in AttendanceStatus],
        }
    )
