"""Decisions about an initiative: what, by whom, why, and the paper that says so."""

from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.documents import inspection
from app.documents import services as store
from app.documents.inspection import Upload
from app.initiatives.entry_forms import DecisionForm
from app.initiatives.guards import MANAGE, READ, managed_initiative, visible_initiative
from app.initiatives.models import Decision
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.queries import stages as files
from app.initiatives.services import entries as services
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import download, moved_on, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

LARGEST_BODY = inspection.LARGEST + 64 * 1024
KIND = entries.Kind(
    Decision,
    DecisionForm,
    "keputusan",
    "keputusan",
    "list_decisions",
    "create_decision",
    "create_decision_change",
    "create_decision_removal",
    "decision_id",
)
INITIATIVE.add(Tab("keputusan", "Keputusan", "initiatives.list_decisions", 44))


@bp.get("/<int:initiative_id>/keputusan")
@requires(READ)
def list_decisions(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    rows = queries.decisions(initiative_id)
    return show("initiatives/decision_list.html", **context(page, "keputusan", rows=rows))


@bp.get("/<int:initiative_id>/keputusan/<int:decision_id>/berkas")
@requires(READ)
def download_decision(initiative_id: int, decision_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    file = files.file(queries.one(Decision, page.initiative.id, decision_id).file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/<int:initiative_id>/keputusan/baru")
@requires(MANAGE)
def show_new_decision(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/keputusan/baru")
@takes_files(LARGEST_BODY)
@requires(MANAGE)
def create_decision(initiative_id: int) -> ResponseReturnValue:
    return _save(initiative_id, None)


@bp.get("/<int:initiative_id>/keputusan/<int:decision_id>")
@requires(MANAGE)
def show_decision(initiative_id: int, decision_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, decision_id)


@bp.post("/<int:initiative_id>/keputusan/<int:decision_id>")
@takes_files(LARGEST_BODY)
@requires(MANAGE)
def create_decision_change(initiative_id: int, decision_id: int) -> ResponseReturnValue:
    queries.one(Decision, managed_initiative(initiative_id).initiative.id, decision_id)
    return _save(initiative_id, decision_id)


def _save(initiative_id: int, decision_id: int | None) -> ResponseReturnValue:
    """With its file, if one was chosen; a new file takes the place of the former."""
    managed_initiative(initiative_id)
    form, status = DecisionForm(), 422
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction
        try:
            upload = _inspected(form.file.data)
            key = store.put(upload.content) if upload else ""
            _write(initiative_id, decision_id, form, upload, key)
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status, form.form_errors = 409, [refusal.message]
        else:
            return moved_on(KIND.address(KIND.listed, initiative_id), "Tersimpan.")
    page = managed_initiative(initiative_id)
    row = queries.one(Decision, initiative_id, decision_id) if decision_id is not None else None
    return entries.show(KIND, page, form, row, status)


def _inspected(file: FileStorage | None) -> Upload | None:
    return inspection.inspect(file.read(), file.filename or "") if file else None


def _write(initiative_id: int, decision_id: int | None, form: DecisionForm, upload: Upload | None, key: str) -> None:
    page = managed_initiative(initiative_id)
    if decision_id is None:
        row = services.add(page, Decision, form.facts(), by=actor())
    else:
        row = queries.one(Decision, initiative_id, decision_id)
        services.change(page, row, form.facts(), version=form.versioned(), by=actor())
    if upload is not None:
        services.attach(page, row, upload, storage_key=key, by=actor())


@bp.post("/<int:initiative_id>/keputusan/<int:decision_id>/penghapusan")
@requires(MANAGE)
def create_decision_removal(initiative_id: int, decision_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, decision_id)
