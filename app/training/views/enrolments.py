from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.training import labels
from app.training.models import Enrolment, EnrolmentStatus
from app.training.queries import batches, enrolments, interests
from app.training.services import enrolments as services
from app.training.views.batches import PAGE, panel_context
from app.training.views.blueprint import bp
from app.web.answers import changed, show


@bp.get("/saya")
@requires(Permission.TRAINING_ENROL)
def list_own() -> ResponseReturnValue:
    return show(
        "training/own_list.html",
        enrolments=enrolments.history_of(visitor.employee_id or 0, limit=200),
        interests=interests.own_list(visitor.employee_id or 0),
        labels=labels,
        EnrolmentStatus=EnrolmentStatus,
    )


@bp.post("/angkatan/<int:batch_id>/pendaftaran")
@requires(Permission.TRAINING_ENROL)
def create_enrolment(batch_id: int) -> ResponseReturnValue:
    page = batches.visible_batch(batch_id)
    enrolment = services.enrol(visitor.employee_id or 0, page, by=actor())
    db.session.commit()
    return _changed(batch_id, _say_enrolled(enrolment))


@bp.post("/angkatan/<int:batch_id>/pengunduran")
@requires(Permission.TRAINING_ENROL)
def create_withdrawal(batch_id: int) -> ResponseReturnValue:
    services.withdraw(enrolments.own(visitor.employee_id, batch_id), by=actor())
    db.session.commit()
    return _changed(batch_id, "Pendaftaran dibatalkan.")


@bp.post("/angkatan/<int:batch_id>/tawaran/terima")
@requires(Permission.TRAINING_ENROL)
def create_acceptance(batch_id: int) -> ResponseReturnValue:
    services.accept_offer(enrolments.own(visitor.employee_id, batch_id), by=actor())
    db.session.commit()
    return _changed(batch_id, "Anda terdaftar.")


@bp.post("/angkatan/<int:batch_id>/tawaran/tolak")
@requires(Permission.TRAINING_ENROL)
def create_refusal(batch_id: int) -> ResponseReturnValue:
    services.decline_offer(enrolments.own(visitor.employee_id, batch_id), by=actor())
    db.session.commit()
    return _changed(batch_id, "Tawaran ditolak. Kursinya diberikan ke peserta berikutnya.")


def _say_enrolled(enrolment: Enrolment) -> str:
    if enrolment.status == EnrolmentStatus.WAITLISTED:
        return labels.enrolled(enrolment.status, rank=enrolments.rank_of(enrolment).rank)
    return labels.enrolled(enrolment.status, superior="atasan Anda")


def _changed(batch_id: int, say: str) -> ResponseReturnValue:
    return changed(
        PAGE,
        fragment="enrolment_panel",
        say=say,
        back_to=url_for(".show_batch", batch_id=batch_id),
        context=lambda: panel_context(batches.visible_batch(batch_id)),
    )
