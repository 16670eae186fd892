"""The tabs of somebody's file that this house knows about: lesson hours and levels."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.access.visitor import EVERYWHERE, Reach
from app.audit.guards import note_reading
from app.base.clock import today
from app.competency import labels as own_labels
from app.competency import queries
from app.competency.queries import standards
from app.competency.views.blueprint import bp, this_day, words
from app.competency.views.own import person_context
from app.organisation import labels as organisation_labels
from app.organisation.queries import staff
from app.organisation.queries.staff import FileHead
from app.web.answers import show
from app.web.inputs import arg_int, arg_text

READ, OWN = Permission.ORGANISATION_EMPLOYEE_READ, Permission.ORGANISATION_OWN_READ


@bp.get("/pegawai/<int:employee_id>/jp")
@requires(READ)
def show_hours(employee_id: int) -> ResponseReturnValue:
    head = _head(employee_id, visitor.reach(READ))
    note_reading(employee_id, "hours")
    return _hours(head, own=False)


@bp.get("/pegawai/<int:employee_id>/kompetensi")
@requires(READ)
def show_levels(employee_id: int) -> ResponseReturnValue:
    head = _head(employee_id, visitor.reach(READ))
    note_reading(employee_id, "levels")
    return _levels(head, own=False)


@bp.get("/saya/berkas/jp")
@requires(OWN)
def show_own_hours() -> ResponseReturnValue:
    return _hours(_head(visitor.employee_id or 0, EVERYWHERE), own=True)


@bp.get("/saya/berkas/kompetensi")
@requires(OWN)
def show_own_levels() -> ResponseReturnValue:
    return _levels(_head(visitor.employee_id or 0, EVERYWHERE), own=True)


def _head(employee_id: int, reach: Reach) -> FileHead:
    return staff.file_head(employee_id, reach, today(visitor.timezone))


def _hours(head: FileHead, *, own: bool) -> ResponseReturnValue:
    this_year = today(visitor.timezone).year
    year = min(max(arg_int("tahun") or this_year, this_year - 10), this_year)
    return show(
        "competency/file_hours.html",
        fragment="file_tab",
        head=head,
        own=own,
        learning=queries.learning_year(head.employee_id, year),
        records=queries.learning_records(head.employee_id, year),
        this_year=this_year,
        records_words=own_labels.RECORDS,
        labels=organisation_labels,
    )


def _levels(head: FileHead, *, own: bool) -> ResponseReturnValue:
    title = "" if own else arg_text("cari_jabatan", 80)
    return show(
        "competency/file_levels.html",
        fragment="file_tab",
        head=head,
        own=own,
        title=title,
        posts=standards.positions_with_standards(this_day(), text=title, limit=20) if title else [],
        may_assess=visitor.may(Permission.COMPETENCY_ASSESSMENT_DECIDE) and not own,
        **person_context(head),
        **words(),
    )
