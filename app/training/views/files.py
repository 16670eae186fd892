"""The tabs of somebody's personal file that live here: their trainings, what these changed, and which would
help them next."""

from datetime import date

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.clock import now, today
from app.competency import queries as competency
from app.organisation import labels as organisation_labels
from app.organisation.queries import staff
from app.training import labels
from app.training.queries import effects, enrolments, nominations, recommendations
from app.web.answers import show

files_bp = Blueprint("trainees", __name__, url_prefix="/pegawai")
READ = Permission.ORGANISATION_EMPLOYEE_READ
ADVICE_AT_MOST = 20


@files_bp.get("/<int:employee_id>/pelatihan")
@requires(READ)
def list_of_employee(employee_id: int) -> ResponseReturnValue:
    head = staff.file_head(employee_id, visitor.reach(READ), today(visitor.timezone))
    note_reading(employee_id, "training")
    return show(
        "training/file_training.html",
        fragment="file_tab",
        head=head,
        own=False,
        enrolments=enrolments.history_of(employee_id, limit=200),
        words=labels,
        labels=organisation_labels,
    )


@files_bp.get("/<int:employee_id>/rekomendasi")
@requires(READ)
def list_recommendations(employee_id: int) -> ResponseReturnValue:
    """What closes this person's gaps; their superior goes on from here to naming them."""
    day = today(visitor.timezone)
    head = staff.file_head(employee_id, visitor.reach(READ), day)
    note_reading(employee_id, "levels")
    names = _may_name(employee_id, day)
    missing = competency.learning_year(employee_id, day.year).missing
    advised = recommendations.for_person(employee_id, at=now(), day=day, missing=missing, by_name=names)
    return show(
        "training/file_recommendations.html",
        fragment="file_tab",
        head=head,
        own=False,
        advised=advised,
        best=advised.batches[:ADVICE_AT_MOST],
        more=max(0, len(advised.batches) - ADVICE_AT_MOST),
        name_href=(lambda batch_id: _naming(batch_id, employee_id)) if names else None,
        said=labels,
        labels=organisation_labels,
    )


@files_bp.get("/<int:employee_id>/sebelum-sesudah")
@requires(READ)
def show_effects(employee_id: int) -> ResponseReturnValue:
    """What this person's trainings changed in their gaps."""
    head = staff.file_head(employee_id, visitor.reach(READ), today(visitor.timezone))
    note_reading(employee_id, "levels")
    return show(
        "training/file_effects.html",
        fragment="person_effects",
        head=head,
        own=False,
        found=effects.of_person(employee_id),
        said=labels,
        labels=organisation_labels,
    )


def _may_name(employee_id: int, day: date) -> bool:
    """Whether the visitor is a superior of this person, near or far."""
    if not visitor.may(Permission.TRAINING_NOMINATE) or visitor.employee_id is None:
        return False
    return nominations.is_below(employee_id, visitor.employee_id, day)


def _naming(batch_id: int, employee_id: int) -> str:
    return url_for("training.show_nomination_form", batch_id=batch_id, orang=employee_id)
