"""Official values typed in by HR, one person at a time; many come by an import."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.base.errors import StaleVersion
from app.organisation.queries import staff
from app.professionalism import forms
from app.professionalism.queries import official as queries
from app.professionalism.rules.official import is_off
from app.professionalism.services import official as services
from app.professionalism.views.blueprint import asked_year, bp, this_day, words
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number

MANAGE = Permission.PROFESSIONALISM_OFFICIAL_MANAGE


@bp.get("/pegawai/<int:employee_id>/ip-asn/resmi")
@requires(MANAGE)
def show_official_form(employee_id: int) -> ResponseReturnValue:
    head = _head(employee_id)
    known = queries.of_person(employee_id, asked_year())
    note_reading(employee_id, "discipline")
    form = forms.OfficialForm(obj=known, data={"year": asked_year(), "version": "0"})
    return _page(head, form)


@bp.post("/pegawai/<int:employee_id>/ip-asn/resmi")
@requires(MANAGE)
def create_official(employee_id: int) -> ResponseReturnValue:
    head, form = _head(employee_id), forms.OfficialForm()
    if not form.validate_on_submit():
        return _page(head, form, status=422)
    version = str(form.version.data or "")
    try:
        one = services.enter(
            employee_id,
            form.year.data,
            form.values(),
            source=form.source.data,
            version=int(version) if is_row_number(version) else -1,
            by=actor(),
        )
    except StaleVersion:
        db.session.rollback()
        stored = queries.of_person(employee_id, form.year.data)
        form.version.data = str(stored.version if stored else 0)
        return _page(head, form, status=409, stale=stored)
    db.session.commit()
    say = "Tersimpan."
    if is_off(one.difference):
        say = "Tersimpan dan ditandai: bagian-bagiannya tidak berjumlah sama dengan totalnya."
    return moved_on(url_for(".show_person", employee_id=employee_id, tahun=one.year), say)


def _head(employee_id: int) -> staff.FileHead:
    return staff.file_head(employee_id, visitor.reach(MANAGE), this_day())


def _page(
    head: staff.FileHead, form: forms.OfficialForm, *, status: int = 200, stale: Any = None
) -> ResponseReturnValue:
    return show("professionalism/official_form.html", http_status=status, head=head, form=form, stale=stale, **words())
