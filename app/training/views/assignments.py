"""The assignment of a batch: what is asked, what is handed in, and the organiser's word on it."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.base.database import db
from app.documents import queries as documents
from app.documents import services as store
from app.training import labels, rules
from app.training.guards import manages
from app.training.learning_forms import AssignmentForm, DecisionForm, WorkForm
from app.training.models import TOOK_PART, BatchStatus, EnrolmentStatus
from app.training.queries import batches as queries
from app.training.queries import enrolments, learning
from app.training.services import assignments as services
from app.training.services import materials
from app.training.services.assignments import Handed
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.training.views.materials import LARGEST_BODY
from app.web.answers import changed, download, moved_on, show
from app.web.inputs import keyset
from app.web.requests import takes_files

PAGE, OWN = "training/work_list.html", "training/own_work.html"
WORKS_SHOWN = 30


@bp.get("/kelola/<int:batch_id>/tugas")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_works(batch_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="works", **_context(batch_id))


@bp.post("/kelola/<int:batch_id>/tugas")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_assignment(batch_id: int) -> ResponseReturnValue:
    page, form = queries.managed_batch(batch_id), AssignmentForm()
    if form.validate_on_submit():
        try:
            services.describe(page, form.brief.data, form.due_at.data, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _changed(batch_id, "Tersimpan.")
    return show(PAGE, fragment="works", http_status=422, **_context(batch_id) | {"form": form})


@bp.post("/kelola/<int:batch_id>/tugas/<int:work_id>")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_work_decision(batch_id: int, work_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    work, enrolment = learning.work(batch_id, work_id)
    form, verdict = DecisionForm(), request.form.get("putusan", "")
    if form.validate_on_submit() and verdict in ("terima", "kembalikan"):
        try:
            services.decide(page, work, enrolment, accepted=verdict == "terima", note=form.note.data or "", by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _changed(batch_id, "Tugas diterima." if verdict == "terima" else "Tugas dikembalikan.")
    context = _context(batch_id) | {"wrong": work_id, "decision": form}
    return show(PAGE, fragment="works", http_status=422, **context)


@bp.get("/angkatan/<int:batch_id>/tugas/<int:work_id>/berkas")
@requires(Permission.TRAINING_CATALOGUE_READ)
def download_work(batch_id: int, work_id: int) -> ResponseReturnValue:
    """For the one who handed it in and for the organiser; to everybody else it is not there."""
    work, enrolment = learning.work(batch_id, work_id)
    is_own = enrolment.employee_id == visitor.employee_id
    if work.file_id is None or not (is_own or manages(batch_id)):
        raise NoResultFound
    file = documents.stored_file(work.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/angkatan/<int:batch_id>/tugas")
@requires(Permission.TRAINING_ENROL)
def show_own_work(batch_id: int) -> ResponseReturnValue:
    return show(OWN, **_own_context(batch_id))


@bp.post("/angkatan/<int:batch_id>/tugas")
@takes_files(LARGEST_BODY)
@requires(Permission.TRAINING_ENROL)
def create_work(batch_id: int) -> ResponseReturnValue:
    _own_context(batch_id)
    form = WorkForm()
    if form.validate_on_submit():
        file = form.file.data
        db.session.rollback()  # reading a file stands outside the transaction (security C2)
        try:
            upload = materials.inspect(file.read(), file.filename or "") if file else None
            key = store.put(upload.content) if upload else ""
            page, enrolment = queries.visible_batch(batch_id), enrolments.own(visitor.employee_id, batch_id)
            handed = Handed(form.text.data or "", form.link.data or "", upload, key)
            services.hand_in(page, enrolment, handed, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_own_work", batch_id=batch_id), "Tugas diserahkan. Panitia memeriksanya.")
    return show(OWN, http_status=422, **_own_context(batch_id) | {"form": form})


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="works",
        say=say,
        back_to=url_for(".list_works", batch_id=batch_id, **_kept()),
        context=lambda: _context(batch_id),
    )


def _context(batch_id: int) -> dict[str, Any]:
    page = queries.managed_batch(batch_id)
    batch = page.batch
    start = {"brief": batch.assignment_brief, "due_at": batch.assignment_due_at}
    found = learning.works(batch_id, after=keyset("sesudah", _flag), limit=WORKS_SHOWN + 1)
    works, more = found[:WORKS_SHOWN], ""
    if len(found) > WORKS_SHOWN:
        last = works[-1].AssignmentWork
        place = f"{0 if last.accepted is None else 1}~{last.id}"
        more = url_for(".list_works", batch_id=batch_id, sesudah=place)
    return {
        "page": page,
        "batch": batch,
        "form": AssignmentForm(formdata=None, data=start),
        "works": works,
        "more_href": more,
        "kept": _kept(),
        "decision": DecisionForm(formdata=None),
        "wrong": 0,
        "is_open": batch.status in (BatchStatus.DRAFT, BatchStatus.PUBLISHED),
        "labels": labels,
    }


def _flag(text: str) -> int:
    """Whether the last work of a page was decided on, as the address says it."""
    if text not in ("0", "1"):
        raise ValueError(text)
    return int(text)


def _kept() -> dict[str, Any]:
    """Where the page begins, for the addresses that lead back to it."""
    return {"sesudah": request.args["sesudah"]} if request.args.get("sesudah") else {}


def _own_context(batch_id: int) -> dict[str, Any]:
    page, enrolment = queries.visible_batch(batch_id), enrolments.own(visitor.employee_id, batch_id)
    batch = page.batch
    if enrolment.status not in TOOK_PART or not (page.programme.needs_assignment or batch.assignment_brief):
        raise NoResultFound
    is_late = batch.assignment_due_at is not None and now() > batch.assignment_due_at
    is_running = batch.status == BatchStatus.PUBLISHED and enrolment.status == EnrolmentStatus.CONFIRMED
    return {
        "page": page,
        "batch": batch,
        "enrolment": enrolment,
        "works": learning.works_of(enrolment.id),
        "form": WorkForm(formdata=None),
        "is_late": is_late,
        "may_hand_in": is_running and not is_late and not enrolment.assignment_done,
        "labels": labels,
    }
