"""Many certificates in one PDF with a bookmark for each, for the printer. Signatures stay in the single files.

Part after part goes to disk, so that a thousand certificates take little more memory than a few.
"""

import io
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pikepdf

from app.base.pieces import batched
from app.documents.printing import joined

PART = 50


def merged(file: BinaryIO, certificates: Iterable[tuple[str, bytes]]) -> int:
    """Write the certificates (name, PDF) into the file; returns how many there were."""
    bookmarks: list[tuple[str, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for number, some in enumerate(batched(certificates, PART)):
            part = Path(folder) / f"{number}.pdf"
            _write_part(part, some, bookmarks)
            parts.append(part)
        firsts = [0, *(following for _name, following in bookmarks)]
        names = [name for name, _following in bookmarks]
        joined(file, parts, list(zip(names, firsts, strict=False)), title="Sertifikat")
    return len(bookmarks)


def _write_part(part: Path, certificates: Iterable[tuple[str, bytes]], bookmarks: list[tuple[str, int]]) -> None:
    before = bookmarks[-1][1] if bookmarks else 0
    with pikepdf.new() as written:
        for name, content in certificates:
            with pikepdf.open(io.BytesIO(content)) as one:
                for page in one.pages:
                    _leave_out_signatures(page)
                written.pages.extend(one.pages)
            bookmarks.append((name, before + len(written.pages)))
        written.remove_unreferenced_resources()
        written.save(part)


def _leave_out_signatures(page: pikepdf.Page) -> None:
    """A copied signature field signs nothing, and would look broken."""
    annotations = page.obj.get("/Annots")
    if annotations is not None:
        kept = [one for one in annotations if one.get("/Subtype") != "/Widget"]
        page.obj["/Annots"] = pikepdf.Array(kept)
