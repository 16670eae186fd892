"""Reading a foreign file, in a process of its own with limits on memory and time (security U3).

``python -m app.imports.reading [kind]`` takes the file's bytes on its input and answers on its output, compressed: one
line of JSON about the table, then one line per row with the row's number and the cells that are needed. Everything that
is not needed ends here. Nothing is evaluated: of a formula only the value the file itself remembers is read.
"""

import codecs
import csv
import io
import json
import resource
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import Any

from app.imports.headings import ImportKind, fit, recognise, sort_out

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 90
BIGGEST_FILE = 40 * 1024 * 1024
ENTRIES_AT_MOST = 100
UNPACKED_AT_MOST = 500 * 1024 * 1024
RATIO_AT_MOST = 100
ROWS_AT_MOST = 250_000
COLUMNS_AT_MOST = 100
LONGEST_CELL = 500
HEADING_WITHIN = 20
EXACT = 10**15

NO_TABLE = "Berkas ini tidak berisi tabel. Baris pertama harus berisi judul kolom, lalu satu baris per data."
TOO_MANY_ROWS = f"Berkas ini punya lebih dari {ROWS_AT_MOST // 1000}.000 baris. Bagi menjadi beberapa berkas."
TOO_MANY_COLUMNS = f"Berkas ini punya lebih dari {COLUMNS_AT_MOST} kolom. Hapus kolom yang tidak perlu."
TOO_LARGE_INSIDE = (
    "Isi berkas ini jauh lebih besar daripada ukurannya, jadi tidak dibuka. Salin tabelnya ke berkas baru."
)
BROKEN = "Berkas XLSX ini rusak atau tidak lengkap. Buka di Excel, simpan ulang sebagai XLSX, lalu unggah lagi."
MACROS = "Berkas ini berisi makro. Simpan sebagai «Buku Kerja Excel (.xlsx)» tanpa makro, lalu unggah lagi."
PASSWORD = "Berkas ini dikunci dengan kata sandi. Buka kuncinya di Excel, simpan ulang, lalu unggah lagi."  # noqa: S105 - a sentence
OLD_EXCEL = "Ini berkas Excel lama (.xls). Simpan sebagai .xlsx, lalu unggah lagi."
BINARY_SHEET = "Ini berkas Excel biner (.xlsb). Simpan sebagai .xlsx, lalu unggah lagi."
NOT_TEXT = "Huruf dalam berkas ini tidak bisa dibaca. Simpan sebagai XLSX, atau sebagai CSV UTF-8."
EMPTY = "Berkas ini kosong."
MAGIC = {
    b"%PDF": "PDF",
    b"\x89PNG": "gambar PNG",
    b"\xff\xd8\xff": "gambar JPEG",
    b"GIF8": "gambar GIF",
    b"{\\rtf": "dokumen RTF",
    b"\x1f\x8b": "arsip GZIP",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7-Zip",
    b"<!DOC": "halaman web",
    b"<html": "halaman web",
    b"MZ": "program",
    b"\x7fELF": "program",
}


class Unreadable(Exception):
    """A file that is not taken; the text is the sentence the person reads."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    asked = ImportKind(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1] else None
    try:
        sys.stdout.buffer.write(b"".join(packed(answer(sys.stdin.buffer.read(BIGGEST_FILE + 1), asked))))
    except Unreadable as refusal:
        sys.stdout.buffer.write(json.dumps({"fault": str(refusal)}).encode())
        sys.exit(3)
    except MemoryError:
        sys.exit(4)


def packed(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines, compressed as they come."""
    compressor, waiting = zlib.compressobj(1), list[str]()
    for line in lines:
        waiting.append(line)
        if len(waiting) >= 500:
            yield compressor.compress(("\n".join(waiting) + "\n").encode())
            waiting.clear()
    yield compressor.compress("\n".join(waiting).encode()) + compressor.flush()


