"""Documents on paper: a template of ours with facts in it, and the PDF it becomes."""

import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, BinaryIO

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined

ROOT = Path(__file__).resolve().parents[2]

_JOINERS = "\u200c\u200d"
# Latin as far as our own fonts carry it, and the signs of writing beyond it.
_LAST_PLAIN = "\u017f"
_SIGNS = str.maketrans("", "", "\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026")


class ForbiddenUrl(Exception):
    """A document asked for something that is not one of our bundled files."""


class NotAlike(Exception):
    """A copy cannot be made of the master's page: it has to be printed by itself."""


@dataclass(frozen=True)
class Variant:
    """What is different on one copy: its lines by slot, its title and description, the address it links to, and
    what is drawn under its first page besides what all share."""

    texts: Mapping[str, tuple[str, ...]]
    title: str
    description: str
    link: str
    drawing: "Underlay"


@dataclass(frozen=True)
class Own:
    """What is somebody's own on a page that many get in one file: lines by slot, and the address in its code."""

    texts: Mapping[str, tuple[str, ...]]
    address: str

    @property
    def is_plain(self) -> bool:
        return all(is_plain(line) for lines in self.texts.values() for line in lines)

    def drawn(self, left: float, bottom: float, side: float) -> bytes:
        """The code as operators, in points from the lower left corner."""
        from app.documents.together import code_drawn  # slow to import

        rows = segno.make(self.address, error="m", mask=2).matrix
        return code_drawn(rows, left, bottom, side)


@dataclass(frozen=True)
class Underlay:
    """A drawing that lies under a page: PDF operators, in points from the lower left corner."""

    operators: bytes

    @cached_property
    def deflated(self) -> bytes:
        return zlib.compress(self.operators, level=9)


def print_pdf(
    html: str,
    *,
    pdf_a: bool = True,
    underlays: Sequence[Sequence[Underlay]] = (),
    images: Mapping[str, bytes] | None = None,
) -> bytes:
    """Print a document of ours: tagged PDF/A-3b, the same bytes each time for the same input.

    Under the first page lie the first underlays, and so on; further pages get the last. Fonts are the only
    files a document may load, as ``penata:fonts/<name>.woff2``, and the ``images`` given with it, PNG or JPEG
    that were drawn anew when they came in, as ``penata:images/<name>``. Anything else it asks for raises
    ForbiddenUrl: our templates ask for nothing else, so a page without it must not go out quietly.
    """
    from app.documents import typesetting  # the PDF engine takes a second to import

    return typesetting.typeset(html, pdf_a=pdf_a, underlays=underlays, images=images or {})


def print_alike(
    html: str,
    variants: Sequence[Variant],
    *,
    underlays: Sequence[Sequence[Underlay]],
    images: Mapping[str, bytes] | None = None,
) -> list[bytes]:
    """Print the page once and a copy for each variant, of which the first is what the page itself says.

    Elements that differ carry ``data-slot``. ``underlays`` are what all share; the drawing of a variant is put
    after those of the first page. Raises NotAlike where the page has to be printed for each instead.
    """
    from app.documents import typesetting  # as above

    return typesetting.typeset_alike(html, variants, underlays=underlays, images=images or {})


def print_together(
    path: Path, html: str, people: Sequence[Own], *, base: int, images: Mapping[str, bytes] | None = None
) -> list[int]:
    """Write the pages of many people into a file; returns how many pages each took, none for who cannot be a copy.

    The page itself is that of ``people[base]``. Elements whose lines differ carry ``data-slot``; the picture in whose
    place each one's code is drawn carries ``data-picture``.
    """
    from app.documents import typesetting  # as above

    return typesetting.typeset_together(path, html, people, base=base, images=images or {})


def filled_in(path: Path, taken: Sequence[int], alone: Mapping[int, bytes]) -> list[int]:
    """Put files that were printed by themselves into their places of one written by ``print_together``."""
    from app.documents import together  # as above

    return together.fill_in(path, taken, alone)


def joined(file: BinaryIO, parts: Sequence[Path], bookmarks: Sequence[tuple[str, int]], *, title: str) -> None:
    """Write parts one after the other into a file, with bookmarks (name, page counted from 0)."""
    from app.documents import together  # as above

    together.join(file, parts, bookmarks, title=title)


def bound(file: BinaryIO, parts: Sequence[tuple[str, Path]], *, title: str) -> None:
    """Write named parts one after the other into a file, with a bookmark before each. The file has no tags."""
    from app.documents import together  # as above

    together.bind(file, parts, title=title)


def is_plain(text: str) -> bool:
    """Whether every letter is one that our own fonts carry, so that a copy is set as the whole page would be."""
    return text.isprintable() and max(text.translate(_SIGNS), default=" ") <= _LAST_PLAIN


def render_document(name: str, **facts: object) -> str:
    """Fill in templates/documents/<name>; values are escaped, and a missing one raises."""
    return _templates().get_template(name).render(facts)


def printable(text: str) -> str:
    """The text without what has no look of its own: control, formatting and broken characters."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_printable_character, unicodedata.normalize("NFC", text)))


def _printable_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return " "
    if category in {"Cs", "Cn"}:
        return "\ufffd"
    return "" if category == "Cf" and character not in _JOINERS else character


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates" / "documents"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _finished(value: Any) -> Any:
    return printable(value) if type(value) is str else value
