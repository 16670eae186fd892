from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class AttendanceMethod(StrEnum):
    CODE = "code"
    LIST = "list"


class Refusal(StrEnum):
    WRONG_CODE = "wrong_code"
    OLD_CODE = "old_code"
    OTHER_MEETING = "other_meeting"
    TOO_EARLY = "too_early"
    OVER = "over"


class Meeting(Numbered, GovernmentOwned, Model):
    """One gathering with its own time and place. ``secret`` feeds the code on the wall."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        Index("ix_meeting_starts_at", "government_id", "starts_at"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(String(300), default="")
    opens_minutes: Mapped[int] = mapped_column(default=60)
    late_minutes: Mapped[int] = mapped_column(default=15)
    secret: Mapped[str] = mapped_column(String(64))


class Attendance(Numbered, GovernmentOwned, Model):
    """Somebody at a meeting: one row, so the same scan counts once."""

    __tablename__ = "attendance"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        UniqueConstraint("meeting_id", "employee_id"),
        Index("ix_attendance_employee_id", "employee_id"),
    )

    meeting_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    status: Mapped[AttendanceStatus] = mapped_column(String(10))
    method: Mapped[AttendanceMethod] = mapped_column(String(6))
    at: Mapped[datetime]
    marked_by: Mapped[int | None]


class RefusedCheckIn(Numbered, GovernmentOwned, Model):
    """A code that was not accepted, kept with its reason; the brake counts these too."""

    __tablename__ = "refused_check_in"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        Index("ix_refused_check_in_employee_id_at", "employee_id", "at"),
    )

    meeting_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[Refusal] = mapped_column(String(15))
    at: Mapped[datetime]
