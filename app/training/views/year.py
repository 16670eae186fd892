from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.base import wording
from app.base.clock import today
from app.competency import queries as competency
from app.documents import spreadsheets
from app.training import labels
from app.training.models import BatchStatus
from app.training.queries import planning as queries
from app.training.queries.planning import YearTotals, totals_of
from app.training.views.blueprint import bp
from app.web.answers import download, show

EARLIEST, LATEST = 1900, 2100
HEADINGS = (
    "Kode",
    "Program",
    "Bentuk",
    "Angkatan",
    "Mulai",
    "Selesai",
    "Tempat",
    "Kota",
    "JP",
    "Kursi",
    "Peserta",
    "Anggaran",
    "Realisasi",
    "Keadaan",
)


@dataclass(frozen=True)
class Month:
    """What begins in a month, and its sums."""

    name: str
    key: str
    batches: list[Any]
    totals: YearTotals


@bp.get("/tahun")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_this_year() -> ResponseReturnValue:
    return _page("training/year.html", today(visitor.timezone).year)


@bp.get("/tahun/<int:year>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_year(year: int) -> ResponseReturnValue:
    return _page("training/year.html", year)


@bp.get("/tahun/<int:year>/cetak")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_year_sheet(year: int) -> ResponseReturnValue:
    return _page("training/year_sheet.html", year)


def _page(template: str, year: int) -> ResponseReturnValue:
    rows = _rows(year)
    held = {month: [row for row in rows if row.starts_on.month == month] for month in range(1, 13)}
    return show(
        template,
        year=year,
        months=[
            Month(wording.month_name(date(year, month, 1)), f"bulan-{month}", found, totals_of(found))
            for month, found in held.items()
            if found
        ],
        totals=totals_of(rows),
        years=sorted({*queries.years(), year}, reverse=True),
        forms=competency.forms(),
        labels=labels,
        today=today(visitor.timezone),
        BatchStatus=BatchStatus,
    )


def _rows(year: int) -> list[Any]:
    if not EARLIEST <= year <= LATEST:
        abort(404)
    return queries.batches_of_year(year)


@bp.get("/tahun/<int:year>/kalender.csv")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_year_csv(year: int) -> ResponseReturnValue:
    content = "".join(spreadsheets.csv_lines(HEADINGS, _table(year), for_excel=True)).encode()
    return download(content, name=f"pelatihan-{year}.csv", media_type=spreadsheets.CSV_TYPE)


@bp.get("/tahun/<int:year>/kalender.xlsx")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_year_xlsx(year: int) -> Response:
    content = spreadsheets.xlsx_file(f"Pelatihan {year}", HEADINGS, _table(year))
    return download(content, name=f"pelatihan-{year}.xlsx", media_type=spreadsheets.XLSX_TYPE)


def _table(year: int) -> Iterator[tuple[Any, ...]]:
    forms, day = competency.forms(), today(visitor.timezone)
    for row in _rows(year):
        yield (
            row.code,
            row.title,
            forms.get(row.form_code, ""),
            row.number,
            row.starts_on,
            row.ends_on,
            row.place,
            row.city,
            row.lesson_hours,
            row.seats,
            row.participants,
            row.budget,
            row.realised,
            labels.batch_state(row.status, row.ends_on, day)[0],
        )
