"""When whom is asked what: a wave, its instruments, its population by rule, and the groups answers are kept by."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class WaveStatus(StrEnum):
    """From OPENING on mode, population and instruments are frozen; people answer while it is OPEN, from CLOSING on
    nobody does; results once CLOSED."""

    DRAFT = "draft"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class WaveMode(StrEnum):
    """Whether beside an answer stands who gave it. Told before the first question, and never changed once open."""

    ANONYMOUS = "anonymous"
    NAMED = "named"


class PopulationKind(StrEnum):
    """What a line of a population names."""

    UNIT = "unit"
    SUBTREE = "subtree"
    TIER = "tier"
    POSITION = "position"
    INITIATIVE = "initiative"
    PERSON = "person"


class SurveyWave(Numbered, GovernmentOwned, Model):
    """One round of asking. ``change_name`` is what ``{perubahan}`` becomes, frozen with the opening.

    ``minimum_group`` may be raised, never below five. ``previous_id`` is the wave it is compared with,
    ``measures_id`` the edition it is read by since it closed; None is the one that ships. What was found is told to
    everybody asked once it is ``shared_at``, with the words of ``told``.
    """

    __tablename__ = "survey_wave"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        owned_by("initiative_id", "initiative"),
        owned_by("previous_id", "survey_wave"),
        owned_by("measures_id", "survey_measures"),
        Index("ix_survey_wave_government_id_status_id", "government_id", "status", "id"),
        Index("ix_survey_wave_initiative_id", "initiative_id"),
        Index("ix_survey_wave_status_closes_at", "status", "closes_at"),
        CheckConstraint("minimum_group >= 5", name="minimum_group_of_five"),
    )

    unit_id: Mapped[int]
    initiative_id: Mapped[int | None]
    previous_id: Mapped[int | None]
    measures_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(150))
    purpose: Mapped[str] = mapped_column(Text, default="")
    change_name: Mapped[str] = mapped_column(String(60), default="")
    mode: Mapped[WaveMode] = mapped_column(String(10), default=WaveMode.ANONYMOUS)
    status: Mapped[WaveStatus] = mapped_column(String(10), default=WaveStatus.DRAFT)
    minimum_group: Mapped[int] = mapped_column(default=5)
    targeted: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    told: Mapped[str] = mapped_column(Text, default="")
    shared_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class WaveInstrument(Numbered, GovernmentOwned, Model):
    """A version a wave asks, in order."""

    __tablename__ = "wave_instrument"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("version_id", "instrument_version"),
        UniqueConstraint("wave_id", "version_id"),
        UniqueConstraint("wave_id", "sort_order"),
        Index("ix_wave_instrument_version_id", "version_id"),
    )

    wave_id: Mapped[int]
    version_id: Mapped[int]
    sort_order: Mapped[int]


class PopulationRule(Numbered, GovernmentOwned, Model):
    """A line of a wave's population: whom it takes in, or, ``is_left_out``, whom it leaves out again."""

    __tablename__ = "population_rule"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("unit_id", "org_unit"),
        owned_by("position_id", "position"),
        owned_by("initiative_id", "initiative"),
        Index("ix_population_rule_wave_id", "wave_id"),
        Index("ix_population_rule_employee_id", "employee_id"),
    )

    wave_id: Mapped[int]
    kind: Mapped[PopulationKind] = mapped_column(String(10))
    unit_id: Mapped[int | None]
    position_id: Mapped[int | None]
    initiative_id: Mapped[int | None]
    employee_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    tier: Mapped[str] = mapped_column(String(20), default="")
    is_left_out: Mapped[bool] = mapped_column(default=False)


class SurveyGroup(Numbered, GovernmentOwned, Model):
    """People answers are kept by, and the finest thing known beside an answer: a unit's, at least ten of them (N4).

    Frozen at the opening with the unit's name and path of that day. Whoever is in a unit too small for a group of its
    own belongs to that of the nearest unit above that is large enough.
    """

    __tablename__ = "survey_group"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("wave_id", "survey_wave"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("wave_id", "unit_path"),
    )

    wave_id: Mapped[int]
    unit_id: Mapped[int | None]
    unit_path: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    targeted: Mapped[int]


class SurveySlips(Numbered, GovernmentOwned, Model):
    """The printed slips of a wave, each with the code that opens one form. The file is erased when the wave closes."""

    __tablename__ = "survey_slips"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        UniqueConstraint("wave_id"),
        CheckConstraint("made <= asked", name="made_when_asked"),
    )

    wave_id: Mapped[int]
    asked: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    printed_at: Mapped[datetime | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
