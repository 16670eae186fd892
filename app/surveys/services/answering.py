"""Keeping an answer. Nothing here notes who answered when: no audit line, no time, no number that counts.

A form is open as long as nobody sent it. Sending spends its token and writes the answer in one transaction, and
nothing but the group ties one to the other.
"""

import secrets
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import CursorResult, Table, bindparam, exists, false, insert, null, select, true, update

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
    .where(_wave.c.id == bindparam("wave"), _wave.c.status == WaveStatus.OPEN, _wave.c.closes_at > bindparam("at"))
    .with_for_update(read=True, key_share=True)
)
_SPEND = (
    update(_mine)
    .where(
        _mine.c.government_id == bindparam("government"),
        _mine.c.wave_id == bindparam("wave"),
        _mine.c.employee_id == bindparam("person"),
        _mine.c.token_hash == bindparam("hash"),
        _mine.c.done == false(),
        _STILL_OPEN,
    )
    .values(done=true(), token_hash=null(), code_hash=null())
)


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


def items_of(found: Opened) -> tuple[Question, ...]:
    """What the wave asks. It is frozen once open, so every process reads it once."""
    return _frozen(found.wave_id, found.opened_at)[0]


@lru_cache(maxsize=64)
def _frozen(wave_id: int, _opened_at: Any) -> tuple[tuple[Question, ...], tuple[Column, ...]]:
    items = tuple(frozen(one) for one in item_queries.items_of_wave(wave_id))
    return items, columns.columns(items)


def submit(found: Opened, given: Given) -> bool:
    """Keep an answer once; False for a token that opens nothing any more.

    Raises Refused for what the form does not ask, NotOpen after the end. Everything is judged before anything is
    written: what holds up other writers is one statement (two on SQLite) and the commit. Sent twice it counts once:
    whoever comes second finds the token spent.
    """
    with scope.within(found.government_id):
        items, layout = _frozen(found.wave_id, found.opened_at)
    final = _judged(items, given)
    marks = columns.packed(layout, final.chosen)
    row = _row(found, marks, {str(one): text for one, text in final.texts.items()})
    with scope.everything():
        if _spent_and_kept(found, row):
            return True
        again = participations.opened_by(found.token_hash)
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


def _spent_and_kept(found: Opened, row: dict[str, Any]) -> bool:
    """Use the token up and write the answer, or neither; the wave stays open until the transaction ends."""
    answers = NamedAnswer if found.mode == WaveMode.NAMED else SurveyAnswer
    spending = {
        "government": found.government_id,
        "wave": found.wave_id,
        "person": found.employee_id,
        "hash": found.token_hash,
        "at": now(),
    }
    if db.engine.dialect.name == "postgresql":
        return _count(_at_once(answers), spending | {f"new_{name}": value for name, value in row.items()}) == 1
    if _count(_SPEND, spending) != 1:
        return False
    db.session.execute(insert(cast("Table", answers.__table__)), row)
    return True


def _count(statement: Any, values: dict[str, Any]) -> int:
    return cast("CursorResult[Any]", db.session.execute(statement, values)).rowcount


@cache
def _at_once(answers: Any) -> Any:
    """Spending and writing in one statement, which PostgreSQL alone knows."""
    spent = _SPEND.returning(_mine.c.wave_id).cte("spent")
    table = cast("Table", answers.__table__)
    names = [column.name for column in table.c]
    values = [bindparam(f"new_{name}", type_=table.c[name].type) for name in names]
    statement = insert(table).from_select(names, select(*values).select_from(spent)).add_cte(spent)
    return statement.execution_options(preserve_rowcount=True)


def _row(found: Opened, marks: bytes, texts: dict[str, str]) -> dict[str, Any]:
    row = {
        "government_id": found.government_id,
        "wave_id": found.wave_id,
        "group_id": found.group_id,
        "marks": marks,
        "texts": texts or None,
    }
    if found.mode == WaveMode.NAMED:
        return row | {"employee_id": found.employee_id, "answered_at": now()}
    return row | {"key": secrets.token_hex(16)}
