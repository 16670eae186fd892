"""Many copies of one page, each with texts of its own, for the price of one (see decision 0037).

The engine lays the page out once. The texts that differ are shaped by the same engine at the same place, so that a
copy's page says the very operators a full printing would have written; fonts, drawings, tags and colours are shared.
Importing this module takes a second: go through printing.print_alike.
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.draw.text import draw_first_line
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import split_first_line

from app.documents.printing import NotAlike, Underlay, Variant

_NEAR = 1e-6


@dataclass(frozen=True, eq=False)
class _Line:
    """A line whose text may differ: the box it was laid out in, and where that line may stand."""

    page: int
    box: Any
    left: float
    room: float
    align: str


@dataclass(frozen=True)
class _Set:
    """A text as the engine sets it."""

    x: float
    heights: tuple[float, float]
    operators: bytes


class Master:
    """A page that was laid out, and the places of it that differ."""

    def __init__(self, html: HTML, styles: Sequence[CSS], fonts: Any) -> None:
        self.document: Document = html.render(stylesheets=styles, font_config=fonts)
        self._lines = _lines_of(self.document)
        self._known: dict[_Line, _Set] = {}
        # A glyph's width is rounded at the size it is first met, so the page is met first, as when printed alone.
        for page in self.document.pages:
            page.paint(self._sheet(), scale=0.75)

    def _sheet(self) -> Stream:
        names = ("ExtGState", "XObject", "Pattern", "Shading", "Font")
        resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in names})
        return Stream(self.document.fonts, (0, 0, 0, 0), resources, {}, None, {}, None, compress=False)

    def changes(
        self, own: Mapping[str, tuple[str, ...]], base: Mapping[str, tuple[str, ...]]
    ) -> list[tuple[int, bytes, bytes]]:
        """(page, operators of the master, operators of the copy) for every line that differs from the master's.

        Shaping a text also makes the fonts carry its letters, so this comes before the file is written.
        """
        found = []
        for slot, texts in own.items():
            lines = self._lines.get(slot, [])
            if not len(lines) == len(texts) == len(base.get(slot, ())):
                raise NotAlike(slot)
            for line, text, usual in zip(lines, texts, base[slot], strict=True):
                if text != usual:
                    if usual != line.box.text.strip():
                        raise NotAlike("the page does not print this text as it is")
                    found.append((line.page, self._own(line).operators, self._set(line, text).operators))
        return found

    def _own(self, line: _Line) -> _Set:
        """The master's own text set anew, which has to come out where the layout put it."""
        if line not in self._known:
            found = self._known[line] = self._shaped(line, line.box.text)
            if abs(found.x - line.box.position_x) > _NEAR:
                raise NotAlike("a line is not where its block would have it")
        return self._known[line]

    def _set(self, line: _Line, text: str) -> _Set:
        found = self._shaped(line, text)
        if found.heights != self._own(line).heights:
            raise NotAlike("another font stands higher or lower")
        return found

    def _shaped(self, line: _Line, text: str) -> _Set:
        box = line.box.copy_with_text(text)
        layout, _length, resume, width, height, baseline = split_first_line(
            text, box.style, None, None, box.justification_spacing
        )
        spare = line.room - width
        if resume is not None or spare < 0:
            raise NotAlike("the text does not fit its line")
        box.pango_layout = layout
        x = line.left + {"center": spare / 2, "end": spare, "right": spare}.get(line.align, 0)
        stream = self._sheet()
        layout.reactivate(box.style)
        stream.begin_text()
        matrix = Matrix(d=-1, e=x, f=box.position_y + box.baseline)
        if draw_first_line(stream, box, "clip", "none", matrix):
            raise NotAlike("coloured signs are pictures")
        stream.end_text()
        return _Set(x, (height, baseline), b"\n".join(stream.stream))


def _lines_of(document: Document) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    for number, page in enumerate(document.pages):
        for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 - the engine has no public way to its boxes
            slot = box.element.get("data-slot") if getattr(box, "element", None) is not None else None
            if slot and isinstance(box, boxes.BlockContainerBox):
                found.setdefault(slot, []).extend(_lines_in(number, box))
    return found


def _lines_in(page: int, block: Any) -> Iterator[_Line]:
    for line in block.children:
        texts = [one for one in line.descendants() if isinstance(one, boxes.TextBox) and one.text.strip()]
        if len(texts) == 1:
            yield _Line(page, texts[0], block.content_box_x(), block.width, block.style["text_align_all"])
        elif texts:
            raise NotAlike("a line of several pieces")


