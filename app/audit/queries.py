"""Walking a chain to see whether it holds, and finding lines for whoever reads the trail."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import START, content_of, seal
from app.base.database import db

_entry: Table = AuditEntry.__table__  # type: ignore[assignment]
_head: Table = AuditHead.__table__  # type: ignore[assignment]
AT_ONCE = 5000


@dataclass(frozen=True)
class Fault:
    """The first place where a chain does not hold, and why."""

    chain: int
    position: int
    reason: str


@dataclass(frozen=True)
class Filters:
    """What narrows the trail; empty values narrow nothing. ``until`` is the first instant no longer asked for."""

    actions: tuple[str, ...] = ()
    actor_ids: tuple[int, ...] | None = None
    object_kind: str = ""
    object_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Filters()


def chains(connection: Connection | None = None) -> list[int]:
    """Every chain there is, the installation's (0) first, whether or not its end is on record."""
    connection = connection or db.session.connection()
    heads = connection.execute(select(_head.c.chain)).scalars()
    lines = connection.execute(_distinct_chains()).scalars()
    return sorted({*heads, *lines})


def _distinct_chains() -> Any:
    """One look into the index for each chain, rather than one for each of a million lines."""
    first = select(_entry.c.chain.label("chain")).order_by(_entry.c.chain).limit(1).subquery()
    walk = select(first.c.chain).cte("walk", recursive=True)
    following = (
        select(_entry.c.chain)
        .where(_entry.c.chain > walk.c.chain)
        .order_by(_entry.c.chain)
        .limit(1)
        .correlate(walk)
        .scalar_subquery()
    )
    walk = walk.union_all(select(following).where(walk.c.chain.is_not(None)))
    return select(walk.c.chain).where(walk.c.chain.is_not(None))


def first_fault(
    chain: int, key: bytes, *, connection: Connection | None = None, noted: Mapping[int, str] | None = None
) -> Fault | None:
    """Walk the chain from its start; None when every line holds and the end is where the head says.

    ``noted`` holds ends written down outside the database, seal by position: whoever shortens the chain and its
    head together, or seals it anew with a stolen key, is found by them.
    """
    connection = connection or db.session.connection()
    noted = noted or {}
    previous, position = START, 0
    for entry in _lines(connection, chain):
        position += 1
        if entry.position != position:
            return Fault(chain, position, "baris hilang")
        if entry.previous_hash != previous:
            return Fault(chain, position, "urutan diubah")
        if seal(key, previous, content_of(**_content(entry))) != entry.hash:
            return Fault(chain, position, "isi diubah")
        if noted.get(position, entry.hash) != entry.hash:
            return Fault(chain, position, "berbeda dari catatan di luar basis data")
        previous = entry.hash
    head = connection.execute(select(_head.c.position, _head.c.hash).where(_head.c.chain == chain)).one_or_none()
    if tuple(head or (0, START)) != (position, previous) or any(one > position for one in noted):
        return Fault(chain, position + 1, "ujung rantai terpotong")
    return None


def _lines(connection: Connection, chain: int) -> Iterator[Any]:
    statement = select(_entry).where(_entry.c.chain == chain).order_by(_entry.c.position)
    yield from connection.execute(statement, execution_options={"yield_per": AT_ONCE})


_NAMES = ("chain", "position", "at", "actor_id", "action", "object_kind", "object_id", "details", "request_id")


def _content(entry: Any) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in _NAMES}


def heads() -> list[tuple[int, int, str]]:
    """Where every chain ends now: chain, position, seal."""
    statement = select(_head.c.chain, _head.c.position, _head.c.hash).order_by(_head.c.chain)
    return [(row.chain, row.position, row.hash) for row in db.session.execute(statement)]


def recent(chain: int, filters: Filters = EVERYTHING, *, before: int | None, limit: int) -> list[Any]:
    """The newest lines of a chain that fit, newest first, older than position ``before``."""
    statement = (
        select(*(getattr(_entry.c, name) for name in _NAMES))
        .where(_entry.c.chain == chain, *_conditions(filters))
        .order_by(_entry.c.position.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(_entry.c.position < before)
    return list(db.session.execute(statement).all())


def entry(chain: int, position: int) -> Row[Any]:
    """One line of a chain."""
    statement = select(_entry).where(_entry.c.chain == chain, _entry.c.position == position)
    return db.session.execute(statement).one()


def _conditions(filters: Filters) -> Iterator[Any]:
    if filters.actions:
        yield _entry.c.action.in_(filters.actions)
    if filters.actor_ids is not None:
        yield _entry.c.actor_id.in_(filters.actor_ids)
    if filters.object_kind:
        yield _entry.c.object_kind == filters.object_kind
    if filters.object_id is not None:
        yield _entry.c.object_id == filters.object_id
    if filters.since is not None:
        yield _entry.c.at >= filters.since
    if filters.until is not None:
        yield _entry.c.at < filters.until


def acted(chain: int, actor_ids: Sequence[int]) -> list[Any]:
    """Everything these accounts did in a chain, oldest first: their own copy of it."""
    statement = (
        select(_entry.c.at, _entry.c.action, _entry.c.object_kind, _entry.c.object_id)
        .where(_entry.c.chain == chain, _entry.c.actor_id.in_(actor_ids))
        .order_by(_entry.c.position)
    )
    return list(db.session.execute(statement).all())
