"""Sanctions: sensitive personal data, for HR alone, and every reading is noted."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading_of
from app.base.database import db
from app.base.errors import WrongField
from app.organisation.queries import staff
from app.professionalism import forms
from app.professionalism.models import SanctionLevel
from app.professionalism.queries import discipline as queries
from app.professionalism.services import discipline as services
from app.professionalism.views.blueprint import bp, this_day, words
from app.web.answers import moved_on, show
from app.web.inputs import arg_int, arg_text

MANAGE = Permission.PROFESSIONALISM_DISCIPLINE_MANAGE


@bp.get("/ip-asn/disiplin")
@requires(MANAGE)
def list_sanctions() -> ResponseReturnValue:
    return _list(forms.StatementForm(data={"complete_on": this_day()}))


def _list(form: forms.StatementForm, *, status: int = 200) -> ResponseReturnValue:
    rows, after = queries.page(after=arg_int("setelah"))
    text = arg_text("cari", 80)
    note_reading_of([row.Sanction.employee_id for row in rows], "discipline")
    return show(
        "professionalism/sanctions.html",
        http_status=status,
        rows=rows,
        form=form,
        stated=queries.last_statement(),
        text=text,
        people=queries.people_named(text, visitor.reach(MANAGE), this_day()) if text else [],
        next_href=url_for(".list_sanctions", setelah=after) if after else "",
        **words(),
    )


@bp.post("/ip-asn/disiplin/lengkap")
@requires(MANAGE)
def create_statement() -> ResponseReturnValue:
    form = forms.StatementForm()
    if not form.validate_on_submit():
        return _list(form, status=422)
    try:
        services.state_complete(form.complete_on.data, form.source.data, by=actor())
    except WrongField as wrong:
        return _wrong(form, wrong, lambda: _list(form, status=422))
    db.session.commit()
    return moved_on(url_for(".list_sanctions"), "Tersimpan. Perkiraan menyusul dalam beberapa menit.")


@bp.get("/pegawai/<int:employee_id>/ip-asn/disiplin")
@requires(MANAGE)
def show_sanction_form(employee_id: int) -> ResponseReturnValue:
    return _form(employee_id, forms.SanctionForm())


@bp.post("/pegawai/<int:employee_id>/ip-asn/disiplin")
@requires(MANAGE)
def create_sanction(employee_id: int) -> ResponseReturnValue:
    _head(employee_id)
    form = forms.SanctionForm()
    if not form.validate_on_submit():
        return _form(employee_id, form, status=422)
    level = SanctionLevel(form.level.data)
    try:
        services.record(employee_id, level, form.decided_on.data, form.decree.data, by=actor())
    except WrongField as wrong:
        return _wrong(form, wrong, lambda: _form(employee_id, form, status=422))
    db.session.commit()
    return moved_on(url_for(".list_sanctions"), "Hukuman disiplin dicatat.")


def _wrong(form: Any, wrong: WrongField, again: Any) -> ResponseReturnValue:
    """The form once more, with what is wrong at its field."""
    db.session.rollback()
    form[wrong.field].errors = [*form[wrong.field].errors, wrong.message]
    found: ResponseReturnValue = again()
    return found


def _head(employee_id: int) -> staff.FileHead:
    return staff.file_head(employee_id, visitor.reach(MANAGE), this_day())


def _form(employee_id: int, form: forms.SanctionForm, *, status: int = 200) -> ResponseReturnValue:
    head = _head(employee_id)
    return show("professionalism/sanction_form.html", http_status=status, head=head, form=form, **words())


@bp.get("/ip-asn/disiplin/<int:sanction_id>/pencabutan")
@requires(MANAGE)
def show_withdrawal_form(sanction_id: int) -> ResponseReturnValue:
    return _withdrawal(sanction_id, forms.WithdrawalForm())


@bp.post("/ip-asn/disiplin/<int:sanction_id>/pencabutan")
@requires(MANAGE)
def create_withdrawal(sanction_id: int) -> ResponseReturnValue:
    sanction, form = queries.sanction(sanction_id), forms.WithdrawalForm()
    if not form.validate_on_submit():
        return _withdrawal(sanction_id, form, status=422)
    services.withdraw(sanction, form.reason.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_sanctions"), "Catatan dicabut dan tidak dihitung lagi.")


def _withdrawal(sanction_id: int, form: forms.WithdrawalForm, *, status: int = 200) -> ResponseReturnValue:
    one = queries.sanction(sanction_id)
    head = _head(one.employee_id)
    note_reading_of([one.employee_id], "discipline")
    return show("professionalism/withdrawal_form.html", http_status=status, one=one, head=head, form=form, **words())