def unpacked(content: bytes) -> Iterator[Any]:
    """The lines of a kept table again, one JSON value each."""
    unpacker, rest = zlib.decompressobj(), b""
    for start in range(0, len(content), 65536):
        lines = (rest + unpacker.decompress(content[start : start + 65536])).split(b"\n")
        rest = lines.pop()
        yield from map(json.loads, lines)
    rest += unpacker.flush()
    yield from (json.loads(line) for line in rest.split(b"\n") if line)


def answer(content: bytes, asked: ImportKind | None) -> Iterator[str]:
    """The kept table as lines: about it first, then its rows."""
    best: tuple[int, dict[str, Any], list[int], Iterator[Any]] | None = None
    others = []
    for sheet, rows in tables(content):
        found = _table(sheet, rows, asked)
        if found is None:
            continue
        others.append(sheet)
        if best is None or found[0] > best[0]:
            best = found
    if best is None:
        raise Unreadable(NO_TABLE)
    _score, about, indexes, rows = best
    others.remove(about["sheet"])
    yield json.dumps(about | {"other_sheets": others}, ensure_ascii=False)
    yield from _lines(rows, indexes)


def _table(
    sheet: str, rows: Iterator[Any], asked: ImportKind | None
) -> tuple[int, dict[str, Any], list[int], Iterator[Any]] | None:
    """How well a sheet fits, what is known about it, the columns that stay, and its rows below the headings."""
    first = [(number, cells) for number, cells in islice(rows, HEADING_WITHIN) if any(map(_filled, cells))]
    if not first:
        return None
    scored = [(_score(cells, asked), -number, cells) for number, cells in first]
    score, number, cells = max(scored, key=lambda one: one[:2])
    headings = [text_of(cell)[:100] for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > COLUMNS_AT_MOST:
        raise Unreadable(TOO_MANY_COLUMNS)
    recognised = recognise(headings, asked)
    kept = recognised.columns if recognised else {}
    columns = sort_out(headings, kept)
    names = list(kept) if recognised else [one for one in columns.unknown if one]
    indexes = list(kept.values()) if recognised else [headings.index(one) for one in names]
    about = {
        "sheet": sheet,
        "kind": recognised.kind if recognised else "",
        "columns": names,
        "headings": [headings[index] for index in indexes],
        "all_headings": [one for one in headings if one],
        "personal": columns.personal,
        "unknown": columns.unknown if recognised else [],
        "heading_row": -number,
    }
    below = [(at, row) for at, row in first if at > -number]
    return score, about, indexes, chain(below, rows)


def _score(cells: Sequence[Any], asked: ImportKind | None) -> int:
    texts = [text_of(cell) for cell in cells]
    kinds = [asked] if asked else list(ImportKind)
    return max(len(fit(kind, texts).columns) for kind in kinds)


def _lines(rows: Iterator[Any], indexes: list[int]) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for count, (number, cells) in enumerate(_filled_rows(rows, indexes)):
        if count >= ROWS_AT_MOST:
            raise Unreadable(TOO_MANY_ROWS)
        yield encode([number, *cells])


def _filled_rows(rows: Iterator[Any], indexes: list[int]) -> Iterator[tuple[int, list[str]]]:
    """Rows with something in a column that stays; blank ones, however many, are none."""
    for number, cells in rows:
        width = len(cells)
        texts = [text_of(cells[index])[:LONGEST_CELL] if index < width else "" for index in indexes]
        if any(texts):
            yield number, texts


def _filled(cell: Any) -> bool:
    return cell is not None and cell != "" and not (type(cell) is str and cell.isspace())


def text_of(cell: Any) -> str:
    """A cell as text: dates as 2026-12-31, whole numbers without a point, and numbers too large to be exact as
    1.99001E+17, so that a spoiled NIP shows."""
    if type(cell) is str:
        text = cell if cell.isascii() and cell.isprintable() else _tidied(cell)
        text = text.strip()
        return text[1:] if text[:1] == "'" else text
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def _number(cell: float) -> str:
    if not abs(cell) < EXACT:
        return f"{cell:.5E}"
    return str(int(cell)) if cell == int(cell) else str(cell)


def _tidied(text: str) -> str:
    """Composed, and with blanks where control characters stood (security R3)."""
    composed = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return "".join(one if one.isprintable() else " " for one in composed)


def tables(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Any]]]]]:
    """The tables in a file: (name of the sheet, rows with their numbers)."""
    if not content:
        raise Unreadable(EMPTY)
    if len(content) > BIGGEST_FILE:
        raise Unreadable(f"Berkas ini lebih dari {BIGGEST_FILE // 1024 // 1024} MB. Bagi menjadi beberapa berkas.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(PASSWORD if "EncryptedPackage".encode("utf-16-le") in content else OLD_EXCEL)
    for magic, name in MAGIC.items():
        if content.startswith(magic):
            raise Unreadable(f"Ini {name}, bukan tabel. Unggah berkas XLSX atau CSV.")
    if content.startswith(b"PK"):
        yield from _sheets(content)
    else:
        yield "CSV", enumerate(_csv_rows(_decoded(content)), start=1)


def _sheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[Any]]]]]:
    check_archive(content)
    from python_calamine import load_workbook

    try:
        book = load_workbook(io.BytesIO(content))
        sheets = ((name, book.get_sheet_by_name(name)) for name in book.sheet_names)
        found = [(name, sheet) for name, sheet in sheets if sheet.start is not None]
    except Exception as error:
        raise Unreadable(BROKEN) from error
    for name, sheet in found:
        yield name, enumerate(sheet.iter_rows(), start=1)


