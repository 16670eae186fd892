"""An event, what it says and shows, and its rounds."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

Money = Exact(15, 2)


class SosialisasiStatus(StrEnum):
    """A draft is seen by those who prepare it alone."""

    DRAFT = "draft"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class RoundStatus(StrEnum):
    """From INVITED on the audience is frozen; HELD is said by the organiser once the round is over."""

    PLANNED = "planned"
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"


class MaterialAccess(StrEnum):
    """From when those invited may open a material."""

    BEFORE = "before"
    AFTERWARDS = "afterwards"
    ORGANISERS = "organisers"


class Sosialisasi(Numbered, GovernmentOwned, Model):
    """An outreach event: what it is to bring across, for which change, and who answers for it.

    ``is_public`` events stand on a page anybody may read, and citizens may come. With ``gives_hours`` employees who
    attended are credited lesson hours by the rule of ``form_code``; with ``gives_letter`` they get a letter saying so.
    Events of one unit with the same ``series`` belong together, one after the other.
    """

    __tablename__ = "sosialisasi"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        owned_by("initiative_id", "initiative"),
        owned_by("programme_id", "programme"),
        owned_by("cloned_from_id", "sosialisasi"),
        Index("ix_sosialisasi_government_id_status_id", "government_id", "status", "id"),
        Index("ix_sosialisasi_initiative_id", "initiative_id"),
        Index("ix_sosialisasi_unit_id_series", "unit_id", "series"),
        CheckConstraint("budget IS NULL OR budget >= 0", name="budget_not_negative"),
        CheckConstraint("realised IS NULL OR realised >= 0", name="realised_not_negative"),
    )

    unit_id: Mapped[int]
    initiative_id: Mapped[int | None]
    programme_id: Mapped[int | None]
    cloned_from_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(200))
    series: Mapped[str] = mapped_column(String(150), default="")
    purpose: Mapped[str] = mapped_column(Text)
    key_messages: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(String(300), default="")
    moderator: Mapped[str] = mapped_column(String(150), default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    form_code: Mapped[str] = mapped_column(String(10), default="")
    gives_hours: Mapped[bool] = mapped_column(default=False)
    gives_letter: Mapped[bool] = mapped_column(default=False)
    budget: Mapped[Decimal | None] = mapped_column(Money)
    realised: Mapped[Decimal | None] = mapped_column(Money)
    budget_line: Mapped[str] = mapped_column(String(150), default="")
    status: Mapped[SosialisasiStatus] = mapped_column(String(10), default=SosialisasiStatus.DRAFT)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class SosialisasiSpeaker(Numbered, GovernmentOwned, Model):
    """Who speaks, in the order of the programme; ``role`` is their post or where they come from."""

    __tablename__ = "sosialisasi_speaker"
    __table_args__ = (
        owned_by("sosialisasi_id", "sosialisasi"),
        UniqueConstraint("sosialisasi_id", "sort_order"),
    )

    sosialisasi_id: Mapped[int]
    sort_order: Mapped[int]
    name: Mapped[str] = mapped_column(String(150))
    role: Mapped[str] = mapped_column(String(200), default="")


class AgendaItem(Numbered, GovernmentOwned, Model):
    """A point of the programme; how long it takes, in minutes, one after the other from the start of the round."""

    __tablename__ = "sosialisasi_agenda_item"
    __table_args__ = (
        owned_by("sosialisasi_id", "sosialisasi"),
        UniqueConstraint("sosialisasi_id", "sort_order"),
        CheckConstraint("minutes > 0", name="minutes_positive"),
    )

    sosialisasi_id: Mapped[int]
    sort_order: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    speaker: Mapped[str] = mapped_column(String(150), default="")
    minutes: Mapped[int]


class SosialisasiMaterial(Numbered, GovernmentOwned, Model):
    """A file handed to those invited; a newer edition of the same title replaces the older in the list."""

    __tablename__ = "sosialisasi_material"
    __table_args__ = (
        owned_by("sosialisasi_id", "sosialisasi"),
        UniqueConstraint("sosialisasi_id", "title", "edition"),
        CheckConstraint("edition > 0", name="edition_positive"),
    )

    sosialisasi_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(150))
    edition: Mapped[int] = mapped_column(default=1)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    access: Mapped[MaterialAccess] = mapped_column(String(10))
    added_at: Mapped[datetime]


class SosialisasiRound(Numbered, GovernmentOwned, Model):
    """The content held once: when and where is its meeting's. ``seats_taken`` counts those who said yes; it is capped.

    Without ``seats`` everybody invited may come.
    """

    __tablename__ = "sosialisasi_round"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("sosialisasi_id", "sosialisasi"),
        owned_by("meeting_id", "meeting"),
        owned_by("letter_id", "letter"),
        UniqueConstraint("sosialisasi_id", "number"),
        UniqueConstraint("meeting_id"),
        CheckConstraint("seats IS NULL OR seats > 0", name="has_seats"),
        CheckConstraint("seats_taken >= 0 AND (seats IS NULL OR seats_taken <= seats)", name="never_oversold"),
    )

    sosialisasi_id: Mapped[int]
    number: Mapped[int]
    meeting_id: Mapped[int]
    city: Mapped[str] = mapped_column(String(80), default="")
    seats: Mapped[int | None]
    seats_taken: Mapped[int] = mapped_column(default=0)
    reply_by: Mapped[datetime | None]
    status: Mapped[RoundStatus] = mapped_column(String(10), default=RoundStatus.PLANNED)
    invited_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    letter_id: Mapped[int | None]
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
