"""Attendance on paper and as tables: sheets to sign, and who was there."""

from collections.abc import Iterator
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import labels as attendance_labels
from app.attendance import papers
from app.attendance import queries as attendance
from app.attendance.models import Meeting
from app.attendance.papers import Letterhead, Paper, SheetFacts, Signer
from app.audit import services as audit
from app.base import wording
from app.base.database import db
from app.base.errors import RuleBroken
from app.documents import spreadsheets
from app.organisation import queries as organisation
from app.organisation.rules import mask_nip
from app.training import labels
from app.training.models import TOOK_PART
from app.training.queries import batches, outlooks, planning
from app.training.queries.batches import BatchPage
from app.training.services.moments import local_today
from app.training.views.blueprint import bp
from app.web import dates
from app.web.answers import download
from app.web.limits import from_setting, limiter

PDF_TYPE = "application/pdf"
print_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf", key_func=lambda: str(visitor.user_id))
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


class TooManyPages(RuleBroken):
    heading = "Terlalu banyak sekali cetak"
    message = "Daftar hadir seluruh angkatan ini terlalu panjang. Cetak per pertemuan dari halaman daftar hadirnya."


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@print_limit
def download_sign_sheet(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    """The sheet of one meeting; ``kertas=f4`` for F4, ``nip=sebagian`` hides most of each NIP."""
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    return _printed(page, [meeting])


@bp.get("/kelola/<int:batch_id>/daftar-hadir/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
@print_limit
def download_sign_sheets(batch_id: int) -> ResponseReturnValue:
    """The sheets of every meeting of the batch, one after the other."""
    page = batches.managed_batch(batch_id)
    return _printed(page, batches.meetings(batch_id))


def _printed(page: BatchPage, meetings: list[Meeting]) -> ResponseReturnValue:
    rows = _people(page)
    if not meetings:
        raise RuleBroken("Angkatan ini belum punya pertemuan, jadi belum ada daftar hadir untuk dicetak.")
    if len(meetings) > 1 and len(rows) * len(meetings) > papers.ROWS_AT_MOST:
        raise TooManyPages
    paper = Paper.F4 if request.args.get("kertas") == "f4" else Paper.A4
    is_masked = request.args.get("nip") == "sebagian"
    signers = [
        Signer(row["name"], f"NIP {mask_nip(row['nip']) if is_masked else row['nip']}", row["unit"]) for row in rows
    ]
    head, facts = _letterhead(page), _facts(page, meetings)
    db.session.rollback()  # printing holds no transaction (security C2)
    pdf = papers.sign_sheets(head, facts, signers, paper=paper)
    return download(pdf, name=f"daftar-hadir-angkatan-{page.batch.number}-{paper}.pdf", media_type=PDF_TYPE)


def _people(page: BatchPage) -> list[dict[str, Any]]:
    """Who takes part, by name: name, NIP, unit."""
    seated = [row for row in batches.participants(page.batch.id) if row.status in TOOK_PART]
    people = organisation.people([row.employee_id for row in seated], local_today()) if seated else {}
    nips = planning.nips_of(page.batch.id)
    return [
        {
            "employee_id": row.employee_id,
            "name": row.name,
            "nip": nips[row.employee_id],
            "unit": people[row.employee_id].unit,
        }
        for row in seated
    ]


def _letterhead(page: BatchPage) -> Letterhead:
    government = organisation.government(page.batch.government_id)
    organiser = page.programme.organiser
    name = government.hr_agency if organiser == government.hr_agency_short else organiser
    return Letterhead(f"Pemerintah {government.name}", name, page.batch.city or government.seat)


def _facts(page: BatchPage, meetings: list[Meeting]) -> list[SheetFacts]:
    details = {row.id: row for row in planning.schedule(page.batch.id)}
    found = []
    for meeting in meetings:
        row = details[meeting.id]
        found.append(
            SheetFacts(
                activity=labels.batch_name(page.title, page.batch.number),
                meeting=f"{meeting.title}. {row.subject}" if row.subject else meeting.title,
                day=wording.full_date(dates.local(meeting.starts_at).date()),
                hours=dates.time_range(meeting.starts_at, meeting.ends_at),
                place=wording.where(meeting.place, page.batch.city) if page.batch.city else meeting.place,
                trainer=row.trainer or page.batch.trainer,
            )
        )
    return found


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
    for row in _people(page):
        outlook = found[row["employee_id"]]
        share = round(100 * outlook.attended / outlook.meetings, 2) if outlook.meetings else 0
        said = [marks.get((one.id, row["employee_id"])) for one in meetings]
        words = [attendance_labels.STATUSES[status] if status else "" for status in said]
        yield (row["name"], row["nip"], row["unit"], *words, outlook.attended, share)
