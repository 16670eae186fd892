from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import today
from app.base.database import db
from app.organisation import queries as organisation
from app.training.forms import RejectionForm
from app.training.models import Enrolment, EnrolmentStatus
from app.training.queries import enrolments
from app.training.services import enrolments as services
from app.training.views.blueprint import bp
from app.web.answers import changed, show

PAGE = "training/request_list.html"


@bp.get("/persetujuan")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def list_requests() -> ResponseReturnValue:
    return show(PAGE, fragment="requests", **_context())


@bp.post("/persetujuan/<int:enrolment_id>/setuju")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def create_approval(enrolment_id: int) -> ResponseReturnValue:
    enrolment = services.approve(_decidable(enrolment_id), by=actor())
    db.session.commit()
    name = organisation.employee(enrolment.employee_id).name
    return _changed(f"Disetujui. {_outcome(enrolment, name)}")


def _outcome(enrolment: Enrolment, name: str) -> str:
    match enrolment.status:
        case EnrolmentStatus.CONFIRMED:
            return f"{name} mendapat kursi."
        case EnrolmentStatus.APPROVED:
            return f"Panitia memeriksa pendaftaran {name}."
        case _:
            return f"Kursi sudah penuh, jadi {name} masuk daftar tunggu."


@bp.get("/persetujuan/<int:enrolment_id>/tolak")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def show_rejection(enrolment_id: int) -> ResponseReturnValue:
    enrolment = _decidable(enrolment_id)
    return show("training/rejection_form.html", form=RejectionForm(), request_row=_row(enrolment.id))


@bp.post("/persetujuan/<int:enrolment_id>/tolak")
@requires(Permission.TRAINING_APPROVAL_DECIDE)
def create_rejection(enrolment_id: int) -> ResponseReturnValue:
    enrolment, form = _decidable(enrolment_id), RejectionForm()
    if not form.validate_on_submit():
        return show("training/rejection_form.html", http_status=422, form=form, request_row=_row(enrolment.id))
    services.reject(enrolment, form.reason.data or "", by=actor())
    db.session.commit()
    return _changed("Permohonan ditolak. Pegawai sudah diberi tahu alasannya.")


def _decidable(enrolment_id: int) -> Enrolment:
    return enrolments.decidable(visitor.employee_id or 0, enrolment_id, today(visitor.timezone))


def _row(enrolment_id: int) -> Any:
    """The request as the list shows it; None once it has been decided."""
    return next((row for row in _context()["requests"] if row.id == enrolment_id), None)


def _context() -> dict[str, Any]:
    return {"requests": enrolments.requests_for(visitor.employee_id or 0, today(visitor.timezone))}


def _changed(say: str) -> ResponseReturnValue:
    return changed(PAGE, fragment="requests", say=say, back_to=url_for(".list_requests"), context=_context)
