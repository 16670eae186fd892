"""The agency's side: the recap by unit, everybody with the state of their plan, and answers where nobody is above."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.base.database import db
from app.base.errors import RuleBroken
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.individual_plans import exports, labels
from app.individual_plans.models import PlanStatus
from app.individual_plans.queries import overview, plans
from app.individual_plans.queries.overview import Filters
from app.individual_plans.views.blueprint import MANAGE, READ, asked_year, bp, export_limit, this_day
from app.individual_plans.views.pages import PAGE, context, note_if_others, printed
from app.individual_plans.views.team import decide
from app.organisation.queries import structure
from app.web.answers import download, show
from app.web.inputs import arg_int, arg_text, keyset

PAGE_SIZE = 25
XLSX_AT_MOST = 20_000
STATES = frozenset({overview.NONE, overview.WAITING_FOR_OFFICE, *PlanStatus})


class TooLong(RuleBroken):
    heading = "Terlalu panjang untuk XLSX"
    message = f"Daftar ini lebih dari {XLSX_AT_MOST:,} baris. Unduh sebagai CSV, atau saring dulu.".replace(",", ".")


@bp.get("/idp/rekap")
@requires(READ)
def show_recap() -> ResponseReturnValue:
    year = asked_year()
    units = overview.by_unit(visitor.reach(READ), year, this_day())
    return show(
        "individual_plans/recap.html",
        units=units,
        total=_sum(units),
        year=year,
        this_year=this_day().year,
        may_manage=visitor.may(MANAGE),
    )


def _sum(units: list[overview.UnitPlans]) -> overview.UnitPlans:
    def of(name: str) -> int:
        return sum(getattr(one, name) for one in units)

    return overview.UnitPlans(0, "", of("people"), of("planned"), of("agreed"), of("realised"), of("closed"))


@bp.get("/idp/rekap.xlsx")
@requires(READ)
@export_limit
def download_recap() -> ResponseReturnValue:
    year = asked_year()
    units = overview.by_unit(visitor.reach(READ), year, this_day())
    db.session.rollback()
    content = xlsx_file(f"Rekap IDP {year}", exports.RECAP, exports.recap_rows(units))
    return download(content, name=f"rekap-idp-{year}.xlsx", media_type=XLSX_TYPE)


def _filters() -> Filters:
    state = arg_text("keadaan", 20)
    return Filters(
        asked_year(),
        text=arg_text("cari", 80),
        unit_path=structure.unit_path(arg_int("unit")),
        state=state if state in STATES else "",
    )


def _asked(filters: Filters) -> dict[str, Any]:
    """The filters of this address, for links to the same list."""
    found = {"tahun": filters.year, "cari": filters.text, "keadaan": filters.state, "unit": arg_int("unit")}
    return {name: value for name, value in found.items() if value}


@bp.get("/idp/semua")
@requires(READ)
def list_plans() -> ResponseReturnValue:
    filters, reach = _filters(), visitor.reach(READ)
    found = overview.everybody(reach, filters, after=keyset("setelah", str), limit=PAGE_SIZE + 1)
    rows, asked = found[:PAGE_SIZE], _asked(filters)
    more = f"{rows[-1].sort_name}~{rows[-1].id}" if len(found) > PAGE_SIZE else ""
    return show(
        "individual_plans/plan_list.html",
        fragment="results",
        rows=rows,
        filters=filters,
        is_narrowed=bool(filters.text or filters.state or filters.unit_path),
        asked=asked,
        unit_id=arg_int("unit"),
        units=structure.unit_choices(this_day()),
        states=_states(),
        more_href=url_for(".list_plans", **asked, setelah=more) if more else "",
        this_year=this_day().year,
        labels=labels,
    )


def _states() -> list[tuple[str, str]]:
    return [
        ("", "Semua keadaan"),
        (overview.NONE, "Belum ada rencana"),
        (overview.WAITING_FOR_OFFICE, "Menunggu BKPSDM (tanpa atasan)"),
        *((one.value, words) for one, (words, _tone) in labels.STATUSES.items()),
    ]


@bp.get("/idp/semua.xlsx")
@requires(READ)
@export_limit
def download_plans() -> ResponseReturnValue:
    filters, rows = _taken(at_most=XLSX_AT_MOST)
    content = xlsx_file(f"IDP {filters.year}", exports.PEOPLE, rows)
    return download(content, name=f"idp-{filters.year}.xlsx", media_type=XLSX_TYPE)


@bp.get("/idp/semua.csv")
@requires(READ)
@export_limit
def download_plans_csv() -> ResponseReturnValue:
    filters, rows = _taken()
    content = "".join(csv_lines(exports.PEOPLE, rows, for_excel=request.args.get("excel") == "1")).encode()
    return download(content, name=f"idp-{filters.year}.csv", media_type=CSV_TYPE)


def _taken(*, at_most: int | None = None) -> tuple[Filters, list[Sequence[Any]]]:
    """The same people as the list shows, whole."""
    filters = _filters()
    found = overview.all_of(visitor.reach(READ), filters)
    taken = islice(found, None if at_most is None else at_most + 1)
    rows = list(exports.people_rows(taken, visitor.timezone))
    db.session.rollback()
    if at_most is not None and len(rows) > at_most:
        raise TooLong
    return filters, rows


@bp.get("/idp/semua/<int:idp_id>")
@requires(READ)
def show_any(idp_id: int) -> ResponseReturnValue:
    page = plans.within_reach(visitor.reach(READ), idp_id)
    note_if_others(page)
    return show(PAGE, **context(page, as_office=True))


@bp.get("/idp/semua/<int:idp_id>/berkas")
@requires(READ)
def download_any(idp_id: int) -> ResponseReturnValue:
    return printed(plans.within_reach(visitor.reach(READ), idp_id))


@bp.post("/idp/semua/<int:idp_id>/keputusan")
@requires(MANAGE)
def create_office_decision(idp_id: int) -> ResponseReturnValue:
    """Where nobody is above somebody, an officer of the agency answers."""
    page = plans.within_reach(visitor.reach(MANAGE), idp_id)
    back_to = url_for(".list_plans", tahun=page.plan.year, keadaan=overview.WAITING_FOR_OFFICE)
    return decide(page, back_to, as_office=True)
