"""The documents of a stage: uploaded, linked to, or still expected."""

from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.documents import inspection
from app.documents import services as store
from app.initiatives.guards import MANAGE, READ, managed_initiative, visible_initiative
from app.initiatives.queries import stages as queries
from app.initiatives.services import stages as services
from app.initiatives.stage_forms import PaperForm
from app.initiatives.views.blueprint import bp
from app.initiatives.views.stages import ONE, back_to, one_context
from app.web.answers import download, show
from app.web.fields import put_at_field
from app.web.requests import takes_files

LARGEST_BODY = inspection.LARGEST + 64 * 1024


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/dokumen")
@takes_files(LARGEST_BODY)
@requires(MANAGE)
def create_stage_paper(initiative_id: int, stage_id: int) -> ResponseReturnValue:
    queries.stage(managed_initiative(initiative_id).initiative.id, stage_id)
    form = PaperForm()
    if form.validate_on_submit():
        db.session.rollback()  # reading a file stands outside the transaction
        try:
            say = _keep(initiative_id, stage_id, form)
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return back_to(initiative_id, stage_id, say)
    return show(ONE, http_status=422, **one_context(managed_initiative(initiative_id), stage_id, paper=form))


def _keep(initiative_id: int, stage_id: int, form: PaperForm) -> str:
    title, is_shared = form.title.data, bool(form.is_shared.data)
    if form.file.data:
        upload = inspection.inspect(form.file.data.read(), form.file.data.filename or "")
        key = store.put(upload.content)
        page, stage = managed_initiative(initiative_id), queries.stage(initiative_id, stage_id)
        services.keep_file(page, stage, upload, storage_key=key, title=title, is_shared=is_shared, by=actor())
        return "Dokumen diunggah."
    page, stage = managed_initiative(initiative_id), queries.stage(initiative_id, stage_id)
    if form.address.data:
        services.keep_address(page, stage, form.address.data, title=title, is_shared=is_shared, by=actor())
        return "Tautan dicatat."
    services.expect(page, stage, title, by=actor())
    return "Dicatat sebagai dokumen yang ditunggu."


@bp.get("/<int:initiative_id>/tahapan/<int:stage_id>/dokumen/<int:stage_paper_id>")
@requires(READ)
def download_stage_paper(initiative_id: int, stage_id: int, stage_paper_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    file = queries.file(queries.paper(page.initiative.id, stage_id, stage_paper_id).file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.post("/<int:initiative_id>/tahapan/<int:stage_id>/dokumen/<int:stage_paper_id>/penghapusan")
@requires(MANAGE)
def create_stage_paper_removal(initiative_id: int, stage_id: int, stage_paper_id: int) -> ResponseReturnValue:
    page = managed_initiative(initiative_id)
    services.remove_paper(page, queries.paper(initiative_id, stage_id, stage_paper_id), by=actor())
    db.session.commit()
    return back_to(initiative_id, stage_id, "Dokumen dihapus dari daftar.")
