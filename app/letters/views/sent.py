"""What a unit sent: the list in its letter book, each letter's file, and the list on paper."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.wording import plain_date
from app.documents import queries as documents
from app.documents import services as store
from app.letters import printing, queries
from app.letters.facts import Annex
from app.letters.models import Letter, Paper
from app.letters.services.issuing import emblem_of
from app.letters.views.blueprint import MANAGE, bp, unit_of
from app.web.answers import download, show
from app.web.inputs import arg_int
from app.web.limits import from_setting, limiter

PAGE_SIZE = 25
ON_PAPER_AT_MOST = 500


@bp.get("/<int:unit_id>/surat")
@requires(MANAGE)
def list_sent(unit_id: int) -> ResponseReturnValue:
    unit = unit_of(unit_id)
    found = queries.letters_of(unit.id, before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    return show(
        "letters/sent_list.html",
        unit=unit,
        rows=rows,
        this_year=today(visitor.timezone).year,
        more_href=url_for(".list_sent", unit_id=unit_id, sebelum=rows[-1].id) if len(found) > PAGE_SIZE else "",
    )


@bp.get("/<int:unit_id>/surat/<int:letter_id>")
@requires(MANAGE)
def download_sent(unit_id: int, letter_id: int) -> ResponseReturnValue:
    letter = queries.letter_of(unit_of(unit_id).id, letter_id)
    if letter.file_id is None:
        raise NoResultFound
    file = documents.stored_file(letter.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/<int:unit_id>/buku-surat/<int:year>.pdf")
@requires(MANAGE)
@limiter.limit(from_setting("PDF"))
def download_book(unit_id: int, year: int) -> ResponseReturnValue:
    """The letter book of a year on the unit's own letterhead."""
    unit = unit_of(unit_id)
    sender = queries.sender_of(unit.id)
    rows = list(reversed(queries.letters_of(unit.id, before=None, limit=ON_PAPER_AT_MOST, year=year)))
    table = Annex(
        f"Buku surat keluar {year}",
        ("Nomor", "Tanggal", "Kepada", "Hal"),
        tuple(_line(row) for row in rows),
    )
    emblem, paper = emblem_of(sender.head), Paper(sender.letterhead.paper) if sender.letterhead else Paper.A4
    db.session.rollback()
    lede = f"{len(rows)} surat terakhir menurut nomor." if rows else "Belum ada surat keluar pada tahun ini."
    content = printing.print_list(sender.head, table, lede=lede, paper=paper, emblem=emblem)
    return download(content, name=f"buku-surat-{year}.pdf", media_type="application/pdf")


def _line(row: Letter) -> tuple[str, str, str, str]:
    withdrawn = f" (ditarik {plain_date(row.withdrawn_on)})" if row.withdrawn_on else ""
    return row.number, plain_date(row.issued_on), ", ".join(row.facts["addressee"]), f"{row.subject}{withdrawn}"
