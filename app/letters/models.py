from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class Paper(StrEnum):
    """A4 is 210 x 297 mm, F4 is 215 x 330 mm."""

    A4 = "a4"
    F4 = "f4"


class Letterhead(Numbered, GovernmentOwned, Model):
    """The head of a unit's letters, and of every unit below it that has none of its own.

    Without a ``signatory_position_id`` the head of the unit signs. ``on_behalf_of`` is the post on whose behalf
    ("a.n.") the signatory writes, where they do.
    """

    __tablename__ = "letterhead"
    __table_args__ = (
        owned_by("unit_id", "org_unit"),
        owned_by("signatory_position_id", "position"),
        UniqueConstraint("government_id", "unit_id"),
    )

    unit_id: Mapped[int]
    government_name: Mapped[str] = mapped_column(String(150))
    unit_name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(250), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    web: Mapped[str] = mapped_column(String(120), default="")
    city: Mapped[str] = mapped_column(String(80))
    emblem_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    signatory_position_id: Mapped[int | None]
    on_behalf_of: Mapped[str] = mapped_column(String(150), default="")
    paper: Mapped[Paper] = mapped_column(String(2), default=Paper.A4)
    version: Mapped[int] = mapped_column(default=1)


class LetterSeries(Numbered, GovernmentOwned, Model):
    """How a unit numbers its letters. ``code`` tells series of one unit apart."""

    __tablename__ = "letter_series"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("government_id", "unit_id", "code"),
    )

    unit_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(20), default="umum")
    pattern: Mapped[str] = mapped_column(String(100))
    unit_code: Mapped[str] = mapped_column(String(40))
    classification: Mapped[str] = mapped_column(String(20))


class LetterCounter(Numbered, GovernmentOwned, Model):
    """The last number of a series in a year; raised only together with the letter that bears it."""

    __tablename__ = "letter_counter"
    __table_args__ = (
        owned_by("series_id", "letter_series"),
        UniqueConstraint("series_id", "year"),
        CheckConstraint("last >= 0", name="last_not_negative"),
    )

    series_id: Mapped[int]
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


class LetterText(Numbered, GovernmentOwned, Model):
    """A government's own words for a kind of letter; without a row the words that came with Penata stand."""

    __tablename__ = "letter_text"
    __table_args__ = (UniqueConstraint("government_id", "kind"),)

    kind: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(Text)
    copies: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Letter(Numbered, GovernmentOwned, Model):
    """A letter that went out: everything it says as ``facts``, and the bytes of its file. Neither changes any more.

    One that was ``withdrawn_on`` a day keeps its number and stands in the book with the reason.
    """

    __tablename__ = "letter"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("series_id", "letter_series"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("series_id", "year", "sequence"),
        UniqueConstraint("government_id", "number"),
        UniqueConstraint("source_key"),
        Index("ix_letter_government_id_unit_id_id", "government_id", "unit_id", "id"),
    )

    series_id: Mapped[int]
    unit_id: Mapped[int]
    year: Mapped[int]
    sequence: Mapped[int]
    number: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(60))
    source_key: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(250))
    facts: Mapped[dict[str, Any]]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_because: Mapped[str] = mapped_column(String(500), default="")
