from flask import Response, abort, make_response, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.base.clock import now
from app.base.database import db
from app.notifications import addresses, catalogue, labels, post, rendering, services
from app.notifications.catalogue import LetterKind, UnknownLetter
from app.notifications.rendering import Letter
from app.notifications.services import Recipient
from app.notifications.views.blueprint import bp
from app.web.answers import moved_on, show
from app.web.headers import CSP

FRAMING = CSP + "; frame-src 'self'"


@bp.get("/surat")
@requires(Permission.NOTIFICATIONS_LETTERS_READ)
def list_letters() -> ResponseReturnValue:
    return show("notifications/letter_list.html", groups=catalogue.by_group(), labels=labels)


@bp.get("/surat/<kind>")
@requires(Permission.NOTIFICATIONS_LETTERS_READ)
def show_letter(kind: str) -> ResponseReturnValue:
    letter = _find(kind)
    facts = services.sample_facts(letter)
    attachment = letter.attach(facts, now(), None) if letter.attach else None
    page = show(
        "notifications/letter_detail.html",
        kind=letter,
        letter=_sample(letter),
        attachment=attachment,
        group=labels.GROUPS[letter.group],
        is_configured=post.is_configured(),
    )
    return framing(page)


@bp.get("/surat/<kind>/pratinjau")
@requires(Permission.NOTIFICATIONS_LETTERS_READ)
def show_preview(kind: str) -> ResponseReturnValue:
    return framed(_sample(_find(kind)))


@bp.post("/surat/<kind>/contoh")
@requires(Permission.NOTIFICATIONS_LETTERS_READ)
def create_sample(kind: str) -> ResponseReturnValue:
    letter = _find(kind)
    recipient = Recipient(visitor.employee_id or 0, visitor.name, _own_address())
    is_new = services.send_sample(recipient, letter.kind, by=actor())
    db.session.commit()
    say = _said(recipient, is_new=is_new)
    return moved_on(url_for(".show_letter", kind=kind), say)


def _said(recipient: Recipient, *, is_new: bool) -> str:
    if not recipient.address:
        return "Akun Anda belum punya alamat email, jadi contohnya tidak bisa dikirim."
    if not is_new:
        return "Contohnya baru saja dikirim. Tunggu semenit sebelum mengirim lagi."
    if not post.is_configured():
        return "Contohnya menunggu di Surat keluar, karena server surat belum diatur."
    return f"Contohnya dikirim ke {recipient.address}."


def _own_address() -> str:
    """The address of whoever is signed in."""
    return services.address_now(visitor.employee_id)


def _find(kind: str) -> LetterKind:
    try:
        return catalogue.find(kind)
    except UnknownLetter:
        abort(404)


def _sample(letter: LetterKind) -> Letter:
    stop_link = "" if letter.is_duty else addresses.absolute(addresses.STOP_PATH + "contoh")
    return rendering.letter(
        letter.kind,
        services.sample_facts(letter),
        settings_link=addresses.absolute(addresses.SETTINGS_PATH),
        stop_link=stop_link,
        is_sample=True,
    )


def framing(page: ResponseReturnValue) -> Response:
    """A page that shows a letter in a frame."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = FRAMING
    return response


def framed(letter: Letter) -> Response:
    """The letter itself as a document of its own, in which nothing runs and nothing is fetched."""
    response = make_response(letter.html)
    response.headers["Content-Security-Policy"] = rendering.policy(letter.html)
    return response
