"""The sheet people sign (daftar hadir): one for each meeting, on A4 or F4, ready for the printer.

Two columns of places to sign in zigzag, so that neighbours do not write into one another. The NIP stands in full unless
asked otherwise: the sheet goes into the file of the activity, where it is what tells two people of one name apart.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from app.documents import printing

BLANK_ROWS = 8
ROWS_AT_MOST = 1_500
# A row takes a hundredth of a second: so many are printed while somebody waits, more by the worker, a part at a time.
ROWS_AT_ONCE = 200
ROWS_IN_A_PART = 250
# Of all meetings together; the worker is at it for a minute or two then.
ROWS_OF_ALL_AT_MOST = 5_000


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
    """The head of one meeting's sheet, in words. ``role`` is what whoever leads it is called there."""

    activity: str
    meeting: str
    day: str
    hours: str
    place: str
    trainer: str
    role: str = "Pengajar"


@dataclass(frozen=True)
class Letterhead:
    """Whose sheet it is, and who answers for it."""

    government: str
    organiser: str
    city: str


@dataclass(frozen=True)
class Part:
    """Which part of a long sheet: its place among ``parts``, and the number its first row bears."""

    number: int
    parts: int
    first: int

    @property
    def is_last(self) -> bool:
        return self.number == self.parts


WHOLE = Part(1, 1, 1)


@dataclass(frozen=True)
class Head:
    """What stands at the head of the sheets of some meetings, as it is kept until the worker prints them."""

    letterhead: Letterhead
    meetings: tuple[SheetFacts, ...]

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> "Head":
        """A row asked for before several meetings could be has one under its old name."""
        meetings = kept["meetings"] if "meetings" in kept else [kept["meeting"]]
        return cls(Letterhead(**kept["letterhead"]), tuple(SheetFacts(**one) for one in meetings))


def sign_sheets(
    head: Letterhead,
    meetings: Sequence[SheetFacts],
    people: Sequence[Signer],
    *,
    paper: Paper,
    blank: int = BLANK_ROWS,
    part: Part = WHOLE,
) -> bytes:
    """One tagged PDF/A with a sheet for each meeting, everybody by name, and blank rows for who comes unexpected.

    A part of a long sheet is a sheet with a head and pages of its own; its last one has the blank rows.
    """
    html = printing.render_document(
        "sign_sheet.html",
        head=head,
        meetings=meetings,
        people=people,
        blank=blank if part.is_last else 0,
        part=part,
        size=SIZES[paper],
    )
    return printing.print_pdf(html)
