"""Answering from the mail or from a printed copy: whoever holds the token answers for one person, and sees no more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import public
from app.access.visitor import Actor
from app.base import scope
from app.base.clock import today
from app.base.database import db
from app.base.errors import WrongField
from app.organisation import queries as organisation
from app.sosialisasi import tokens
from app.sosialisasi.queries import invitations as queries
from app.sosialisasi.queries.invitations import InvitationPage
from app.sosialisasi.services import answering
from app.sosialisasi.views.answers import NOT_A_DELEGATE, reason, said, shown
from app.sosialisasi.views.blueprint import bp
from app.web import dates
from app.web.answers import moved_on, show
from app.web.inputs import tidy
from app.web.limits import from_setting, limiter
from app.web.unlogged import unlogged

PAGE = "sosialisasi/answer.html"
answer_limit = limiter.shared_limit(from_setting("ANSWER"), scope="answer")


@contextmanager
def _opened(token: str) -> Iterator[InvitationPage]:
    """The invitation a token opens, inside its government; NoResultFound for any other text."""
    found = queries.by_token(tokens.fingerprint(token))
    if found is None:
        raise NoResultFound
    with scope.within(found[0]):
        dates.use_zone(organisation.government(found[0]).timezone)
        yield queries.by_id(found[1])


def _actor(page: InvitationPage) -> Actor:
    """Whoever holds the token acts for the person it was made for."""
    return Actor(None, page.employee.id, page.employee.name)


def _unknown() -> ResponseReturnValue:
    """Guessed, mistyped and changed look alike."""
    db.session.rollback()
    return show("sosialisasi/answer_unknown.html", http_status=404)


@bp.get("/jawab/<token>")
@public
@unlogged
@answer_limit
def show_answer(token: str) -> ResponseReturnValue:
    try:
        with _opened(token) as page:
            return show(PAGE, token=token, trouble="", nip="", **shown(page))
    except NoResultFound:
        return _unknown()


@bp.post("/jawab/<token>/kehadiran")
@public
@unlogged
@answer_limit
def create_answer_acceptance(token: str) -> ResponseReturnValue:
    return _answer(token, lambda page: said(answering.accept(page, by=_actor(page))))


@bp.post("/jawab/<token>/ketidakhadiran")
@public
@unlogged
@answer_limit
def create_answer_refusal(token: str) -> ResponseReturnValue:
    def decline(page: InvitationPage) -> str:
        answering.decline(page, reason(), by=_actor(page))
        return "Tercatat: Anda tidak hadir."

    return _answer(token, decline)


@bp.post("/jawab/<token>/wakil")
@public
@unlogged
@answer_limit
def create_answer_delegate(token: str) -> ResponseReturnValue:
    """By NIP: a page that anybody may open lists nobody's colleagues."""
    nip = "".join(tidy(request.form.get("nip", "")).split())[:24]

    def delegate(page: InvitationPage) -> str:
        day = today(dates.zone())
        try:
            chosen = queries.delegate(page, day, nip=nip)
        except NoResultFound as error:
            raise WrongField("nip", NOT_A_DELEGATE if nip else "Isi NIP wakil Anda.") from error
        answering.send_delegate(page, chosen, by=_actor(page))
        return "Wakil Anda sudah diundang."

    return _answer(token, delegate, nip=nip)


def _answer(token: str, act: Callable[[InvitationPage], str], nip: str = "") -> ResponseReturnValue:
    try:
        with _opened(token) as page:
            say = act(page)
            db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        with _opened(token) as page:
            return show(PAGE, http_status=422, token=token, trouble=refusal.message, nip=nip, **shown(page))
    except NoResultFound:
        return _unknown()
    return moved_on(url_for(".show_answer", token=token), say)
