"""The materials of an event, for its organisers."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.documents import inspection
from app.documents import services as store
from app.sosialisasi.forms.events import MaterialForm
from app.sosialisasi.guards import MANAGE, managed_event
from app.sosialisasi.models import MaterialAccess
from app.sosialisasi.queries import materials as queries
from app.sosialisasi.queries.events import EventPage
from app.sosialisasi.services import materials as services
from app.sosialisasi.tabs import EVENT, Tab
from app.sosialisasi.views.blueprint import bp, event_context
from app.web.answers import download, moved_on, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

PAGE = "sosialisasi/material_list.html"
LARGEST_BODY = inspection.LARGEST + 64 * 1024

EVENT.add(Tab("materi", "Materi", "sosialisasi.list_materials", 20))


@bp.get("/<int:event_id>/materi")
@requires(MANAGE)
def list_materials(event_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(managed_event(event_id)))


def _context(page: EventPage, form: MaterialForm | None = None) -> dict[str, Any]:
    usual = {"access": MaterialAccess.BEFORE.value}
    return event_context(
        page,
        "materi",
        materials=queries.latest(page.event.id),
        form=form or MaterialForm(formdata=None, data=usual),
    )


@bp.post("/<int:event_id>/materi")
@takes_files(LARGEST_BODY)
@requires(MANAGE)
def create_material(event_id: int) -> ResponseReturnValue:
    managed_event(event_id)
    form = MaterialForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction
        try:
            upload = inspection.inspect(form.file.data.read(), form.file.data.filename or "")
            key = store.put(upload.content)
            services.attach(
                managed_event(event_id),
                upload,
                storage_key=key,
                title=form.title.data,
                access=form.chosen(),
                by=actor(),
            )
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return moved_on(url_for(".list_materials", event_id=event_id), "Materi diunggah.")
    return show(PAGE, http_status=422, **_context(managed_event(event_id), form))


@bp.get("/<int:event_id>/materi/<int:material_id>")
@requires(MANAGE)
def download_material(event_id: int, material_id: int) -> ResponseReturnValue:
    _material, file = queries.material(managed_event(event_id).event.id, material_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.post("/<int:event_id>/materi/<int:material_id>/penghapusan")
@requires(MANAGE)
def create_material_removal(event_id: int, material_id: int) -> ResponseReturnValue:
    page = managed_event(event_id)
    services.remove(page, queries.material(page.event.id, material_id)[0], by=actor())
    db.session.commit()
    return moved_on(url_for(".list_materials", event_id=event_id), "Materi dihapus.")
