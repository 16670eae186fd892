"""Attendance on paper and as tables: sheets to sign, and who was there."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import desk
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance.desk import sign_sheets
from app.attendance.desk.sign_sheets import Sheets
from app.attendance.models import Meeting
from app.attendance.papers import Head
from app.attendance.queries import expected
from app.attendance.rules.shares import outlook
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import today
from app.base.database import begin_reading, db
from app.base.errors import RuleBroken
from app.documents import spreadsheets
from app.organisation import queries as organisation
from app.training import labels
from app.training.queries import batches, rosters
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
    return sign_sheets.download_sheets(_of_whole_batch(batch_id))


@bp.get("/kelola/<int:batch_id>/daftar-hadir/cetak/berkas")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_batch_sheets(batch_id: int) -> ResponseReturnValue:
    return sign_sheets.list_sheets(_of_whole_batch(batch_id))


@bp.post("/kelola/<int:batch_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@export_limit
def create_batch_sheets(batch_id: int) -> ResponseReturnValue:
    return sign_sheets.create_sheets(_of_whole_batch(batch_id))


@bp.get("/kelola/<int:batch_id>/daftar-hadir/cetak/berkas/<int:sheet_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_batch_sheets(batch_id: int, sheet_id: int) -> ResponseReturnValue:
    return sign_sheets.download_made(_of_whole_batch(batch_id), sheet_id)


def _of_whole_batch(batch_id: int) -> Sheets:
    page, meetings = batches.managed_batch(batch_id), batches.meetings(batch_id)
    if not meetings:
        raise RuleBroken("Angkatan ini belum punya pertemuan, jadi belum ada daftar hadir untuk dicetak.")
    name, address = labels.batch_name(page.title, page.batch.number), partial(url_for, batch_id=batch_id)
    back = (name, address(".show_managed"))
    return Sheets(
        house=BatchGathering.house,
        host=BatchHost(page),
        meeting_ids=[one.id for one in meetings],
        is_whole=True,
        title=name,
        lede=f"{len(meetings)} pertemuan, {wording.date_range(page.batch.starts_on, page.batch.ends_on)}.",
        slug=slug(page),
        active="kelola",
        crumbs=[("Kelola angkatan", url_for(".list_managed")), back, ("Untuk ditandatangani", None)],
        back=back,
        address=address(".list_batch_sheets"),
        asked_at=address(".create_batch_sheets"),
        taken_at=lambda sheet_id: address(".download_batch_sheets", sheet_id=sheet_id),
        head=lambda: Head(letterhead(page), tuple(sheet_facts(page, meetings))),
    )


@bp.post("/kelola/<int:batch_id>/kehadiran/unduhan")
@requires(Permission.TRAINING_BATCH_MANAGE)
@export_limit
def create_attendance_export(batch_id: int) -> ResponseReturnValue:
    """Who was there, meeting by meeting. A POST, since each export is noted in the trail (security T1, R2)."""
    page = batches.managed_batch(batch_id)
    meetings = batches.meetings(batch_id)
    headings, count = _headings(meetings), expected.count(BatchHost(page).expected())
    is_sheet = request.form.get("bentuk") == "xlsx"
    audit.record("attendance.list.exported", page.batch, by=actor(), rows=count, form="xlsx" if is_sheet else "csv")
    name = f"kehadiran-angkatan-{page.batch.number}-{page.batch.year}"
    rows = _in_scope(_table(batch_id, page.programme.min_attendance, [one.id for one in meetings]))
    db.session.commit()
    if is_sheet:
        content = spreadsheets.xlsx_file("Kehadiran", headings, rows)
        return download(content, name=f"{name}.xlsx", media_type=spreadsheets.XLSX_TYPE)
    lines = spreadsheets.csv_lines(headings, rows, for_excel=True)
    return download(lines, name=f"{name}.csv", media_type=spreadsheets.CSV_TYPE)


def _headings(meetings: list[Meeting]) -> list[str]:
    days = [f"{one.title}, {wording.day_month(dates.local(one.starts_at).date())}" for one in meetings]
    return ["Nama", "NIP", "Unit", *days, "Hadir", "Kehadiran (%)"]


def _table(batch_id: int, min_attendance: int, meeting_ids: list[int]) -> Iterator[tuple[Any, ...]]:
    """A row for everybody who takes part, read a piece at a time."""
    for people in rosters.in_pieces(batch_id):
        ids = [row.employee_id for row in people]
        marks = attendance.at_meetings(meeting_ids, ids)
        units = organisation.people(ids, today(visitor.timezone))
        for row in people:
            said = [marks.get((one, row.employee_id)) for one in meeting_ids]
            found = outlook(said, min_attendance)
            share = round(100 * found.attended / found.meetings, 2) if found.meetings else 0
            words = [attendance_labels.STATUSES[status] if status else "" for status in said]
            yield (row.name, row.nip, units[row.employee_id].unit, *words, found.attended, share)


def _in_scope(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows, read beside whoever writes and in the visitor's government: a streamed file outlives the view."""
    government_id = visitor.government_id

    def read() -> Iterator[tuple[Any, ...]]:
        begin_reading()
        with scope.within(government_id):
            yield from rows

    return read()
