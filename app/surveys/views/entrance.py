"""Ways to one's form besides the mail: a short code, one's own list, and a phone that goes round in a room."""

import hashlib

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, public, requires, visitor
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications import addresses
from app.surveys import labels
from app.surveys.guards import OWN, wave_of_room
from app.surveys.guards import ROOM as RUN_ROOM
from app.surveys.models import WaveStatus
from app.surveys.queries import participations
from app.surveys.queries import waves as queries
from app.surveys.rules import tokens
from app.surveys.rules import waves as rules
from app.surveys.services import answering, rooms
from app.surveys.services.rooms import Room
from app.surveys.tabs import WAVE, Tab
from app.surveys.views.blueprint import bp, wave_context
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number
from app.web.limits import client_address, from_setting, limiter
from app.web.polling import quiet
from app.web.qr import drawing
from app.web.unlogged import unlogged

CODE, ROOM, OPENING = "surveys/code.html", "surveys/room.html", "surveys/room_opening.html"
WRONG_CODE = "Kode ini tidak membuka survei. Periksa tiap hurufnya; kode yang sudah dipakai tidak berlaku lagi."
WRONG_DIGITS = "Angkanya tidak cocok, atau formulir ini sudah terkirim. Ketik enam angka terakhir NIP Anda."
code_limit = limiter.shared_limit(from_setting("CODE"), scope="survey code", methods=["POST"])


def _door() -> str:
    """Which door of which room is tried: so many tries each, and nothing of it can be read from the key."""
    tried = (
        f"{client_address()}:{(request.view_args or {}).get('ticket')}:{(request.view_args or {}).get('employee_id')}"
    )
    return hashlib.sha256(tried.encode()).hexdigest()[:32]


room_limit = limiter.shared_limit(from_setting("ROOM"), scope="survey room", key_func=_door, methods=["POST"])

WAVE.add(
    Tab(
        "ponsel", "Ponsel bersama", "surveys.show_room_opening", 40, RUN_ROOM, lambda one: one.status == WaveStatus.OPEN
    )
)


@bp.get("")
@public
@unlogged
@quiet
def show_code_form() -> ResponseReturnValue:
    return show(CODE, typed="", trouble="")


@bp.post("")
@public
@unlogged
@quiet
@code_limit
def create_code_entry() -> ResponseReturnValue:
    typed = request.form.get("kode", "").strip()[:40]
    token = answering.token_for_code(typed) if typed else None
    db.session.rollback()
    if token is None:
        return show(CODE, http_status=422, typed=typed, trouble=WRONG_CODE if typed else "Ketik dulu kodenya.")
    return moved_on(url_for(".show_start", token=token), "")


@bp.get("/kerahasiaan")
@public
@unlogged
@quiet
def show_confidentiality() -> ResponseReturnValue:
    """What is kept, what cannot be known, and what can: the same words as before the first question."""
    return show("surveys/confidentiality.html")


@bp.get("/saya")
@requires(OWN)
def list_own() -> ResponseReturnValue:
    mine = visitor.employee_id or 0
    rows = participations.of_employee(mine)
    at = now()
    waiting = [row for row in rows if _waits(row, at)]
    links = {row.id: url_for(".show_start", token=tokens.token_of(row.id, mine)) for row in waiting}
    past = [row for row in rows if row.id not in links]
    return show("surveys/own_list.html", waiting=waiting, past=past, links=links, labels=labels)


def _waits(row: object, at: object) -> bool:
    is_open = rules.is_open(row.status, row.closes_at, at)  # type: ignore[attr-defined, arg-type]
    return is_open and not row.done and row.token_hash is not None  # type: ignore[attr-defined]


# --- the phone that goes round ---------------------------------------------------------------------------


@bp.get("/gelombang/<int:wave_id>/ponsel-bersama")
@requires(RUN_ROOM)
def show_room_opening(wave_id: int) -> ResponseReturnValue:
    page = wave_of_room(wave_id)
    rules.ensure_open(page.wave.status, page.wave.closes_at, now())
    return show(
        OPENING, **wave_context(page, "ponsel", groups=queries.groups_of(wave_id), group=None, address="", code="")
    )


@bp.post("/gelombang/<int:wave_id>/ponsel-bersama")
@requires(RUN_ROOM)
def create_room(wave_id: int) -> ResponseReturnValue:
    page = wave_of_room(wave_id)
    asked = request.form.get("kelompok", "")
    group = queries.group(wave_id, int(asked) if is_row_number(asked) else 0)
    ticket = rooms.open_(page.wave, group, by=actor())
    db.session.commit()
    address = addresses.absolute(url_for(".show_room", ticket=ticket))
    return show(
        OPENING,
        **wave_context(
            page,
            "ponsel",
            groups=queries.groups_of(wave_id),
            group=group,
            address=address,
            code=drawing(address, f"Kode ponsel bersama {group.name}"),
        ),
    )


@bp.get("/bersama/<ticket>")
@public
@unlogged
@quiet
def show_room(ticket: str) -> ResponseReturnValue:
    room = rooms.entered(ticket)
    if room is None:
        return _over()
    try:
        return _room(room, ticket)
    except NoResultFound:
        return _over()


def _room(room: Room, ticket: str) -> ResponseReturnValue:
    with scope.within(room.government_id):
        group, wave = participations.group_in_open_wave(room.wave_id, room.group_id)
        rules.ensure_open(wave.status, wave.closes_at, now())
        people = participations.names_in_room(room.wave_id, room.group_id)
    return show(ROOM, wave=wave, group=group, people=people, ticket=ticket)


@bp.get("/bersama/<ticket>/<int:employee_id>")
@public
@unlogged
@quiet
def show_room_door(ticket: str, employee_id: int) -> ResponseReturnValue:
    return _door_page(ticket, employee_id, "")


@bp.post("/bersama/<ticket>/<int:employee_id>")
@public
@unlogged
@quiet
@room_limit
def create_room_entry(ticket: str, employee_id: int) -> ResponseReturnValue:
    room = rooms.entered(ticket)
    if room is None:
        return _over()
    try:
        token = rooms.token_of(room, employee_id, request.form.get("angka", ""))
    except NoResultFound:
        return _over()
    if token is None or answering.opened(token) is None:
        db.session.rollback()
        return _door_page(ticket, employee_id, WRONG_DIGITS)
    db.session.rollback()
    return moved_on(url_for(".show_start", token=token, bersama=ticket), "")


def _door_page(ticket: str, employee_id: int, trouble: str) -> ResponseReturnValue:
    room = rooms.entered(ticket)
    if room is None:
        return _over()
    try:
        with scope.within(room.government_id):
            participations.group_in_open_wave(room.wave_id, room.group_id)
            person = participations.in_room(room.wave_id, room.group_id, employee_id)
    except NoResultFound:
        return _over()
    status = 422 if trouble else 200
    return show("surveys/room_door.html", http_status=status, person=person, ticket=ticket, trouble=trouble)


def _over() -> ResponseReturnValue:
    """Expired, changed and never made look alike."""
    db.session.rollback()
    return show("surveys/room_over.html", http_status=404)
