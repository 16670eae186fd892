from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned


class MailStatus(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Notice(Numbered, GovernmentOwned, Model):
    """A sentence for one person, with the page it speaks of."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_employee_id_read_at_id", "employee_id", "read_at", "id"),)

    employee_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    path: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Mail(Numbered, GovernmentOwned, Model):
    """A letter in the outbox. Its Message-ID never changes, so a repeat can be recognised."""

    __tablename__ = "mail"
    __table_args__ = (Index("ix_mail_status_next_try_at", "status", "next_try_at"),)

    employee_id: Mapped[int | None]
    recipient_name: Mapped[str] = mapped_column(String(150))
    address: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    facts: Mapped[dict[str, Any]]
    status: Mapped[MailStatus] = mapped_column(String(10), default=MailStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")
