"""What is asked: an instrument in versions, its dimensions and its items. A published version never changes."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class Direction(StrEnum):
    """Whether a high value is good news (readiness) or bad news (resistance); colours follow it, not the value."""

    HIGH_IS_GOOD = "high_is_good"
    HIGH_IS_BAD = "high_is_bad"


class ItemKind(StrEnum):
    """SCALE is agreed to on ``options`` from ``scale_min`` up; of MULTIPLE any number may be chosen."""

    SCALE = "scale"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


class VersionStatus(StrEnum):
    """Only a published version is asked; a retired one is asked no more and stays readable."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Instrument(Numbered, GovernmentOwned, Model):
    """A questionnaire of a government, its own or taken over from the shipped ones (``shipped_code``).

    ``is_trait`` measures a person's lasting inclination: told in aggregate only. ``is_collective`` speaks of the unit
    ("orang di sini"), so that the agreement within it is checked before it stands for the unit.
    """

    __tablename__ = "instrument"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        UniqueConstraint("government_id", "title"),
        Index("ix_instrument_government_id_shipped_code", "government_id", "shipped_code"),
    )

    title: Mapped[str] = mapped_column(String(150))
    purpose: Mapped[str] = mapped_column(String(500), default="")
    direction: Mapped[Direction] = mapped_column(String(12))
    shipped_code: Mapped[str] = mapped_column(String(30), default="")
    licence_note: Mapped[str] = mapped_column(Text, default="")
    is_trait: Mapped[bool] = mapped_column(default=False)
    is_collective: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)


class InstrumentVersion(Numbered, GovernmentOwned, Model):
    """One wording of an instrument. ``number`` counts from 1; at most one draft at a time."""

    __tablename__ = "instrument_version"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("instrument_id", "instrument"),
        UniqueConstraint("instrument_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
    )

    instrument_id: Mapped[int]
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(String(10), default=VersionStatus.DRAFT)
    introduction: Mapped[str] = mapped_column(Text, default="")
    change_note: Mapped[str] = mapped_column(String(500), default="")
    published_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class InstrumentDimension(Numbered, GovernmentOwned, Model):
    """What several items together measure. ``code`` is the same in every version that measures the same."""

    __tablename__ = "instrument_dimension"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("version_id", "instrument_version"),
        UniqueConstraint("version_id", "code"),
        UniqueConstraint("version_id", "sort_order"),
    )

    version_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(100))
    sort_order: Mapped[int]


class InstrumentItem(Numbered, GovernmentOwned, Model):
    """A statement or question. ``code`` stays with it through the versions; ``{perubahan}`` becomes the change's name.

    ``options`` are the words of a scale from ``scale_min`` up, or what can be chosen. ``favourable_from`` is the value
    (after reversing) from which an answer to a scale counts as favourable. ``concept`` changes when the meaning does:
    waves are compared only where code, concept and words agree. With ``shown_if`` ({"item": code, "any": [places]})
    the item is asked only of those who gave one of these answers on an earlier page. Items of one ``page`` are asked
    together.
    """

    __tablename__ = "instrument_item"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("version_id", "instrument_version"),
        owned_by("dimension_id", "instrument_dimension"),
        UniqueConstraint("version_id", "code"),
        UniqueConstraint("version_id", "sort_order"),
        CheckConstraint("page > 0", name="page_positive"),
    )

    version_id: Mapped[int]
    dimension_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(20))
    concept: Mapped[int] = mapped_column(default=1)
    kind: Mapped[ItemKind] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(500))
    options: Mapped[list[str]]
    scale_min: Mapped[int] = mapped_column(default=1)
    favourable_from: Mapped[int | None]
    reversed: Mapped[bool] = mapped_column(default=False)
    is_required: Mapped[bool] = mapped_column(default=True)
    page: Mapped[int] = mapped_column(default=1)
    shown_if: Mapped[dict[str, Any] | None]
    sort_order: Mapped[int]

    @property
    def scale_max(self) -> int:
        return self.scale_min + len(self.options) - 1
