from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import START, content_of, seal
from app.base.database import db


@dataclass(frozen=True)
class Fault:
    """The first place where a chain does not hold, and why."""

    chain: int
    position: int
    reason: str


def chains() -> list[int]:
    """Every chain there is, the installation's (0) first, whether or not its end is on record."""
    heads = db.session.execute(select(AuditHead.chain)).scalars()
    lines = db.session.execute(select(AuditEntry.chain).distinct()).scalars()
    return sorted({*heads, *lines})


def first_fault(chain: int, key: bytes) -> Fault | None:
    """Walk the chain from its start; None when every line holds and the end is where the head says."""
    previous, position = START, 0
    for entry in _lines(chain):
        position += 1
        if entry.position != position:
            return Fault(chain, position, "baris hilang")
        if entry.previous_hash != previous:
            return Fault(chain, position, "urutan diubah")
        if seal(key, previous, content_of(**_content(entry))) != entry.hash:
            return Fault(chain, position, "isi diubah")
        previous = entry.hash
    head = db.session.execute(select(AuditHead.position, AuditHead.hash).where(AuditHead.chain == chain)).one_or_none()
    if tuple(head or (0, START)) != (position, previous):
        return Fault(chain, position + 1, "ujung rantai terpotong")
    return None


def recent(chain: int, *, before: int | None, limit: int) -> list[Any]:
    """The newest lines of a chain, newest first, older than position ``before``."""
    statement = (
        select(
            AuditEntry.position,
            AuditEntry.at,
            AuditEntry.actor_id,
            AuditEntry.action,
            AuditEntry.object_kind,
            AuditEntry.object_id,
            AuditEntry.details,
        )
        .where(AuditEntry.chain == chain)
        .order_by(AuditEntry.position.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(AuditEntry.position < before)
    return list(db.session.execute(statement).all())


def _lines(chain: int) -> Iterator[Any]:
    table = AuditEntry.__table__
    statement = select(table).where(AuditEntry.chain == chain).order_by(AuditEntry.position)
    yield from db.session.execute(statement, execution_options={"yield_per": 5000})


def _content(entry: Any) -> dict[str, Any]:
    names = ("chain", "position", "at", "actor_id", "action", "object_kind", "object_id", "details", "request_id")
    return {name: getattr(entry, name) for name in names}
