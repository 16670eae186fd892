"""Results to take away: tables, files for statistics programs, and the report."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import services as audit
from app.base.database import db, writing
from app.documents import queries as documents
from app.documents import services as store
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_book
from app.surveys import tables
from app.surveys.models import WaveMode
from app.surveys.queries import named
from app.surveys.queries import results as queries
from app.surveys.queries.measures import measures_of
from app.surveys.queries.plans import plan_of
from app.surveys.queries.results import WaveResults
from app.surveys.queries.standings import standings
from app.surveys.services import reports
from app.surveys.tables import Table, Variable
from app.surveys.views.blueprint import bp, this_day
from app.surveys.views.results import READ, found, page_context, viewer
from app.web.answers import changed, download, show
from app.web.limits import from_setting, limiter

NAMED = Permission.SURVEYS_NAMED_READ
PAGE = "surveys/result_files.html"
export_limit = limiter.shared_limit(from_setting("EXPORT"), scope="export", key_func=lambda: str(visitor.user_id))
SYNTAX_TYPE = "text/plain; charset=utf-8"


@bp.get("/hasil/<int:wave_id>/unduh")
@requires(READ)
def show_downloads(wave_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="printing", **_context(wave_id))


def _context(wave_id: int) -> dict[str, Any]:
    one = found(wave_id)
    report = reports.report_of(wave_id) if one.is_whole else None
    reads_names = one.wave.mode == WaveMode.NAMED and visitor.may(NAMED)
    return page_context(one, "laporan", report=report, job=reports.job_of(report), reads_names=reads_names)


def _table(wave_id: int) -> Table:
    """Every node the visitor may see."""
    one = queries.results(viewer(), wave_id)
    nodes = queries.nodes_for_export(viewer(), wave_id)
    plan, cells = plan_of(wave_id), queries.cells_for_export(wave_id, [node.id for node in nodes])
    found = standings([each.id for each in plan.versions], this_day())
    return Table(one.wave, plan, nodes, cells, found, measures_of(one.wave.measures_id))


@bp.get("/hasil/<int:wave_id>/hasil.xlsx")
@requires(READ)
@export_limit
def download_results_xlsx(wave_id: int) -> ResponseReturnValue:
    table = _table(wave_id)
    sheets = [
        ("Hasil", tables.HEADINGS, tables.long_rows(table)),
        ("Cara menghitung", ("Pokok", "Keterangan"), tables.method_rows(table)),
    ]
    return download(xlsx_book(sheets), name=f"hasil-survei-{wave_id}.xlsx", media_type=XLSX_TYPE)


@bp.get("/hasil/<int:wave_id>/hasil.csv")
@requires(READ)
@export_limit
def download_results_csv(wave_id: int) -> ResponseReturnValue:
    content = "".join(csv_lines(tables.HEADINGS, tables.long_rows(_table(wave_id)), for_excel=True)).encode()
    return download(content, name=f"hasil-survei-{wave_id}.csv", media_type=CSV_TYPE)


@bp.get("/hasil/<int:wave_id>/analisis.csv")
@requires(READ)
@export_limit
def download_analysis_csv(wave_id: int) -> ResponseReturnValue:
    table = _table(wave_id)
    headings = [one.name for one in tables.wide_variables(table.plan)]
    content = "".join(csv_lines(headings, tables.wide_rows(table))).encode()
    return download(content, name=f"analisis-survei-{wave_id}.csv", media_type=CSV_TYPE)


@bp.get("/hasil/<int:wave_id>/analisis.sps")
@requires(READ)
def download_analysis_syntax(wave_id: int) -> ResponseReturnValue:
    queries.results(viewer(), wave_id)
    return _syntax(f"analisis-survei-{wave_id}", tables.wide_variables(plan_of(wave_id)))


def _syntax(name: str, variables: list[Variable]) -> ResponseReturnValue:
    content = tables.syntax(f"{name}.csv", variables).encode()
    return download(content, name=f"{name}.sps", media_type=SYNTAX_TYPE)


@bp.get("/hasil/<int:wave_id>/jawaban.csv")
@requires(NAMED)
@export_limit
def download_named_csv(wave_id: int) -> ResponseReturnValue:
    """Who answered what, of a wave that was announced so; the trail remembers that it was taken."""
    wave = named.named_wave(visitor.reach(NAMED), wave_id)
    plan = plan_of(wave_id)
    rows = list(named.answers(wave_id))
    headings = [one.name for one in tables.named_variables(plan)]
    lines = [tables.named_row(plan, (one.nip, one.name, one.group), one.marks, one.texts or {}) for one in rows]
    content = "".join(csv_lines(headings, lines)).encode()
    with writing():
        for one in rows:
            audit.note_reading(one.employee_id, "survey_answers", by=actor())
        audit.record("surveys.answers.exported", wave, by=actor(), people=len(rows))
    return download(content, name=f"jawaban-survei-{wave_id}.csv", media_type=CSV_TYPE)


@bp.get("/hasil/<int:wave_id>/jawaban.sps")
@requires(NAMED)
def download_named_syntax(wave_id: int) -> ResponseReturnValue:
    named.named_wave(visitor.reach(NAMED), wave_id)
    return _syntax(f"jawaban-survei-{wave_id}", tables.named_variables(plan_of(wave_id)))


def _whole(wave_id: int) -> WaveResults:
    """The report tells of everybody asked: it is for those who see everybody."""
    one = queries.results(viewer(), wave_id)
    if not one.is_whole:
        raise NoResultFound
    return one


@bp.post("/hasil/<int:wave_id>/laporan")
@requires(READ)
def create_result_report(wave_id: int) -> ResponseReturnValue:
    reports.request(_whole(wave_id).wave, by=actor())
    db.session.commit()
    return changed(
        PAGE,
        fragment="printing",
        say="Laporan sedang dicetak.",
        back_to=url_for(".show_downloads", wave_id=wave_id),
        context=lambda: _context(wave_id),
    )


@bp.get("/hasil/<int:wave_id>/laporan.pdf")
@requires(READ)
def download_result_report(wave_id: int) -> ResponseReturnValue:
    _whole(wave_id)
    report = reports.report_of(wave_id)
    if report is None or report.file_id is None:
        raise NoResultFound
    file = documents.stored_file(report.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)
