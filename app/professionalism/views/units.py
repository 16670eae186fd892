"""The index of units with the spread of its categories, and the same as files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.competency.queries.heatmap import unit_named
from app.competency.queries.standards import path_of
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.professionalism import exports
from app.professionalism.models import WHOLE_GOVERNMENT, YearStatus
from app.professionalism.queries import tables, years
from app.professionalism.queries import units as queries
from app.professionalism.views.blueprint import asked_year, bp, export_limit, sees_all, this_day, words
from app.web import plots
from app.web.answers import download, show
from app.web.inputs import arg_int, arg_text

READ, PEOPLE = Permission.PROFESSIONALISM_INDEX_READ, Permission.ORGANISATION_EMPLOYEE_READ


@bp.get("/ip-asn")
@requires(READ)
def show_units() -> ResponseReturnValue:
    year, unit = asked_year(), _asked_unit()
    known = years.numbered(year)
    day = years.day_of(year, this_day())
    found = queries.unit_map(year, day, sees_all=sees_all(), unit=unit, after=arg_text("setelah", 260))
    table = _table_of(known)
    args = _args(year, unit)
    return show(
        "professionalism/units.html",
        fragment="unit_index",
        year=year,
        known=known,
        unit=unit,
        table=table,
        found=found,
        trail=_trail(unit),
        spread=_spread(year, unit, found, table),
        rows=_shown(found) if known is not None else [],
        years=_years(year),
        is_behind=years.is_behind(),
        sees_all=sees_all(),
        sees_people=visitor.may(PEOPLE) and (unit is None or visitor.reach(PEOPLE).covers(unit.path)),
        may_tables=visitor.may(Permission.PROFESSIONALISM_TABLE_MANAGE),
        args=args,
        unit_args=lambda unit_id: _args(year, None) | {"unit": unit_id},
        people_args=lambda category, kind: args | {"tahun": year, "kategori": category, "jenis": kind},
        next_href=url_for(".show_units", **args, setelah=found.next_after) if found.next_after else "",
        plots=plots,
        **words(),
    )


def _shown(found: queries.UnitMap) -> list[queries.Row]:
    """The units with the whole below them; nothing before anybody was worked out."""
    there = any(cell.people or cell.hidden for row in (*found.rows, found.whole) for cell in row.cells.values())
    return [*found.rows, found.whole] if there else []


def _years(asked: int) -> list[tuple[int, str]]:
    """The years one may choose, the one asked for among them."""
    found = {one.year: one.status for one in years.all_years()}
    found.setdefault(asked, YearStatus.OPEN)
    closed = {year: " (ditutup)" if status == YearStatus.CLOSED else "" for year, status in found.items()}
    return [(year, f"{year}{closed[year]}") for year in sorted(found, reverse=True)]


def _asked_unit() -> Any | None:
    unit_id = arg_int("unit")
    return unit_named(unit_id) if unit_id else None


def _args(year: int, unit: Any | None) -> dict[str, Any]:
    """The same question for another address, without what is not asked."""
    found = {"unit": unit.id if unit else None, "tahun": None if year == this_day().year else year}
    return {name: value for name, value in found.items() if value is not None}


def _table_of(known: Any | None) -> Any | None:
    """The version a year was made by; the one in force where nothing was worked out yet."""
    if known is not None and known.table_id is not None:
        return tables.version(known.table_id)
    return tables.in_force(asked_year())


def _trail(unit: Any | None) -> list[tuple[str, str | None]]:
    if unit is None:
        return []
    year: dict[str, Any] = {} if asked_year() == this_day().year else {"tahun": asked_year()}
    found: list[tuple[str, str | None]] = [("Semua unit", url_for(".show_units", **year))]
    below = path_of(unit.path)
    return found + [
        (one.name, None if one.id == unit.id else url_for(".show_units", unit=one.id, **year)) for one in below
    ]


@dataclass(frozen=True)
class Spread:
    """Categories with how many of each kind stand there, the highest first, and the most of each kind."""

    rows: Sequence[tuple[str, dict[str, int | None]]]
    most: dict[str, int]


def _spread(year: int, unit: Any | None, found: queries.UnitMap, table: Any | None) -> Spread | None:
    """The categories of whom the page is about; of one unit for HR only."""
    if table is None or (unit is not None and not sees_all()):
        return None
    names = [one.name for one in reversed(tables.points_of(table).categories)]
    counts = queries.distribution(year, unit.id if unit else WHOLE_GOVERNMENT, names, sees_all=sees_all())
    for kind, cell in found.whole.cells.items():
        if cell.hidden:
            counts[kind] = dict.fromkeys(counts[kind])
    rows = [(name, {kind: counts[kind].get(name) for kind in counts}) for name in names]
    if any(counts[kind].get("") for kind in counts):
        rows.append(("", {kind: counts[kind].get("") for kind in counts}))
    most = {kind: max((one or 0 for one in counts[kind].values()), default=0) for kind in counts}
    return Spread(rows, most) if any(most.values()) else None


@bp.get("/ip-asn/unit.csv")
@requires(READ)
@export_limit
def download_units_csv() -> ResponseReturnValue:
    content = "".join(csv_lines(exports.UNITS, _rows(), for_excel=True)).encode()
    return download(content, name=f"ip-asn-unit-perkiraan-{asked_year()}.csv", media_type=CSV_TYPE)


@bp.get("/ip-asn/unit.xlsx")
@requires(READ)
@export_limit
def download_units_xlsx() -> ResponseReturnValue:
    content = xlsx_file("Perkiraan IP ASN", exports.UNITS, _rows())
    return download(content, name=f"ip-asn-unit-perkiraan-{asked_year()}.xlsx", media_type=XLSX_TYPE)


def _rows() -> list[Any]:
    """What the page shows, all its units, to whoever sees the page: what is hidden there is hidden here."""
    year = asked_year()
    known = years.numbered(year)
    if known is None:
        abort(404)
    day = years.day_of(year, this_day())
    found = queries.unit_map(year, day, sees_all=sees_all(), unit=_asked_unit(), limit=None)
    table = _table_of(known)
    return list(exports.units((*found.rows, found.whole), year=year, table_name=table.name if table else ""))
