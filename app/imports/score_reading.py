"""Reading a table of scores in a process of its own, by the reader every foreign file goes through (security U3).

``python -m app.imports.score_reading`` takes the file's bytes on its input and answers one line of JSON: the rows with
their number, NIP and score as they stand. Everything else in the file ends here.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from app.imports import reading
from app.imports.headings import plain
from app.imports.reading import Unreadable

NIP = frozenset({"nip", "nipbaru", "nippegawai", "nomorindukpegawai"})
SCORE = frozenset({"nilai", "nilaiakhir", "skor", "score", "hasiltes", "nilaites", "nilaiposttest", "posttest"})
ROWS_AT_MOST = 2000
NO_COLUMNS = "Berkas ini tidak punya kolom NIP dan Nilai. Beri judul «NIP» dan «Nilai» pada baris pertama tabelnya."
TOO_MANY = f"Berkas ini lebih dari {ROWS_AT_MOST} baris. Nilai satu angkatan tidak sebanyak itu; periksa berkasnya."


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (reading.MEMORY_BYTES, reading.MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (reading.CPU_SECONDS, reading.CPU_SECONDS))
    try:
        rows = scores(sys.stdin.buffer.read(reading.BIGGEST_FILE + 1))
        sys.stdout.write(json.dumps(rows))
    except Unreadable as refusal:
        sys.stdout.write(json.dumps({"fault": str(refusal)}))
        sys.exit(3)
    except MemoryError:
        sys.exit(4)


def scores(content: bytes) -> list[tuple[int, str, str]]:
    """(row, NIP, score) of the first sheet that has both columns."""
    for _sheet, rows in reading.tables(content):
        found = _of_sheet(rows)
        if found is not None:
            return found
    raise Unreadable(NO_COLUMNS)


def _of_sheet(rows: Iterator[tuple[int, Sequence[Any]]]) -> list[tuple[int, str, str]] | None:
    places = None
    for _number, cells in islice(rows, reading.HEADING_WITHIN):
        places = _places(cells)
        if places is not None:
            break
    if places is None:
        return None
    found: list[tuple[int, str, str]] = []
    for number, cells in rows:
        nip, score = (reading.text_of(cells[at])[:60] if at < len(cells) else "" for at in places)
        if nip or score:
            found.append((number, nip, score))
        if len(found) > ROWS_AT_MOST:
            raise Unreadable(TOO_MANY)
    return found


def _places(cells: Sequence[Any]) -> tuple[int, int] | None:
    words = [plain(reading.text_of(cell)) for cell in cells]
    nip = next((at for at, word in enumerate(words) if word in NIP), None)
    score = next((at for at, word in enumerate(words) if word in SCORE), None)
    return None if nip is None or score is None else (nip, score)


if __name__ == "__main__":
    main()
