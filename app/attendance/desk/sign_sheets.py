"""Sheets to sign, of one meeting or of all that people come to together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, visitor
from app.attendance import labels, papers
from app.attendance.desk.gathering import Gathering, head
from app.attendance.papers import Head, Paper
from app.attendance.queries import expected
from app.attendance.queries import sign_sheets as queries
from app.attendance.services import sign_sheets as services
from app.attendance.services.hosting import Host
from app.base import wording
from app.base.clock import now, today
from app.base.database import db, writing
from app.base.errors import RuleBroken
from app.documents import queries as documents
from app.documents import services as store
from app.web import dates
from app.web.answers import download, moved_on, show

LIST = "attendance/sign_sheet_list.html"
PDF_TYPE = "application/pdf"
MASKED = "sebagian"


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """What sheets are printed of: the first meeting, or with ``is_whole`` all that people come to together.

    ``address`` is where the page stands, ``asked_at`` where it asks for a file and ``taken_at`` where one is taken; the
    house keeps these doors. ``crumbs`` lead to that page, ``back`` is the page it is opened from.
    """

    house: str
    host: Host
    meeting_ids: Sequence[int]
    is_whole: bool
    title: str
    lede: str
    slug: str
    active: str
    crumbs: Sequence[tuple[str, str | None]]
    back: tuple[str, str]
    address: str
    asked_at: str
    taken_at: Callable[[int], str]
    head: Callable[[], Head]


def download_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    return download_sheets(_of_one(gathering))


def list_sign_sheets(gathering: Gathering) -> ResponseReturnValue:
    return list_sheets(_of_one(gathering), **head(gathering))


def create_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    return create_sheets(_of_one(gathering), **head(gathering))


def download_made_sheet(gathering: Gathering, sheet_id: int) -> ResponseReturnValue:
    return download_made(_of_one(gathering), sheet_id)


def _of_one(gathering: Gathering) -> Sheets:
    meeting = gathering.meeting
    day = wording.full_date(dates.local(meeting.starts_at).date())
    back = ("Daftar hadir", gathering.address("show_sheet"))
    return Sheets(
        house=gathering.house,
        host=gathering.host,
        meeting_ids=[meeting.id],
        is_whole=False,
        title=meeting.title,
        lede=f"{day}, {dates.time_range(meeting.starts_at, meeting.ends_at)}, {meeting.place}",
        slug=gathering.slug,
        active=gathering.at_desk.active,
        crumbs=gathering.at_desk.crumbs("Untuk ditandatangani", back),
        back=back,
        address=gathering.address("list_sign_sheets"),
        asked_at=gathering.address("create_sign_sheet"),
        taken_at=lambda sheet_id: gathering.address("download_made_sheet", sheet_id=sheet_id),
        head=lambda: Head(gathering.letterhead(), (gathering.sheet_facts(),)),
    )


def download_sheets(sheets: Sheets) -> ResponseReturnValue:
    """The sheets at once; ``kertas=f4`` for F4, ``nip=sebagian`` hides most of each NIP.

    Long ones are asked for on a page of their own.
    """
    paper = _paper(request.args.get("kertas"))
    if services.is_long(services.rows_of(sheets.host, len(sheets.meeting_ids))):
        return redirect(f"{sheets.address}?kertas={paper}", 303)
    rows, found = queries.people(sheets.host.expected(), today(visitor.timezone)), sheets.head()
    signers = [queries.signer(row, is_masked=request.args.get("nip") == MASKED) for row in rows]
    db.session.rollback()  # printing holds no transaction (security C2)
    pdf = papers.sign_sheets(found.letterhead, found.meetings, signers, paper=paper)
    return download(pdf, name=f"daftar-hadir-{sheets.slug}-{paper}.pdf", media_type=PDF_TYPE)


def list_sheets(sheets: Sheets, **context: Any) -> ResponseReturnValue:
    """Where long ones are asked for, watched while they are printed, and taken."""
    return show(LIST, fragment="sheets", **_context(sheets) | context)


def create_sheets(sheets: Sheets, **context: Any) -> ResponseReturnValue:
    form = request.form
    try:
        services.ask(
            sheets.host,
            sheets.meeting_ids[0],
            sheets.head(),
            house=sheets.house,
            paper=_paper(form.get("kertas")),
            is_masked=form.get("nip") == MASKED,
            is_whole=sheets.is_whole,
            by=actor(),
        )
    except RuleBroken as refusal:
        db.session.rollback()
        return show(LIST, http_status=409, **_context(sheets, refusal.message) | context)
    db.session.commit()
    say = "Daftar hadirnya sedang disiapkan. Anda boleh meninggalkan halaman ini."
    return moved_on(sheets.address, say)


def download_made(sheets: Sheets, sheet_id: int) -> ResponseReturnValue:
    """For whoever asked alone, and not found once its days are over."""
    sheet = queries.own(sheets.meeting_ids, visitor.user_id, sheet_id, is_whole=sheets.is_whole)
    if sheet.file_id is None or sheet.expires_at <= now():
        raise NoResultFound
    file = documents.stored_file(sheet.file_id)
    content = store.read(file)
    with writing():
        services.note_taken(sheet, by=actor())
    return download(content, name=f"daftar-hadir-{sheets.slug}-{sheet.paper}.pdf", media_type=file.media_type)


def _context(sheets: Sheets, fault: str = "") -> dict[str, Any]:
    listed = queries.of_user(sheets.meeting_ids, visitor.user_id, is_whole=sheets.is_whole)
    return {
        "gathering": None,
        "of": sheets,
        "sheets": listed,
        "working": any(job is not None and not job.is_over for _sheet, job in listed),
        "whole": expected.count(sheets.host.expected()),
        "refusal": _refusal(sheets),
        "papers": labels.PAPERS,
        "paper_options": [(one.value, words) for one, words in labels.PAPERS.items()],
        "paper": _paper(request.values.get("kertas")),
        "fault": fault,
    }


def _refusal(sheets: Sheets) -> str:
    """Why they are too long for any file, in a sentence; empty where they are not."""
    try:
        services.rows_of(sheets.host, len(sheets.meeting_ids))
    except RuleBroken as too_long:
        return too_long.message
    return ""


def _paper(asked: str | None) -> Paper:
    return Paper.F4 if asked == Paper.F4 else Paper.A4
