"""The words of letters, which a government may change for all its units."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires, visitor
from app.base.database import db
from app.base.errors import StaleVersion, WrongField
from app.letters import catalogue, queries, rules
from app.letters.catalogue import TextKind, UnknownText
from app.letters.forms import WordsForm, version_of
from app.letters.services import letterheads as services
from app.letters.views.blueprint import MANAGE, bp, put_at_field
from app.web.answers import moved_on, show

PAGE = "letters/text_form.html"


def _ensure_whole_government() -> None:
    """Words hold for every unit, so who looks after one unit does not find them."""
    if not visitor.reach(MANAGE).is_everything:
        raise NoResultFound


@bp.get("/teks")
@requires(MANAGE)
def list_texts() -> ResponseReturnValue:
    _ensure_whole_government()
    return show("letters/text_list.html", kinds=catalogue.every(), own=queries.own_kinds())


@bp.get("/teks/<kind>")
@requires(MANAGE)
def show_text(kind: str) -> ResponseReturnValue:
    what = _find(kind)
    words, row = queries.words_of(kind), queries.own_text(kind)
    form = WordsForm(
        formdata=None,
        data={
            "version": row.version if row else 0,
            "subject": words.subject,
            "opening": words.opening,
            "closing": words.closing,
            "copies": words.copies,
        },
    )
    return show(PAGE, **_context(what, form))


@bp.post("/teks/<kind>")
@requires(MANAGE)
def create_text(kind: str) -> ResponseReturnValue:
    what, form, status = _find(kind), WordsForm(), 422
    if form.validate_on_submit():
        try:
            services.save_words(kind, form.words(), version=version_of(form), by=actor())
            db.session.commit()
        except WrongField as refusal:
            put_at_field(form, refusal)
        except StaleVersion as refusal:
            db.session.rollback()
            status = 409
            form.form_errors = [refusal.message]
        else:
            return moved_on(url_for(".show_text", kind=kind), "Teks surat tersimpan. Surat yang sudah terbit tetap.")
    return show(PAGE, http_status=status, **_context(what, form))


@bp.post("/teks/<kind>/bawaan")
@requires(MANAGE)
def create_usual_text(kind: str) -> ResponseReturnValue:
    services.restore_words(_find(kind).kind, by=actor())
    db.session.commit()
    return moved_on(url_for(".show_text", kind=kind), "Teks bawaan dipakai lagi.")


def _find(kind: str) -> TextKind:
    _ensure_whole_government()
    try:
        return catalogue.find(kind)
    except UnknownText as error:
        raise NoResultFound from error


def _context(what: TextKind, form: WordsForm) -> dict[str, Any]:
    texts = (form.opening.data or "", form.closing.data or "")
    return {
        "what": what,
        "form": form,
        "own": queries.own_text(what.kind),
        "subject": rules.fill(form.subject.data or "", what.sample),
        "opening": rules.filled(texts[0], what.sample),
        "closing": rules.filled(texts[1], what.sample),
        "copies": rules.copies_of(form.copies.data or "", what.sample),
    }
