"""Whom a round is for: the lines of its audience, how many people that is, and sending the invitations."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.base.clock import today
from app.base.database import db
from app.base.errors import RuleBroken, WrongField
from app.initiatives import choosing
from app.initiatives.queries.tallies import by_regional_unit
from app.organisation.labels import TIERS
from app.sosialisasi.forms.events import AudienceForm
from app.sosialisasi.guards import MANAGE, managed_reach, managed_round
from app.sosialisasi.models import RoundStatus
from app.sosialisasi.queries import audiences as queries
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.services import audiences as services
from app.sosialisasi.services import inviting
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, round_context
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import arg_text

PAGE, SEARCH = "sosialisasi/audience.html", "sosialisasi/audience_search.html"
LATER_SHOWN, CLASHES_SHOWN = 50, 5

ROUND.add(Tab("sasaran", "Sasaran", "sosialisasi.show_audience", 20))


@bp.get("/putaran/<int:round_id>/sasaran")
@requires(MANAGE)
def show_audience(round_id: int) -> ResponseReturnValue:
    return show(PAGE, **_context(managed_round(round_id)))


def _context(page: RoundPage, form: AudienceForm | None = None, refusal: RuleBroken | None = None) -> dict[str, Any]:
    one, day = page.round, today(visitor.timezone)
    is_open = one.status == RoundStatus.PLANNED
    counts = queries.counts_by_path(one, day)
    busy, busy_total = queries.clashing(one, page.meeting, day, limit=CLASHES_SHOWN) if is_open else ([], 0)
    later, later_total = ([], 0) if is_open else queries.later(one, day, limit=LATER_SHOWN)
    return round_context(
        page,
        "sasaran",
        lines=queries.lines_of(one.id),
        people=sum(counts.values()),
        units=by_regional_unit(counts),
        is_open=is_open,
        busy=busy,
        busy_total=busy_total,
        later=later if one.status == RoundStatus.INVITED else [],
        later_total=later_total if one.status == RoundStatus.INVITED else 0,
        tiers=TIERS,
        form=form or _with_choices(AudienceForm(formdata=None)),
        refusal=refusal,
    )


def _with_choices(form: AudienceForm) -> AudienceForm:
    choosing.offer_lists(form, managed_reach())
    return form


@bp.post("/putaran/<int:round_id>/sasaran")
@requires(MANAGE)
def create_audience_line(round_id: int) -> ResponseReturnValue:
    page, form = managed_round(round_id), _with_choices(AudienceForm())
    if form.validate_on_submit():
        try:
            services.add(page, choosing.named(form), is_left_out=bool(form.is_left_out.data), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        else:
            return _kept(round_id, "Sasaran diperbarui.")
    return show(PAGE, http_status=422, **_context(managed_round(round_id), form))


@bp.get("/putaran/<int:round_id>/sasaran/cari")
@requires(MANAGE)
def show_audience_search(round_id: int) -> ResponseReturnValue:
    return show(SEARCH, fragment="found", **_found(managed_round(round_id), arg_text("cari")))


def _found(page: RoundPage, text: str, trouble: str = "") -> dict[str, Any]:
    return round_context(page, "sasaran", trouble=trouble, **choosing.found(text, managed_reach()))


@bp.post("/putaran/<int:round_id>/sasaran/cari")
@requires(MANAGE)
def create_audience_picks(round_id: int) -> ResponseReturnValue:
    """Posts and people that were ticked."""
    page = managed_round(round_id)
    named = choosing.ticked(managed_reach())
    if not named:
        return show(SEARCH, http_status=422, **_found(page, choosing.asked_again(), choosing.NOTHING_TICKED))
    left_out = bool(request.form.get("dikecualikan"))
    try:
        for one in named:
            services.add(page, one, is_left_out=left_out, by=actor())
    except WrongField as refusal:
        db.session.rollback()
        return show(SEARCH, http_status=422, **_found(managed_round(round_id), "", refusal.message))
    return _kept(round_id, "Sasaran diperbarui.")


@bp.post("/putaran/<int:round_id>/sasaran/<int:rule_id>/penghapusan")
@requires(MANAGE)
def create_audience_line_removal(round_id: int, rule_id: int) -> ResponseReturnValue:
    services.remove(managed_round(round_id), rule_id, by=actor())
    return _kept(round_id, "Baris dihapus dari sasaran.")


def _kept(round_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_audience", round_id=round_id), say)


@bp.post("/putaran/<int:round_id>/undangan")
@requires(MANAGE)
def create_invitations(round_id: int) -> ResponseReturnValue:
    try:
        inviting.send(managed_round(round_id), skip_busy=bool(request.form.get("lewati")), by=actor())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return show(PAGE, http_status=409, **_context(managed_round(round_id), refusal=refusal))
    say = "Undangan sedang dikirim. Sasarannya sekarang tetap."
    return moved_on(url_for(".show_round", round_id=round_id), say)


@bp.post("/putaran/<int:round_id>/undangan/lanjutan")
@requires(MANAGE)
def create_resumption(round_id: int) -> ResponseReturnValue:
    inviting.send_on(managed_round(round_id), by=actor())
    db.session.commit()
    return moved_on(url_for(".show_round", round_id=round_id), "Pengiriman dilanjutkan.")


@bp.post("/putaran/<int:round_id>/undangan/susulan")
@requires(MANAGE)
def create_later_invitations(round_id: int) -> ResponseReturnValue:
    inviting.invite_later(managed_round(round_id), by=actor())
    return _kept(round_id, "Yang menyusul sedang diundang.")
