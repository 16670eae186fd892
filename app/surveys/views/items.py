"""The items of a draft: writing one, moving it, and asking it only after certain answers."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.surveys import labels
from app.surveys.forms.instruments import ConditionForm, ItemForm
from app.surveys.models import InstrumentItem, ItemKind
from app.surveys.queries import instruments as queries
from app.surveys.queries.instruments import VersionPage
from app.surveys.rules import branching, readability, scales
from app.surveys.rules import instruments as rules
from app.surveys.services import drafts
from app.surveys.views.blueprint import bp
from app.surveys.views.versions import redrawn, say_stale
from app.web.answers import moved_on, show
from app.web.fields import offer, put_at_field
from app.web.inputs import arg_text

MANAGE = Permission.SURVEYS_INSTRUMENT_MANAGE
UP, DOWN = "naik", "turun"


@bp.get("/instrumen/versi/<int:version_id>/butir/baru")
@requires(MANAGE)
def show_new_item(version_id: int) -> ResponseReturnValue:
    """A new item, beginning as the last one is answered."""
    page = queries.version_page(version_id)
    rules.ensure_draft(page.version)
    last = page.items[-1] if page.items else None
    start: dict[str, Any] = {
        "version": str(page.version.version),
        "kind": (last.kind if last else ItemKind.SCALE),
        "scale": scales.READY[0].key,
        "is_required": True,
    }
    if last is not None and last.kind == ItemKind.SCALE:
        key = scales.ready_key(tuple(last.options))
        start |= {"scale": key, "options": "\n".join(last.options) if key == scales.OWN else ""}
        start["dimension"] = _code(page, last.dimension_id)
    return _form(page, _offered(ItemForm(formdata=None, data=start), page), None)


def _code(page: VersionPage, dimension_id: int | None) -> str:
    return next((one.code for one in page.dimensions if one.id == dimension_id), "")


def _offered(form: ItemForm, page: VersionPage) -> ItemForm:
    form.dimension.choices = offer(((one.code, one.title) for one in page.dimensions), "Tanpa dimensi")
    return form


def _form(
    page: VersionPage, form: ItemForm, item: InstrumentItem | None, http_status: int = 200
) -> ResponseReturnValue:
    return show(
        "surveys/instrument_item_form.html",
        http_status=http_status,
        page=page,
        form=form,
        item=item,
        before=queries.item_before(page.version, item.code) if item else None,
        hints=readability.hints(form.text.data or ""),
        labels=labels,
    )


@bp.post("/instrumen/versi/<int:version_id>/butir/baru")
@requires(MANAGE)
def create_item(version_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    rules.ensure_draft(page.version)
    form, status = _offered(ItemForm(), page), 422
    if form.validate_on_submit():
        try:
            starts_page = form.starts_page.data
            item = drafts.add_item(page, form.facts(), starts_page=starts_page, seen=form.seen, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion:
            status = 409
            say_stale(form, version_id)
        else:
            return _kept(version_id, f"Butir {item.code} ditambahkan.")
    return _form(queries.version_page(version_id), form, None, status)


def _kept(version_id: int, say: str) -> ResponseReturnValue:
    """Back to the draft, or straight to the next item."""
    leads_on = "lagi" in request.form
    endpoint = ".show_new_item" if leads_on else ".show_version"
    return moved_on(url_for(endpoint, version_id=version_id), say)


@bp.get("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/ubah")
@requires(MANAGE)
def show_item_form(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    item = page.item(instrument_item_id)
    rules.ensure_draft(page.version)
    before = queries.item_before(page.version, item.code)
    form = ItemForm.of(
        item,
        version=page.version.version,
        dimension=_code(page, item.dimension_id),
        starts_page=any(one.item_id == instrument_item_id and one.breaks for one in drafts.slots_of(page)),
        is_new_meaning=before is not None and before.concept != item.concept,
    )
    return _form(page, _offered(form, page), item)


@bp.post("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/ubah")
@requires(MANAGE)
def create_item_change(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    item = page.item(instrument_item_id)
    rules.ensure_draft(page.version)
    form, status = _offered(ItemForm(), page), 422
    if form.validate_on_submit():
        try:
            drafts.change_item(
                page,
                instrument_item_id,
                form.facts(),
                starts_page=form.starts_page.data,
                is_new_meaning=form.is_new_meaning.data,
                seen=form.seen,
                by=actor(),
            )
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion:
            status = 409
            say_stale(form, version_id)
        else:
            return _kept(version_id, f"Butir {item.code} tersimpan.")
    page = queries.version_page(version_id)
    return _form(page, form, page.item(instrument_item_id), status)


@bp.post("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/urutan")
@requires(MANAGE)
def create_item_move(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    is_up = request.form.get("arah") == UP
    drafts.move_item(queries.version_page(version_id), instrument_item_id, is_up=is_up, by=actor())
    db.session.commit()
    return redrawn(version_id, "Urutan diubah.")


@bp.post("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/penghapusan")
@requires(MANAGE)
def create_item_removal(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    drafts.remove_item(queries.version_page(version_id), instrument_item_id, by=actor())
    db.session.commit()
    return redrawn(version_id, "Butir dihapus.")


# --- asked only after certain answers -----------------------------------------------------------------


@bp.get("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/syarat")
@requires(MANAGE)
def show_condition(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    """First which earlier item, then which of its answers: two steps instead of a script."""
    page = queries.version_page(version_id)
    rules.ensure_draft(page.version)
    item = page.item(instrument_item_id)
    code, places = branching.read(item) or ("", ())
    asked = arg_text("butir") or code
    chosen = [str(one) for one in places] if asked == code else []
    return _condition(page, item, ConditionForm(formdata=None, data={"item": asked, "places": chosen}))


def _condition(
    page: VersionPage, item: InstrumentItem, form: ConditionForm, http_status: int = 200
) -> ResponseReturnValue:
    earlier = [one for one in page.items if one.page < item.page and one.kind != ItemKind.TEXT]
    picked = next((one for one in earlier if one.code == form.item.data), None)
    form.places.choices = offer(enumerate(picked.options)) if picked else []
    return show(
        "surveys/instrument_item_condition.html",
        http_status=http_status,
        page=page,
        item=item,
        form=form,
        earlier=earlier,
        labelled=[(one.code, f"{one.code}: {one.text}") for one in earlier],
        picked=picked,
    )


@bp.post("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/syarat")
@requires(MANAGE)
def create_condition(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    page, form = queries.version_page(version_id), ConditionForm()
    item = page.item(instrument_item_id)
    picked = next((one for one in page.items if one.code == form.item.data), None)
    form.places.choices = offer(enumerate(picked.options)) if picked else []
    if form.validate_on_submit():
        try:
            drafts.ask_only_if(page, instrument_item_id, form.item.data, form.chosen, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_version", version_id=version_id), f"Syarat butir {item.code} tersimpan.")
    page = queries.version_page(version_id)
    return _condition(page, page.item(instrument_item_id), form, 422)


@bp.post("/instrumen/versi/<int:version_id>/butir/<int:instrument_item_id>/syarat/pencabutan")
@requires(MANAGE)
def create_condition_end(version_id: int, instrument_item_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    drafts.ask_only_if(page, instrument_item_id, "", [], by=actor())
    db.session.commit()
    return redrawn(version_id, "Butir ini ditanyakan kepada semua orang lagi.")
