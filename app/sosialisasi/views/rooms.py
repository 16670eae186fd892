"""The room of a round, for whoever is there: asking, voting, and finding an answer again. Nothing here is logged."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, public, requires, visitor
from app.accounts.rules import fingerprint
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates.rules import ALPHABET, MISREAD, display_code, normalise_code
from app.sosialisasi import labels
from app.sosialisasi.forms.questions import AskForm, CodeForm
from app.sosialisasi.guards import OWN
from app.sosialisasi.queries import boards
from app.sosialisasi.queries import questions as queries
from app.sosialisasi.queries import understanding as checks
from app.sosialisasi.queries.boards import Room
from app.sosialisasi.rules import questions as rules
from app.sosialisasi.services import questions as services
from app.sosialisasi.views.blueprint import bp
from app.web import devices
from app.web.answers import changed, moved_on, show
from app.web.dates import use_zone
from app.web.inputs import tidy
from app.web.limits import client_address, from_setting, limiter
from app.web.polling import quiet
from app.web.unlogged import unlogged

PAGE = "sosialisasi/room.html"
OWN_PAGE = "sosialisasi/own_questions.html"
ANSWER = "sosialisasi/question_answer.html"
CODE = "sosialisasi/question_code.html"


def device_or_address() -> str:
    """One phone after another; a browser that keeps no mark is counted by its address."""
    return request.cookies.get(devices.COOKIE) or client_address()


ask_limit = limiter.shared_limit(from_setting("QUESTION"), scope="question", key_func=device_or_address)
ask_address_limit = limiter.shared_limit(from_setting("QUESTION_ADDRESS"), scope="question address")
vote_address_limit = limiter.shared_limit(from_setting("VOTE_ADDRESS"), scope="vote address")
vote_limit = limiter.shared_limit(from_setting("VOTE"), scope="vote", key_func=device_or_address)
code_limit = limiter.shared_limit(from_setting("VERIFICATION"), scope="answer code")


def in_room(code: str, work: Callable[[Room], ResponseReturnValue]) -> ResponseReturnValue:
    """Do something in the room a code opens, narrowed to its government; a wrong code is simply not found."""
    _know_visitor()
    typed = code.upper().translate(MISREAD).replace("-", "")
    with scope.everything():
        room = boards.room(typed if set(typed) <= set(ALPHABET) else "")
        government_id = room.government.id
    use_zone(room.government.timezone)
    with scope.within(government_id):
        return work(room)


def _know_visitor() -> None:
    """Find out who is there before a scope is entered: signing in brings the scope of one's own government."""
    _ = visitor.is_authenticated


def is_colleague(room: Room) -> bool:
    """Whether somebody of this very government is signed in; anybody else is a guest."""
    return bool(visitor.is_authenticated and visitor.employee_id and visitor.government_id == room.government.id)


def who(room: Room, device: str) -> str:
    """A person where they are signed in, else their phone."""
    return f"person {visitor.employee_id}" if is_colleague(room) else f"device {device}"


def ensure_known(room: Room) -> None:
    """Whoever is counted once has to be told from others: signed in, or by the mark of their phone."""
    if not is_colleague(room) and not request.cookies.get(devices.COOKIE):
        raise rules.NotNow(
            "Peramban Anda tidak menyimpan tanda perangkat, jadi kami tidak bisa menghitung setiap orang sekali. "
            "Izinkan cookie untuk alamat ini, muat ulang halamannya, lalu coba lagi."
        )


@bp.get("/ruang/<code>")
@public
@unlogged
@quiet
def show_room(code: str) -> ResponseReturnValue:
    device = devices.mark()
    answer = in_room(code, lambda room: show(PAGE, **room_context(room, device)))
    return devices.remember(answer, device, path="/sosialisasi")


@bp.get("/ruang/<code>/daftar")
@public
@unlogged
@quiet
def list_room_questions(code: str) -> ResponseReturnValue:
    """The questions anew; the page asks by itself."""
    device = devices.mark()
    return in_room(code, lambda room: show(PAGE, fragment="room_questions", **room_context(room, device)))


