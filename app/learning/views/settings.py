from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import WrongField
from app.learning import labels
from app.learning.forms import KindChangeForm, SettingForm
from app.learning.queries import lines
from app.learning.queries import settings as queries
from app.learning.services import choices as services
from app.learning.views.blueprint import bp, this_day
from app.organisation.models import Employee
from app.organisation.queries import staff
from app.web.answers import moved_on, show
from app.web.fields import put_at_field

MANAGE = Permission.LEARNING_CLAIM_VERIFY


@bp.get("/jp/pengaturan")
@requires(MANAGE)
def show_settings() -> ResponseReturnValue:
    return _page(_form(formdata=None, data={"valid_from": this_day()}))


@bp.post("/jp/pengaturan")
@requires(MANAGE)
def create_setting() -> ResponseReturnValue:
    form = _form()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        services.set_value(
            form.key.data,
            form.value.data,
            valid_from=form.valid_from.data,
            source=form.source.data,
            day=this_day(),
            by=actor(),
        )
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _page(form, status=422)
    return moved_on(url_for(".show_settings"), "Tersimpan.")


def _form(**values: object) -> SettingForm:
    return SettingForm({key: one.name for key, one in queries.shipped().items()}, **values)


def _page(form: SettingForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "learning/settings.html",
        http_status=status,
        form=form,
        in_force=queries.in_force(this_day()).values(),
        own=queries.own_rows(),
        shipped=queries.shipped(),
        labels=labels,
    )


@bp.get("/pegawai/<int:employee_id>/jenis")
@requires(Permission.ORGANISATION_EMPLOYEE_MANAGE)
def show_kind_change(employee_id: int) -> ResponseReturnValue:
    return _kinds(employee_id, KindChangeForm(formdata=None))


@bp.post("/pegawai/<int:employee_id>/jenis")
@requires(Permission.ORGANISATION_EMPLOYEE_MANAGE)
def create_kind_change(employee_id: int) -> ResponseReturnValue:
    employee, form = _managed(employee_id), KindChangeForm()
    if form.validate_on_submit() and form.kind_before.data == employee.kind and not lines.kind_changes(employee_id):
        form.kind_before.errors = ["Jenis sebelumnya sama dengan jenis sekarang. Pilih jenis yang dulu."]
    if form.errors or not form.validate_on_submit():
        return _kinds(employee_id, form, status=422)
    services.note_kind_change(employee, form.kind_before.data, form.on_day.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_kind_change", employee_id=employee_id), "Perubahan jenis pegawai tercatat.")


def _managed(employee_id: int) -> Employee:
    return staff.employee_within(employee_id, visitor.reach(Permission.ORGANISATION_EMPLOYEE_MANAGE), this_day())


def _kinds(employee_id: int, form: KindChangeForm, *, status: int = 200) -> ResponseReturnValue:
    return show(
        "learning/kind_change.html",
        http_status=status,
        form=form,
        employee=_managed(employee_id),
        changes=lines.kind_changes(employee_id),
        labels=labels,
    )
