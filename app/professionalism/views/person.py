"""Somebody's index on their file: for HR with discipline, for superiors without it."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.organisation.queries import staff
from app.organisation.queries.staff import FileHead
from app.professionalism.printing import estimate_pdf
from app.professionalism.queries import people as queries
from app.professionalism.views.blueprint import asked_year, bp, sees_all, this_day
from app.professionalism.views.own import person_page
from app.web.answers import download

READ = Permission.ORGANISATION_EMPLOYEE_READ


@bp.get("/pegawai/<int:employee_id>/ip-asn")
@requires(READ)
def show_person(employee_id: int) -> ResponseReturnValue:
    head = _head(employee_id)
    note_reading(employee_id, "index")
    if sees_all():
        note_reading(employee_id, "discipline")
    return person_page(
        head,
        own=False,
        sees_discipline=sees_all(),
        here=url_for(".show_person", employee_id=employee_id),
        paper=url_for(".download_person_pdf", employee_id=employee_id, tahun=asked_year()),
    )


@bp.get("/pegawai/<int:employee_id>/ip-asn.pdf")
@requires(READ)
def download_person_pdf(employee_id: int) -> ResponseReturnValue:
    head, day = _head(employee_id), this_day()
    note_reading(employee_id, "index")
    if sees_all():
        note_reading(employee_id, "discipline")
    found = queries.of_person(employee_id, asked_year(), day)
    content = estimate_pdf(head, found, government=visitor.government_name, sees_discipline=sees_all(), day=day)
    return download(content, name=f"ip-asn-perkiraan-{asked_year()}.pdf", media_type="application/pdf")


def _head(employee_id: int) -> FileHead:
    return staff.file_head(employee_id, visitor.reach(READ), this_day())
