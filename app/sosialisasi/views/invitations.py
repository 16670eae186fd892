"""The invitations of a round, for its organisers: who answered what, the letter, and reminding the silent."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires
from app.base.database import db
from app.documents import queries as documents
from app.documents import services as store
from app.sosialisasi.guards import MANAGE, managed_round
from app.sosialisasi.models import InvitationStatus
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import copies, notices
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import download, moved_on, show
from app.web.inputs import arg_text, keyset
from app.web.limits import from_setting, limiter

PAGE = "sosialisasi/invitation_list.html"
PAGE_SIZE = 50
sample_limit = limiter.shared_limit(from_setting("PDF"), scope="pdf")

ROUND.add(Tab("undangan", "Undangan", "sosialisasi.list_invitations", 30, shows=lambda one: one.invited_at is not None))


@bp.get("/putaran/<int:round_id>/undangan")
@requires(MANAGE)
def list_invitations(round_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="results", **_context(managed_round(round_id)))


def _context(page: RoundPage) -> dict[str, Any]:
    asked, text = request.args.get("jawaban", ""), arg_text("cari")
    status = InvitationStatus(asked) if asked in set(InvitationStatus) else None
    found = queries.listed(
        page.round.id, status=status, text=text.lower(), after=keyset("sesudah", str), limit=PAGE_SIZE + 1
    )
    rows = found[:PAGE_SIZE]
    kept: dict[str, Any] = {name: value for name, value in (("jawaban", status), ("cari", text)) if value}
    last = f"{rows[-1].sort_name}~{rows[-1].employee_id}" if len(found) > PAGE_SIZE else ""
    return round_context(
        page,
        "undangan",
        rows=rows,
        text=text,
        status=status or "",
        counts=queries.counts(page.round.id),
        more_href=url_for(".list_invitations", round_id=page.round.id, **kept, sesudah=last) if last else "",
        InvitationStatus=InvitationStatus,
    )


@bp.post("/putaran/<int:round_id>/pengingat")
@requires(MANAGE)
def create_reminders(round_id: int) -> ResponseReturnValue:
    notices.remind_now(managed_round(round_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".list_invitations", round_id=round_id), "Yang belum menjawab sedang diingatkan.")


@bp.get("/putaran/<int:round_id>/surat")
@requires(MANAGE)
def download_letter(round_id: int) -> ResponseReturnValue:
    """The letter with its number and the list of those invited; 404 until it is printed."""
    letter = copies.letter_of(managed_round(round_id))
    if letter.file_id is None:
        raise NoResultFound
    file = documents.stored_file(letter.file_id)
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/putaran/<int:round_id>/undangan/<int:invitation_id>/surat")
@requires(MANAGE)
@sample_limit
def download_personal_letter(round_id: int, invitation_id: int) -> ResponseReturnValue:
    """The copy of one person, whose code answers for them: to be handed over on paper."""
    page = managed_round(round_id)
    found = queries.of_round(page.round.id, invitation_id)
    content = copies.personal_copy(found)
    return download(content, name=copies.name_of(found), media_type=copies.PDF)
