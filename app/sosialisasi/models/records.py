"""What a round leaves behind: minutes, the signed record, photos, the report, and what whoever attended was given."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class SosialisasiMinutes(Numbered, GovernmentOwned, Model):
    """The minutes (notulen) of a round: who said what. They may be changed until ``finalised_at``."""

    __tablename__ = "sosialisasi_minutes"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("round_id", "sosialisasi_round"),
        UniqueConstraint("round_id"),
    )

    round_id: Mapped[int]
    taken_by: Mapped[str] = mapped_column(String(150), default="")
    finalised_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class MinuteItem(Numbered, GovernmentOwned, Model):
    """A point of the minutes. ``owner`` sees to its decision by ``due_on``; ``owner_id`` where that is an employee."""

    __tablename__ = "sosialisasi_minute_item"
    __table_args__ = (
        owned_by("minutes_id", "sosialisasi_minutes"),
        UniqueConstraint("minutes_id", "sort_order"),
        Index("ix_sosialisasi_minute_item_owner_id", "owner_id"),
    )

    minutes_id: Mapped[int]
    sort_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    speaker: Mapped[str] = mapped_column(String(150), default="")
    gist: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(150), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    due_on: Mapped[date | None]


class OfficialRecord(Numbered, GovernmentOwned, Model):
    """The signed record (berita acara) of a round: what was agreed. ``content`` is what was typed.

    Once issued it has a ``number`` of its own series, and ``facts`` are everything its sheets say; neither they nor
    the file change any more. A list of those who came that is too long for the record is a file beside it.
    """

    __tablename__ = "sosialisasi_record"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        owned_by("series_id", "letter_series"),
        UniqueConstraint("round_id"),
        UniqueConstraint("government_id", "number"),
        UniqueConstraint("series_id", "year", "sequence"),
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="numbered_when_issued"),
    )

    round_id: Mapped[int]
    content: Mapped[dict[str, Any]]
    series_id: Mapped[int | None]
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(String(120))
    facts: Mapped[dict[str, Any]]
    issued_on: Mapped[date | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    list_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)


class SosialisasiPhoto(Numbered, GovernmentOwned, Model):
    """A picture of a round, drawn anew when it came in, so it carries neither place nor camera."""

    __tablename__ = "sosialisasi_photo"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        Index("ix_sosialisasi_photo_round_id_sort_order", "round_id", "sort_order"),
    )

    round_id: Mapped[int]
    sort_order: Mapped[int]
    caption: Mapped[str] = mapped_column(String(200), default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime]


class SosialisasiReport(Numbered, GovernmentOwned, Model):
    """The report of an event: what the organiser typed, and the file. It is printed as often as ``asked``."""

    __tablename__ = "sosialisasi_report"
    __table_args__ = (
        owned_by("sosialisasi_id", "sosialisasi"),
        UniqueConstraint("sosialisasi_id"),
        CheckConstraint("made <= asked", name="made_when_asked"),
    )

    sosialisasi_id: Mapped[int]
    background: Mapped[str] = mapped_column(Text, default="")
    aims: Mapped[str] = mapped_column(Text, default="")
    obstacles: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    follow_up: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    printed_at: Mapped[datetime | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    version: Mapped[int] = mapped_column(default=1)


class AttendedDay(Numbered, GovernmentOwned, Model):
    """That somebody attended an event on a day, settled once however many rounds they came to on that day.

    ``hours`` are the lesson hours credited for it, ``letter_id`` the attendance letter where the event gives one. A day
    that was ``withdrawn_at`` gives neither any more, and says why; the same day may be settled anew beside it.
    """

    __tablename__ = "sosialisasi_attended_day"
    __table_args__ = (
        owned_by("sosialisasi_id", "sosialisasi"),
        owned_by("round_id", "sosialisasi_round"),
        owned_by("letter_id", "letter"),
        Index(
            "ix_sosialisasi_attended_day_settled_once",
            "sosialisasi_id",
            "employee_id",
            "day",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_sosialisasi_attended_day_employee_id_day", "employee_id", "day"),
        Index("ix_sosialisasi_attended_day_round_id", "round_id"),
        CheckConstraint("hours >= 0", name="hours_not_negative"),
    )

    sosialisasi_id: Mapped[int]
    round_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    day: Mapped[date]
    hours: Mapped[Decimal]
    letter_id: Mapped[int | None]
    settled_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(String(500), default="")
