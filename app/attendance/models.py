from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.documents.models import AskedFile


class AttendanceStatus(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


class AttendanceMethod(StrEnum):
    CODE = "code"
    LIST = "list"
    SCAN = "scan"
    EXCUSE = "excuse"
    GUEST = "guest"


class Refusal(StrEnum):
    WRONG_CODE = "wrong_code"
    OLD_CODE = "old_code"
    OTHER_MEETING = "other_meeting"
    TOO_EARLY = "too_early"
    OVER = "over"
    UNREADABLE = "unreadable"
    AMBIGUOUS = "ambiguous"
    NOT_EXPECTED = "not_expected"
    OTHER_LIST = "other_list"
    OWN_CODE = "own_code"
    CLOSED = "closed"


class WalkInStatus(StrEnum):
    """Where somebody stands who came without being expected: still a name, a person, or kept as a guest."""

    OPEN = "open"
    PERSON = "person"
    GUEST = "guest"


class AbsenceStatus(StrEnum):
    """A word that somebody will not come: only told, asking to be excused, decided, or taken back."""

    ANNOUNCED = "announced"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


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
    """Somebody at a meeting: one row, so the same scan counts once.

    ``noted_at`` is there when a scan reached us later than it was made. ``device`` is the mark of the phone that
    checked in by the code on the wall, hashed with the meeting; it is forgotten when the batch is closed.
    """

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
    noted_at: Mapped[datetime | None]
    device: Mapped[str | None] = mapped_column(String(32))


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


class Scan(Numbered, GovernmentOwned, Model):
    """A participant's code that staff scanned or typed, once for each key, whatever became of it.

    ``at`` is when it was scanned by the scanner's clock, kept within what is plausible; ``received_at`` when it came.
    """

    __tablename__ = "scan"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        UniqueConstraint("meeting_id", "key"),
        Index("ix_scan_employee_id", "employee_id"),
    )

    meeting_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(32))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    refusal: Mapped[Refusal | None] = mapped_column(String(15))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    scanned_by: Mapped[int]


class WalkIn(Numbered, GovernmentOwned, Model):
    """Somebody who came without being expected, by name until it is known who they are.

    ``name_key`` is the name and unit as they are compared, so nobody is noted twice at one meeting. ``seated`` when
    recognising them gave them their seat, which goes again should they have been somebody else.
    """

    __tablename__ = "walk_in"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        UniqueConstraint("meeting_id", "name_key"),
        Index("ix_walk_in_employee_id", "employee_id"),
    )

    meeting_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    unit: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(352))
    status: Mapped[WalkInStatus] = mapped_column(String(6))
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    at: Mapped[datetime]
    noted_by: Mapped[int | None]
    settled_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    seated: Mapped[bool] = mapped_column(default=False)


class AbsenceNotice(Numbered, GovernmentOwned, Model):
    """Word from somebody that they will not be at a meeting, and the paper that excuses them where there is one."""

    __tablename__ = "absence_notice"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        UniqueConstraint("meeting_id", "employee_id"),
        Index("ix_absence_notice_employee_id", "employee_id"),
    )

    meeting_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    reason: Mapped[str] = mapped_column(String(500))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    status: Mapped[AbsenceStatus] = mapped_column(String(10))
    sent_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")


class SignSheet(AskedFile):
    """A sheet to sign too long for one visit: printed by the worker for whoever asked alone, kept for some days.

    ``house`` holds the meeting and says who is expected; ``facts`` are what stands at the head. ``is_whole`` when it is
    the sheets of all meetings people come to together, of which this was the first. Once the meeting was removed there
    is none, and the file goes.
    """

    __tablename__ = "sign_sheet"
    __table_args__ = (
        owned_by("meeting_id", "meeting"),
        Index("ix_sign_sheet_meeting_id_created_by_id", "meeting_id", "created_by", "id"),
        Index("ix_sign_sheet_expires_at", "expires_at"),
    )

    meeting_id: Mapped[int | None]
    is_whole: Mapped[bool] = mapped_column(default=False)
    house: Mapped[str] = mapped_column(String(20))
    paper: Mapped[str] = mapped_column(String(2))
    is_masked: Mapped[bool]
    facts: Mapped[dict[str, Any]]
