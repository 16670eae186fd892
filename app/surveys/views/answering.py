"""The form, for whoever holds its token. Signing in is not needed, nothing is noted, nothing is kept before it is sent.

Every page carries what the others were answered in hidden fields; only the last press writes. The token in the address
is what lets somebody in, so an expired session or a browser without cookies loses nothing.
"""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.access.guards import public
from app.base import scope
from app.base.clock import now
from app.base.database import db, looking_up
from app.base.errors import RuleBroken
from app.organisation import queries as organisation
from app.organisation.queries import names
from app.surveys import labels
from app.surveys.models import ItemKind, WaveMode
from app.surveys.queries import waves as queries
from app.surveys.queries.participations import Opened
from app.surveys.rules import branching, naming, pages
from app.surveys.rules import waves as rules
from app.surveys.rules.pages import Given, Sheet
from app.surveys.rules.questions import Question
from app.surveys.services import answering, rooms
from app.surveys.services.answering import Asked
from app.surveys.views.blueprint import bp
from app.web import dates
from app.web.answers import moved_on, show
from app.web.inputs import is_row_number
from app.web.limits import brake
from app.web.polling import quiet
from app.web.unlogged import unlogged

START, FORM = "surveys/answer_start.html", "surveys/answer_form.html"
CHECK, THANKS, SPENT = "surveys/answer_check.html", "surveys/answer_thanks.html", "surveys/answer_spent.html"
BACK, CHANGE, SURE = "kembali", "ubah", "kirim-juga"
ROOM = "bersama"

Items = tuple[Question, ...]


@dataclass(frozen=True)
class _Next:
    """The page to go on with, or what in it seems to name somebody and is asked about before it is sent."""

    sheet: Sheet
    named: list[tuple[str, str]] = field(default_factory=list)


@bp.get("/<token>")
@public
@unlogged
@quiet
def show_start(token: str) -> ResponseReturnValue:
    """What is kept, what cannot be known and what can, before the first question."""
    found = answering.opened(token)
    if found is None:
        return spent()
    rules.ensure_open(found.status, found.closes_at, now())
    return _shown(START, found, token)


@bp.post("/<token>")
@public
@unlogged
@quiet
def create_answer(token: str) -> ResponseReturnValue:
    """The last press of a wave this process knows goes straight to keeping; everything else is looked up first."""
    asked = answering.remembered(token)
    if asked is not None and _is_kept(asked, token):
        return _after(asked)
    with looking_up():
        found = answering.opened(token)
        if found is None:
            return spent()
        rules.ensure_open(found.status, found.closes_at, now())
        with scope.within(found.government_id):
            asked = answering.asked_by(found)
    given = _read(asked)
    return _turned(found, token, asked, given) or _sent(found, token, asked, given)


def _read(asked: Asked) -> Given:
    return pages.read(asked.items, request.form.to_dict(flat=False))


def _is_kept(asked: Asked, token: str) -> bool:
    given = _read(asked)
    if _next(asked, given) is not None:
        return False
    try:
        is_kept = answering.submit(asked, token, given)
    except RuleBroken:
        is_kept = False
    if is_kept:
        db.session.commit()
    return is_kept  # else nothing was written, and a commit would leave the rest of the request only reading


def _next(asked: Asked, given: Given) -> _Next | None:
    """What to go on with; None once everything that is asked is answered and may be sent."""
    items = asked.items
    number, turn = _page_number(), request.form.get("arah", "")
    if number == 0:
        return _Next(pages.sheet(items, given, 1))
    if turn == CHANGE:
        return _Next(pages.sheet(items, given, number))
    sheet = pages.turn(items, given, number, is_back=turn == BACK)
    if sheet is not None:
        return _Next(sheet if turn == BACK else _without_unasked(items, given, sheet))
    named = _named(asked, given) if turn != SURE else []
    return _Next(pages.sheet(items, given, number), named) if named else None


def _turned(found: Opened, token: str, asked: Asked, given: Given) -> ResponseReturnValue | None:
    step = _next(asked, given)
    if step is None or not step.named:
        return _page(found, token, step.sheet) if step is not None else None
    return _shown(CHECK, found, token, 422, sheet=step.sheet, named=step.named, given=_pairs(asked.items, given))


