from collections import Counter
from datetime import timedelta
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance import rules as attendance_rules
from app.attendance import services as attendance_services
from app.attendance.models import AttendanceStatus, Meeting
from app.attendance.queries import scans
from app.base.clock import now
from app.base.database import db
from app.training import labels
from app.training.models import TOOK_PART, BatchStatus
from app.training.queries import batches, enrolments, outlooks
from app.training.queries.batches import BatchPage
from app.training.services import sheets
from app.training.views.blueprint import bp
from app.training.views.meetings import meeting_head
from app.web import dates, devices, qr
from app.web.answers import changed, moved_on, show
from app.web.inputs import is_row_number
from app.web.polling import quiet

SCREEN = "training/meeting_screen.html"
SHEET = "training/meeting_sheet.html"


@bp.get("/pertemuan/<int:meeting_id>/hadir")
@requires(Permission.TRAINING_ENROL)
def show_check_in(meeting_id: int) -> ResponseReturnValue:
    page, meeting = batches.batch_of_meeting(meeting_id)
    return show("training/check_in.html", **_check_in_context(page, meeting))


@bp.post("/pertemuan/<int:meeting_id>/hadir")
@requires(Permission.TRAINING_ENROL)
def create_check_in(meeting_id: int) -> ResponseReturnValue:
    page, meeting = batches.batch_of_meeting(meeting_id)
    known = attendance.of_person([meeting.id], visitor.employee_id or 0).get(meeting.id)
    if not request.form.get("kode", "").strip():
        context = _check_in_context(page, meeting) | {"trouble": "Ketik 6 angka yang tampil di layar."}
        return show("training/check_in.html", fragment="check_in", http_status=422, **context)
    device = devices.mark()
    try:
        mark = sheets.check_in(
            page,
            meeting,
            visitor.employee_id or 0,
            request.form.get("kode", "")[:80],
            by=actor(),
            step_seconds=current_app.config["CHECK_IN_STEP_SECONDS"],
            tries=current_app.config["CHECK_IN_TRIES"],
            device=device,
        )
    except attendance_rules.CheckInRefused as refusal:
        db.session.rollback()
        attendance_services.keep_refusal(meeting, visitor.employee_id or 0, refusal)
        context = _check_in_context(page, meeting) | {"trouble": refusal.message}
        return show("training/check_in.html", fragment="check_in", http_status=422, **context)
    db.session.commit()
    time = f"{dates.clock_time(mark.at)} {dates.zone_name()}"
    again = known is not None and known.at == mark.at
    say = f"Kehadiran Anda sudah tercatat pukul {time}." if again else f"Kehadiran tercatat pukul {time}."
    return devices.remember(moved_on(url_for(".show_check_in", meeting_id=meeting.id), say), device)


def _check_in_context(page: BatchPage, meeting: Meeting) -> dict[str, Any]:
    enrolment = enrolments.of_employee(page.batch.id, visitor.employee_id)
    return {
        "page": page,
        "meeting": meeting,
        "takes_part": enrolment is not None and enrolment.status in TOOK_PART,
        "mark": attendance.of_person([meeting.id], visitor.employee_id or 0).get(meeting.id),
        "code": request.values.get("kode", "")[:80],
        "trouble": "",
        "opens_at": meeting.starts_at - timedelta(minutes=meeting.opens_minutes),
        "now": now(),
        "labels": attendance_labels,
        "AttendanceStatus": AttendanceStatus,
    }


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/layar")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_screen(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page = batches.managed_batch(batch_id)
    meeting = batches.meeting_of_batch(batch_id, meeting_id)
    opens_at = meeting.starts_at - timedelta(minutes=meeting.opens_minutes)
    if not opens_at <= now() < meeting.ends_at or page.batch.status != BatchStatus.PUBLISHED:
        return show("training/meeting_dark.html", page=page, meeting=meeting, opens_at=opens_at, now=now())
    step_seconds = current_app.config["CHECK_IN_STEP_SECONDS"]
    code = attendance_rules.screen_code(meeting, now(), step_seconds)
    address = f"{current_app.config['BASE_URL']}{url_for('.show_check_in', meeting_id=meeting.id)}"
    marks = attendance.at_meeting(meeting.id).values()
    there = sum(1 for status in marks if status in attendance_rules.ATTENDED)
    return show(
        SCREEN,
        fragment="screen",
        page=page,
        meeting=meeting,
        name=labels.batch_name(page.title, page.batch.number),
        code=code,
        step_seconds=step_seconds,
        address=address.partition("://")[2],
        qr=qr.drawing(f"{address}?kode={code.token}", "Kode absen"),
        there=there,
        expected=_seated(batch_id),
    )


def _seated(batch_id: int) -> int:
    return sum(1 for row in batches.participants(batch_id) if row.status in TOOK_PART)


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_sheet(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return show(SHEET, fragment="sheet", **_sheet_context(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/jumlah")
@quiet
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_counts(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    """How many are there by now; the list asks for it by itself."""
    return show(SHEET, fragment="counts", **_sheet_context(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_marks(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    page = batches.managed_batch(batch_id)
    meeting = batches.meeting_of_batch(batch_id, meeting_id)
    count = sheets.mark_attendance(page, meeting, _marks(), by=actor())
    db.session.commit()
    return changed(
        SHEET,
        fragment="sheet",
        say=f"Tersimpan. {count} kehadiran berubah.",
        back_to=url_for(".show_sheet", batch_id=batch_id, meeting_id=meeting_id),
        context=lambda: _sheet_context(batch_id, meeting_id),
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


def _sheet_context(batch_id: int, meeting_id: int) -> dict[str, Any]:
    head = meeting_head(batch_id, meeting_id)
    page, meeting = head["page"], head["meeting"]
    meeting_ids = [one.id for one in batches.meetings(batch_id)]
    everywhere = attendance.at_meetings(meeting_ids)
    marks = {person: status for (number, person), status in everywhere.items() if number == meeting.id}
    seated = [row for row in batches.participants(batch_id) if row.status in TOOK_PART]
    counted = Counter(marks.get(row.employee_id) for row in seated)
    return head | {
        "counted": counted,
        "guests": head["guests_beside"],
        "hints": scans.device_hints(meeting.id),
        "synced": scans.arrived_late(meeting.id),
        "endangered": outlooks.endangered(page, seated, meeting_ids, everywhere),
        "attendance_labels": attendance_labels,
        "AttendanceStatus": AttendanceStatus,
        "participants": seated,
        "marks": marks,
        "open_ids": [
            row.employee_id for row in seated if row.employee_id not in marks and row.employee_id != visitor.employee_id
        ],
        "opens_at": meeting.starts_at - timedelta(minutes=meeting.opens_minutes),
        "now": now(),
        "names": attendance_labels.STATUSES,
        "options": [(status.value, attendance_labels.STATUSES[status]) for status in AttendanceStatus],
        "words": attendance_labels.STATUSES,
    }