def room_context(room: Room, device: str, form: AskForm | None = None, *, warning: str = "") -> dict[str, Any]:
    rows = queries.on_the_wall(room.round.id)
    mark = services.voter(room.board, who(room, device))
    return {
        "room": room,
        "code": room.board.code,
        "rows": rows,
        "voted": queries.voted([one.id for one in rows], mark),
        "takes_votes": rules.takes_votes(room.board, room.meeting, now()),
        "is_colleague": is_colleague(room),
        "check": checks.check_of(room.round.id),
        "form": form or AskForm(formdata=None),
        "warning": warning,
        "labels": labels,
        "answered_for_all": rules.is_answered_for_all,
    }


@bp.post("/ruang/<code>/pertanyaan")
@public
@unlogged
@quiet
@ask_address_limit
@ask_limit
def create_question(code: str) -> ResponseReturnValue:
    return in_room(code, _ask)


def _ask(room: Room) -> ResponseReturnValue:
    form, device = AskForm(), devices.mark()
    kinds = rules.personal_data_in(tidy(form.text.data or ""))
    warning = f"Tulisan Anda tampak memuat {' dan '.join(kinds)}." if kinds and not form.is_sure.data else ""
    if not form.validate_on_submit() or warning:
        return show(PAGE, http_status=422, **room_context(room, device, form, warning=warning))
    if form.is_by_machine:
        return moved_on(url_for(".show_room", code=room.board.code), "Terima kasih.")
    by = actor() if form.is_named and is_colleague(room) else None
    _question, own_code = services.ask(room, form.asked, by=by)
    db.session.commit()
    if own_code:
        return moved_on(
            url_for(".show_question_answer", code=own_code), "Terkirim. Simpan kodenya untuk membaca jawabannya."
        )
    return moved_on(url_for(".list_own_questions"), "Terkirim. Anda diberi tahu begitu dijawab.")


@bp.post("/ruang/<code>/pertanyaan/<int:asked_id>/dukungan")
@public
@unlogged
@quiet
@vote_address_limit
@vote_limit
def create_vote(code: str, asked_id: int) -> ResponseReturnValue:
    device = devices.mark()

    def support(room: Room) -> ResponseReturnValue:
        ensure_known(room)
        services.vote(room, asked_id, services.voter(room.board, who(room, device)))
        db.session.commit()
        return changed(
            PAGE,
            fragment="room_questions",
            say="Dukungan Anda dihitung.",
            back_to=url_for(".show_room", code=room.board.code),
            context=lambda: room_context(room, device),
        )

    return devices.remember(in_room(code, support), device, path="/sosialisasi")


# --- finding an answer again --------------------------------------------------------------------------


@bp.get("/jawaban")
@public
@unlogged
def show_question_code() -> ResponseReturnValue:
    return show(CODE, form=CodeForm(formdata=None))


@bp.post("/jawaban")
@public
@unlogged
@code_limit
def create_question_search() -> ResponseReturnValue:
    """A code that was typed; a wrong one comes back with a sentence."""
    form = CodeForm()
    if form.validate_on_submit():
        code = normalise_code(form.code.data)
        if code is not None and _found(code) is not None:
            return moved_on(url_for(".show_question_answer", code=code), "Kodenya cocok.")
        form.code.errors = ["Kode ini tidak dikenal. Periksa lagi huruf dan angkanya."]
    return show(CODE, http_status=422, form=form)


@bp.get("/jawaban/<code>")
@public
@unlogged
@code_limit
def show_question_answer(code: str) -> ResponseReturnValue:
    """What became of a question that was asked without a name."""
    normal = normalise_code(code)
    found = _found(normal) if normal else None
    if found is None or normal is None:
        raise NoResultFound
    return show(ANSWER, found=found, code=display_code(normal), labels=labels)


def _found(code: str) -> queries.Found | None:
    with scope.everything():
        return queries.by_code(fingerprint(code))


# --- one's own, under one's name ----------------------------------------------------------------------


@bp.get("/pertanyaan-saya")
@requires(OWN)
def list_own_questions() -> ResponseReturnValue:
    employee_id = visitor.employee_id or 0
    return show(
        OWN_PAGE,
        rows=queries.asked_by(employee_id),
        rooms=boards.open_to(employee_id),
        labels=labels,
    )
