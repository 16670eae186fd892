"""Free texts: read and redacted by the change team, then read by whoever sees the whole wave."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app.access.guards import actor, requires
from app.base.database import db
from app.base.errors import WrongField
from app.surveys import findings, labels
from app.surveys.forms.results import TextForm
from app.surveys.models import TextState
from app.surveys.queries import results as queries
from app.surveys.queries import texts
from app.surveys.queries.results import WaveResults
from app.surveys.rules.redaction import suspicions
from app.surveys.services import texts as services
from app.surveys.views.blueprint import bp
from app.surveys.views.results import MANAGE, READ, found, manages, page_context, viewer
from app.web.answers import moved_on, show


@bp.get("/hasil/<int:wave_id>/komentar")
@requires(READ)
def list_comments(wave_id: int) -> ResponseReturnValue:
    """Without cuts: only whoever sees everybody asked reads them."""
    one = found(wave_id)
    if not one.is_whole:
        raise NoResultFound
    has_texts = bool(texts.enough(wave_id))
    context = page_context(one, "komentar", comments=texts.shown(wave_id), has_texts=has_texts)
    return show("surveys/result_comments.html", **context)


def managed(wave_id: int) -> WaveResults:
    """A closed wave whose texts and sharing the visitor answers for."""
    one = queries.results(viewer(), wave_id)
    if not manages(one):
        raise NoResultFound
    return one


@bp.get("/hasil/<int:wave_id>/komentar/baca")
@requires(MANAGE)
def list_texts(wave_id: int) -> ResponseReturnValue:
    return _page(managed(wave_id))


def _page(
    one: WaveResults, *, typed_key: str = "", typed: str = "", trouble: str = "", status: int = 200
) -> ResponseReturnValue:
    wave_id, asked = one.wave.id, request.args.get("keadaan", "")
    state = TextState(asked) if asked in set(TextState) else TextState.PENDING
    if typed_key:
        state = TextState(texts.text(wave_id, typed_key).state)
    rows = texts.to_redact(wave_id, state, after=request.args.get("setelah", "")[:32])
    tally = texts.tally(wave_id) if texts.enough(wave_id) else dict.fromkeys(TextState, 0)
    more = ""
    if len(rows) == texts.TEXTS_AT_ONCE:
        more = url_for(".list_texts", wave_id=wave_id, keadaan=state, setelah=rows[-1].SurveyText.key)
    context: dict[str, Any] = {
        "wave": one.wave,
        "rows": rows,
        "state": state.value,
        "tabs": [
            (key.value, labels.TEXT_STATES[key][0], url_for(".list_texts", wave_id=wave_id, keadaan=key), count)
            for key, count in tally.items()
        ],
        "labels": labels,
        "words": findings,
        "suspicions": suspicions,
        "more_href": more,
    }
    return show(
        "surveys/text_list.html", http_status=status, typed_key=typed_key, typed=typed, trouble=trouble, **context
    )


@bp.post("/hasil/<int:wave_id>/komentar/<key>/tampilan")
@requires(MANAGE)
def create_text_showing(wave_id: int, key: str) -> ResponseReturnValue:
    one, form = managed(wave_id), TextForm()
    text = texts.text(wave_id, key)
    typed, was = form.told.data or "", text.state
    if not form.validate_on_submit():
        return _page(one, typed_key=key, typed=typed, trouble=form.told.errors[0], status=422)
    try:
        services.show(text, typed, by=actor())
        db.session.commit()
    except WrongField as refusal:
        db.session.rollback()
        return _page(one, typed_key=key, typed=typed, trouble=refusal.message, status=422)
    return moved_on(url_for(".list_texts", wave_id=wave_id, keadaan=was), "Komentar ditampilkan.")


@bp.post("/hasil/<int:wave_id>/komentar/<key>/penahanan")
@requires(MANAGE)
def create_text_withholding(wave_id: int, key: str) -> ResponseReturnValue:
    managed(wave_id)
    text = texts.text(wave_id, key)
    was = text.state
    services.withhold(text, by=actor())
    db.session.commit()
    return moved_on(url_for(".list_texts", wave_id=wave_id, keadaan=was), "Komentar tidak ditampilkan.")
