"""The lists as rows of a file, each marked as an estimate with the version it was made by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.organisation import labels as organisation_labels
from app.organisation.models import EmployeeKind
from app.professionalism import labels
from app.professionalism.queries.people import without_discipline
from app.professionalism.queries.units import Cell, Row
from app.professionalism.rules.official import distance, is_off

PEOPLE_OF_HR = (
    "Nama",
    "NIP",
    "Jabatan",
    "Unit",
    "Jenis",
    "Kualifikasi",
    "Riwayat pelatihan",
    "Kinerja",
    "Disiplin",
    "Perkiraan",
    "Terendah",
    "Tertinggi",
    "Kategori perkiraan",
    "Nilai resmi",
    "Resmi dikurangi perkiraan",
    "Catatan",
    "Tahun",
    "Versi",
)
PEOPLE_OF_SUPERIOR = (
    "Nama",
    "Jabatan",
    "Unit",
    "Jenis",
    "Kualifikasi",
    "Riwayat pelatihan",
    "Kinerja",
    "Perkiraan tanpa disiplin",
    "Tahun",
    "Versi",
)
UNITS: tuple[str, ...] = ("Unit", "Jenis", "Pegawai", "Diketahui penuh", "Indeks (perkiraan)", "Terendah", "Tertinggi")
UNITS += ("Indeks resmi", "Ada nilai resmi", "Tahun", "Versi")
HIDDEN = "n < 5"


def people(rows: Iterable[Any], *, sees_all: bool, year: int, tables: Mapping[int, str]) -> Iterator[Sequence[Any]]:
    """One line for each person; without what tells of discipline for superiors."""
    for row in rows:
        told = (row.position, row.unit or "", organisation_labels.KINDS[EmployeeKind(row.kind)])
        parts = (row.qualification, row.training, row.performance)
        made = (year, labels.version(tables.get(row.table_id, "")))
        if sees_all:
            yield (row.name, row.nip, *told, *parts, row.discipline, *_judged(row), *made)
        else:
            yield (row.name, *told, *parts, without_discipline(row), *made)


def _judged(row: Any) -> tuple[Any, ...]:
    notes = []
    if row.total is None:
        notes.append(labels.FLAGS["belum"])
    if is_off(row.difference):
        notes.append(labels.FLAGS["jumlah"])
    apart = distance(row.total, row.official)
    return (row.total, row.lowest, row.highest, row.category, row.official, apart, "; ".join(notes))


def units(rows: Iterable[Row], *, year: int, table_name: str) -> Iterator[Sequence[Any]]:
    """One line for each unit and kind of employee: what is hidden on the page is hidden here."""
    for row in rows:
        for kind, cell in row.cells.items():
            yield (row.name, labels.KINDS[kind], *_figures(cell), year, labels.version(table_name))


def _figures(cell: Cell) -> tuple[Any, ...]:
    low, high = cell.range or (cell.index, cell.index)
    estimate: tuple[Any, ...] = (cell.people, cell.known, cell.index, low, high)
    official: tuple[Any, ...] = (cell.official, cell.official_people)
    if cell.hidden:
        estimate = (HIDDEN,) * 5
    return (*estimate, *((HIDDEN, HIDDEN) if cell.official_hidden else official))


def parts_of(official: Any) -> list[tuple[str, Decimal | None]]:
    """The parts of an official value with their names."""
    return [(words, getattr(official, str(name))) for name, words in labels.DIMENSIONS.items()]
