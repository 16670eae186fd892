"""The letters of a round to each person in one file: asked for, watched while they are printed, and taken."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base.clock import now
from app.base.database import db, writing
from app.base.errors import RuleBroken
from app.documents import queries as documents
from app.documents import services as store
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.models import LetterChoice
from app.sosialisasi.queries import bundles as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import bundles as services
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import download, moved_on, show
from app.web.limits import from_setting, limiter

PAGE = "sosialisasi/letters.html"
print_limit = limiter.shared_limit(
    from_setting("EXPORT"), scope="export", methods=["POST"], key_func=lambda: str(visitor.user_id)
)


@bp.get("/putaran/<int:round_id>/undangan/cetak")
@requires(MANAGE)
def list_letters(round_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="bundles", **_context(managed_round(round_id)))


def _context(page: RoundPage, fault: str = "", chosen: str = "") -> dict[str, Any]:
    counts = {one: queries.count(page.round.id, one) for one in LetterChoice}
    listed = queries.of_user(page.round.id, visitor.user_id)
    return round_context(
        page,
        "undangan",
        bundles=listed,
        working=any(job is not None and not job.is_over for _bundle, job in listed),
        counts=counts,
        fault=fault,
        chosen=chosen or (LetterChoice.NO_MAIL if counts[LetterChoice.NO_MAIL] else LetterChoice.EVERYBODY),
    )


@bp.post("/putaran/<int:round_id>/undangan/cetak")
@requires(MANAGE)
@print_limit
def create_letters(round_id: int) -> ResponseReturnValue:
    page, asked = managed_round(round_id), request.form.get("siapa", "")
    if asked not in set(LetterChoice):
        return show(PAGE, http_status=422, **_context(page, "Pilih surat siapa yang dicetak."))
    try:
        services.ask(page, LetterChoice(asked), by=actor())
    except RuleBroken as refusal:
        db.session.rollback()
        return show(PAGE, http_status=409, **_context(managed_round(round_id), refusal.message, asked))
    db.session.commit()
    say = "Suratnya sedang disiapkan. Anda boleh meninggalkan halaman ini."
    return moved_on(url_for(".list_letters", round_id=round_id), say)


@bp.get("/putaran/<int:round_id>/undangan/cetak/<int:letters_id>")
@requires(MANAGE)
def download_letters(round_id: int, letters_id: int) -> ResponseReturnValue:
    """Sent in pieces; for whoever asked alone, and not found once its days are over."""
    bundle = queries.own(managed_round(round_id).round.id, visitor.user_id, letters_id)
    if bundle.file_id is None or bundle.expires_at <= now():
        raise NoResultFound
    file = documents.stored_file(bundle.file_id)
    content = store.pieces(file)
    with writing():
        services.note_taken(bundle, by=actor())
    response: Response = download(content, name=file.name, media_type=file.media_type)
    response.content_length = file.size
    return response