def check_archive(content: bytes) -> None:
    """Refuse what would not be a small workbook once unpacked, before anything is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(BROKEN) from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed_size = max(sum(entry.compress_size for entry in entries), 1)
    if len(entries) > ENTRIES_AT_MOST or unpacked > UNPACKED_AT_MOST or unpacked > RATIO_AT_MOST * packed_size:
        raise Unreadable(TOO_LARGE_INSIDE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(PASSWORD)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(MACROS)
    if "xl/workbook.bin" in names:
        raise Unreadable(BINARY_SHEET)
    if "xl/workbook.xml" not in names:
        raise Unreadable("Arsip ZIP ini bukan buku kerja Excel. Unggah berkas XLSX atau CSV.")


def _decoded(content: bytes) -> str:
    """Text told apart by its byte order mark, else UTF-8, UTF-16 without a mark, or what Windows wrote (1252)."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _text(content, encoding)
    zeros = content[:2000].count(0)
    if zeros:
        even = content[:2000:2].count(0)
        guess = "utf-16-be" if even > zeros // 2 else "utf-16-le"
        return _text(content, guess)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _text(content, "cp1252")


def _text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(NOT_TEXT) from error
    if any(character in "\x00\x01\x02\x03" for character in text[:5000]):
        raise Unreadable(NOT_TEXT)
    return text


def _csv_rows(text: str) -> Iterator[list[str]]:
    lines = text.splitlines()
    head = next((line for line in lines if line.strip()), "")
    if head.lower().startswith("sep=") and len(head) == 5:
        delimiter = head[4]
    else:
        sample = "\n".join(lines[:HEADING_WITHIN])
        delimiter = max(";,\t|", key=lambda one: (_known(head, one), sample.count(one)))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise Unreadable(
            "CSV ini tidak bisa dibaca: tanda kutipnya tidak lengkap. Simpan ulang sebagai XLSX."
        ) from error


def _known(head: str, delimiter: str) -> int:
    """How many headings a line holds when it is cut at this character."""
    words = [one.strip('"') for one in head.split(delimiter)]
    return max(len(fit(kind, words).columns) for kind in ImportKind) if len(words) > 1 else 0


if __name__ == "__main__":
    main()
