"""Foreign files: what is no small table is refused with a sentence, and the rest is read as people meant it."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest
from xlsxwriter import Workbook

from app.imports import reading
from app.imports.headings import FOLDER, ImportKind, recognise, siasn_columns
from app.imports.reading import Unreadable, answer, text_of, unpacked
from app.imports.services.uploads import FileRefused, read_file
from tests.support.tables import xlsx

HEADINGS = ["NIP", "Nama"]
ROW = ["199001012020011001", "Budi Pratama"]


def read(content: bytes) -> list:
    """(row, cells…) as they would be kept, without the line about the table."""
    return list(unpacked(read_file(io.BytesIO(content), None).content))[1:]


def archive(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in entries.items():
            found.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return buffer.getvalue()


def with_entry(content: bytes, name: str, added: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as found:
        found.writestr(name, added)
    return buffer.getvalue()


def encrypted_flag(content: bytes) -> bytes:
    """Every entry says it is encrypted, as a ZIP with a password does."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            struct.pack_into("<H", changed, at + offset, struct.unpack_from("<H", changed, at + offset)[0] | 1)
            at = changed.find(mark, at + 4)
    return bytes(changed)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = {
    "a zip bomb": (
        lambda: with_entry(xlsx(HEADINGS, [ROW]), "xl/bomb.xml", b"\0" * 50_000_000),
        reading.TOO_LARGE_INSIDE,
    ),
    "many entries": (lambda: archive(**{f"a{n}": b"" for n in range(101)}), reading.TOO_LARGE_INSIDE),
    "macros": (lambda: with_entry(xlsx(HEADINGS, [ROW]), "xl/vbaProject.bin", b"x"), reading.MACROS),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), reading.PASSWORD),
    "a password on the archive": (lambda: encrypted_flag(xlsx(HEADINGS, [ROW])), reading.PASSWORD),
    "old Excel": (lambda: OLE, reading.OLD_EXCEL),
    "binary Excel": (lambda: archive(xl__workbook_bin=b"x"), reading.BINARY_SHEET),
    "another archive": (lambda: archive(word__document_xml=b"x"), "Arsip ZIP ini bukan buku kerja Excel."),
    "half a workbook": (lambda: xlsx(HEADINGS, [ROW])[:1500], reading.BROKEN),
    "a workbook of rubbish": (lambda: archive(xl__workbook_xml=b"<rubbish"), reading.BROKEN),
    "a PDF": (lambda: b"%PDF-1.7\n", "Ini PDF, bukan tabel."),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "Ini gambar PNG, bukan tabel."),
    "a page": (lambda: b"<!DOCTYPE html>", "Ini halaman web, bukan tabel."),
    "nothing": (lambda: b"", reading.EMPTY),
    "an empty sheet": (lambda: xlsx([], []), reading.NO_TABLE),
    "blanks": (lambda: b"\n\n  \n", reading.NO_TABLE),
    "bytes that are no text": (lambda: bytes(range(256)) * 20, reading.NOT_TEXT),
    "too many columns": (lambda: xlsx(["NIP", "Nama", *map(str, range(99))], [ROW]), reading.TOO_MANY_COLUMNS),
    "too many rows": (
        lambda: b"NIP,Nama\n" + b"1,a\n" * (reading.ROWS_AT_MOST + 1),
        reading.TOO_MANY_ROWS,
    ),
}


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_small_table_is_refused_with_a_sentence(make, sentence):
    with pytest.raises(FileRefused) as refusal:
        read_file(io.BytesIO(make()), None)
    assert refusal.value.message.startswith(sentence)


