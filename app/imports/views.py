from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import services as audit
from app.base.clock import today
from app.base.database import db, writing
from app.documents import services as store
from app.documents.spreadsheets import XLSX_TYPE
from app.imports import exports, labels
from app.imports.forms import UploadForm
from app.imports.headings import HEADINGS, ImportKind, Recognised, fit
from app.imports.models import FaultWeight, ImportRun, ImportStatus
from app.imports.queries import runs as queries
from app.imports.reading import BIGGEST_FILE
from app.imports.rules.steps import NotNow
from app.imports.services import checking, scores, tidying, undoing, uploads
from app.jobs import queries as jobs
from app.training.queries import batches as training
from app.web.answers import changed, download, moved_on, show
from app.web.inputs import arg_int, arg_text, is_row_number, keyset, tidy
from app.web.limits import from_setting, limiter
from app.web.uploads import takes_files

bp = Blueprint("imports", __name__, url_prefix="/impor")
upload_limit = limiter.shared_limit(from_setting("UPLOAD"), scope="upload", key_func=lambda: str(visitor.user_id))
LIST, FORM, PAGE = "imports/run_list.html", "imports/upload_form.html", "imports/run_detail.html"
MAPPING, UNDO, CHANGES = "imports/mapping_form.html", "imports/undo_form.html", "imports/change_list.html"
PAGE_SIZE = 25
SCORES_AT_MOST = 5 * 1024 * 1024
BAD = (FaultWeight.REFUSED, FaultWeight.DOUBTFUL)
JOBS = {
    ImportStatus.CHECKING: checking.CHECK,
    ImportStatus.CHECKED: checking.APPLY,
    ImportStatus.APPLYING: checking.APPLY,
    ImportStatus.UNDOING: undoing.UNDO,
}


@bp.get("")
@requires(Permission.IMPORTS_RUN_MANAGE)
def list_runs() -> ResponseReturnValue:
    found = queries.recent(before=arg_int("sebelum"), limit=PAGE_SIZE + 1)
    runs = found[:PAGE_SIZE]
    more_href = url_for(".list_runs", sebelum=runs[-1].id) if len(found) > PAGE_SIZE else ""
    return show(LIST, runs=runs, more_href=more_href, labels=labels)


@bp.get("/baru")
@requires(Permission.IMPORTS_RUN_MANAGE)
def show_upload() -> ResponseReturnValue:
    return _upload_page(UploadForm())


def _upload_page(form: UploadForm, http_status: int = 200) -> ResponseReturnValue:
    return show(FORM, form=form, http_status=http_status, labels=labels, kinds=list(ImportKind))


@bp.get("/contoh/<kind>.xlsx")
@requires(Permission.IMPORTS_RUN_MANAGE)
def download_template(kind: str) -> ResponseReturnValue:
    if kind not in set(ImportKind):
        abort(404)
    return download(exports.template(ImportKind(kind)), name=f"contoh-{kind}.xlsx", media_type=XLSX_TYPE)


@bp.post("")
@requires(Permission.IMPORTS_RUN_MANAGE)
@upload_limit
@takes_files(BIGGEST_FILE)
def create_upload() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate():
        return _upload_page(form, 422)
    asked = ImportKind(form.kind.data) if form.kind.data else None
    db.session.rollback()  # reading takes its time, and nobody else should wait for it
    try:
        table = uploads.read_file(form.file.data.stream, asked)
    except uploads.FileRefused as refusal:
        form.file.errors = [refusal.message]
        return _upload_page(form, 422)
    run = uploads.receive(
        table,
        _file_name(form.file.data.filename or ""),
        make_units=form.make_units.data,
        today=today(visitor.timezone),
        by=actor(),
    )
    db.session.commit()
    say = "Berkas diterima dan sedang diperiksa." if run.kind else "Berkas diterima. Cocokkan dulu kolomnya."
    return moved_on(url_for(".show_run", run_id=run.id), say)


