"""Attendance on paper and as tables: sheets to sign, and who was there."""

from collections.abc import Iterator
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import desk
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance.desk import sign_sheets
from app.attendance.models import Meeting
from app.audit import services as audit
from app.base import wording
from app.base.database import db
from app.base.errors import RuleBroken
from app.documents import spreadsheets
from app.training.queries import batches, outlooks
from app.training.queries.batches import BatchPage
from app.training.services.presence import BatchHost
from app.training.views.blueprint import bp
from app.training.views.gatherings import BatchGathering, at_desk, letterhead, sheet_facts, slug
from app.web import dates
from app.web.answers import download
from app.web.limits import from_setting, limiter

print_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf", key_func=lambda: str(visitor.user_id))
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@print_limit
def download_sign_sheet(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.download_sign_sheet(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir/cetak/berkas")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_sign_sheets(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.list_sign_sheets(at_desk(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@export_limit
def create_sign_sheet(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return desk.create_sign_sheet(at_desk(batch_id, meeting_id))


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir/cetak/berkas/<int:sheet_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_made_sheet(batch_id: int, meeting_id: int, sheet_id: int) -> ResponseReturnValue:
    return desk.download_made_sheet(at_desk(batch_id, meeting_id), sheet_id)


@bp.get("/kelola/<int:batch_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@print_limit
def download_sign_sheets(batch_id: int) -> ResponseReturnValue:
    """The sheets of every meeting of the batch, one after the other."""
    page = batches.managed_batch(batch_id)
    meetings = batches.meetings(batch_id)
    if not meetings:
        raise RuleBroken("Angkatan ini belum punya pertemuan, jadi belum ada daftar hadir untuk dicetak.")
    rows = sign_sheets.people(BatchHost(page))
    facts = sheet_facts(page, meetings)
    return sign_sheets.printed(letterhead(page), facts, rows, slug=slug(page), noun=BatchGathering.noun)


@bp.post("/kelola/<int:batch_id>/kehadiran/unduhan")
@requires(Permission.TRAINING_BATCH_MANAGE)
@export_limit
def create_attendance_export(batch_id: int) -> ResponseReturnValue:
    """Who was there, meeting by meeting. A POST, since each export is noted in the trail (security T1, R2)."""
    page = batches.managed_batch(batch_id)
    meetings = batches.meetings(batch_id)
    headings = _headings(meetings)
    rows = list(_table(page, meetings))
    is_sheet = request.form.get("bentuk") == "xlsx"
    audit.record("attendance.list.exported", page.batch, by=actor(), rows=len(rows), form="xlsx" if is_sheet else "csv")
    db.session.commit()
    name = f"kehadiran-angkatan-{page.batch.number}-{page.batch.year}"
    if is_sheet:
        content = spreadsheets.xlsx_file("Kehadiran", headings, rows)
        return download(content, name=f"{name}.xlsx", media_type=spreadsheets.XLSX_TYPE)
    text = "".join(spreadsheets.csv_lines(headings, rows, for_excel=True))
    return download(text.encode(), name=f"{name}.csv", media_type=spreadsheets.CSV_TYPE)


def _headings(meetings: list[Meeting]) -> list[str]:
    days = [f"{one.title}, {wording.day_month(dates.local(one.starts_at).date())}" for one in meetings]
    return ["Nama", "NIP", "Unit", *days, "Hadir", "Kehadiran (%)"]


def _table(page: BatchPage, meetings: list[Meeting]) -> Iterator[tuple[Any, ...]]:
    marks = attendance.at_meetings([one.id for one in meetings])
    found = outlooks.of_participants(page)
    for row in sign_sheets.people(BatchHost(page)):
        outlook = found[row["employee_id"]]
        share = round(100 * outlook.attended / outlook.meetings, 2) if outlook.meetings else 0
        said = [marks.get((one.id, row["employee_id"])) for one in meetings]
        words = [attendance_labels.STATUSES[status] if status else "" for status in said]
        yield (row["name"], row["nip"], row["unit"], *words, outlook.attended, share)