def test_a_cell_far_away_does_not_take_the_memory_of_the_machine():
    """A sheet whose corner is the last cell there is would unfold into seventeen thousand million cells."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet()
    page.write_row(0, 0, HEADINGS)
    page.write_string(1_048_575, 16_383, "jauh")
    book.close()
    with pytest.raises(FileRefused) as refusal:
        read_file(io.BytesIO(buffer.getvalue()), None)
    assert (
        refusal.value.message
        == "Berkas ini terlalu besar untuk dibaca sekaligus. Bagi menjadi beberapa berkas, lalu unggah satu per satu."
    )


def test_a_million_empty_rows_are_no_rows():
    buffer = io.BytesIO()
    book = Workbook(buffer, {"constant_memory": True})
    page, bold = book.add_worksheet(), book.add_format({"bold": True})
    page.write_row(0, 0, HEADINGS)
    page.write_row(1, 0, ROW)
    for row in range(2, 1_000_000, 10):
        page.write_blank(row, 0, None, bold)
    book.close()
    assert read(buffer.getvalue()) == [[2, *ROW]]


def test_formulas_are_never_evaluated():
    """What the file itself remembers counts, and a text that looks like a formula stays a text."""
    buffer = io.BytesIO()
    book = Workbook(buffer, {"strings_to_formulas": False})
    page = book.add_worksheet()
    page.write_row(0, 0, HEADINGS)
    page.write_string(1, 0, ROW[0])
    page.write_formula(1, 1, '=HYPERLINK("http://evil.example","x")', None, "Budi")
    page.write_string(2, 0, ROW[0])
    page.write_string(2, 1, '=cmd|" /C calc"!A1')
    book.close()
    assert read(buffer.getvalue()) == [[2, ROW[0], "Budi"], [3, ROW[0], '=cmd|" /C calc"!A1']]


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ";"), ("utf-16-be", ","), ("cp1252", ";")],
)
def test_csv_in_every_usual_writing(encoding, delimiter):
    lines = [["Nama", "NIP"], ['Siti Nurjanah, "Ibu" é', ROW[0]], ["", ""], ["Ani", ROW[0]]]
    text = "\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    assert read(text.encode(encoding)) == [[2, 'Siti Nurjanah, "Ibu" é', ROW[0]], [4, "Ani", ROW[0]]]


def test_titles_above_the_headings_and_other_sheets_are_passed_over():
    buffer = io.BytesIO()
    book = Workbook(buffer)
    book.add_worksheet("Sampul").write_string(0, 0, "Laporan")
    page = book.add_worksheet("Pegawai")
    page.write_string(0, 0, "DAFTAR PEGAWAI")
    page.write_row(3, 1, HEADINGS)
    page.write_row(4, 1, ROW)
    book.close()
    table = read_file(io.BytesIO(buffer.getvalue()), None)
    assert (table.about["sheet"], table.about["heading_row"], table.about["other_sheets"]) == ("Pegawai", 4, ["Sampul"])
    assert list(unpacked(table.content))[1:] == [[5, *ROW]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Budi ", "Budi"),
        ("'00123", "00123"),
        ("Baris\nganti", "Baris ganti"),
        ("a\x00b", "a b"),
        ("Nu\u0301r", "N\u00far"),
        (None, ""),
        (7.0, "7"),
        (13.5, "13.5"),
        (199001012020011001.0, "1.99001E+17"),
        (float("nan"), "NAN"),
        (True, "ya"),
        (date(2024, 3, 1), "2024-03-01"),
        (datetime(2024, 3, 1, 7, 30), "2024-03-01"),
    ],
)
def test_cells_become_text(cell, text):
    assert text_of(cell) == text


def test_the_export_is_known_in_any_order_and_with_columns_nobody_knows():
    lines = (FOLDER / "siasn_export_columns.csv").read_text(encoding="utf-8").splitlines()[1:]
    headings = [line.split(",")[1] for line in lines]
    assert len(headings) == len(siasn_columns()) == 69
    found = recognise([*reversed(headings), "KOLOM BARU"])
    assert (found.kind, len(found.columns)) == (ImportKind.SIASN, 19)
    about = next(unpacked(b"".join(reading.packed(answer(xlsx([*headings, "KOLOM BARU"], [["x"] * 70]), None)))))
    assert len(about["columns"]) == 19
    assert "NIK" in about["personal"]
    assert "ALAMAT" in about["personal"]
    assert "KOLOM BARU" in about["unknown"]
    assert set(about["personal"]).isdisjoint(about["headings"])


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    with pytest.raises(Unreadable, match="40 MB"):
        list(answer(b"x" * (reading.BIGGEST_FILE + 1), None))