class Copies:
    """What the engine wrote, object for object, and how a copy of it is put together."""

    def __init__(self, pdf: pydyf.PDF, streams: Sequence[pydyf.Stream], base: Variant, last: Underlay | None) -> None:
        # The writer itself adds the object stream and the cross-references as the last two.
        self._objects = pdf.objects[:-2]
        self._pdf, self._base = pdf, base
        self._pages = [(one.number, b"\n".join(map(pydyf._to_bytes, one.stream))) for one in streams]  # noqa: SLF001
        self._packed = [one for one in self._objects if one.free != "f" and one.compressible]
        self._bare = [one for one in self._objects if one.free != "f" and not one.compressible]
        self._data = {one.number: one.data for one in self._objects if one.free != "f"}
        self._own_drawing = _number_of(self._data, last) if last is not None else 0
        self._metadata = int(pdf.catalog["Metadata"].split()[0])
        xmp: Any = pdf.objects[self._metadata]
        self._xmp: bytes = b"\n".join(xmp.stream)
        self._linked = [one.number for one in self._packed if _written(base.link) in self._data[one.number]]
        self._check()

    def _check(self) -> None:
        told = (self._base.title, self._base.description)
        if any(self._xmp.count(escape(one).encode()) != 1 for one in told):
            raise NotAlike("metadata")

    def copy(self, own: Variant, changes: Sequence[tuple[int, bytes, bytes]], drawing: Underlay | None) -> bytes:
        return self._write(dict(self._changed(own, changes, drawing)))

    def _changed(
        self, own: Variant, changes: Sequence[tuple[int, bytes, bytes]], drawing: Underlay | None
    ) -> Iterator[tuple[int, bytes]]:
        for index, (number, content) in enumerate(self._pages):
            text = content
            for page, before, after in changes:
                if page == index:
                    if text.count(before) != 1:
                        raise NotAlike("the same text twice at one place")
                    text = text.replace(before, after)
            if text is not content:
                yield number, _stream(text)
        if drawing is not None:
            yield self._own_drawing, _stream_of(drawing.deflated)
        info = pydyf.Dictionary(dict(self._pdf.info))
        info["Title"], info["Subject"] = pydyf.String(own.title), pydyf.String(own.description)
        yield self._pdf.info.number, info.data
        xmp = self._xmp.replace(escape(self._base.title).encode(), escape(own.title).encode())
        xmp = xmp.replace(escape(self._base.description).encode(), escape(own.description).encode())
        yield self._metadata, _stream(xmp, {"Type": "/Metadata", "Subtype": "/XML"})
        for number in self._linked:
            yield number, self._data[number].replace(_written(self._base.link), _written(own.link))

    def _write(self, changed: Mapping[int, bytes]) -> bytes:
        """As the engine's writer: bare objects, one stream of the others, one stream of cross-references."""
        parts, at, offsets = [b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"], 0, {}
        at = len(parts[0])
        for one in self._bare:
            offsets[one.number] = at
            body = changed.get(one.number) or self._data[one.number]
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (one.number, body))
            at += len(parts[-1])
        size = len(self._objects)
        bodies = [changed.get(one.number) or self._data[one.number] for one in self._packed]
        places, place = [], 0
        for one, body in zip(self._packed, bodies, strict=True):
            places.append(f"{one.number} {place}")
            place += len(body) + 1
        index = " ".join(places).encode()
        extra = {"Type": "/ObjStm", "N": len(bodies), "First": len(index) + 1}
        offsets[size] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (size, _stream(b"\n".join((index, *bodies)), extra)))
        at += len(parts[-1])
        offsets[size + 1] = at
        parts.extend(self._references(size, offsets, hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()))
        return b"".join(parts)

    def _references(self, size: int, offsets: Mapping[int, int], identifier: str) -> Iterator[bytes]:
        packed = {one.number: place for place, one in enumerate(self._packed)}
        rows = b"".join(
            b"\2" + size.to_bytes(4, "big") + packed[number].to_bytes(2, "big")
            if number in packed
            else bytes([number > 0]) + offsets.get(number, 0).to_bytes(4, "big") + (b"\0\0" if number else b"\xff\xff")
            for number in range(size + 2)
        )
        extra = {
            "Type": "/XRef",
            "Index": pydyf.Array((0, size + 2)),
            "W": pydyf.Array((1, 4, 2)),
            "Size": size + 2,
            "Root": self._pdf.catalog.reference,
            "Info": self._pdf.info.reference,
            "ID": pydyf.Array((f"({identifier})", f"({identifier})")),
        }
        yield b"%d 0 obj\n%s\nendobj\n" % (size + 1, _stream(rows, extra))
        yield b"startxref\n%d\n%%%%EOF\n" % offsets[size + 1]


def _number_of(data: Mapping[int, bytes], drawing: Underlay) -> int:
    wanted = _stream_of(drawing.deflated)
    found = [number for number, body in data.items() if body == wanted]
    if len(found) != 1:
        raise NotAlike("the drawing of its own")
    return found[0]


def _written(text: str) -> bytes:
    written: bytes = pydyf.String(text).data
    return written


def _stream(content: bytes, extra: Mapping[str, Any] | None = None) -> bytes:
    return _stream_of(zlib.compress(content, 9), extra)


def _stream_of(deflated: bytes, extra: Mapping[str, Any] | None = None) -> bytes:
    body: bytes = pydyf.Stream([deflated], dict(extra or {}) | {"Filter": "/FlateDecode"}).data
    return body
