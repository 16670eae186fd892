"""Photos of a round, for its organisers."""

from flask import url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import RuleBroken, WrongField
from app.documents import inspection
from app.documents import services as store
from app.sosialisasi.forms.records import CaptionForm, PhotoForm
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.queries import records as queries
from app.sosialisasi.services import photos as services
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, not_yet, round_context
from app.web.answers import download, moved_on, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

PAGE = "sosialisasi/photos.html"
LARGEST_BODY = inspection.LARGEST + 64 * 1024

ROUND.add(Tab("foto", "Foto", "sosialisasi.list_photos", 80))


@bp.get("/putaran/<int:round_id>/foto")
@requires(MANAGE)
def list_photos(round_id: int) -> ResponseReturnValue:
    return _page(round_id, PhotoForm(formdata=None), 200)


def _page(round_id: int, form: PhotoForm, status: int, *, faults: dict[int, str] | None = None) -> ResponseReturnValue:
    page, photos = managed_round(round_id), queries.photos_of(round_id)
    context = round_context(page, "foto", form=form, photos=photos, faults=faults or {}, not_yet=not_yet(page))
    return show(PAGE, http_status=status, **context)


@bp.post("/putaran/<int:round_id>/foto")
@takes_files(LARGEST_BODY)
@requires(MANAGE)
def create_photo(round_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    form = PhotoForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction
        try:
            upload = inspection.inspect_picture(form.file.data.read(), form.file.data.filename or "")
            key = store.put(upload.content)
            services.add(managed_round(round_id), upload, storage_key=key, caption=form.caption.data, by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors = [*form.form_errors, refusal.message]
        else:
            return moved_on(url_for(".list_photos", round_id=round_id), "Foto diunggah, tanpa data lokasi.")
    return _page(round_id, form, 422)


@bp.get("/putaran/<int:round_id>/foto/<int:photo_id>")
@requires(MANAGE)
def show_photo(round_id: int, photo_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    _photo, file = queries.photo(round_id, photo_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.post("/putaran/<int:round_id>/foto/<int:photo_id>/keterangan")
@requires(MANAGE)
def create_photo_caption(round_id: int, photo_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    photo, _file = queries.photo(round_id, photo_id)
    form = CaptionForm()
    if not form.validate_on_submit():
        return _page(round_id, PhotoForm(formdata=None), 422, faults={photo_id: form.caption.errors[0]})
    services.describe(photo, form.caption.data, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_photos", round_id=round_id), "Keterangan tersimpan.")


@bp.post("/putaran/<int:round_id>/foto/<int:photo_id>/naik")
@requires(MANAGE)
def create_photo_move(round_id: int, photo_id: int) -> ResponseReturnValue:
    page = managed_round(round_id)
    moved = services.move_up(page, queries.photo(round_id, photo_id)[0], by=actor())
    db.session.commit()
    say = "Urutan foto berubah." if moved else "Foto ini sudah yang pertama."
    return moved_on(url_for(".list_photos", round_id=round_id), say)


@bp.post("/putaran/<int:round_id>/foto/<int:photo_id>/penghapusan")
@requires(MANAGE)
def create_photo_removal(round_id: int, photo_id: int) -> ResponseReturnValue:
    managed_round(round_id)
    photo, file = queries.photo(round_id, photo_id)
    key = services.remove(photo, file, by=actor())
    db.session.commit()
    store.erase(key)
    return moved_on(url_for(".list_photos", round_id=round_id), "Foto dihapus.")
