"""One's own invitations: reading them, answering them, and what goes with them."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base.clock import now, today
from app.base.database import db
from app.base.errors import WrongField
from app.documents import services as store
from app.sosialisasi import labels
from app.sosialisasi.guards import OWN
from app.sosialisasi.models import InvitationStatus, RoundStatus
from app.sosialisasi.queries import boards, events, materials
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.queries.invitations import InvitationPage
from app.sosialisasi.rules import events as rules
from app.sosialisasi.services import answering, copies, presence
from app.sosialisasi.views.blueprint import bp
from app.sosialisasi.views.invitations import sample_limit
from app.web.answers import download, moved_on, show
from app.web.inputs import is_row_number, tidy

PAGE = "sosialisasi/own_detail.html"
REASON_AT_MOST = 500


@bp.get("/undangan-saya")
@requires(OWN)
def list_own() -> ResponseReturnValue:
    at = now()
    rows = queries.own_list(visitor.employee_id or 0, at)
    return show("sosialisasi/own_list.html", rows=rows, labels=labels, at=at)


def own_invitation(invitation_id: int) -> InvitationPage:
    """An invitation of the visitor; anybody else's is simply not found."""
    return queries.own(visitor.employee_id or 0, invitation_id)


@bp.get("/undangan-saya/<int:invitation_id>")
@requires(OWN)
def show_own(invitation_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(own_invitation(invitation_id)))


def _context(page: InvitationPage, trouble: str = "") -> dict[str, Any]:
    day, at = today(visitor.timezone), now()
    return shown(page) | {
        "speakers": events.speakers(page.event.id),
        "agenda": events.agenda(page.event.id),
        "materials": [
            one for one in materials.latest(page.event.id) if rules.may_open(one.access, page.meeting.ends_at, at)
        ],
        "board": boards.board_of(page.round.id) if page.round.status != RoundStatus.CANCELLED else None,
        "takes_presence": presence.is_open(page.round, page.meeting, at),
        "delegates": queries.delegates(page, day) if page.invitation.delegate_of_id is None else [],
        "trouble": trouble,
    }


def shown(page: InvitationPage) -> dict[str, Any]:
    """What every page of an invitation shows, signed in or not."""
    invitation, at = page.invitation, now()
    waits = invitation.status == InvitationStatus.WAITING
    return {
        "page": page,
        "invitation": invitation,
        "event": page.event,
        "round": page.round,
        "meeting": page.meeting,
        "unit": page.unit,
        "may_answer": may_answer(page),
        "is_off": page.round.status == RoundStatus.CANCELLED,
        "rank": queries.waiting_rank(invitation) if waits else None,
        "other_rounds": queries.other_rounds(page, at) if waits else [],
        "labels": labels,
    }


def may_answer(page: InvitationPage) -> str:
    """Empty where the invitation may still be answered, otherwise the sentence why not."""
    one, status = page.round, page.invitation.status
    try:
        rules.ensure_may_answer(status, one.status, page.meeting.starts_at, one.reply_by, now())
    except (rules.NotNow, rules.TooLate) as refusal:
        return refusal.message
    return ""


@bp.post("/undangan-saya/<int:invitation_id>/kehadiran")
@requires(OWN)
def create_acceptance(invitation_id: int) -> ResponseReturnValue:
    status = answering.accept(own_invitation(invitation_id), by=actor())
    return _answered(invitation_id, said(status))


def said(status: InvitationStatus) -> str:
    if status == InvitationStatus.WAITING:
        return "Kursi sudah penuh. Anda masuk daftar tunggu dan dikabari begitu ada kursi."
    return "Tercatat: Anda akan hadir."


@bp.post("/undangan-saya/<int:invitation_id>/ketidakhadiran")
@requires(OWN)
def create_refusal(invitation_id: int) -> ResponseReturnValue:
    answering.decline(own_invitation(invitation_id), reason(), by=actor())
    return _answered(invitation_id, "Tercatat: Anda tidak hadir.")


def reason() -> str:
    return tidy(request.form.get("reason", ""))[:REASON_AT_MOST]


@bp.post("/undangan-saya/<int:invitation_id>/wakil")
@requires(OWN)
def create_delegate(invitation_id: int) -> ResponseReturnValue:
    page, typed = own_invitation(invitation_id), request.form.get("wakil", "")
    if not is_row_number(typed):
        return show(PAGE, http_status=422, **_context(page, "Pilih siapa yang mewakili Anda."))
    try:
        delegate = queries.delegate(page, today(visitor.timezone), employee_id=int(typed))
        answering.send_delegate(page, delegate, by=actor())
    except (WrongField, NoResultFound) as refusal:
        db.session.rollback()
        words = refusal.message if isinstance(refusal, WrongField) else NOT_A_DELEGATE
        return show(PAGE, http_status=422, **_context(own_invitation(invitation_id), words))
    return _answered(invitation_id, f"{delegate.name} diminta hadir sebagai wakil Anda.")


NOT_A_DELEGATE = (
    "Wakil harus rekan di unit Anda atau bawahan Anda yang belum diundang sendiri. Periksa lagi pilihannya."
)


@bp.post("/undangan-saya/<int:invitation_id>/putaran-lain")
@requires(OWN)
def create_move(invitation_id: int) -> ResponseReturnValue:
    typed = request.form.get("putaran", "")
    page = own_invitation(invitation_id)
    if not is_row_number(typed):
        return show(PAGE, http_status=422, **_context(page, "Pilih putarannya."))
    made = answering.move(page, int(typed), by=actor())
    return _answered(made.id, "Anda pindah ke putaran ini.")


def _answered(invitation_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_own", invitation_id=invitation_id), say)


@bp.get("/undangan-saya/<int:invitation_id>/surat")
@requires(OWN)
@sample_limit
def download_own_letter(invitation_id: int) -> ResponseReturnValue:
    page = own_invitation(invitation_id)
    content = copies.personal_copy(page)
    return download(content, name=copies.name_of(page), media_type=copies.PDF)


@bp.get("/undangan-saya/<int:invitation_id>/materi/<int:material_id>")
@requires(OWN)
def download_own_material(invitation_id: int, material_id: int) -> ResponseReturnValue:
    """A material as soon as it is for those invited; before that it is simply not found."""
    page = own_invitation(invitation_id)
    material, file = materials.material(page.event.id, material_id)
    if not rules.may_open(material.access, page.meeting.ends_at, now()):
        raise NoResultFound
    db.session.rollback()
    return download(store.read(file), name=file.name, media_type=file.media_type)


@bp.get("/putaran/<int:round_id>/undangan-saya")
@requires(OWN)
def show_own_to_round(round_id: int) -> ResponseReturnValue:
    """Where the code on the printed letter leads: to one's own invitation, if one is invited."""
    found = queries.own_to_round(visitor.employee_id or 0, round_id)
    if found is None:
        raise NoResultFound
    return redirect(url_for(".show_own", invitation_id=found.id), 303)
