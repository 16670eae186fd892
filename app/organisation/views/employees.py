from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit.guards import note_reading
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import plain_date
from app.organisation import forms
from app.organisation.models import Employee
from app.organisation.queries import directory, leavings, staff
from app.organisation.queries import structure as structure_queries
from app.organisation.queries.directory import Filters, Turn
from app.organisation.rules import looks_like_nip
from app.organisation.services import employees as services
from app.organisation.views.blueprint import asked_day, bp, refused, search_limit, this_day, words
from app.web.answers import moved_on, show
from app.web.comparing import Difference, differences, now_from
from app.web.inputs import arg_int, arg_text

READ, MANAGE = Permission.ORGANISATION_DIRECTORY_READ, Permission.ORGANISATION_EMPLOYEE_MANAGE
PAGE_SIZE = 25
FILTERS = frozenset({"cari", "unit", "jenjang", "jenis", "keaktifan", "tanggal"})
ACTIVITY = {"": True, "nonaktif": False, "semua": None}


def directory_filters() -> Filters:
    """What the address asks for; a number that may be a NIP is never searched by address."""
    text = arg_text("cari", 80)
    return Filters(
        text="" if looks_like_nip(text) else text,
        unit_path=structure_queries.unit_path(arg_int("unit")),
        tier=arg_text("jenjang", 20),
        kind=arg_text("jenis", 6),
        active=ACTIVITY.get(arg_text("keaktifan", 10), True),
    )


