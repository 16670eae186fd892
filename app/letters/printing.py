"""Sheets on a letterhead: letters, and reports and lists that carry the same head."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import segno

from app.base import wording
from app.documents.printing import Own, filled_in, print_pdf, print_together, printable, render_document
from app.letters import labels
from app.letters.facts import Annex, Head, LetterFacts
from app.letters.models import Paper

SIZES = {Paper.A4: "210mm 297mm", Paper.F4: "215mm 330mm"}
ACROSS = {Paper.A4: "297mm 210mm", Paper.F4: "330mm 215mm"}
EMBLEM = "emblem"
CODE = "kode"
# A white point: what stands where each copy's own code is drawn.
_BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef924"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


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


def print_letters(path: Path, letters: Sequence[LetterFacts], emblem: bytes | None) -> list[int]:
    """The same letter to many, who differ in their names and codes alone, one after the other in one file.

    Returns how many pages each took. It is laid out once (decision 0067); whose name does not fit its line, or has
    letters that our fonts lack, is printed by themself, in their place.
    """
    images = {EMBLEM: emblem} if emblem else {}
    people = [Own(_slots(one), one.code) for one in letters]
    base = next((index for index, one in enumerate(people) if one.is_plain), None)
    taken = [0] * len(letters)
    if base is not None:
        # What stands behind the picture of the first would be a code that is somebody's own.
        html = letter_html(replace(letters[base], code=CODE), has_emblem=emblem is not None)
        taken = print_together(path, html, people, base=base, images=images | {CODE: _BLANK})
    alone = {index: print_letter(letters[index], emblem) for index, pages in enumerate(taken) if not pages}
    return filled_in(path, taken, alone) if alone else taken


def _slots(letter: LetterFacts) -> dict[str, tuple[str, ...]]:
    first, *rest = letter.addressee
    return {"tujuan": (printable(f"Yth. {first}"), *map(printable, rest))}


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
