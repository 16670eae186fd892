"""One version: what it asks, how it looks to whoever answers, and, while it is a draft, writing it."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.surveys import labels, reference
from app.surveys.forms.instruments import DescriptionForm, DimensionForm, Seen
from app.surveys.models import ItemKind
from app.surveys.queries import instruments as queries
from app.surveys.queries.instruments import VersionPage
from app.surveys.rules import branching, pages, readability
from app.surveys.rules import instruments as rules
from app.surveys.services import drafts
from app.surveys.services import instruments as services
from app.surveys.views.blueprint import bp
from app.web.answers import changed, moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import is_row_number

MANAGE = Permission.SURVEYS_INSTRUMENT_MANAGE
PAGE = "surveys/instrument_version.html"
# What a change is called while it has no name of its own.
SAMPLE_CHANGE = "penataan perangkat daerah"
CHANGED_MEANWHILE = (
    "Rancangan ini diubah orang lain sejak Anda membukanya. Isian Anda masih ada di sini. Lihat dulu rancangannya, "
    "atau simpan sekali lagi untuk tetap memakai isian ini."
)


@bp.get("/instrumen/versi/<int:version_id>")
@requires(MANAGE)
def show_version(version_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="version_items", **version_context(version_id))


def version_context(version_id: int, dimension_form: DimensionForm | None = None) -> dict[str, Any]:
    page = queries.version_page(version_id)
    texts = [text for item in page.items for text in (item.text, *_asked_in_full(item))]
    return {
        "page": page,
        "faults": rules.faults_of(page.items, page.dimensions) if page.is_draft else rules.Faults(),
        "hints": {item.id: readability.hints(item.text) for item in page.items} if page.is_draft else {},
        "reading": readability.reading(texts),
        "yardstick": reference.yardstick(),
        "conditions": {item.id: _condition(item, page) for item in page.items if item.shown_if},
        "dimension_form": dimension_form or DimensionForm(formdata=None),
        "waves": queries.waves_asking([version_id]).get(version_id, 0),
        "earlier": queries.published_before(page.version),
        "labels": labels,
    }


def _asked_in_full(item: Any) -> list[str]:
    """Options that are statements in themselves; the words of a scale are the same everywhere."""
    return item.options if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE} else []


def _condition(item: Any, page: VersionPage) -> str:
    """When an item is asked, as a sentence."""
    code, places = branching.read(item) or ("", ())
    earlier = next((one for one in page.items if one.code == code), None)
    words = [earlier.options[place] for place in places if earlier and place < len(earlier.options)]
    return f"Hanya ditanyakan kalau jawaban {code}: {' atau '.join(words) or '…'}"


def redrawn(version_id: int, say: str) -> ResponseReturnValue:
    """After a change of a draft: its items drawn anew."""
    return changed(
        PAGE,
        fragment="version_items",
        say=say,
        back_to=url_for(".show_version", version_id=version_id),
        context=lambda: version_context(version_id),
    )


@bp.get("/instrumen/versi/<int:version_id>/pengantar")
@requires(MANAGE)
def show_description(version_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    rules.ensure_draft(page.version)
    form = DescriptionForm(formdata=None, obj=page.version)
    return show("surveys/instrument_description_form.html", page=page, form=form)


@bp.post("/instrumen/versi/<int:version_id>/pengantar")
@requires(MANAGE)
def create_description(version_id: int) -> ResponseReturnValue:
    page, form, status = queries.version_page(version_id), DescriptionForm(), 422
    if form.validate_on_submit():
        try:
            drafts.describe(page, form.introduction.data, form.change_note.data or "", seen=form.seen, by=actor())
            db.session.commit()
        except StaleVersion:
            status = 409
            say_stale(form, version_id)
        else:
            return moved_on(url_for(".show_version", version_id=version_id), "Pengantar tersimpan.")
    page = queries.version_page(version_id)
    return show("surveys/instrument_description_form.html", http_status=status, page=page, form=form)


def say_stale(form: Seen, version_id: int) -> None:
    """The form keeps what was typed, and saves it over the draft of now when it is sent once more."""
    db.session.rollback()
    form.version.data = str(queries.version_page(version_id).version.version)
    form.form_errors = [CHANGED_MEANWHILE]


# --- its life -----------------------------------------------------------------------------------------


@bp.post("/instrumen/versi/<int:version_id>/penerbitan")
@requires(MANAGE)
def create_publication(version_id: int) -> ResponseReturnValue:
    return _step(version_id, services.publish, "Terbit. Isinya sekarang tetap dan bisa dipakai gelombang survei.")


@bp.post("/instrumen/versi/<int:version_id>/penghentian")
@requires(MANAGE)
def create_retirement(version_id: int) -> ResponseReturnValue:
    return _step(version_id, services.retire, "Versi ini tidak ditawarkan lagi kepada gelombang baru.")


def _step(version_id: int, move: Callable[..., None], say: str) -> ResponseReturnValue:
    move(queries.version_page(version_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_version", version_id=version_id), say)


@bp.post("/instrumen/versi/<int:version_id>/rancangan")
@requires(MANAGE)
def create_draft(version_id: int) -> ResponseReturnValue:
    version = services.draft_from(queries.version_page(version_id), by=actor())
    db.session.commit()
    say = f"Rancangan versi {version.number} dibuat dari isi versi ini."
    return moved_on(url_for(".show_version", version_id=version.id), say)


@bp.post("/instrumen/versi/<int:version_id>/penghapusan")
@requires(MANAGE)
def create_draft_removal(version_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    instrument_id = page.instrument.id
    is_left = services.remove_draft(page, by=actor())
    db.session.commit()
    if is_left:
        return moved_on(url_for(".show_instrument", instrument_id=instrument_id), "Rancangan dihapus.")
    return moved_on(url_for(".list_instruments"), "Rancangan dan instrumennya dihapus.")


# --- dimensions ---------------------------------------------------------------------------------------


@bp.post("/instrumen/versi/<int:version_id>/dimensi")
@requires(MANAGE)
def create_dimension(version_id: int) -> ResponseReturnValue:
    form = DimensionForm()
    if form.validate_on_submit():
        try:
            drafts.add_dimension(queries.version_page(version_id), form.title.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return redrawn(version_id, "Dimensi ditambahkan.")
    return show(PAGE, fragment="version_items", http_status=422, **version_context(version_id, form))


@bp.get("/instrumen/versi/<int:version_id>/dimensi/<int:dimension_id>/ubah")
@requires(MANAGE)
def show_dimension_form(version_id: int, dimension_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    return _dimension(page, dimension_id, DimensionForm(formdata=None, obj=page.dimension(dimension_id)))


def _dimension(
    page: VersionPage, dimension_id: int, form: DimensionForm, http_status: int = 200
) -> ResponseReturnValue:
    return show(
        "surveys/instrument_dimension_form.html",
        http_status=http_status,
        page=page,
        dimension=page.dimension(dimension_id),
        form=form,
    )


@bp.post("/instrumen/versi/<int:version_id>/dimensi/<int:dimension_id>/ubah")
@requires(MANAGE)
def create_dimension_change(version_id: int, dimension_id: int) -> ResponseReturnValue:
    page, form = queries.version_page(version_id), DimensionForm()
    if form.validate_on_submit():
        try:
            drafts.rename_dimension(page, dimension_id, form.title.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".show_version", version_id=version_id), "Nama dimensi diubah.")
    return _dimension(queries.version_page(version_id), dimension_id, form, 422)


@bp.post("/instrumen/versi/<int:version_id>/dimensi/<int:dimension_id>/penghapusan")
@requires(MANAGE)
def create_dimension_removal(version_id: int, dimension_id: int) -> ResponseReturnValue:
    drafts.remove_dimension(queries.version_page(version_id), dimension_id, by=actor())
    db.session.commit()
    return redrawn(version_id, "Dimensi dihapus. Butirnya tetap ada, tanpa dimensi.")


# --- as it will be seen -------------------------------------------------------------------------------


@bp.get("/instrumen/versi/<int:version_id>/pratinjau")
@requires(MANAGE)
def show_preview(version_id: int) -> ResponseReturnValue:
    page = queries.version_page(version_id)
    return _preview(page, pages.sheet(page.items, pages.Given()))


@bp.post("/instrumen/versi/<int:version_id>/pratinjau")
@requires(MANAGE)
def create_preview_page(version_id: int) -> ResponseReturnValue:
    """The next page of a preview. Nothing is kept of what is filled in."""
    page = queries.version_page(version_id)
    given = pages.read(page.items, request.form.to_dict(flat=False))
    number = request.form.get("halaman", "")
    is_back = request.form.get("arah") == "kembali"
    turned = pages.turn(page.items, given, int(number) if is_row_number(number) else 1, is_back=is_back)
    return _preview(page, turned)


def _preview(page: VersionPage, sheet: pages.Sheet | None) -> ResponseReturnValue:
    return show(
        "surveys/instrument_preview.html",
        fragment="preview",
        http_status=422 if sheet and sheet.faults else 200,
        page=page,
        sheet=sheet,
        change_name=SAMPLE_CHANGE,
        send_label="Kirim jawaban",
    )
