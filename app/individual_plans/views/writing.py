"""Writing a plan: its items, what is suggested, handing it in, taking it back, changing it."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.competency import queries as competency
from app.individual_plans import labels, rules
from app.individual_plans.forms import ItemForm, version_of
from app.individual_plans.models import IndividualPlanItem
from app.individual_plans.queries import levels, plans, proof
from app.individual_plans.queries.plans import PlanPage
from app.individual_plans.services import agreeing, drafting
from app.individual_plans.views.blueprint import OWN, bp, mine, seen, this_day, writable
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import is_row_number

FORM = "individual_plans/item_form.html"
MEANWHILE = (
    "Rencana ini sudah berubah sejak Anda membukanya. Isian Anda masih ada; periksa butir yang sekarang ada, "
    "lalu simpan lagi."
)


@bp.get("/idp/<int:idp_id>/butir/baru")
@requires(OWN)
def show_new_item(idp_id: int) -> ResponseReturnValue:
    page = writable(idp_id)
    return _form(page, _offered(page, ItemForm(formdata=None, data={"version": page.plan.version})), None)


@bp.post("/idp/<int:idp_id>/butir/baru")
@requires(OWN)
def create_item(idp_id: int) -> ResponseReturnValue:
    return _keep(writable(idp_id), None)


@bp.get("/idp/<int:idp_id>/butir/<int:aim_id>")
@requires(OWN)
def show_item(idp_id: int, aim_id: int) -> ResponseReturnValue:
    page = writable(idp_id)
    row = plans.item(page.plan, aim_id)
    data = ItemForm.data_of(row) | {"version": page.plan.version}
    return _form(page, _offered(page, ItemForm(formdata=None, data=data)), row)


@bp.post("/idp/<int:idp_id>/butir/<int:aim_id>")
@requires(OWN)
def create_item_change(idp_id: int, aim_id: int) -> ResponseReturnValue:
    page = writable(idp_id)
    return _keep(page, plans.item(page.plan, aim_id))


def _keep(page: PlanPage, row: IndividualPlanItem | None) -> ResponseReturnValue:
    """Keep an item; what is impossible in it, or came from an old page, comes back with everything that was typed."""
    form = _offered(page, ItemForm())
    if not form.validate_on_submit():
        return _form(page, form, row, status=422)
    number, version = page.plan.id, version_of(form.version.data)
    try:
        if row is None:
            drafting.add(page, form.facts, seen=version, by=actor())
        else:
            drafting.change(page, row, form.facts, seen=version, by=actor())
        db.session.commit()
    except WrongField as refusal:
        put_at_field(form, refusal)
        return _form(writable(number), form, row, status=422)
    except rules.ChangedMeanwhile:
        db.session.rollback()
        return _changed_meanwhile(writable(number), form, row)
    return moved_on(url_for(".show_plan", idp_id=number), "Tersimpan.")


def _changed_meanwhile(page: PlanPage, form: ItemForm, row: IndividualPlanItem | None) -> ResponseReturnValue:
    """What was typed stays, beside the plan as it is now; saving once more saves onto that."""
    form.version.data = page.plan.version
    form.version.raw_data = [str(page.plan.version)]
    form.form_errors = [MEANWHILE]
    return _form(page, form, row, status=409)


def _offered(page: PlanPage, form: ItemForm) -> ItemForm:
    found = list(levels.asked(page.plan.employee_id, this_day()).values())
    lacking = sorted((one for one in found if one.gap), key=lambda one: -one.gap)
    ahead = sorted((one for one in found if not one.gap and one.next_gap), key=lambda one: -one.next_gap)
    words = [(one.competency_id, f"{one.name} (kurang {one.gap})") for one in lacking]
    words += [(one.competency_id, f"{one.name} (kurang {one.next_gap} untuk jabatan tujuan)") for one in ahead]
    words += [(one.competency_id, one.name) for one in found if not one.gap and not one.next_gap]
    form.offer(words, competency.forms(), proof.catalogue(page.plan.year, this_day()))
    return form


def _form(page: PlanPage, form: ItemForm, row: IndividualPlanItem | None, *, status: int = 200) -> ResponseReturnValue:
    return show(
        FORM,
        http_status=status,
        form=form,
        plan=page.plan,
        employee=page.employee,
        row=row,
        present=plans.items(page.plan.id, page.plan.edition) if status == 409 else [],
        levels=_worth_showing(page),
        labels=labels,
    )


def _worth_showing(page: PlanPage) -> list[levels.Asked]:
    found = levels.asked(page.plan.employee_id, this_day()).values()
    return [one for one in found if one.required or one.required_next or one.measured]


@bp.post("/idp/<int:idp_id>/butir/<int:aim_id>/penghapusan")
@requires(OWN)
def create_item_removal(idp_id: int, aim_id: int) -> ResponseReturnValue:
    page = writable(idp_id)
    drafting.remove(page, plans.item(page.plan, aim_id), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Butir dihapus.")


@bp.post("/idp/<int:idp_id>/saran")
@requires(OWN)
def create_suggested_item(idp_id: int) -> ResponseReturnValue:
    """One click from a gap to an item."""
    page = writable(idp_id)
    first, _dash, second = request.form.get("saran", "").partition("-")
    if not (is_row_number(first) and is_row_number(second)):
        raise rules.NotNow("Saran ini sudah tidak ada. Muat ulang halamannya untuk melihat saran yang terbaru.")
    drafting.add_suggested(page, int(first), int(second), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Butir ditambahkan. Ubah waktunya kalau perlu.")


@bp.post("/idp/<int:idp_id>/pengajuan")
@requires(OWN)
def create_submission(idp_id: int) -> ResponseReturnValue:
    agreeing.submit(mine(idp_id), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Rencana diajukan. Atasan Anda sudah diberi tahu.")


@bp.post("/idp/<int:idp_id>/penarikan")
@requires(OWN)
def create_recall(idp_id: int) -> ResponseReturnValue:
    agreeing.recall(mine(idp_id), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Ditarik kembali. Anda bisa mengubahnya lagi.")


@bp.post("/idp/<int:idp_id>/perubahan")
@requires(OWN)
def create_revision(idp_id: int) -> ResponseReturnValue:
    drafting.revise(mine(idp_id), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Perubahan dimulai. Yang sudah disepakati tetap berlaku sampai perubahannya disetujui.")


@bp.post("/idp/<int:idp_id>/pembatalan")
@requires(OWN)
def create_discard(idp_id: int) -> ResponseReturnValue:
    drafting.discard(mine(idp_id), seen=seen(), by=actor())
    db.session.commit()
    return _back(idp_id, "Perubahan dibatalkan. Rencana yang disepakati berlaku seperti semula.")


@bp.post("/idp/<int:idp_id>/penghapusan")
@requires(OWN)
def create_removal(idp_id: int) -> ResponseReturnValue:
    page = writable(idp_id)
    year, is_own = page.plan.year, page.employee.id
    drafting.delete_draft(page, seen=seen(), by=actor())
    db.session.commit()
    back_to = url_for(".show_own", tahun=year) if is_own == actor().employee_id else url_for(".list_team", tahun=year)
    return moved_on(back_to, "Rancangan dihapus.")


def _back(idp_id: int, say: str) -> ResponseReturnValue:
    return moved_on(url_for(".show_plan", idp_id=idp_id), say)
