"""The check of a round: preparing it, opening, closing and reading it; and taking it, by whoever is in the room."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, public, requires, visitor
from app.base.clock import now
from app.base.database import db
from app.base.errors import WrongField
from app.sosialisasi import labels, ready_checks
from app.sosialisasi.forms.questions import ItemForm, PassMarkForm
from app.sosialisasi.guards import MANAGE, managed_reach, managed_round
from app.sosialisasi.models import UnderstandingCheck
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import understanding as queries
from app.sosialisasi.queries.boards import Room
from app.sosialisasi.rules import understanding as rules
from app.sosialisasi.services import understanding as services
from app.sosialisasi.tabs import ROUND, Tab
from app.sosialisasi.views.blueprint import bp, round_context
from app.sosialisasi.views.rooms import ensure_known, in_room, is_colleague, vote_address_limit, who
from app.web import devices
from app.web.answers import moved_on, show
from app.web.fields import put_at_field
from app.web.inputs import is_row_number
from app.web.plots import bar
from app.web.polling import quiet
from app.web.unlogged import unlogged

PAGE = "sosialisasi/understanding.html"
FORM = "sosialisasi/understanding_form.html"
THANKS = "sosialisasi/understanding_thanks.html"

ROUND.add(Tab("pemahaman", "Pemahaman", "sosialisasi.show_understanding", 65))


@bp.get("/putaran/<int:round_id>/pemahaman")
@requires(MANAGE)
def show_understanding(round_id: int) -> ResponseReturnValue:
    return show(PAGE, fragment="check", **_context(round_id))


def _context(round_id: int, form: ItemForm | None = None, mark_form: PassMarkForm | None = None) -> dict[str, Any]:
    page, check = managed_round(round_id), queries.check_of(round_id)
    mark = {"pass_mark": check.pass_mark if check else 70}
    return round_context(
        page,
        "pemahaman",
        check=check,
        board=boards.board_of(round_id),
        items=queries.items(check.id) if check else [],
        result=queries.result(check.id) if check else None,
        ready=ready_checks.every(),
        form=form or ItemForm(formdata=None),
        mark_form=mark_form or PassMarkForm(formdata=None, data=mark),
        fewest=rules.FEWEST_ITEMS,
        most=rules.MOST_ITEMS,
        bar=bar,
    )


def _changed(round_id: int, say: str) -> ResponseReturnValue:
    db.session.commit()
    return moved_on(url_for(".show_understanding", round_id=round_id), say)


def _check(round_id: int) -> UnderstandingCheck:
    """The check of a round the visitor runs, begun where there is none."""
    return services.prepare(managed_round(round_id).round, by=actor())


@bp.post("/putaran/<int:round_id>/pemahaman/siap-pakai")
@requires(MANAGE)
def create_ready_check(round_id: int) -> ResponseReturnValue:
    check, ready = _check(round_id), ready_checks.find(request.form.get("jenis", ""))
    if ready is None:
        raise rules.Refused("Pilih salah satu dari daftar butir siap pakai.")
    services.take_ready(check, ready, by=actor())
    return _changed(round_id, f"{len(ready.items)} butir diambil. Ubah seperlunya sebelum dibuka.")


@bp.post("/putaran/<int:round_id>/pemahaman/butir")
@requires(MANAGE)
def create_check_item(round_id: int) -> ResponseReturnValue:
    form = ItemForm()
    if not form.validate_on_submit():
        managed_round(round_id)
        return show(PAGE, fragment="check", http_status=422, **_context(round_id, form))
    try:
        services.add_item(_check(round_id), form.facts, by=actor())
    except WrongField as refusal:
        put_at_field(form, refusal)
        return show(PAGE, fragment="check", http_status=422, **_context(round_id, form))
    return _changed(round_id, "Butir ditambahkan.")


@bp.post("/pemahaman/butir/<int:check_item_id>/penghapusan")
@requires(MANAGE)
def create_check_item_removal(check_item_id: int) -> ResponseReturnValue:
    item, check = queries.managed_item(managed_reach(), check_item_id)
    services.remove_item(check, item, by=actor())
    return _changed(check.round_id, "Butir dihapus.")


@bp.post("/putaran/<int:round_id>/pemahaman/batas-lulus")
@requires(MANAGE)
def create_pass_mark(round_id: int) -> ResponseReturnValue:
    form = PassMarkForm()
    if not form.validate_on_submit():
        managed_round(round_id)
        return show(PAGE, fragment="check", http_status=422, **_context(round_id, mark_form=form))
    services.set_pass_mark(_check(round_id), form.pass_mark.data, by=actor())
    return _changed(round_id, "Batas lulus tersimpan.")


@bp.post("/putaran/<int:round_id>/pemahaman/pembukaan")
@requires(MANAGE)
def create_check_opening(round_id: int) -> ResponseReturnValue:
    services.open_before(_check(round_id), by=actor())
    return _changed(round_id, "Bagian sebelum acara dibuka. Butirnya tidak bisa diubah lagi.")


@bp.post("/putaran/<int:round_id>/pemahaman/sesudah")
@requires(MANAGE)
def create_check_after(round_id: int) -> ResponseReturnValue:
    services.open_after(_check(round_id), by=actor())
    return _changed(round_id, "Mulai sekarang jawaban dihitung sebagai sesudah acara.")


@bp.post("/putaran/<int:round_id>/pemahaman/penutupan")
@requires(MANAGE)
def create_check_closing(round_id: int) -> ResponseReturnValue:
    services.request(_check(round_id), by=actor())
    return _changed(round_id, "Pemahaman ditutup. Hasilnya muncul begitu jawabannya selesai diacak.")


# --- taking it ----------------------------------------------------------------------------------------


@bp.get("/ruang/<code>/pemahaman")
@public
@unlogged
@quiet
def show_check_form(code: str) -> ResponseReturnValue:
    device = devices.mark()
    return devices.remember(in_room(code, lambda room: _form(room, device)), device, path="/sosialisasi")


@bp.post("/ruang/<code>/pemahaman")
@public
@unlogged
@quiet
@vote_address_limit
def create_check_answer(code: str) -> ResponseReturnValue:
    device = devices.mark()

    def take(room: Room) -> ResponseReturnValue:
        replies = _replies()
        check = _check_in(room)
        ensure_known(room)
        try:
            phase = services.submit(
                check, who(room, device), visitor.employee_id if is_colleague(room) else None, replies
            )
            db.session.commit()
        except rules.Refused as refusal:
            db.session.rollback()
            return _form(room, device, replies, refusal.message)
        return show(THANKS, room=room, phase=labels.PHASES[phase])

    return in_room(code, take)


def _check_in(room: Room) -> UnderstandingCheck:
    check = queries.check_of(room.round.id)
    if check is None:
        raise rules.NotOpen("Acara ini tidak memakai pemahaman sebelum dan sesudah.")
    return check


def _form(room: Room, device: str, typed: dict[int, str] | None = None, trouble: str = "") -> ResponseReturnValue:
    check = _check_in(room)
    phase = rules.phase_now(check, now())
    return show(
        FORM,
        http_status=422 if trouble else 200,
        room=room,
        phase=labels.PHASES[phase],
        items=queries.items(check.id),
        is_taken=queries.has_taken(check.id, services.taker(check, phase, who(room, device))),
        typed=typed or {},
        trouble=trouble,
        labels=labels,
    )


def _replies() -> dict[int, str]:
    """Fields named ``b-<item>``; anything else in the form is not looked at."""
    found = {}
    for name, text in request.form.items():
        number = name.removeprefix("b-")
        if number != name and is_row_number(number):
            found[int(number)] = text
    return found
