from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.attendance import desk
from app.attendance import labels as attendance_labels
from app.attendance import queries as attendance
from app.attendance.models import AbsenceStatus
from app.attendance.queries import absences as queries
from app.attendance.rules import ATTENDED
from app.base.clock import now
from app.base.database import db
from app.documents import services as store
from app.documents.inspection import Upload, inspect_paper
from app.training import rules
from app.training.forms import AbsenceForm, RejectionForm
from app.training.models import BatchStatus, EnrolmentStatus
from app.training.queries import batches, enrolments
from app.training.services import absences as services
from app.training.services import materials
from app.training.views.blueprint import bp
from app.training.views.editing import put_at_field
from app.training.views.gatherings import at_desk
from app.web.answers import download, moved_on, show
from app.web.requests import takes_files

FORM = "training/absence_form.html"
LIST = "training/absence_list.html"
LARGEST_BODY = materials.LARGEST + 64 * 1024


@bp.get("/pertemuan/<int:meeting_id>/kabar")
@requires(Permission.TRAINING_ENROL)
def show_absence(meeting_id: int) -> ResponseReturnValue:
    return show(FORM, **_form_context(meeting_id))


@bp.post("/pertemuan/<int:meeting_id>/kabar")
@takes_files(LARGEST_BODY)
@requires(Permission.TRAINING_ENROL)
def create_absence(meeting_id: int) -> ResponseReturnValue:
    batches.batch_of_meeting(meeting_id)
    form = AbsenceForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction (security C2)
        try:
            paper = _paper(form)
            page, meeting = batches.batch_of_meeting(meeting_id)
            services.announce(page, meeting, visitor.employee_id or 0, form.reason.data or "", paper=paper, by=actor())
            db.session.commit()
        except rules.WrongField as refusal:
            put_at_field(form, refusal)
        else:
            say = "Permintaan izin terkirim ke panitia." if paper else "Panitia sudah tahu Anda tidak hadir."
            return moved_on(url_for(".show_absence", meeting_id=meeting_id), say)
    return show(FORM, http_status=422, **_form_context(meeting_id, form))


def _paper(form: AbsenceForm) -> tuple[Upload, str] | None:
    if not form.file.data or not form.file.data.filename:
        return None
    upload = inspect_paper(form.file.data.read(), form.file.data.filename)
    return upload, store.put(upload.content)


@bp.post("/pertemuan/<int:meeting_id>/kabar/penarikan")
@requires(Permission.TRAINING_ENROL)
def create_absence_withdrawal(meeting_id: int) -> ResponseReturnValue:
    page, _meeting = batches.batch_of_meeting(meeting_id)
    notice = queries.of_person(meeting_id, visitor.employee_id or 0)
    if notice is None:
        raise NoResultFound
    services.take_back(page, notice, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_absence", meeting_id=meeting_id), "Kabar ditarik. Panitia menunggu Anda.")


def _form_context(meeting_id: int, form: AbsenceForm | None = None) -> dict[str, Any]:
    page, meeting = batches.batch_of_meeting(meeting_id)
    employee_id = visitor.employee_id or 0
    enrolment = enrolments.of_employee(page.batch.id, employee_id)
    notice = queries.of_person(meeting_id, employee_id)
    mark = attendance.of_person([meeting_id], employee_id).get(meeting_id)
    is_seated = enrolment is not None and enrolment.status == EnrolmentStatus.CONFIRMED
    return {
        "page": page,
        "meeting": meeting,
        "notice": notice,
        "mark": mark,
        "attended": mark is not None and mark.status in ATTENDED,
        "may_tell": is_seated and page.batch.status == BatchStatus.PUBLISHED,
        "form": form or AbsenceForm(formdata=None, data={"reason": notice.reason if notice else ""}),
        "now": now(),
        "labels": attendance_labels,
        "AbsenceStatus": AbsenceStatus,
    }


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/izin")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_absences(batch_id: int, meeting_id: int) -> ResponseReturnValue:
    return show(LIST, **_list_context(batch_id, meeting_id))


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/izin/<int:absence_id>/penerimaan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_absence_acceptance(batch_id: int, meeting_id: int, absence_id: int) -> ResponseReturnValue:
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    services.decide(page, meeting, queries.one(meeting_id, absence_id), answer=None, by=actor())
    db.session.commit()
    return moved_on(_list_path(batch_id, meeting_id), "Izin diterima. Peserta sudah diberi tahu.")


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/izin/<int:absence_id>/penolakan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_absence_refusal(batch_id: int, meeting_id: int, absence_id: int) -> ResponseReturnValue:
    return _refusal(batch_id, meeting_id, absence_id, RejectionForm(formdata=None), 200)


@bp.post("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/izin/<int:absence_id>/penolakan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_absence_refusal(batch_id: int, meeting_id: int, absence_id: int) -> ResponseReturnValue:
    page, meeting = batches.managed_batch(batch_id), batches.meeting_of_batch(batch_id, meeting_id)
    notice, form = queries.one(meeting_id, absence_id), RejectionForm()
    if not form.validate_on_submit():
        return _refusal(batch_id, meeting_id, absence_id, form, 422)
    services.decide(page, meeting, notice, answer=form.reason.data or "", by=actor())
    db.session.commit()
    return moved_on(_list_path(batch_id, meeting_id), "Izin ditolak. Peserta sudah diberi tahu alasannya.")


@bp.get("/angkatan/<int:batch_id>/pertemuan/<int:meeting_id>/izin/<int:absence_id>/berkas")
@requires(Permission.TRAINING_BATCH_MANAGE)
def download_absence_file(batch_id: int, meeting_id: int, absence_id: int) -> ResponseReturnValue:
    batches.meeting_of_batch(batch_id, meeting_id)
    file = queries.file_of(queries.one(meeting_id, absence_id))
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


def _refusal(batch_id: int, meeting_id: int, absence_id: int, form: RejectionForm, status: int) -> ResponseReturnValue:
    head = desk.head(at_desk(batch_id, meeting_id))
    queries.one(meeting_id, absence_id)
    row = next(one for one in queries.of_meeting(meeting_id) if one.id == absence_id)
    return show("training/absence_refusal.html", http_status=status, form=form, row=row, **head)


def _list_context(batch_id: int, meeting_id: int) -> dict[str, Any]:
    return desk.head(at_desk(batch_id, meeting_id)) | {
        "rows": queries.of_meeting(meeting_id),
        "marks": attendance.at_meeting(meeting_id),
        "ABSENCES": attendance_labels.ABSENCES,
        "STATUSES": attendance_labels.STATUSES,
        "AbsenceStatus": AbsenceStatus,
    }


def _list_path(batch_id: int, meeting_id: int) -> str:
    return url_for(".list_absences", batch_id=batch_id, meeting_id=meeting_id)