def _without_unasked(items: Items, given: Given, sheet: Sheet) -> Sheet:
    """Going on forgets answers to what is no longer asked; at the very end they would have come from elsewhere."""
    asked = {f"{pages.FIELD}{one.id}" for one in branching.asked(items, given.chosen)}
    return replace(sheet, carried=[pair for pair in sheet.carried if pair[0] in asked])


def _page_number() -> int:
    text = request.form.get("halaman", "")
    return int(text) if is_row_number(text) else 0


def _named(asked: Asked, given: Given) -> list[tuple[str, str]]:
    """Free texts that look as if they named somebody: (what was asked, what it seems to hold)."""
    found = []
    for one in asked.items:
        text = given.texts.get(one.id, "") if one.kind == ItemKind.TEXT else ""
        held = _held(asked.government_id, text) if text else ()
        if held:
            found.append((one.text, ", ".join(held)))
    return found


def _held(government_id: int, text: str) -> tuple[str, ...]:
    held = naming.seems_to_name(text)
    if naming.NAME in held:
        return held
    with looking_up(), scope.within(government_id):
        is_called = names.somebody_is_called(naming.beginnings_of_names(text))
    return (*held, naming.NAME) if is_called else held


def _pairs(items: Items, given: Given) -> list[tuple[str, str]]:
    """Everything that was given, as hidden fields."""
    found = [(f"{pages.FIELD}{one.id}", str(place)) for one in items for place in given.chosen.get(one.id, ())]
    return found + [(f"{pages.FIELD}{one.id}", given.texts[one.id]) for one in items if one.id in given.texts]


def _sent(found: Opened, token: str, asked: Asked, given: Given) -> ResponseReturnValue:
    try:
        is_kept = answering.submit(asked, token, given)
        db.session.commit()
    except answering.Refused as refusal:
        db.session.rollback()
        sheet = _without_unasked(asked.items, given, pages.sheet(asked.items, given, _page_number()))
        return _page(found, token, sheet, trouble=refusal.message)
    return _after(asked) if is_kept else spent()


def _after(asked: Asked) -> ResponseReturnValue:
    ticket = _ticket()
    if ticket:
        return moved_on(url_for(".show_room", ticket=ticket), "Terkirim. Berikan ponselnya kepada orang berikutnya.")
    return _thanks(asked.mode == WaveMode.NAMED)


@cache
def _thanks(is_named: bool) -> str:
    """The last page, alike for everybody and so drawn once: it asks for no session and tells nothing of anybody."""
    return current_app.jinja_env.get_template(THANKS).render(is_named=is_named, visitor=None, notices_flashed=list)


def _page(found: Opened, token: str, sheet: Sheet, *, trouble: str = "") -> ResponseReturnValue:
    return _shown(FORM, found, token, 422 if sheet.faults or trouble else 200, sheet=sheet, trouble=trouble)


def _shown(template: str, found: Opened, token: str, http_status: int = 200, **more: Any) -> ResponseReturnValue:
    with scope.within(found.government_id):
        page = queries.any_page(found.wave_id)
        dates.use_zone(organisation.government(found.government_id).timezone)
        return show(
            template,
            http_status=http_status,
            wave=page.wave,
            unit=page.unit,
            group=queries.group(found.wave_id, found.group_id),
            token=token,
            ticket=_ticket(),
            change_name=page.wave.change_name or (page.initiative.short_name if page.initiative else ""),
            versions=queries.versions_of(found.wave_id) if template == START else [],
            labels=labels,
            WaveMode=WaveMode,
            **more,
        )


def _ticket() -> str:
    """The ticket of the shared phone this form is filled in on, if it is one."""
    asked = request.values.get(ROOM, "")[: rooms.LONGEST]
    return asked if asked and rooms.entered(asked) is not None else ""


def spent() -> ResponseReturnValue:
    """Spent, guessed and mistyped look alike, and are counted; a token that opens something needs no brake."""
    db.session.rollback()
    brake("FORM", scope="survey form")
    return show(SPENT, http_status=404, ticket=_ticket())
