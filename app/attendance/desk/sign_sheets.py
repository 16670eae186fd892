"""Sheets to sign, of one meeting or of several that people come to together."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, visitor
from app.attendance import labels, papers
from app.attendance.desk.gathering import Gathering, head
from app.attendance.papers import Head, Letterhead, Paper, SheetFacts
from app.attendance.queries import expected
from app.attendance.queries import sign_sheets as queries
from app.attendance.services import sign_sheets as services
from app.attendance.services.hosting import Host
from app.base.clock import now, today
from app.base.database import db, writing
from app.base.errors import RuleBroken
from app.documents import queries as documents
from app.documents import services as store
from app.web.answers import download, moved_on, show

LIST = "attendance/sign_sheet_list.html"
PDF_TYPE = "application/pdf"
MASKED = "sebagian"


class TooManyPages(RuleBroken):
    heading = "Terlalu banyak sekali cetak"

    def __init__(self, noun: str) -> None:
        super().__init__(
            f"Daftar hadir seluruh {noun} ini terlalu panjang. Cetak per pertemuan dari halaman daftar hadirnya."
        )


def download_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    """The sheet of one meeting; ``kertas=f4`` for F4, ``nip=sebagian`` hides most of each NIP.

    A long one is asked for on a page of its own.
    """
    if services.is_long(services.count_of(gathering.host)):
        return redirect(gathering.address("list_sign_sheets"), 303)
    facts = [gathering.sheet_facts()]
    return printed(gathering.letterhead(), facts, people(gathering.host), slug=gathering.slug, noun=gathering.noun)


def list_sign_sheets(gathering: Gathering) -> ResponseReturnValue:
    """Where a long sheet is asked for, watched while it is printed, and taken."""
    return show(LIST, fragment="sheets", **_context(gathering))


def create_sign_sheet(gathering: Gathering) -> ResponseReturnValue:
    form = request.form
    try:
        services.ask(
            gathering.host,
            gathering.meeting,
            Head(gathering.letterhead(), gathering.sheet_facts()),
            house=gathering.house,
            paper=_paper(form.get("kertas")),
            is_masked=form.get("nip") == MASKED,
            by=actor(),
        )
    except RuleBroken as refusal:
        db.session.rollback()
        return show(LIST, http_status=409, **_context(gathering, refusal.message))
    db.session.commit()
    say = "Daftar hadirnya sedang disiapkan. Anda boleh meninggalkan halaman ini."
    return moved_on(gathering.address("list_sign_sheets"), say)


def download_made_sheet(gathering: Gathering, sheet_id: int) -> ResponseReturnValue:
    """For whoever asked alone, and not found once its days are over."""
    sheet = queries.own(gathering.meeting.id, visitor.user_id, sheet_id)
    if sheet.file_id is None or sheet.expires_at <= now():
        raise NoResultFound
    file = documents.stored_file(sheet.file_id)
    content = store.read(file)
    with writing():
        services.note_taken(sheet, by=actor())
    return download(content, name=f"daftar-hadir-{gathering.slug}-{sheet.paper}.pdf", media_type=file.media_type)


def _context(gathering: Gathering, fault: str = "") -> dict[str, Any]:
    listed = queries.of_user(gathering.meeting.id, visitor.user_id, now())
    return head(gathering) | {
        "sheets": listed,
        "working": any(job is not None and not job.is_over for _sheet, job in listed),
        "whole": expected.count(gathering.host.expected()),
        "rows_at_most": papers.ROWS_AT_MOST,
        "papers": labels.PAPERS,
        "paper_options": [(one.value, words) for one, words in labels.PAPERS.items()],
        "fault": fault,
    }


def people(host: Host) -> list[dict[str, Any]]:
    """Those a host expects, by name: employee id, name, NIP, unit."""
    return queries.people(host.expected(), today(visitor.timezone))


def printed(
    head: Letterhead, facts: Sequence[SheetFacts], rows: Sequence[dict[str, Any]], *, slug: str, noun: str
) -> ResponseReturnValue:
    """A sheet for each meeting, on the paper and with the NIP the visitor asked for."""
    if len(facts) > 1 and len(rows) * len(facts) > papers.ROWS_AT_MOST:
        raise TooManyPages(noun)
    paper = _paper(request.args.get("kertas"))
    signers = [queries.signer(row, is_masked=request.args.get("nip") == MASKED) for row in rows]
    db.session.rollback()  # printing holds no transaction (security C2)
    pdf = papers.sign_sheets(head, facts, signers, paper=paper)
    return download(pdf, name=f"daftar-hadir-{slug}-{paper}.pdf", media_type=PDF_TYPE)


def _paper(asked: str | None) -> Paper:
    return Paper.F4 if asked == Paper.F4 else Paper.A4
