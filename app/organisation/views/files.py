"""The lists as files, with the same filters and the same reach as the pages they stand on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import services as audit
from app.base import scope
from app.base.database import begin_reading, writing
from app.base.errors import RuleBroken
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.organisation import labels
from app.organisation.queries import directory, positions, structure
from app.organisation.rules import mask_nip
from app.organisation.views.blueprint import asked_day, bp, export_limit, this_day
from app.organisation.views.employees import directory_filters
from app.organisation.views.positions import position_filters
from app.web.answers import download
from app.web.inputs import arg_int

XLSX_AT_MOST = 20_000
EMPLOYEES = ("Nama", "NIP", "Jenis", "Golongan", "Jabatan", "Jenjang", "Unit", "Aktif")
UNITS = ("Kode", "Unit", "Jenis", "Induk", "Berlaku mulai", "Berakhir")
POSITIONS = ("Jabatan", "Jenjang", "Kelas", "Kode", "Unit", "Kebutuhan", "Terisi", "Kosong")


class TooLong(RuleBroken):
    heading = "Terlalu panjang untuk XLSX"
    message = f"Daftar ini lebih dari {XLSX_AT_MOST:,} baris. Unduh sebagai CSV, atau saring dulu.".replace(",", ".")


@bp.get("/pegawai.csv")
@requires(Permission.ORGANISATION_DIRECTORY_READ)
@export_limit
def download_employees_csv() -> ResponseReturnValue:
    _note_taking("csv")
    return _csv("pegawai", EMPLOYEES, _employees())


@bp.get("/pegawai.xlsx")
@requires(Permission.ORGANISATION_DIRECTORY_READ)
@export_limit
def download_employees_xlsx() -> ResponseReturnValue:
    few = _few(_employees())
    _note_taking("xlsx")
    return _xlsx("pegawai", "Pegawai", EMPLOYEES, few)


@bp.get("/organisasi/unit.csv")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
@export_limit
def download_units_csv() -> ResponseReturnValue:
    return _csv("unit", UNITS, _units())


@bp.get("/organisasi/unit.xlsx")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
@export_limit
def download_units_xlsx() -> ResponseReturnValue:
    return _xlsx("unit", "Unit", UNITS, _few(_units()))


@bp.get("/organisasi/jabatan.csv")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
@export_limit
def download_positions_csv() -> ResponseReturnValue:
    return _csv("jabatan", POSITIONS, _positions())


@bp.get("/organisasi/jabatan.xlsx")
@requires(Permission.ORGANISATION_STRUCTURE_READ)
@export_limit
def download_positions_xlsx() -> ResponseReturnValue:
    return _xlsx("jabatan", "Jabatan", POSITIONS, _few(_positions()))


def _note_taking(form: str) -> None:
    """Who takes people's data out of the application stands on the trail (security T1, P4)."""
    with writing():
        audit.record("organisation.employees.exported", None, by=actor(), form=form, whole_nip=_is_whole())


def _is_whole() -> bool:
    """Whether NIPs are told in full: only to whoever may open each of these files."""
    reach = visitor.reach(Permission.ORGANISATION_DIRECTORY_READ)
    return visitor.reach(Permission.ORGANISATION_EMPLOYEE_READ) == reach


def _employees() -> Iterator[Sequence[Any]]:
    """The list's own rows."""
    reach, day, is_whole = visitor.reach(Permission.ORGANISATION_DIRECTORY_READ), asked_day(), _is_whole()
    rows = directory.everybody(reach, directory_filters(), None if day == this_day() else day)
    return (
        (
            row.name,
            row.nip if is_whole else mask_nip(row.nip),
            labels.KINDS[row.kind],
            row.rank,
            row.position or "",
            labels.TIERS[row.tier] if row.tier else "",
            row.unit or "",
            row.active,
        )
        for row in rows
    )


def _units() -> Iterator[Sequence[Any]]:
    return (
        (row.code, row.name, labels.unit_kind(row.kind), row.parent or "", row.starts_on, row.ends_on)
        for row in structure.units_for_file(asked_day(), root=structure.unit_path(arg_int("unit")))
    )


def _positions() -> Iterator[Sequence[Any]]:
    return (
        (
            row.title,
            labels.TIERS[row.tier],
            row.grade,
            row.code,
            row.unit,
            row.needed,
            row.held,
            max(0, row.needed - row.held),
        )
        for row in positions.every_position(asked_day(), position_filters())
    )


def _in_scope(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows, read in the visitor's government: a streamed file is read after the view has returned."""
    government_id = visitor.government_id

    def read() -> Iterator[Sequence[Any]]:
        begin_reading()
        with scope.within(government_id):
            yield from rows

    return read()


def _csv(name: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> ResponseReturnValue:
    lines = csv_lines(headings, _in_scope(rows), for_excel=request.args.get("excel") == "1")
    return download(lines, name=f"{name}-{asked_day().isoformat()}.csv", media_type=CSV_TYPE)


def _few(rows: Iterator[Sequence[Any]]) -> list[Sequence[Any]]:
    few = list(islice(rows, XLSX_AT_MOST + 1))
    if len(few) > XLSX_AT_MOST:
        raise TooLong
    return few


def _xlsx(name: str, sheet: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> ResponseReturnValue:
    content = xlsx_file(sheet, headings, rows)
    return download(content, name=f"{name}-{asked_day().isoformat()}.xlsx", media_type=XLSX_TYPE)
