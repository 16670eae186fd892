"""One file with a page for each of many people, which share everything but a few lines and one drawing.

The page is laid out once (see alike.py) and its fonts stand in the file once, so a copy takes a few kilobytes. For the
printer: such a file carries no tags. Importing this module takes a second: go through printing.print_together.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from weasyprint import CSS, HTML
from weasyprint.formatting_structure import boxes

from app.documents.alike import Master
from app.documents.printing import NotAlike, Own

_POINTS = 0.75
_PLACE = "data-picture"


def write_part(
    path: Path, html: HTML, styles: Sequence[CSS], *, fonts: Any, people: Sequence[Own], base: int
) -> list[int]:
    """Write the pages of these people, of whom the page itself is one's; returns how many pages each took.

    Whoever cannot be a copy takes none: they have to be printed by themselves.
    """
    master = Master(html, styles, fonts)
    place = _place_of(master)
    changes = [_changes(master, one, people[base]) if place and one.is_plain else None for one in people]
    # With tags each line stands by itself among the operators; the tree they belong to is left out of the copies.
    content: bytes = master.document.write_pdf(pdf_tags=True)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        originals = [pikepdf.Page(page.obj) for page in pdf.pages]
        texts = [page.obj.Contents.read_bytes() for page in originals]
        taken = []
        for own, changed in zip(people, changes, strict=True):
            bodies = _bodies(texts, changed)
            taken.append(len(bodies))
            for index, body in enumerate(bodies):
                drawn = place.draw(own, originals[index]) if place and index == place.page else b""
                pdf.pages.append(_copy(pdf, originals[index], b"q\n%s\nQ\n%s" % (body, drawn)))
        del pdf.pages[: len(originals)]
        _leave_out(pdf.Root, "/StructTreeRoot", "/MarkInfo")
        pdf.remove_unreferenced_resources()
        pdf.save(path)
    return taken


@dataclass(frozen=True)
class _Place:
    """Where the drawing goes, in the engine's pixels from the upper left corner."""

    page: int
    left: float
    top: float
    side: float

    def draw(self, own: Own, page: pikepdf.Page) -> bytes:
        height = float(page.mediabox[3])
        return own.drawn(self.left * _POINTS, height - (self.top + self.side) * _POINTS, self.side * _POINTS)


def _copy(pdf: pikepdf.Pdf, original: pikepdf.Page, content: bytes) -> pikepdf.Page:
    shown: Any = original.obj
    page = pikepdf.Page(pdf.make_indirect(pikepdf.Dictionary(shown)))
    page.obj.Contents = pdf.make_stream(content)
    _leave_out(page.obj, "/StructParents")
    return page


def _leave_out(found: Any, *names: str) -> None:
    for name in names:
        if name in found:
            del found[name]


def _changes(master: Master, own: Own, base: Own) -> list[tuple[int, bytes, bytes]] | None:
    try:
        return master.changes(own.texts, base.texts)
    except NotAlike:
        return None


def _bodies(texts: Sequence[bytes], changes: Iterable[tuple[int, bytes, bytes]] | None) -> list[bytes]:
    """The pages of a copy, or none where a change has no place of its own."""
    bodies = list(texts) if changes is not None else []
    for page, before, after in changes or ():
        if bodies[page].count(before) != 1:
            return []
        bodies[page] = bodies[page].replace(before, after)
    return bodies


def _place_of(master: Master) -> _Place | None:
    found = [
        _Place(number, box.content_box_x(), box.content_box_y(), box.width)
        for number, page in enumerate(master.document.pages)
        for box in page._page_box.descendants(placeholders=True)  # noqa: SLF001 - the engine has no public way to its boxes
        if isinstance(box, boxes.ReplacedBox) and box.element.get(_PLACE)
    ]
    return found[0] if len(found) == 1 else None


def fill_in(path: Path, taken: Sequence[int], alone: Mapping[int, bytes]) -> list[int]:
    """Put files that were printed by themselves into their places of a part; returns the pages of each."""
    counts = list(taken)
    with pikepdf.open(path) if path.exists() else pikepdf.new() as part, pikepdf.new() as whole:
        at = 0
        for index, pages in enumerate(taken):
            if index in alone:
                with pikepdf.open(io.BytesIO(alone[index])) as one:
                    whole.pages.extend(one.pages)
                    counts[index] = len(one.pages)
            else:
                whole.pages.extend(part.pages[at : at + pages])
                at += pages
        written = path.with_suffix(".whole")
        whole.save(written)
    written.replace(path)
    return counts


def join(file: Any, parts: Iterable[Path], bookmarks: Iterable[tuple[str, int]], *, title: str) -> None:
    """Write parts one after the other into a file, with a bookmark (name, its first page) each."""
    opened = [pikepdf.open(part) for part in parts]
    with pikepdf.new() as joined:
        for part in opened:
            joined.pages.extend(part.pages)
        with joined.open_outline() as outline:
            for name, first in bookmarks:
                outline.root.append(pikepdf.OutlineItem(name, first))
        joined.docinfo["/Title"] = title
        joined.Root.Lang = pikepdf.String("id-ID")
        joined.save(file)
    for part in opened:
        part.close()


def bind(file: Any, parts: Sequence[tuple[str, Path]], *, title: str) -> None:
    """Write named parts one after the other into a file, with a bookmark before each."""
    bookmarks, pages = [], 0
    for name, path in parts:
        bookmarks.append((name, pages))
        with pikepdf.open(path) as part:
            pages += len(part.pages)
    join(file, [path for _name, path in parts], bookmarks, title=title)


def code_drawn(rows: Sequence[Sequence[int]], left: float, bottom: float, side: float) -> bytes:
    """A QR code as bars, on a quiet ground of two modules."""
    module = side / (len(rows) + 4)
    return b"q 0 g\n%s\nf Q" % b"\n".join(_bars(rows, left + 2 * module, bottom + side - 2 * module, module))


def _bars(rows: Sequence[Sequence[int]], left: float, top: float, module: float) -> Iterator[bytes]:
    for y, row in enumerate(rows):
        x, width = 0, len(row)
        while x < width:
            end = x
            while end < width and row[end]:
                end += 1
            if end > x:
                at = (left + x * module, top - (y + 1) * module, (end - x) * module, module)
                yield b"%.3f %.3f %.3f %.3f re" % at
            x = max(end, x + 1)
