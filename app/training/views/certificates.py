"""The certificates of a closed batch in one file."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires
from app.access.permissions import Permission
from app.base.database import db
from app.base.errors import BadInput
from app.certificates import bundles
from app.certificates.bundles import Choice
from app.certificates.models import BundleForm
from app.training import labels
from app.training.queries import batches as queries
from app.training.services import closing
from app.training.views.blueprint import bp
from app.web.answers import moved_on


@bp.post("/kelola/<int:batch_id>/kumpulan-sertifikat")
@requires(Permission.TRAINING_BATCH_MANAGE)
def create_certificate_bundle(batch_id: int) -> ResponseReturnValue:
    page = queries.managed_batch(batch_id)
    form = request.form.get("bentuk", "")
    if form not in set(BundleForm):
        raise BadInput("Pilih ZIP atau PDF.")
    choice = Choice(group_key=closing.group_key(batch_id))
    bundles.ask(choice, BundleForm(form), labels.batch_name(page.title, page.batch.number), by=actor())
    db.session.commit()
    return moved_on(url_for("bundles.list_own"), "Berkas sedang disiapkan. Anda boleh meninggalkan halaman ini.")
