"""Writing the trail. Lines wait in the session and are sealed just before the commit.

Sealing last keeps the lock on the end of the chain short, and always behind every other lock.
"""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, bindparam, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.access.visitor import Actor
from app.audit.models import AuditEntry, AuditHead, PersonalReading
from app.audit.rules import START, changes, content_of, seal
from app.base import scope
from app.base.clock import now
from app.base.database import Base, db
from app.base.tracing import request_id

__all__ = ["changes", "key", "note_reading", "record", "use_key"]

_head: Any = AuditHead.__table__
_reading: Any = PersonalReading.__table__
_of_chain = _head.c.chain == bindparam("of_chain")
_HEAD = select(_head.c.position, _head.c.hash).where(_of_chain).with_for_update()
_MOVE = update(_head).where(_of_chain).values(position=bindparam("to_position"), hash=bindparam("to_hash"))
_APPEND = insert(cast("Table", AuditEntry.__table__))
_key = b""
_PENDING = "audit"


@dataclass(frozen=True)
class _Pending:
    chain: int
    actor_id: int | None
    action: str
    subject: Base | None
    details: dict[str, Any]


def use_key(key: str) -> None:
    """Seal with this key from now on; it stays outside the database."""
    global _key  # noqa: PLW0603 - one key per process, set once at the start
    _key = key.encode()


def key() -> bytes:
    """The key lines are sealed with."""
    return _key


def record(action: str, subject: Base | None, *, by: Actor, chain: int | None = None, **details: Any) -> None:
    """Add a line in the same transaction: ``action`` is ``house.thing.happened``, details hold no personal data."""
    if chain is None:
        chain = getattr(subject, "government_id", None) or scope.current()
    pending = db.session.info.setdefault(_PENDING, [])
    pending.append(_Pending(chain, by.user_id, action, subject, details))


def note_reading(employee_id: int, part: str, *, by: Actor) -> None:
    """Note that ``by`` opened a part of somebody's personal file; one's own is nobody's business to note."""
    if by.user_id is None or by.employee_id == employee_id:
        return
    at, connection = now(), db.session.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    seen = {"employee_id": employee_id, "reader_id": by.user_id, "part": part, "day": at.date()}
    first = dialect.insert(_reading).values(**seen, government_id=scope.current(), first_at=at, last_at=at, times=1)
    again = {"last_at": first.excluded.last_at, "times": _reading.c.times + 1}
    connection.execute(first.on_conflict_do_update(index_elements=list(seen), set_=again))


@event.listens_for(Session, "before_commit")
def _seal_pending(session: Session) -> None:
    pending: list[_Pending] = session.info.pop(_PENDING, [])
    if not pending:
        return
    session.flush()
    by_chain: dict[int, list[_Pending]] = {}
    for line in pending:
        by_chain.setdefault(line.chain, []).append(line)
    for chain in sorted(by_chain):
        _append(session, chain, by_chain[chain])


@event.listens_for(Session, "after_rollback")
def _forget_pending(session: Session) -> None:
    session.info.pop(_PENDING, None)


def _append(session: Session, chain: int, lines: list[_Pending]) -> None:
    position, previous = _lock_head(session, chain)
    rows = []
    for line in lines:
        position += 1
        content: dict[str, Any] = {
            "chain": chain,
            "position": position,
            "at": now(),
            "actor_id": line.actor_id,
            "action": line.action,
            "object_kind": line.subject.__tablename__ if line.subject is not None else "",
            "object_id": getattr(line.subject, "id", None),
            "details": line.details,
            "request_id": request_id.get(),
        }
        sealed = seal(_key, previous, content_of(**content))
        rows.append(content | {"previous_hash": previous, "hash": sealed})
        previous = sealed
    connection = session.connection()
    connection.execute(_APPEND, rows)
    connection.execute(_MOVE, {"of_chain": chain, "to_position": position, "to_hash": previous})


def _lock_head(session: Session, chain: int) -> tuple[int, str]:
    connection = session.connection()
    found = connection.execute(_HEAD, {"of_chain": chain}).one_or_none()
    if found is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        first = dialect.insert(AuditHead.__table__).values(chain=chain, position=0, hash=START)
        connection.execute(first.on_conflict_do_nothing())
        found = connection.execute(_HEAD, {"of_chain": chain}).one()
    return found.position, found.hash