def _file_name(name: str) -> str:
    """The name as text: no folders, nothing that could break a line."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    return tidy("".join(one for one in plain if one.isprintable()))[:200] or "berkas"


@bp.get("/<int:run_id>")
@requires(Permission.IMPORTS_RUN_MANAGE)
def show_run(run_id: int) -> ResponseReturnValue:
    run = queries.run(run_id)
    if run.status == ImportStatus.MAPPING:
        return _mapping_page(run)
    return show(PAGE, fragment=_part(), **_context(run))


def _part() -> str:
    """Filtering and paging draw the list of faults anew; waiting draws everything."""
    return "faults" if request.args.keys() & {"kolom", "setelah"} else "standing"


def _context(run: ImportRun) -> dict[str, Any]:
    heading, after = arg_text("kolom"), keyset("setelah", _row)
    weights = BAD if run.status != ImportStatus.APPLIED else (*BAD, FaultWeight.KEPT)
    found = queries.faults(run.id, weights, heading=heading, after=after, limit=PAGE_SIZE + 1)
    faults = found[:PAGE_SIZE]
    last = faults[-1] if len(found) > PAGE_SIZE else None
    where: dict[str, Any] = {"run_id": run.id} | ({"kolom": heading} if heading else {})
    kind = JOBS.get(ImportStatus(run.status))
    return {
        "run": run,
        "job": jobs.by_key(checking.job_key(kind, run)) if kind else None,
        "faults": faults,
        "heading": heading,
        "headings": queries.faulty_headings(run.id, weights),
        "preview": queries.changes(run.id, after=None, limit=3),
        "against": queries.faults(run.id, (FaultWeight.KEPT,), heading="", after=None, limit=1),
        "more_href": url_for(".show_run", **where, setelah=f"{last.row}~{last.id}") if last else "",
        "lacks_units": run.kind == ImportKind.SIASN and not run.make_units and queries.names_unknown_units(run.id),
        "is_matched": run.status == ImportStatus.CHECKED and uploads.is_remembered(run),
        "labels": labels,
        "ImportStatus": ImportStatus,
        "is_working": run.status in (ImportStatus.CHECKING, ImportStatus.APPLYING, ImportStatus.UNDOING),
    }


def _row(text: str) -> int:
    """The row at which the last page of faults ended."""
    if not is_row_number(text):
        raise ValueError(text)
    return int(text)


def _mapping_page(run: ImportRun, *, trouble: str = "", http_status: int = 200) -> ResponseReturnValue:
    kind = _kind_asked(run)
    guess = fit(kind, run.headings) if kind else None
    return show(
        MAPPING,
        fragment="mapping",
        http_status=http_status,
        run=run,
        kind=kind,
        kinds=[(one.value, labels.KINDS[one]) for one in ImportKind],
        wanted=HEADINGS[kind] if kind else (),
        choices=[("", "Tidak ada di berkas ini"), *((one, one) for one in run.headings)],
        chosen=_chosen(run, guess) if guess else {},
        trouble=trouble,
        labels=labels,
    )


def _kind_asked(run: ImportRun) -> ImportKind | None:
    """The kind somebody chose, else the one whose headings fit best."""
    asked = request.values.get("jenis", "")
    if asked in set(ImportKind):
        return ImportKind(asked)
    fitting = max((fit(kind, run.headings) for kind in ImportKind), key=lambda one: len(one.columns))
    return fitting.kind if fitting.columns else None


def _chosen(run: ImportRun, guess: Recognised) -> dict[str, str]:
    typed = {name.removeprefix("kolom-"): value for name, value in request.form.items() if name.startswith("kolom-")}
    return typed or {key: run.headings[index] for key, index in guess.columns.items()}


@bp.post("/<int:run_id>/pemetaan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_mapping(run_id: int) -> ResponseReturnValue:
    run = queries.run(run_id)
    kind = _kind_asked(run) or abort(400)
    chosen = {one.key: request.form.get(f"kolom-{one.key}", "") for one in HEADINGS[kind]}
    chosen = {key: heading for key, heading in chosen.items() if heading in run.headings}
    try:
        key = uploads.map_columns(run, kind, chosen, today=today(visitor.timezone), by=actor())
    except uploads.MappingIncomplete as refusal:
        db.session.rollback()
        return _mapping_page(queries.run(run_id), trouble=refusal.message, http_status=422)
    db.session.commit()
    store.erase(key)
    return moved_on(url_for(".show_run", run_id=run_id), "Kolom dicocokkan. Lain kali kami mengenalinya sendiri.")


@bp.post("/<int:run_id>/pemeriksaan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_check(run_id: int) -> ResponseReturnValue:
    run, make_units = queries.run(run_id), request.form.get("unit") == "buat"
    checking.request_check(run, by=actor(), make_units=make_units and run.kind == ImportKind.SIASN)
    return _set_going(run_id, "Pemeriksaan ulang dimulai.")


@bp.post("/<int:run_id>/penerapan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_application(run_id: int) -> ResponseReturnValue:
    everything = request.form.get("baris") != "baik"
    checking.request_application(queries.run(run_id), everything=everything, by=actor())
    return _set_going(run_id, "Penerapan dimulai. Anda boleh meninggalkan halaman ini.")


def _set_going(run_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return changed(
        PAGE,
        fragment="standing",
        say=say,
        back_to=url_for(".show_run", run_id=run_id),
        context=lambda: _context(queries.run(run_id)),
    )


@bp.get("/<int:run_id>/baris-ditolak.xlsx")
@requires(Permission.IMPORTS_RUN_MANAGE)
def download_refused(run_id: int) -> ResponseReturnValue:
    run = queries.run(run_id)
    if run.file_id is None or not run.refused:
        abort(404)
    name, content = f"ditolak-{PurePosixPath(run.file_name).stem}.xlsx", exports.refused(run)
    with writing():
        audit.record("imports.refused.exported", run, by=actor(), lines=run.refused)
    return download(content, name=name, media_type=XLSX_TYPE)


@bp.get("/<int:run_id>/perubahan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def list_changes(run_id: int) -> ResponseReturnValue:
    run = queries.run(run_id)
    found = queries.changes(run.id, after=keyset("setelah", str), limit=PAGE_SIZE + 1)
    changes = found[:PAGE_SIZE]
    last = changes[-1] if len(found) > PAGE_SIZE else None
    more = url_for(".list_changes", run_id=run.id, setelah=f"{last.in_table}~{last.row_id}") if last else ""
    return show(CHANGES, run=run, changes=changes, more_href=more, labels=labels)


@bp.get("/<int:run_id>/pengurungan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def show_undo(run_id: int) -> ResponseReturnValue:
    run = queries.run(run_id)
    if run.status != ImportStatus.APPLIED:
        raise NotNow(way_on=("Kembali ke impor", url_for(".show_run", run_id=run.id)))
    return show(UNDO, run=run, labels=labels)


@bp.post("/<int:run_id>/pengurungan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_undo(run_id: int) -> ResponseReturnValue:
    undoing.request_undo(queries.run(run_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_run", run_id=run_id), "Pengurungan dimulai.")


@bp.post("/<int:run_id>/pembuangan")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_disposal(run_id: int) -> ResponseReturnValue:
    keys = tidying.discard(queries.run(run_id), by=actor())
    db.session.commit()
    for key in keys:
        store.erase(key)
    return moved_on(url_for(".list_runs"), "Berkas dibuang. Tidak ada data yang berubah.")


@bp.post("/<int:run_id>/pencocokan-ulang")
@requires(Permission.IMPORTS_RUN_MANAGE)
def create_new_mapping(run_id: int) -> ResponseReturnValue:
    """Forget how the columns were matched. What nobody chose is gone from the kept file, so it is uploaded again."""
    run = queries.run(run_id)
    uploads.forget_mapping(run, by=actor())
    keys = tidying.discard(run, by=actor())
    db.session.commit()
    for key in keys:
        store.erase(key)
    return moved_on(
        url_for(".show_upload"), "Pencocokan lama dilupakan dan berkasnya dibuang. Unggah lagi, lalu cocokkan kolomnya."
    )


# --- scores of a batch ---------------------------------------------------------------------------


@bp.get("/nilai/<int:batch_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_score_upload(batch_id: int) -> ResponseReturnValue:
    return _score_page(batch_id)


@bp.post("/nilai/<int:batch_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
@upload_limit
@takes_files(SCORES_AT_MOST)
def create_score_trial(batch_id: int) -> ResponseReturnValue:
    """Try a table out; its good rows come back in a form that keeps them, as if they had been typed."""
    training.managed_batch(batch_id)
    file = request.files.get("berkas")
    if file is None or not file.filename:
        return _score_page(batch_id, trouble="Pilih berkasnya dulu.")
    name, content = file.filename[:200], file.read()
    db.session.rollback()  # reading a file stands outside the transaction (security C2)
    try:
        lines = scores.try_out(training.managed_batch(batch_id), scores.read(content), own_id=visitor.employee_id)
    except uploads.FileRefused as refusal:
        return _score_page(batch_id, trouble=refusal.message)
    return _score_page(batch_id, lines=lines, name=name)


def _score_page(
    batch_id: int, *, lines: list[scores.Line] | None = None, name: str = "", trouble: str = ""
) -> ResponseReturnValue:
    page = training.managed_batch(batch_id)
    return show(
        "imports/score_form.html",
        http_status=422 if trouble else 200,
        page=page,
        batch=page.batch,
        lines=lines,
        changing=[one for one in lines or [] if one.changes],
        faulty=[one for one in lines or [] if one.fault],
        name=name,
        trouble=trouble,
    )
