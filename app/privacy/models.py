from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class RequestKind(StrEnum):
    """What somebody may ask about their own data (UU 27/2022)."""

    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"


class RequestStatus(StrEnum):
    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class PrivacyRequest(Numbered, GovernmentOwned, Model):
    """Somebody asks about their own data; an officer decides, with a reason that stays on record.

    ``part`` is a key of the register, empty where everything is meant. One request of a kind and part waits at a time.
    """

    __tablename__ = "privacy_request"
    __table_args__ = (
        owned_by("employee_id", "employee"),
        Index("ix_privacy_request_government_id_status_due_at", "government_id", "status", "due_at", "id"),
        Index("ix_privacy_request_employee_id", "employee_id"),
        Index(
            "uq_privacy_request_one_waiting",
            "employee_id",
            "kind",
            "part",
            unique=True,
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        CheckConstraint("(status = 'waiting') = (closed_at IS NULL)", name="closed_when_over"),
        CheckConstraint("status NOT IN ('granted', 'refused') OR reason <> ''", name="decided_with_a_reason"),
    )

    employee_id: Mapped[int]
    kind: Mapped[RequestKind] = mapped_column(String(12))
    part: Mapped[str] = mapped_column(String(40), default="")
    wrong: Mapped[str] = mapped_column(String(500), default="")
    right: Mapped[str] = mapped_column("correct", String(500), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    status: Mapped[RequestStatus] = mapped_column(String(10), default=RequestStatus.WAITING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(1000), default="")
