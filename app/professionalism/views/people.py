"""The people behind a unit's index, for HR and for the superiors whose people they are."""

from itertools import islice
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.audit import services as audit
from app.audit.guards import note_reading_of
from app.base.database import db, writing
from app.base.errors import RuleBroken
from app.competency.queries.heatmap import unit_named
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.professionalism import exports
from app.professionalism.models import IndexYear
from app.professionalism.queries import people as queries
from app.professionalism.queries import tables, units, years
from app.professionalism.queries.people import Filters
from app.professionalism.rules.official import distance, is_off
from app.professionalism.views.blueprint import asked_year, bp, export_limit, sees_all, words
from app.web.answers import download, show
from app.web.inputs import arg_int, arg_text

READ = Permission.ORGANISATION_EMPLOYEE_READ
XLSX_AT_MOST = 20_000


class TooLong(RuleBroken):
    heading = "Terlalu panjang untuk XLSX"
    message = "Daftar ini lebih dari 20.000 baris. Unduh sebagai CSV, atau pilih satu unit dulu."


@bp.get("/ip-asn/pegawai")
@requires(READ)
def list_people() -> ResponseReturnValue:
    year, unit = asked_year(), _asked_unit()
    filters = _filters(unit)
    page = queries.page(_reach(), year, filters, after=arg_text("setelah", 200))
    known = _year(year)
    for part in ("index", "discipline") if sees_all() else ("index",):
        note_reading_of([row.employee_id for row in page.rows], part)
    args = _args(year, unit)
    return show(
        "professionalism/people.html",
        fragment="index_people",
        year=year,
        known=known,
        unit=unit,
        filters=filters,
        page=page,
        tables=tables.names(),
        categories=_categories(known),
        flags=queries.flags(year) if sees_all() and unit is None else {},
        unknown=queries.unknown_predicates(year) if filters.flag == "predikat" else [],
        sees_all=sees_all(),
        without_discipline=queries.without_discipline,
        distance=distance,
        is_off=is_off,
        args=args,
        next_href=url_for(".list_people", **args, setelah=page.next_after) if page.next_after else "",
        **words(),
    )


def _reach() -> Reach:
    return visitor.reach(READ)


def _asked_unit() -> Any | None:
    """The unit the address names; whoever may not see its people does not find it."""
    unit_id = arg_int("unit")
    unit = unit_named(unit_id) if unit_id else None
    if unit is not None and not _reach().covers(unit.path):
        abort(404)
    return unit


def _filters(unit: Any | None) -> Filters:
    kind = arg_text("jenis", 6)
    return Filters(
        path=unit.path if unit else "",
        kind=kind if kind in units.KINDS else "",
        category=arg_text("kategori", 40) if sees_all() else "",
        flag=arg_text("tanda", 10) if sees_all() else "",
    )


def _args(year: int, unit: Any | None) -> dict[str, Any]:
    filters = _filters(unit)
    found = {"tahun": year, "unit": unit.id if unit else None, "jenis": filters.kind}
    found |= {"kategori": filters.category, "tanda": filters.flag}
    return {name: value for name, value in found.items() if value}


def _year(year: int) -> IndexYear:
    known = years.numbered(year)
    if known is None:
        abort(404)
    return known


def _categories(known: IndexYear) -> list[tuple[str, str]]:
    if not sees_all() or known.table_id is None:
        return []
    bands = tables.points_of(tables.version(known.table_id)).categories
    return [(one.name, one.name) for one in reversed(bands)]


@bp.get("/ip-asn/pegawai.csv")
@requires(READ)
@export_limit
def download_people_csv() -> ResponseReturnValue:
    headings, rows = _file()
    content = "".join(csv_lines(headings, rows, for_excel=True)).encode()
    return download(content, name=f"ip-asn-perkiraan-{asked_year()}.csv", media_type=CSV_TYPE)


@bp.get("/ip-asn/pegawai.xlsx")
@requires(READ)
@export_limit
def download_people_xlsx() -> ResponseReturnValue:
    headings, rows = _file()
    few = list(islice(rows, XLSX_AT_MOST + 1))
    if len(few) > XLSX_AT_MOST:
        raise TooLong
    content = xlsx_file("Perkiraan IP ASN", headings, few)
    return download(content, name=f"ip-asn-perkiraan-{asked_year()}.xlsx", media_type=XLSX_TYPE)


def _file() -> tuple[tuple[str, ...], Any]:
    """Everybody the page lists, with its filters and its reach; taking it out leaves a line in the trail."""
    unit, year = _asked_unit(), asked_year()
    known, filters = _year(year), _filters(unit)
    with writing():
        audit.record("professionalism.list.exported", known, by=actor(), year=year)
    rows = list(queries.everybody(_reach(), year, filters))
    told = exports.people(rows, sees_all=sees_all(), year=year, tables=tables.names())
    db.session.rollback()
    return exports.PEOPLE_OF_HR if sees_all() else exports.PEOPLE_OF_SUPERIOR, iter(list(told))
