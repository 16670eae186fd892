"""The sheet people sign (daftar hadir): one for each meeting, on A4 or F4, ready for the printer.

Two columns of places to sign in zigzag, so that neighbours do not write into one another. The NIP stands in full unless
asked otherwise: the sheet goes into the file of the activity, where it is what tells two people of one name apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.documents import printing

BLANK_ROWS = 8
ROWS_AT_MOST = 1_500


class Paper(StrEnum):
    A4 = "a4"
    F4 = "f4"


SIZES = {Paper.A4: "210mm 297mm", Paper.F4: "215mm 330mm"}


@dataclass(frozen=True)
class Signer:
    """Somebody who is expected to sign; ``nip`` as it is to stand there."""

    name: str
    nip: str
    unit: str


@dataclass(frozen=True)
class SheetFacts:
    """The head of one meeting's sheet, in words."""

    activity: str
    meeting: str
    day: str
    hours: str
    place: str
    trainer: str


@dataclass(frozen=True)
class Letterhead:
    """Whose sheet it is, and who answers for it."""

    government: str
    organiser: str
    city: str


def sign_sheets(
    head: Letterhead, meetings: Sequence[SheetFacts], people: Sequence[Signer], *, paper: Paper, blank: int = BLANK_ROWS
) -> bytes:
    """One tagged PDF/A with a sheet for each meeting, everybody by name, and blank rows for who comes unexpected."""
    html = printing.render_document(
        "sign_sheet.html", head=head, meetings=meetings, people=people, blank=blank, size=SIZES[paper]
    )
    return printing.print_pdf(html)