def asked_filters() -> dict[str, Any]:
    """The filters of this address; no other parameter and no NIP finds its way into a link."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name in FILTERS and value}
    return {name: value for name, value in asked.items() if name != "cari" or not looks_like_nip(value)}


@bp.get("/pegawai")
@requires(READ)
@search_limit
def list_employees() -> ResponseReturnValue:
    return _directory(forms.NipForm())


@bp.post("/pegawai/cari-nip")
@requires(READ)
@search_limit
def create_nip_search() -> ResponseReturnValue:
    """A NIP is searched whole and never stands in an address (reference §8.1)."""
    form = forms.NipForm()
    found = staff.id_with_nip(form.nip.data or "", visitor.reach(READ), this_day())
    if found is None:
        digits = len(form.nip.data or "")
        sentence = "Tidak ada pegawai dengan NIP ini yang bisa Anda lihat. Periksa lagi angkanya."
        form.nip.errors = [sentence if digits == 18 else f"NIP harus 18 angka. Sekarang {digits}."]
        return _directory(form, status=422)
    db.session.rollback()
    if visitor.may(Permission.ORGANISATION_EMPLOYEE_READ):
        return moved_on(url_for(".show_file", employee_id=found), "Pegawai ditemukan.")
    name = staff.file_head(found, visitor.reach(READ), this_day()).name
    return moved_on(url_for(".list_employees", cari=name.partition(",")[0]), "Pegawai ditemukan.")


def _directory(nip_form: forms.NipForm, *, status: int = 200) -> ResponseReturnValue:
    filters, day, reach = directory_filters(), asked_day(), visitor.reach(READ)
    after, before = arg_int("setelah"), arg_int("sebelum")
    turn = Turn(after, before if after is None else None, last=request.args.get("akhir") == "1")
    if day == this_day():
        page = directory.page(reach, filters, turn, limit=PAGE_SIZE, counted=True)
    else:
        page = directory.page_on(day, reach, filters, turn, limit=PAGE_SIZE)
    asked, unit_id = asked_filters(), arg_int("unit")
    units = structure_queries.unit_choices(day)
    if unit_id and filters.unit_path and unit_id not in {number for number, _name in units}:
        units.append((unit_id, structure_queries.unit(unit_id).name))
    return show(
        "organisation/employee_list.html",
        fragment="people",
        http_status=status,
        page=page,
        total=page.total,
        leaves_out=directory.leaves_out(reach),
        at_most=directory.COUNTED_AT_MOST,
        filters=filters,
        unit_id=unit_id,
        units=units,
        asked=asked,
        day=day,
        nip_form=nip_form,
        nip_typed=looks_like_nip(arg_text("cari", 80)),
        next_href=url_for(".list_employees", **asked, setelah=page.next_id) if page.next_id else "",
        previous_href=url_for(".list_employees", **asked, sebelum=page.previous_id) if page.previous_id else "",
        last_href=url_for(".list_employees", **asked, akhir=1) if page.next_id else "",
        may_open=visitor.may(Permission.ORGANISATION_EMPLOYEE_READ),
        may_manage=visitor.reach(MANAGE).is_everything,
        **words(),
    )


@bp.get("/pegawai/akan-berhenti")
@requires(Permission.ORGANISATION_EMPLOYEE_READ)
def list_leavings() -> ResponseReturnValue:
    after = leavings.place_of(arg_int("setelah") or 0)
    reach = visitor.reach(Permission.ORGANISATION_EMPLOYEE_READ)
    managed = visitor.reach(MANAGE)
    found = leavings.to_come(this_day(), reach, limit=PAGE_SIZE + 1, after=after, managed=managed)
    rows = found[:PAGE_SIZE]
    return show(
        "organisation/leaving_list.html",
        fragment="leavings",
        rows=rows,
        shows_reasons=bool(managed.is_everything or managed.paths),
        next_href=url_for(".list_leavings", setelah=rows[-1].id) if len(found) > PAGE_SIZE else "",
        **words(),
    )


@bp.get("/pegawai/baru")
@requires(MANAGE)
def show_employee_form() -> ResponseReturnValue:
    return _form(forms.EmployeeForm(data={"kind": "pns"}), None)


@bp.post("/pegawai")
@requires(MANAGE)
def create_employee() -> ResponseReturnValue:
    form = forms.EmployeeForm()
    if not form.validate_on_submit():
        return _form(form, None, status=422)
    try:
        employee = services.create_employee(form.facts, by=actor())
    except services.NipTaken as taken:
        db.session.rollback()
        form.nip.errors = [taken.message]
        return _form(form, None, status=422)
    db.session.commit()
    return moved_on(
        url_for(".show_placement_form", employee_id=employee.id),
        f"{employee.name} tercatat. Sekarang tempatkan di jabatannya.",
    )


@bp.get("/pegawai/<int:employee_id>/perubahan")
@requires(MANAGE)
def show_employee_change(employee_id: int) -> ResponseReturnValue:
    employee = _managed(employee_id)
    note_reading(employee_id, "file")
    return _form(forms.EmployeeForm(obj=employee), employee)


@bp.post("/pegawai/<int:employee_id>/perubahan")
@requires(MANAGE)
def create_employee_change(employee_id: int) -> ResponseReturnValue:
    employee, form = _managed(employee_id), forms.EmployeeForm()
    if not form.validate_on_submit():
        return _form(form, employee, status=422)
    try:
        services.change_employee(employee, form.facts, version=form.seen_version, by=actor())
    except StaleVersion:
        db.session.rollback()
        return _both_versions(form, _managed(employee_id))
    except services.NipTaken as taken:
        db.session.rollback()
        form.nip.errors = [taken.message]
        return _form(form, _managed(employee_id), status=422)
    db.session.commit()
    return moved_on(url_for(".show_file", employee_id=employee_id), "Tersimpan.")


def _both_versions(form: forms.EmployeeForm, employee: Employee) -> ResponseReturnValue:
    """What was typed stays in the form; beside it stands what somebody else has saved meanwhile."""
    saved = differences(form, forms.EmployeeForm(formdata=None, obj=employee))
    now_from(form, employee.version)
    return _form(form, employee, status=409, saved=saved)


def _form(
    form: forms.EmployeeForm, employee: Employee | None, *, status: int = 200, saved: list[Difference] | None = None
) -> ResponseReturnValue:
    return show(
        "organisation/employee_form.html",
        http_status=status,
        form=form,
        employee=employee,
        saved=saved,
        **words(),
    )


@bp.get("/pegawai/<int:employee_id>/penonaktifan")
@requires(MANAGE)
def show_deactivation(employee_id: int) -> ResponseReturnValue:
    employee = _managed(employee_id)
    note_reading(employee_id, "file")
    return _leaving(
        forms.DeactivationForm(data={"on": employee.leaves_on or this_day()} | _reason_of(employee)), employee
    )


@bp.post("/pegawai/<int:employee_id>/penonaktifan")
@requires(MANAGE)
def create_deactivation(employee_id: int) -> ResponseReturnValue:
    employee, form = _managed(employee_id), forms.DeactivationForm()
    if not form.validate_on_submit():
        return _leaving(form, employee, status=422)
    try:
        services.deactivate_employee(employee, on=form.on.data, version=form.seen_version, by=actor(), why=_why(form))
    except RuleBroken as refusal:
        return _leaving(refused(form, refusal), _managed(employee_id), status=refusal.status)
    db.session.commit()
    day = plain_date(form.on.data)
    if form.on.data > this_day():
        say = f"{employee.name} berhenti per {day}. Itu berlaku sendiri pada hari itu."
        return moved_on(url_for(".show_file", employee_id=employee_id), say)
    return moved_on(url_for(".list_employees"), f"{employee.name} tidak aktif mulai {day}.")


def _leaving(form: forms.DeactivationForm, employee: Employee, *, status: int = 200) -> ResponseReturnValue:
    return show("organisation/employee_leaving.html", http_status=status, form=form, employee=employee, **words())


@bp.get("/pegawai/<int:employee_id>/alasan-berhenti")
@requires(MANAGE)
def show_leaving_reason(employee_id: int) -> ResponseReturnValue:
    """For whoever has left already; while the day is ahead the reason stands beside it."""
    employee = _managed(employee_id)
    services.ensure_leaving(employee)
    note_reading(employee_id, "file")
    return _reason(forms.LeavingReasonForm(data=_reason_of(employee)), employee)


@bp.post("/pegawai/<int:employee_id>/alasan-berhenti")
@requires(MANAGE)
def create_leaving_reason(employee_id: int) -> ResponseReturnValue:
    employee, form = _managed(employee_id), forms.LeavingReasonForm()
    if not form.validate_on_submit():
        return _reason(form, employee, status=422)
    try:
        services.explain_leaving(employee, _why(form), version=form.seen_version, by=actor())
    except RuleBroken as refusal:
        return _reason(refused(form, refusal, "reason"), _managed(employee_id), status=refusal.status)
    db.session.commit()
    return moved_on(url_for(".show_file", employee_id=employee_id), "Alasannya tersimpan.")


def _reason_of(employee: Employee) -> dict[str, str]:
    return {
        "reason": employee.leaving_reason,
        "note": employee.leaving_note,
        "version": str(employee.version),
    }


def _why(form: forms.LeavingReasonForm) -> services.Why:
    return services.Why(form.reason.data, form.note.data)


def _reason(form: forms.LeavingReasonForm, employee: Employee, *, status: int = 200) -> ResponseReturnValue:
    return show("organisation/leaving_reason.html", http_status=status, form=form, employee=employee, **words())


@bp.post("/pegawai/<int:employee_id>/penonaktifan/pembatalan")
@requires(MANAGE)
def create_leaving_withdrawal(employee_id: int) -> ResponseReturnValue:
    employee = _managed(employee_id)
    services.withdraw_leaving(employee, by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_history", employee_id=employee_id),
        f"Rencana berhenti {employee.name} dibatalkan. Periksa penempatannya.",
    )


@bp.post("/pegawai/<int:employee_id>/pengaktifan")
@requires(MANAGE)
def create_activation(employee_id: int) -> ResponseReturnValue:
    employee = _managed(employee_id)
    services.activate_employee(employee, by=actor())
    db.session.commit()
    return moved_on(
        url_for(".show_history", employee_id=employee_id), f"{employee.name} aktif lagi. Periksa penempatannya."
    )


def _managed(employee_id: int) -> Employee:
    return staff.employee_within(employee_id, visitor.reach(MANAGE), this_day())
