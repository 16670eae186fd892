from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.documents import services as store
from app.training import labels, rules
from app.training.forms import DocumentForm
from app.training.guards import manages
from app.training.models import Audience
from app.training.queries import batches as queries
from app.training.queries import enrolments, planning
from app.training.services import materials as services
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.web.answers import changed, download, show
from app.web.requests import takes_files

PAGE = "training/batch_documents.html"
LARGEST_BODY = services.LARGEST + 64 * 1024


@bp.get("/kelola/<int:batch_id>/dokumen")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_documents(batch_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="documents", **_context(batch_id))


@bp.post("/kelola/<int:batch_id>/dokumen")
@takes_files(LARGEST_BODY)
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_document(batch_id: int) -> ResponseReturnValue:
    queries.managed_batch(batch_id)
    form = DocumentForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction (security C2)
        try:
            upload = services.inspect(form.file.data.read(), form.file.data.filename or "")
            key = store.put(upload.content)
            services.attach(
                queries.managed_batch(batch_id),
                upload,
                storage_key=key,
                title=form.title.data,
                audience=form.chosen(),
                by=actor(),
            )
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _changed(batch_id, "Dokumen diunggah.")
    return show(PAGE, fragment="documents", http_status=422, **_context(batch_id, form))


@bp.post("/kelola/<int:batch_id>/dokumen/<int:document_id>/penghapusan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_document_removal(batch_id: int, document_id: int) -> ResponseReturnValue:
    document, _file = planning.document(batch_id, document_id)
    services.remove(document, by=actor())
    db.session.commit()
    return _changed(batch_id, "Dokumen dihapus dari angkatan ini.")


@bp.get("/angkatan/<int:batch_id>/dokumen/<int:document_id>")
@requires(Permission.TRAINING_CATALOGUE_READ)
def download_document(batch_id: int, document_id: int) -> ResponseReturnValue:
    """For whom it is meant; to everybody else it is not there."""
    page = queries.managed_batch(batch_id)
    document, file = planning.document(batch_id, document_id)
    enrolment = enrolments.of_employee(batch_id, visitor.employee_id)
    if not rules.may_see(
        document.audience,
        page.batch,
        enrolment.status if enrolment else None,
        runs_training=manages(batch_id),
        day=today(visitor.timezone),
    ):
        raise NoResultFound
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="documents",
        say=say,
        back_to=url_for(".list_documents", batch_id=batch_id),
        context=lambda: _context(batch_id),
    )


def _context(batch_id: int, form: DocumentForm | None = None) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    return {
        "page": page,
        "batch": page.batch,
        "documents": planning.documents(batch_id),
        "form": form or DocumentForm(formdata=None, data={"audience": Audience.PARTICIPANTS.value}),
        "labels": labels,
        "endings": services.ENDINGS,
    }
