from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
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


class AudienceKind(StrEnum):
    """What a line of an audience names. MISSED are those affected whom earlier rounds did not reach."""

    UNIT = "unit"
    SUBTREE = "subtree"
    TIER = "tier"
    POSITION = "position"
    INITIATIVE = "initiative"
    MISSED = "missed"
    PERSON = "person"


class InvitationStatus(StrEnum):
    """WAITING said yes to a round that was full; MOVED was sent on to another round."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELEGATED = "delegated"
    WAITING = "waiting"
    MOVED = "moved"


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


class AudienceRule(Numbered, GovernmentOwned, Model):
    """A line of a round's audience: whom it takes in, or, ``is_left_out``, whom it leaves out again."""

    __tablename__ = "audience_rule"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        owned_by("unit_id", "org_unit"),
        owned_by("position_id", "position"),
        owned_by("initiative_id", "initiative"),
        Index("ix_audience_rule_round_id", "round_id"),
        Index("ix_audience_rule_employee_id", "employee_id"),
    )

    round_id: Mapped[int]
    kind: Mapped[AudienceKind] = mapped_column(String(10))
    unit_id: Mapped[int | None]
    position_id: Mapped[int | None]
    initiative_id: Mapped[int | None]
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    tier: Mapped[str] = mapped_column(String(20), default="")
    is_left_out: Mapped[bool] = mapped_column(default=False)


class Invitation(Numbered, GovernmentOwned, Model):
    """Somebody asked to one round, with the unit and tier they had on the day it was frozen.

    ``is_later`` joined the audience after the freeze. ``token`` opens the page to answer without signing in, from the
    mail or a printed letter; only its hash is kept. A delegate has an invitation of their own, ``delegate_of_id``.
    """

    __tablename__ = "sosialisasi_invitation"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("round_id", "sosialisasi_round"),
        owned_by("delegate_of_id", "sosialisasi_invitation"),
        UniqueConstraint("round_id", "employee_id"),
        UniqueConstraint("token_hash"),
        Index("ix_sosialisasi_invitation_employee_id", "employee_id"),
        Index("ix_sosialisasi_invitation_round_id_unit_path", "round_id", "unit_path"),
        Index("ix_sosialisasi_invitation_delegate_of_id", "delegate_of_id"),
    )

    round_id: Mapped[int]
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    unit_path: Mapped[str] = mapped_column(String(200), default="")
    tier: Mapped[str] = mapped_column(String(20), default="")
    is_later: Mapped[bool] = mapped_column(default=False)
    status: Mapped[InvitationStatus] = mapped_column(String(10), default=InvitationStatus.INVITED)
    token_hash: Mapped[str] = mapped_column(String(64))
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    delegate_of_id: Mapped[int | None]
    reminded_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


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
    the file change any more.
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


class LetterChoice(StrEnum):
    """Whose letters are wanted on paper. NO_MAIL have no address that a mail could reach."""

    EVERYBODY = "everybody"
    SILENT = "silent"
    NO_MAIL = "no_mail"


class LetterBundle(Numbered, GovernmentOwned, Model):
    """The letters of a round to each person in one file, for the printer; only who asked may take it, for some days."""

    __tablename__ = "sosialisasi_letter_bundle"
    __table_args__ = (
        owned_by("round_id", "sosialisasi_round"),
        Index("ix_sosialisasi_letter_bundle_round_id_created_by_id", "round_id", "created_by", "id"),
        Index("ix_sosialisasi_letter_bundle_expires_at", "expires_at"),
    )

    round_id: Mapped[int]
    choice: Mapped[LetterChoice] = mapped_column(String(10))
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    count: Mapped[int | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
