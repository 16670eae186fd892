"""Keeping an answer. Nothing here notes who answered when: no audit line, no time, no number that counts.

A form is open as long as nobody sent it. Sending spends its token and writes the answer in one transaction, and
nothing but the group ties one to the other.
"""

import secrets
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table, false, insert, update

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.surveys.models import InstrumentItem, NamedAnswer, SurveyAnswer, SurveyParticipation, WaveMode
from app.surveys.queries import items as item_queries
from app.surveys.queries import participations
from app.surveys.queries.participations import Opened
from app.surveys.rules import branching, columns, pages, tokens
from app.surveys.rules import waves as rules
from app.surveys.rules.columns import Column
from app.surveys.rules.pages import Given

_ANSWER = insert(cast("Table", SurveyAnswer.__table__))
_NAMED = insert(cast("Table", NamedAnswer.__table__))
_mine = cast("Table", SurveyParticipation.__table__).c


class Refused(RuleBroken):
    """A form that cannot be taken as it is; the page comes back with everything in it."""

    status = 422
    heading = "Belum bisa dikirim"


def opened(token: str, *, to_answer: bool = False) -> Opened | None:
    """What a token opens; to answer it, with the wave held so that it is not closed meanwhile."""
    with scope.everything():
        return participations.opened_by(tokens.fingerprint(token), hold=to_answer)


def token_for_code(text: str) -> str | None:
    """The token of the form that a typed code opens, if it opens one."""
    with scope.everything():
        found = participations.by_code(tokens.fingerprint(tokens.as_typed(text)))
    return tokens.token_of(*found) if found is not None else None


def items_of(found: Opened) -> tuple[InstrumentItem, ...]:
    """What the wave asks. It is frozen once open, so every process reads it once."""
    return _frozen(found.wave_id, found.opened_at)[0]


@lru_cache(maxsize=64)
def _frozen(wave_id: int, _opened_at: Any) -> tuple[tuple[InstrumentItem, ...], tuple[Column, ...]]:
    items = item_queries.items_of_wave(wave_id)
    for one in items:
        db.session.expunge(one)
    return tuple(items), columns.columns(items)


def submit(token: str, given: Given) -> bool:
    """Keep an answer once; False for a token that opens nothing any more.

    Raises Refused for what the form does not ask, NotOpen after the end. Sent twice it counts once: whoever comes
    second finds the token spent.
    """
    found = opened(token, to_answer=True)
    if found is None:
        return False
    rules.ensure_open(found.status, found.closes_at, now())
    with scope.within(found.government_id):
        items, layout = _frozen(found.wave_id, found.opened_at)
        final = _judged(items, given)
        if not _spend(token):
            return False
        _keep(found, columns.packed(layout, final.chosen), {str(one): text for one, text in final.texts.items()})
    return True


def _judged(items: tuple[InstrumentItem, ...], given: Given) -> Given:
    asked = branching.asked(items, given.chosen)
    if {*given.chosen, *given.texts} - {one.id for one in asked}:
        raise Refused(
            "Ada jawaban untuk pertanyaan yang tidak ditanyakan kepada Anda. Periksa lagi halaman ini, lalu kirim."
        )
    faults = pages.check(asked, given.chosen, given.texts)
    if faults:
        raise Refused(next(iter(faults.values())))
    return pages.settled(items, given)


def _spend(token: str) -> bool:
    spent = db.session.execute(
        update(SurveyParticipation)
        .where(_mine.token_hash == tokens.fingerprint(token), _mine.done == false())
        .values(done=True, token_hash=None, code_hash=None)
        .execution_options(synchronize_session=False)
    )
    return isinstance(spent, CursorResult) and spent.rowcount == 1


def _keep(found: Opened, marks: bytes, texts: dict[str, str]) -> None:
    row = {
        "government_id": found.government_id,
        "wave_id": found.wave_id,
        "group_id": found.group_id,
        "marks": marks,
        "texts": texts or None,
    }
    if found.mode == WaveMode.NAMED:
        db.session.execute(_NAMED, row | {"employee_id": found.employee_id, "answered_at": now()})
    else:
        db.session.execute(_ANSWER, row | {"key": secrets.token_hex(16)})
