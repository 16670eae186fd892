"""Changing the structure in two steps: a form, then a page that says what will happen.

Only the button of that page changes anything.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import RuleBroken, StaleVersion
from app.base.wording import plain_date
from app.organisation import forms, labels, rules
from app.organisation.models import OrgUnit
from app.organisation.queries import carrying
from app.organisation.queries import structure as queries
from app.organisation.services import structure as services
from app.organisation.views.blueprint import bp, continued, refused, this_day, words
from app.web.answers import moved_on, show
from app.web.comparing import Difference, differences, now_from
from app.web.inputs import arg_int, is_row_number

MANAGE = Permission.ORGANISATION_STRUCTURE_MANAGE
PAGE, PREVIEW = "organisation/unit_change.html", "organisation/unit_preview.html"


def _asked(form_class: Any, unit: OrgUnit, **start: Any) -> tuple[Any, bool]:
    """The form as it was filled in so far (in the address: nothing has changed yet), and whether it is good."""
    if "on" not in request.args:
        return form_class(
            None, data={"on": this_day(), "version": str(unit.version), **start}, meta={"csrf": False}
        ), False
    form = form_class(request.args, meta={"csrf": False})
    return form, True


def _form_page(
    unit: OrgUnit,
    form: Any,
    heading: str,
    fields: Sequence[str],
    *,
    status: int = 200,
    saved: list[Difference] | None = None,
    more: str = "",
) -> ResponseReturnValue:
    return show(
        PAGE, http_status=status, unit=unit, form=form, heading=heading, fields=fields, saved=saved, more=more,
        **words(),
    )  # fmt: skip


def _both_versions(
    unit_id: int, form: Any, heading: str, fields: Sequence[str], choose: Callable[[Any, OrgUnit], None] | None = None
) -> ResponseReturnValue:
    """What was typed beside what somebody else has saved meanwhile: of the unit, or of the one that continues it."""
    db.session.rollback()
    newest = queries.newest_of(queries.unit(unit_id))
    stored = type(form)(None, data={"name": newest.name, "parent": newest.parent_id}, meta={"csrf": False})
    for one in (form, stored):
        if choose is not None:
            choose(one, newest)
    saved = differences(form, stored, but=("on", "legal_basis", "others", "names"))
    more = continued(newest.name, newest.starts_on, is_another=newest.id != unit_id)
    return _form_page(newest, form, heading, fields, status=409, saved=saved, more=more)


def _preview(
    unit: OrgUnit,
    form: Any,
    units: Sequence[OrgUnit],
    *,
    heading: str,
    sentence: str,
    action: str,
    button: str,
    parts: Sequence[str] = (),
) -> ResponseReturnValue:
    """What will happen, in numbers; a rule that forbids it is told here already."""
    carried = services.foreseen(units, form.on.data)
    top = {one.id for one in units}
    return show(
        PREVIEW, unit=unit, heading=heading, sentence=sentence, action=action, button=button, carried=carried,
        people=len({one.employee_id for one in carried.placements}),
        below=[one for one in carried.units if one.id not in top],
        right_below=[one for one in carried.units if one.parent_id in top],
        own_posts=[one for one in carried.positions if one.unit_id in top],
        typed=[(name, value) for name, value in request.args.items(multi=True) if name != "csrf_token"],
        parts=list(enumerate(parts)), is_ahead=form.on.data > this_day(), on=form.on.data, back=request.path, **words(),
    )  # fmt: skip


def _done(unit: OrgUnit, say: str) -> ResponseReturnValue:
    return moved_on(url_for(".show_unit", unit_id=unit.id, tanggal=unit.starts_on.isoformat()), say)


@bp.get("/organisasi/unit/baru")
@requires(MANAGE)
def show_unit_form() -> ResponseReturnValue:
    day = this_day()
    form = forms.UnitForm(data={"parent": arg_int("induk"), "on": day, "kind": "division"})
    form.parent.choices = _parents()
    return show("organisation/unit_form.html", form=form, **words())


@bp.post("/organisasi/unit")
@requires(MANAGE)
def create_unit() -> ResponseReturnValue:
    form = forms.UnitForm()
    form.parent.choices = _parents()
    if not form.validate_on_submit():
        return show("organisation/unit_form.html", fragment="unit_form", http_status=422, form=form, **words())
    parent = queries.unit(form.parent.data) if form.parent.data else None
    try:
        unit = services.create_unit(
            name=form.name.data, kind=form.kind.data, code=form.code.data, parent=parent, on=form.on.data, by=actor()
        )
    except RuleBroken as refusal:
        return show("organisation/unit_form.html", http_status=refusal.status, form=refused(form, refusal), **words())
    db.session.commit()
    return _done(unit, f"{unit.name} dibuat, berlaku mulai {plain_date(unit.starts_on)}.")


@bp.get("/organisasi/unit/<int:unit_id>/perbaikan")
@requires(MANAGE)
def show_correction(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form = forms.CorrectionForm(obj=unit)
    form.kind.choices = _kinds(unit)
    return _correction(form, unit)


@bp.post("/organisasi/unit/<int:unit_id>/perbaikan")
@requires(MANAGE)
def create_correction(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.CorrectionForm()
    form.kind.choices = _kinds(unit)
    if not form.validate_on_submit():
        return _correction(form, unit, status=422)
    try:
        services.correct_unit(
            unit, name=form.name.data, code=form.code.data, kind=form.kind.data, version=form.seen_version, by=actor()
        )
    except StaleVersion:
        db.session.rollback()
        return _both_corrections(form, unit_id)
    db.session.commit()
    return moved_on(url_for(".show_unit", unit_id=unit_id), "Tersimpan.")


def _both_corrections(form: forms.CorrectionForm, unit_id: int) -> ResponseReturnValue:
    newest = queries.newest_of(queries.unit(unit_id))
    stored = forms.CorrectionForm(formdata=None, obj=newest)
    stored.kind.choices = form.kind.choices = _kinds(newest)
    now_from(form, newest.version)
    more = continued(newest.name, newest.starts_on, is_another=newest.id != unit_id)
    return _correction(form, newest, status=409, saved=differences(form, stored), more=more)


def _correction(
    form: forms.CorrectionForm,
    unit: OrgUnit,
    *,
    status: int = 200,
    saved: list[Difference] | None = None,
    more: str = "",
) -> ResponseReturnValue:
    return show(
        "organisation/unit_correction.html", http_status=status, form=form, unit=unit, saved=saved, more=more, **words()
    )  # fmt: skip


def _kinds(unit: OrgUnit) -> list[Any]:
    """The known kinds, and the one the unit has: imported ones may bring their own."""
    return forms.offered(({unit.kind: labels.unit_kind(unit.kind)} | labels.UNIT_KINDS).items())


@bp.get("/organisasi/unit/<int:unit_id>/nama")
@requires(MANAGE)
def show_renaming(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form, asked = _asked(forms.RenameForm, unit, name=unit.name)
    if not asked or not form.validate():
        return _form_page(unit, form, "Ubah nama unit", ["name", "on", "legal_basis"], status=422 if asked else 200)
    return _preview(
        unit, form, [unit], heading="Ubah nama unit", action=url_for(".create_renaming", unit_id=unit_id),
        button="Ubah nama unit", sentence=f"{unit.name} menjadi {form.name.data} mulai {plain_date(form.on.data)}.",
    )  # fmt: skip


@bp.post("/organisasi/unit/<int:unit_id>/nama")
@requires(MANAGE)
def create_renaming(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.RenameForm()
    if not form.validate_on_submit():
        return _form_page(unit, form, "Ubah nama unit", ["name", "on", "legal_basis"], status=422)
    try:
        successor = services.rename_unit(unit, form.name.data, **_of(form))
    except StaleVersion:
        return _both_versions(unit_id, form, "Ubah nama unit", ["name", "on", "legal_basis"])
    db.session.commit()
    return _done(successor, f"Tersimpan. Namanya {successor.name} mulai {plain_date(successor.starts_on)}.")


@bp.get("/organisasi/unit/<int:unit_id>/induk")
@requires(MANAGE)
def show_move(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form, asked = _asked(forms.MoveForm, unit, parent=unit.parent_id)
    form.parent.choices = _parents(but=unit)
    if not asked or not form.validate():
        return _form_page(unit, form, "Pindahkan unit", ["parent", "on", "legal_basis"], status=422 if asked else 200)
    parent = queries.unit(form.parent.data) if form.parent.data else None
    where = f"ke bawah {parent.name}" if parent else "ke tingkat teratas"
    return _preview(
        unit, form, [unit], heading="Pindahkan unit", action=url_for(".create_move", unit_id=unit_id),
        button="Pindahkan unit", sentence=f"{unit.name} pindah {where} mulai {plain_date(form.on.data)}.",
    )  # fmt: skip


@bp.post("/organisasi/unit/<int:unit_id>/induk")
@requires(MANAGE)
def create_move(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.MoveForm()
    form.parent.choices = _parents()  # what would turn in a circle is refused by the rule, in words
    if not form.validate_on_submit():
        return _form_page(unit, form, "Pindahkan unit", ["parent", "on", "legal_basis"], status=422)
    parent = queries.unit(form.parent.data) if form.parent.data else None
    try:
        successor = services.move_unit(unit, parent, **_of(form))
    except StaleVersion:
        fields = ["parent", "on", "legal_basis"]
        return _both_versions(unit_id, form, "Pindahkan unit", fields, choose=_offer_parents)
    db.session.commit()
    return _done(successor, f"Tersimpan. {successor.name} pindah mulai {plain_date(successor.starts_on)}.")


@bp.get("/organisasi/unit/<int:unit_id>/penggabungan")
@requires(MANAGE)
def show_merger(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form, asked = _asked(forms.MergeForm, unit, name=unit.name)
    form.others.choices = _mergeable(unit)
    fields = ["others", "name", "on", "legal_basis"]
    if not asked or not form.validate():
        return _form_page(unit, form, "Gabungkan unit", fields, status=422 if asked else 200)
    units = [unit, *(queries.unit(number) for number in form.others.data)]
    names = " dan ".join(one.name for one in units)
    return _preview(
        unit, form, units, heading="Gabungkan unit", action=url_for(".create_merger", unit_id=unit_id),
        button="Gabungkan unit",
        sentence=f"{names} menjadi satu unit, {form.name.data}, mulai {plain_date(form.on.data)}.",
    )  # fmt: skip


@bp.post("/organisasi/unit/<int:unit_id>/penggabungan")
@requires(MANAGE)
def create_merger(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.MergeForm()
    form.others.choices = _mergeable(unit)
    if not form.validate_on_submit():
        return _form_page(unit, form, "Gabungkan unit", ["others", "name", "on", "legal_basis"], status=422)
    others = [queries.unit(number) for number in form.others.data]
    try:
        merged = services.merge_units([unit, *others], form.name.data, **_of(form))
    except StaleVersion:
        fields = ["others", "name", "on", "legal_basis"]
        return _both_versions(unit_id, form, "Gabungkan unit", fields, choose=_offer_others)
    db.session.commit()
    return _done(merged, f"Tersimpan. {merged.name} berlaku mulai {plain_date(merged.starts_on)}.")


@bp.get("/organisasi/unit/<int:unit_id>/pemecahan")
@requires(MANAGE)
def show_split(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form, asked = _asked(forms.SplitForm, unit)
    if not asked or not form.validate():
        return _form_page(unit, form, "Pecah unit", ["names", "on", "legal_basis"], status=422 if asked else 200)
    return _preview(
        unit, form, [unit], heading="Pecah unit", action=url_for(".create_split", unit_id=unit_id),
        button="Pecah unit", parts=form.parts,
        sentence=f"{unit.name} dipecah menjadi {' dan '.join(form.parts)} mulai {plain_date(form.on.data)}.",
    )  # fmt: skip


@bp.post("/organisasi/unit/<int:unit_id>/pemecahan")
@requires(MANAGE)
def create_split(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.SplitForm()
    if not form.validate_on_submit():
        return _form_page(unit, form, "Pecah unit", ["names", "on", "legal_basis"], status=422)
    try:
        parts = services.split_unit(
            unit, form.parts, units_to=_shared_out("unit-"), positions_to=_shared_out("jabatan-"), **_of(form)
        )
    except StaleVersion:
        return _both_versions(unit_id, form, "Pecah unit", ["names", "on", "legal_basis"])
    db.session.commit()
    return _done(parts[0], f"Tersimpan. {len(parts)} unit berlaku mulai {plain_date(parts[0].starts_on)}.")


@bp.get("/organisasi/unit/<int:unit_id>/penutupan")
@requires(MANAGE)
def show_unit_closing(unit_id: int) -> ResponseReturnValue:
    unit = queries.unit(unit_id)
    form = forms.ClosingForm(data={"on": this_day(), "version": str(unit.version)})
    return show("organisation/unit_closing.html", unit=unit, form=form, **words())


@bp.post("/organisasi/unit/<int:unit_id>/penutupan")
@requires(MANAGE)
def create_unit_closing(unit_id: int) -> ResponseReturnValue:
    unit, form = queries.unit(unit_id), forms.ClosingForm()
    if not form.validate_on_submit():
        return show("organisation/unit_closing.html", http_status=422, unit=unit, form=form, **words())
    try:
        services.close_unit(unit, on=form.on.data, version=form.seen_version, by=actor())
    except RuleBroken as refusal:
        form, unit = refused(form, refusal), queries.unit(unit_id)
        return show("organisation/unit_closing.html", http_status=refusal.status, unit=unit, form=form, **words())
    db.session.commit()
    return moved_on(url_for(".show_unit", unit_id=unit_id), f"{unit.name} ditutup mulai {plain_date(form.on.data)}.")


def _of(form: Any) -> dict[str, Any]:
    return {
        "on": form.on.data, "version": form.seen_version, "legal_basis": form.legal_basis.data, "by": actor()
    }  # fmt: skip


def _parents(but: OrgUnit | None = None) -> list[Any]:
    """Every unit that could stand above; one's own branch is left out."""
    below = {one.id for one in carrying.units_below(but.path, this_day())} if but else set()
    choices = [(number, name) for number, name in queries.parent_choices(this_day()) if number not in below]
    return forms.offered([("", "Tingkat teratas"), *choices])


def _offer_parents(form: Any, unit: OrgUnit) -> None:
    form.parent.choices = _parents(but=unit)


def _offer_others(form: Any, unit: OrgUnit) -> None:
    form.others.choices = _mergeable(unit)


def _mergeable(unit: OrgUnit) -> list[Any]:
    """Units of the same kind that stand elsewhere."""
    return forms.offered(
        (one.id, one.name)
        for one in queries.units_on(this_day())
        if one.kind == unit.kind and not one.path.startswith(unit.path) and not unit.path.startswith(one.path)
    )


def _shared_out(prefix: str) -> dict[int, int]:
    """Which part takes what, from fields named ``unit-<id>`` and ``jabatan-<id>``."""
    found = {}
    for name, value in request.form.items():
        number = name.removeprefix(prefix)
        if number != name and is_row_number(number):
            if not is_row_number(value):
                raise rules.StructureRule("Pembagian unit dan jabatan tidak terbaca. Ulangi dari awal.")
            found[int(number)] = int(value)
    return found
