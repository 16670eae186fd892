from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned


class MailStatus(StrEnum):
    """HELD waits for the weekly digest, GATHERED has been told in one."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"
    GATHERED = "gathered"


class LetterGroup(StrEnum):
    """What letters are about; people choose by group."""

    ACCOUNT = "account"
    APPROVALS = "approvals"
    SEATS = "seats"
    QUEUE = "queue"
    RESULTS = "results"
    DATA = "data"
    SOSIALISASI = "sosialisasi"
    DIGEST = "digest"


class Delivery(StrEnum):
    """How somebody wants the letters of a group by mail; the notice inside the application always stays."""

    NOW = "now"
    WEEKLY = "weekly"
    NONE = "none"


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
    """A letter in the outbox. Its Message-ID never changes, so a repeat can be recognised.

    ``facts`` hold what the letter says and nothing else; ``seal`` is the digest of the words as they were sent.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_status_next_try_at", "status", "next_try_at"),
        Index("ix_mail_government_id_id", "government_id", "id"),
        Index("ix_mail_employee_id_status", "employee_id", "status"),
    )

    employee_id: Mapped[int | None]
    recipient_name: Mapped[str] = mapped_column(String(150))
    address: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    subject: Mapped[str] = mapped_column(String(250), default="")
    facts: Mapped[dict[str, Any]]
    is_sample: Mapped[bool] = mapped_column(default=False)
    status: Mapped[MailStatus] = mapped_column(String(10), default=MailStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")
    seal: Mapped[str] = mapped_column(String(64), default="")


class MailChoice(Numbered, GovernmentOwned, Model):
    """How one person wants the letters of one group; without a row they come at once."""

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("employee_id", "letter_group"),)

    employee_id: Mapped[int]
    letter_group: Mapped[LetterGroup] = mapped_column(String(12))
    delivery: Mapped[Delivery] = mapped_column(String(8))
    changed_at: Mapped[datetime]
