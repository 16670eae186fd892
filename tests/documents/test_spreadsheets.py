"""Tables as files, read back by an independent reader."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.documents.spreadsheets import csv_lines, harmless, xlsx_file

HEADINGS = ["Nama", "NIP", "JP", "Sejak"]
ROWS = [["Siti; Aminah", "199001012020011001", Decimal("7.5"), date(2026, 1, 5)], ["=1+1", "", 0, None]]


def read_csv(text, delimiter):
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def test_plain_csv_has_commas_and_points():
    assert read_csv("".join(csv_lines(HEADINGS, ROWS)), ",") == [
        HEADINGS,
        ["Siti; Aminah", "199001012020011001", "7.5", "2026-01-05"],
        ["'=1+1", "", "0", ""],
    ]


def test_csv_for_indonesian_excel_has_a_mark_semicolons_and_decimal_commas():
    text = "".join(csv_lines(HEADINGS, ROWS, for_excel=True))
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
    assert read_csv(text.removeprefix("\ufeff"), ";")[1] == ["Siti; Aminah", "199001012020011001", "7,5", "2026-01-05"]


def test_csv_comes_line_by_line():
    assert len(list(csv_lines(HEADINGS, ROWS))) == 3


def test_xlsx_keeps_text_numbers_and_dates_apart():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file("Pegawai", HEADINGS, ROWS)))
    assert book.sheet_names == ["Pegawai"]
    assert book.get_sheet_by_index(0).to_python() == [
        HEADINGS,
        ["Siti; Aminah", "199001012020011001", 7.5, date(2026, 1, 5)],
        ["'=1+1", "", 0.0, ""],
    ]


def test_an_empty_list_still_has_its_headings():
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file("Kosong", HEADINGS, [])))
    assert book.get_sheet_by_index(0).to_python() == [HEADINGS]


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Budi", "1+1", "a=b", "IV/a", "Kepala Seksi - Umum"])
def test_everything_else_stays(text):
    assert harmless(text) == text
