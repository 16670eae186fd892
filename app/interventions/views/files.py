"""The list of actions as a file, with the same filters and the same reach as the page it stands on."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.base import scope
from app.base.clock import today
from app.base.database import begin_reading
from app.base.errors import RuleBroken
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.initiatives.guards import visible_initiative
from app.interventions import exports
from app.interventions.guards import READ
from app.interventions.queries import actions as queries
from app.interventions.views.actions import asked_filters
from app.interventions.views.blueprint import bp
from app.web.answers import download
from app.web.inputs import arg_int
from app.web.limits import from_setting, limiter

XLSX_AT_MOST = 20_000
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))


class TooLong(RuleBroken):
    heading = "Terlalu panjang untuk XLSX"
    message = f"Daftar ini lebih dari {XLSX_AT_MOST:,} baris. Unduh sebagai CSV, atau saring dulu.".replace(",", ".")


@bp.get("/daftar.csv")
@requires(READ)
@export_limit
def download_actions_csv() -> ResponseReturnValue:
    lines = csv_lines(exports.HEADINGS, _rows(), for_excel=request.args.get("excel") == "1")
    return download(lines, name=f"{_name()}.csv", media_type=CSV_TYPE)


@bp.get("/daftar.xlsx")
@requires(READ)
@export_limit
def download_actions_xlsx() -> ResponseReturnValue:
    few = list(islice(_rows(), XLSX_AT_MOST + 1))
    if len(few) > XLSX_AT_MOST:
        raise TooLong
    return download(xlsx_file("Tindakan", exports.HEADINGS, few), name=f"{_name()}.xlsx", media_type=XLSX_TYPE)


def _name() -> str:
    return f"tindakan-{today(visitor.timezone).isoformat()}"


def _rows() -> Iterator[Sequence[Any]]:
    """Every line the visitor may see, read in their government: a streamed file is read after the view has returned."""
    number = arg_int("inisiatif")
    initiative = visible_initiative(number).initiative.id if number is not None else None
    filters, reach, day = asked_filters(initiative), visitor.reach(READ), today(visitor.timezone)
    government_id = visitor.government_id

    def read() -> Iterator[Sequence[Any]]:
        begin_reading()
        with scope.within(government_id):
            yield from exports.action_rows(queries.for_file(reach, filters, day), day)

    return read()
