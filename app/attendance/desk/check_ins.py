"""The pages of whoever attends: checking in by the code on the wall, and the code one shows at the door."""

from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue

from app.access.guards import actor, visitor
from app.attendance import labels, queries, rules, services
from app.attendance.desk.gathering import Gathering
from app.attendance.models import AttendanceStatus
from app.attendance.rules import own_codes
from app.attendance.services import hosting
from app.base.clock import now
from app.base.database import db
from app.web import dates, devices, qr
from app.web.answers import moved_on, show

CHECK_IN = "attendance/check_in.html"
OWN_CODE = "attendance/own_code.html"


def show_check_in(gathering: Gathering) -> ResponseReturnValue:
    return show(CHECK_IN, **_check_in_context(gathering))


def create_check_in(gathering: Gathering) -> ResponseReturnValue:
    """Check the visitor in by the code they typed or scanned; a refused code is kept, and the page says why."""
    meeting, employee_id = gathering.meeting, visitor.employee_id or 0
    known = queries.of_person([meeting.id], employee_id).get(meeting.id)
    typed = request.form.get("kode", "")[:80]
    if not typed.strip():
        return _again(gathering, "Ketik 6 angka yang tampil di layar.")
    device = devices.mark()
    try:
        mark = hosting.check_in(
            gathering.host,
            meeting,
            employee_id,
            typed,
            by=actor(),
            step_seconds=current_app.config["CHECK_IN_STEP_SECONDS"],
            tries=current_app.config["CHECK_IN_TRIES"],
            device=device,
        )
    except rules.CheckInRefused as refusal:
        db.session.rollback()
        services.keep_refusal(meeting, employee_id, refusal)
        return _again(gathering, refusal.message)
    db.session.commit()
    time = f"{dates.clock_time(mark.at)} {dates.zone_name()}"
    again = known is not None and known.at == mark.at
    say = f"Kehadiran Anda sudah tercatat pukul {time}." if again else f"Kehadiran tercatat pukul {time}."
    here = gathering.own_address("show_check_in")
    return devices.remember(moved_on(here, say), device, path=_first_part(here))


def _first_part(path: str) -> str:
    """What all pages of an owner begin with: a phone's mark is told to no others."""
    return f"/{path.split('/')[1]}"


def _again(gathering: Gathering, trouble: str) -> ResponseReturnValue:
    context = _check_in_context(gathering) | {"trouble": trouble}
    return show(CHECK_IN, fragment="check_in", http_status=422, **context)


def _check_in_context(gathering: Gathering) -> dict[str, Any]:
    return _of_visitor(gathering) | {
        "code": request.values.get("kode", "")[:80],
        "trouble": "",
        "now": now(),
    }


def show_own_code(gathering: Gathering) -> ResponseReturnValue:
    """One's own code for a meeting. It renews itself, with scripts or without."""
    meeting, host, context = gathering.meeting, gathering.host, _of_visitor(gathering)
    at, step_seconds = now(), current_app.config["OWN_CODE_STEP_SECONDS"]
    is_open = rules.outside(meeting, at) is None and host.is_running
    shows = context["takes_part"] and is_open
    code = own_codes.own_code(meeting, visitor.employee_id or 0, at, step_seconds) if shows else None
    return show(
        OWN_CODE,
        fragment="own_code",
        code=code,
        qr=qr.drawing(code.token, "Kode kehadiran Anda") if code else "",
        step_seconds=step_seconds,
        now=at,
        **context,
    )


def _of_visitor(gathering: Gathering) -> dict[str, Any]:
    """The meeting, whether the visitor is expected at it, and whether they were seen."""
    meeting, employee_id = gathering.meeting, visitor.employee_id or 0
    return {
        "gathering": gathering,
        "meeting": meeting,
        "takes_part": bool(gathering.host.expected_among([employee_id])),
        "mark": queries.of_person([meeting.id], employee_id).get(meeting.id),
        "opens_at": rules.opens_at(meeting),
        "labels": labels,
        "AttendanceStatus": AttendanceStatus,
    }
