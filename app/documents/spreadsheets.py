"""Tables as files: CSV as Indonesian Excel opens it, and XLSX. No cell ever becomes a formula (security O3)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, for_excel: bool = False) -> Iterator[str]:
    """CSV line by line, so that a long list streams. ``for_excel``: semicolons and a byte order mark,
    which Excel set to Indonesian asks for."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    if for_excel:
        buffer.write(_BOM)
    for row in _with_headings(headings, rows):
        writer.writerow([_text(cell, for_excel=for_excel) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_file(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a frozen heading row and filters. Text stays text, a NIP keeps its 18 digits."""
    return xlsx_book([(sheet, headings, rows)])


def xlsx_book(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """Several such sheets in one file, each by its name, headings and rows."""
    from xlsxwriter import Workbook  # the web process rarely needs it

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "dd-mm-yyyy"})
    for name, headings, rows in sheets:
        _fill(book.add_worksheet(name[:31]), headings, rows, bold, day)
    book.close()
    return buffer.getvalue()


def _fill(page: Any, headings: Sequence[str], rows: Iterable[Sequence[Any]], bold: Any, day: Any) -> None:
    widths = [len(heading) for heading in headings]
    page.write_row(0, 0, headings, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(page, count, column, cell, day)
            widths[column] = max(widths[column], min(len(str(cell)), WIDEST))
    for column, width in enumerate(widths):
        page.set_column(column, column, width + 2)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(count, 1), len(headings) - 1)


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _with_headings(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    yield headings
    yield from rows


def _text(cell: Any, *, for_excel: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ya" if cell else "tidak"
    if isinstance(cell, Decimal | float):
        return str(cell).replace(".", ",") if for_excel else str(cell)
    if isinstance(cell, int | date):
        return str(cell)
    return harmless(str(cell))


def _write(page: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_string(row, column, "ya" if cell else "tidak")
    elif isinstance(cell, int | float | Decimal):
        page.write_number(row, column, cell)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, day)
    else:
        page.write_string(row, column, harmless(str(cell)))
