"""Keeping an answer. Nothing here notes who answered when: no audit line, no time, no number that counts.

A form is open as long as nobody sent it. Sending spends its token and writes the answer in one transaction, and
nothing but the group ties one to the other.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, exists, false, insert, null, select, true, update

from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import RuleBroken
from app.surveys.models import (
    NamedAnswer,
    SurveyAnswer,
    SurveyParticipation,
    SurveyWave,
    WaveMode,
    WaveStatus,
)
from app.surveys.queries import items as item_queries
from app.surveys.queries import participations
from app.surveys.queries.participations import Opened
from app.surveys.rules import branching, columns, pages, tokens
from app.surveys.rules import waves as rules
from app.surveys.rules.columns import Column
from app.surveys.rules.pages import Given
from app.surveys.rules.questions import Question, frozen

_mine, _wave = cast("Table", SurveyParticipation.__table__), cast("Table", SurveyWave.__table__)
# An answer on its way keeps the closing, which locks the wave, waiting; two answers do not keep each other.
_STILL_OPEN = exists(
    select(_wave.c.id)
    .where(
        _wave.c.id == bindparam("wave"),
        _wave.c.status == WaveStatus.OPEN,
        _wave.c.opened_at == bindparam("opened_at"),
        _wave.c.closes_at > bindparam("at"),
    )
    .with_for_update(read=True, key_share=True)
)
_SPEND = (
    update(_mine)
    .where(
        _mine.c.government_id == bindparam("government"),
        _mine.c.wave_id == bindparam("wave"),
        _mine.c.token_hash == bindparam("hash"),
        _mine.c.done == false(),
        _STILL_OPEN,
    )
    .values(done=true(), token_hash=null(), code_hash=null())
    .returning(_mine.c.group_id, _mine.c.employee_id)
)
# How many waves a process remembers the statements of.
_AT_MOST = 64
_remembered: "dict[int, Asked]" = {}


@dataclass(frozen=True)
class Asked:
    """What a wave asks, frozen at its opening: each process reads it once."""

    government_id: int
    wave_id: int
    mode: WaveMode
    opened_at: datetime | None
    items: tuple[Question, ...]
    layout: tuple[Column, ...]


class Refused(RuleBroken):
    """A form that cannot be taken as it is; the page comes back with everything in it."""

    status = 422
    heading = "Belum bisa dikirim"


def opened(token: str) -> Opened | None:
    """What a token opens."""
    with scope.everything():
        return participations.opened_by(tokens.fingerprint(token))


def token_for_code(text: str) -> str | None:
    """The token of the form that a typed code opens, if it opens one."""
    with scope.everything():
        found = participations.by_code(tokens.fingerprint(tokens.as_typed(text)))
    return tokens.token_of(*found) if found is not None else None


def asked_by(found: Opened) -> Asked:
    """What the form of a token asks. Read inside its government."""
    asked = _remembered.get(found.wave_id)
    if asked is None or asked.opened_at != found.opened_at:
        items = tuple(frozen(one) for one in item_queries.items_of_wave(found.wave_id))
        layout = columns.columns(items)
        asked = Asked(found.government_id, found.wave_id, found.mode, found.opened_at, items, layout)
        if len(_remembered) >= _AT_MOST:
            _remembered.clear()
        _remembered[found.wave_id] = asked
    return asked


def remembered(token: str) -> Asked | None:
    """What the wave that a token names asks, if this process knows it; whether the token opens it is not said."""
    return _remembered.get(tokens.wave_of(token) or 0)


def submit(asked: Asked, token: str, given: Given) -> bool:
    """Keep an answer once; False for a token that opens nothing, not any more, or nothing of what was ``asked``.

    Raises Refused for what the form does not ask, NotOpen after the end. Everything is judged before anything is
    written: what holds up other writers is one statement (two on SQLite) and the commit. Sent twice it counts once:
    whoever comes second finds the token spent.
    """
    final = _judged(asked.items, given)
    row = {
        "government_id": asked.government_id,
        "wave_id": asked.wave_id,
        "marks": columns.packed(asked.layout, final.chosen),
        "texts": {str(one): text for one, text in final.texts.items()} or None,
    }
    row |= {"answered_at": now()} if asked.mode == WaveMode.NAMED else {"key": secrets.token_hex(16)}
    token_hash = tokens.fingerprint(token)
    with scope.everything():
        if _spent_and_kept(asked, token_hash, row):
            return True
        again = participations.opened_by(token_hash)
        if again is not None:
            rules.ensure_open(again.status, again.closes_at, now())
    return False


def _judged(items: tuple[Question, ...], given: Given) -> Given:
    asked = branching.asked(items, given.chosen)
    if {*given.chosen, *given.texts} - {one.id for one in asked}:
        raise Refused(
            "Ada jawaban untuk pertanyaan yang tidak ditanyakan kepada Anda. Periksa lagi halaman ini, lalu kirim."
        )
    faults = pages.check(asked, given.chosen, given.texts)
    if faults:
        raise Refused(next(iter(faults.values())))
    return pages.settled(items, given)


def _spent_and_kept(asked: Asked, token_hash: str, row: dict[str, Any]) -> bool:
    """Use the token up and write the answer, or neither; the wave stays open until the transaction ends.

    Who and which group the token stands for comes from the row that is spent. Of a person an anonymous answer keeps
    nothing.
    """
    answers = NamedAnswer if asked.mode == WaveMode.NAMED else SurveyAnswer
    spending = {
        "government": asked.government_id,
        "wave": asked.wave_id,
        "hash": token_hash,
        "opened_at": asked.opened_at,
        "at": now(),
    }
    if db.engine.dialect.name == "postgresql":
        values = spending | {f"new_{name}": value for name, value in row.items()}
        return db.session.execute(_at_once(answers), values).one_or_none() is not None
    spent = db.session.execute(_SPEND, spending).one_or_none()
    if spent is None:
        return False
    row |= {"group_id": spent.group_id}
    if asked.mode == WaveMode.NAMED:
        row |= {"employee_id": spent.employee_id}
    db.session.execute(insert(cast("Table", answers.__table__)), row)
    return True


@cache
def _at_once(answers: Any) -> Any:
    """Spending and writing in one statement, which PostgreSQL alone knows."""
    spent = _SPEND.cte("spent")
    table = cast("Table", answers.__table__)
    names = [column.name for column in table.c]
    values = [
        spent.c[name] if name in spent.c else bindparam(f"new_{name}", type_=table.c[name].type) for name in names
    ]
    statement = insert(table).from_select(names, select(*values).select_from(spent)).add_cte(spent)
    return statement.returning(table.c.wave_id)
