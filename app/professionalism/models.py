"""Tables of points as dated versions, what is worked out by them, and the official values beside it.

Results and sums point at nobody by a key of the database: they follow people and units, and are never a reason why one
of these could not go.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered
from app.base.scope import GovernmentOwned

# The row of a sum that stands for the whole government, for every kind of employee, and for every category.
WHOLE_GOVERNMENT, EVERY_KIND, EVERY_CATEGORY = 0, "", ""
# Somebody marked with this number stands for everybody of a government.
EVERYBODY = 0


class Dimension(StrEnum):
    """``TRAINING`` is what the regulation calls competency: courses taken, not levels measured."""

    QUALIFICATION = "qualification"
    TRAINING = "training"
    PERFORMANCE = "performance"
    DISCIPLINE = "discipline"


class PostKind(StrEnum):
    STRUCTURAL = "structural"
    FUNCTIONAL = "functional"
    EXECUTIVE = "executive"


class SanctionLevel(StrEnum):
    LIGHT = "light"
    MEDIUM = "medium"
    SEVERE = "severe"


class YearStatus(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class IndexTable(Numbered, Model):
    """A version of the table of points; national where it has no government. Never changed once entered: what was
    worked out keeps the version's number. It counts for years from ``from_year`` on."""

    __tablename__ = "index_table"
    __table_args__ = (UniqueConstraint("government_id", "from_year", "name"),)

    government_id: Mapped[int | None] = mapped_column(ForeignKey("government.id"))
    name: Mapped[str] = mapped_column(String(80))
    from_year: Mapped[int]
    content: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(Text)


class IndexYear(Numbered, GovernmentOwned, Model):
    """A year estimates are worked out for. Once closed its results, sums and version stay as they are."""

    __tablename__ = "index_year"
    __table_args__ = (UniqueConstraint("government_id", "year"),)

    year: Mapped[int]
    status: Mapped[YearStatus] = mapped_column(String(8), default=YearStatus.OPEN)
    table_id: Mapped[int | None] = mapped_column(ForeignKey("index_table.id"))
    # For which day the estimates were last worked out.
    day: Mapped[date | None]
    computed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(150), default="")


class IndexResult(GovernmentOwned, Model):
    """One person's estimate for a year. A dimension is empty while something it needs is not known; ``lowest`` and
    ``highest`` are what the index can be then, and ``total`` is only there when they are the same."""

    __tablename__ = "index_result"
    __table_args__ = (
        Index("ix_index_result_name", "government_id", "year", "sort_name", "employee_id"),
        Index("ix_index_result_unit", "government_id", "year", "unit_id", "sort_name", "employee_id"),
        CheckConstraint("lowest <= highest", name="lowest_not_above_highest"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    employee_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    position: Mapped[str] = mapped_column(String(200), default="")
    tier: Mapped[str] = mapped_column(String(20), default="")
    kind: Mapped[str] = mapped_column(String(6))
    sort_name: Mapped[str] = mapped_column(String(150).with_variant(String(150, collation="C"), "postgresql"))
    qualification: Mapped[Decimal | None]
    training: Mapped[Decimal | None]
    performance: Mapped[Decimal | None]
    discipline: Mapped[Decimal | None]
    lowest: Mapped[Decimal]
    highest: Mapped[Decimal]
    total: Mapped[Decimal | None]
    # The official value as it stands in the sums.
    official: Mapped[Decimal | None]
    category: Mapped[str] = mapped_column(String(40), default="")
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    table_id: Mapped[int]


class IndexSum(GovernmentOwned, Model):
    """People of a unit and everything below it in a year, by kind of employee and by category. ``known`` counts those
    whose whole estimate is known; the official columns count those with an official value."""

    __tablename__ = "index_sum"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(6), primary_key=True)
    category: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    people: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    total: Mapped[Decimal] = mapped_column(default=Decimal(0))
    lowest: Mapped[Decimal] = mapped_column(default=Decimal(0))
    highest: Mapped[Decimal] = mapped_column(default=Decimal(0))
    official_people: Mapped[int] = mapped_column(default=0)
    official_total: Mapped[Decimal] = mapped_column(default=Decimal(0))


class IndexDue(Numbered, GovernmentOwned, Model):
    """Somebody whose estimates the worker has to work out anew; number 0 stands for everybody."""

    __tablename__ = "index_due"
    __table_args__ = (Index("ix_index_due_government_id", "government_id", "id"),)

    employee_id: Mapped[int]


class OfficialIndex(Numbered, GovernmentOwned, Model):
    """What the central agency published for a person and a year. The parts may be missing, and may miss the total by
    rounding; ``difference`` is the total less its parts where all of them are there."""

    __tablename__ = "official_index"
    __table_args__ = (
        UniqueConstraint("employee_id", "year"),
        Index("ix_official_index_government_id_year", "government_id", "year", "employee_id"),
        CheckConstraint("total >= 0", name="total_not_negative"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    year: Mapped[int]
    qualification: Mapped[Decimal | None]
    training: Mapped[Decimal | None]
    performance: Mapped[Decimal | None]
    discipline: Mapped[Decimal | None]
    total: Mapped[Decimal]
    difference: Mapped[Decimal | None]
    source: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)


class Sanction(Numbered, GovernmentOwned, Model):
    """A disciplinary sanction by a decree. One that was entered by mistake or quashed is withdrawn, with the reason."""

    __tablename__ = "discipline_sanction"
    __table_args__ = (
        Index("ix_discipline_sanction_employee_id", "employee_id"),
        Index("ix_discipline_sanction_government_id", "government_id", "decided_on", "id"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    level: Mapped[SanctionLevel] = mapped_column(String(8))
    decided_on: Mapped[date]
    decree: Mapped[str] = mapped_column(String(150))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_for: Mapped[str] = mapped_column(String(300), default="")


class SanctionStatement(Numbered, GovernmentOwned, Model):
    """HR says that the list of sanctions is complete up to a day: only then does no sanction mean none."""

    __tablename__ = "discipline_statement"
    __table_args__ = (Index("ix_discipline_statement_government_id", "government_id", "complete_on"),)

    complete_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(200))
    stated_at: Mapped[datetime]
    stated_by: Mapped[str] = mapped_column(String(150))
