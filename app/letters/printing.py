"""Sheets on a letterhead: letters, and reports and lists that carry the same head."""

import io

import segno

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.letters import labels
from app.letters.facts import Annex, Head, LetterFacts
from app.letters.models import Paper

SIZES = {Paper.A4: "210mm 297mm", Paper.F4: "215mm 330mm"}
ACROSS = {Paper.A4: "297mm 210mm", Paper.F4: "330mm 215mm"}
EMBLEM = "emblem"
CODE = "kode"


def letter_html(facts: LetterFacts, *, has_emblem: bool) -> str:
    return render_document(
        "letter.html",
        facts=facts,
        size=SIZES[facts.paper],
        across=ACROSS[facts.paper],
        dated=f"{facts.head.city}, {wording.plain_date(facts.issued_on)}",
        nip=labels.spaced_nip(facts.signer.nip),
        emblem=f"penata:images/{EMBLEM}" if has_emblem else "",
        code=f"penata:images/{CODE}" if facts.code else "",
    )


def print_letter(facts: LetterFacts, emblem: bytes | None) -> bytes:
    """A letter as tagged PDF/A."""
    images = {EMBLEM: emblem} if emblem else {}
    if facts.code:
        images[CODE] = _drawn(facts.code)
    return print_pdf(letter_html(facts, has_emblem=emblem is not None), images=images)


def _drawn(address: str) -> bytes:
    """An address as the picture of a QR code."""
    buffer = io.BytesIO()
    segno.make(address, error="m", mask=2).save(buffer, kind="png", scale=8, border=2)
    return buffer.getvalue()


def print_list(
    head: Head, table: Annex, *, lede: str = "", note: str = "", paper: Paper = Paper.A4, emblem: bytes | None = None
) -> bytes:
    """A list or report on the letterhead, without number and signature; any house above may print one."""
    html = render_document(
        "list_on_letterhead.html",
        head=head,
        table=table,
        lede=lede,
        note=note,
        size=(ACROSS if table.wide else SIZES)[paper],
        emblem=f"penata:images/{EMBLEM}" if emblem else "",
    )
    return print_pdf(html, images={EMBLEM: emblem} if emblem else None)
