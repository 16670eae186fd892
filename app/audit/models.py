from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned

INSTALLATION = 0


class AuditEntry(Numbered, Model):
    """One line of the trail. Triggers refuse to change or delete it."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "position"),
        Index("ix_audit_entry_object", "chain", "object_kind", "object_id"),
        Index("ix_audit_entry_chain_action_position", "chain", "action", "position"),
        Index("ix_audit_entry_chain_actor_id_position", "chain", "actor_id", "position"),
        Index("ix_audit_entry_chain_at", "chain", "at"),
    )

    chain: Mapped[int]
    position: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(80))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str] = mapped_column(String(32))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """The end of a chain: locked while the next line is written."""

    __tablename__ = "audit_head"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class PersonalReading(Numbered, GovernmentOwned, Model):
    """Somebody opened a part of somebody else's personal file: once per person, reader, part and day."""

    __tablename__ = "personal_reading"
    __table_args__ = (
        UniqueConstraint("employee_id", "reader_id", "part", "day"),
        Index("ix_personal_reading_employee_id_last_at", "employee_id", "last_at", "id"),
        Index("ix_personal_reading_day", "day"),
    )

    employee_id: Mapped[int]
    reader_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
