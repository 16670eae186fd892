from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.organisation import queries as organisation
from app.training.forms import RejectionForm
from app.training.models import EnrolmentStatus
from app.training.queries import planning as queries
from app.training.services import enrolments as services
from app.training.views.blueprint import bp
from app.web.answers import changed, show

PAGE = "training/admission_list.html"


@bp.get("/kelola/permohonan")
@requires(Permission.TRAINING_BATCH_MANAGE)
def list_admissions() -> ResponseReturnValue:
    return show(PAGE, fragment="admissions", **_context())


@bp.post("/kelola/permohonan/<int:enrolment_id>/terima")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_admission(enrolment_id: int) -> ResponseReturnValue:
    enrolment = services.admit(queries.enrolment(enrolment_id), by=actor())
    db.session.commit()
    name = organisation.employee(enrolment.employee_id).name
    got_seat = enrolment.status == EnrolmentStatus.CONFIRMED
    return _changed(f"{name} mendapat kursi." if got_seat else f"Kursi sudah penuh, jadi {name} masuk daftar tunggu.")


@bp.get("/kelola/permohonan/<int:enrolment_id>/tolak")
@requires(Permission.TRAINING_BATCH_MANAGE)
def show_refused_admission(enrolment_id: int) -> ResponseReturnValue:
    return _form(enrolment_id, RejectionForm(), 200)


@bp.post("/kelola/permohonan/<int:enrolment_id>/tolak")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_refused_admission(enrolment_id: int) -> ResponseReturnValue:
    enrolment, form = queries.enrolment(enrolment_id), RejectionForm()
    if not form.validate_on_submit():
        return _form(enrolment_id, form, 422)
    services.reject(enrolment, form.reason.data or "", by=actor(), waits_for=EnrolmentStatus.APPROVED)
    db.session.commit()
    return _changed("Permohonan ditolak. Pegawai sudah diberi tahu alasannya.")


def _form(enrolment_id: int, form: RejectionForm, status: int) -> ResponseReturnValue:
    enrolment = queries.enrolment(enrolment_id)
    row = next((one for one in queries.awaiting_organiser() if one.id == enrolment.id), None)
    return show("training/admission_form.html", http_status=status, form=form, row=row)


def _context() -> dict[str, Any]:
    return {"requests": queries.awaiting_organiser()}


def _changed(say: str) -> ResponseReturnValue:
    return changed(PAGE, fragment="admissions", say=say, back_to=url_for(".list_admissions"), context=_context)
