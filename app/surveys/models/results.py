"""What was found at the closing of a wave, worked out once: only what may be told stands here (security N6)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.types import Exact

# Nine places: differences are taken before anything is rounded.
FINE = Exact(18, 9)


class NodeKind(StrEnum):
    """Everybody asked, a unit with everything below it, or the people kept by a unit itself beside those below it."""

    WHOLE = "whole"
    UNIT = "unit"
    OWN = "own"


class FigureKind(StrEnum):
    """What a figure speaks of: ``subject_id`` is a dimension, an item or a version; 0 for segments."""

    DIMENSION = "dimension"
    ITEM = "item"
    SCORE = "score"
    BARRIERS = "barriers"
    SEGMENTS = "segments"


class TextState(StrEnum):
    """Nobody but the change team reads a free text before one of them has taken out what betrays its writer."""

    PENDING = "pending"
    SHOWN = "shown"
    WITHHELD = "withheld"


class SurveyNode(Numbered, GovernmentOwned, Model):
    """A node of a wave's tree of groups. ``targeted`` and ``done`` are None where the node may not be told at all.

    ``favourable`` is the mean share of its told readiness dimensions, by which units are sorted. ``above`` names the
    unit above it, for many units are called alike.
    """

    __tablename__ = "survey_node"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("wave_id", "survey_wave"),
        owned_by("unit_id", "org_unit"),
        UniqueConstraint("wave_id", "unit_path", "kind"),
        Index("ix_survey_node_wave_id_favourable", "wave_id", "favourable", "name", "id"),
        CheckConstraint("is_shown OR (targeted IS NULL AND done IS NULL AND favourable IS NULL)", name="untold"),
    )

    wave_id: Mapped[int]
    unit_id: Mapped[int | None]
    kind: Mapped[NodeKind] = mapped_column(String(10))
    unit_path: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    above: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[int]
    is_shown: Mapped[bool]
    targeted: Mapped[int | None]
    done: Mapped[int | None]
    favourable: Mapped[Decimal | None] = mapped_column(FINE)


class SurveyFigure(GovernmentOwned, Model):
    """One subject at one node. Without ``is_shown`` nothing else stands in the row, so nothing can be shown by mistake.

    ``mean`` and its interval are on the subject's own scale, ``favourable`` is a share of 1. ``details`` has what its
    kind has besides; ``change`` how it stands beside the wave before, None where they cannot be compared.
    """

    __tablename__ = "survey_figure"
    __table_args__ = (
        owned_by("node_id", "survey_node"),
        owned_by("wave_id", "survey_wave"),
        Index("ix_survey_figure_wave_id_kind_node_id", "wave_id", "kind", "node_id"),
        CheckConstraint("is_shown OR (n IS NULL AND mean IS NULL AND favourable IS NULL)", name="untold"),
    )

    node_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FigureKind] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int]
    is_shown: Mapped[bool]
    n: Mapped[int | None]
    mean: Mapped[Decimal | None] = mapped_column(FINE)
    sd: Mapped[Decimal | None] = mapped_column(FINE)
    low: Mapped[Decimal | None] = mapped_column(FINE)
    high: Mapped[Decimal | None] = mapped_column(FINE)
    favourable: Mapped[Decimal | None] = mapped_column(FINE)
    details: Mapped[dict[str, Any] | None]
    change: Mapped[dict[str, Any] | None]


class SurveyText(GovernmentOwned, Model):
    """A free text by itself, under a random key: without a group, a time, or the answers it was given with."""

    __tablename__ = "survey_text"
    __table_args__ = (
        owned_by("wave_id", "survey_wave"),
        owned_by("item_id", "instrument_item"),
        Index("ix_survey_text_wave_id_item_id", "wave_id", "item_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    wave_id: Mapped[int]
    item_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[TextState] = mapped_column(String(10), default=TextState.PENDING)


class SurveyReport(GovernmentOwned, Model):
    """The report of a wave on the letterhead of its unit; ``made`` follows ``asked``."""

    __tablename__ = "survey_report"
    __table_args__ = (owned_by("wave_id", "survey_wave"),)

    wave_id: Mapped[int] = mapped_column(primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    printed_at: Mapped[datetime | None]
