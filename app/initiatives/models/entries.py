"""What is noted about an initiative line by line. Nothing here names whoever resists: units and posts only."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned


class StakeholderKind(StrEnum):
    GROUP = "group"
    OFFICIAL = "official"


class RiskState(StrEnum):
    OPEN = "open"
    HANDLED = "handled"
    HAPPENED = "happened"
    CLOSED = "closed"


def _of_initiative(table: str, *more: Any) -> tuple[Any, ...]:
    return owned_by("initiative_id", "initiative"), Index(f"ix_{table}_initiative_id", "initiative_id"), *more


def _between(column: str, least: int, most: int) -> CheckConstraint:
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=f"{column}_in_range")


class Stakeholder(Numbered, GovernmentOwned, Model):
    """A group, or an official by their post. Stances run from -2 (against) to 2 (in favour)."""

    __tablename__ = "stakeholder"
    __table_args__ = _of_initiative(
        "stakeholder",
        _between("influence", 1, 5),
        _between("impact", 1, 5),
        _between("stance", -2, 2),
        _between("wanted", -2, 2),
    )

    initiative_id: Mapped[int]
    kind: Mapped[StakeholderKind] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(150))
    influence: Mapped[int]
    impact: Mapped[int]
    stance: Mapped[int]
    wanted: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)


class Cause(Numbered, GovernmentOwned, Model):
    """Why people of a unit hold back; ``code`` is one of the checklist, empty for one in own words."""

    __tablename__ = "resistance_cause"
    __table_args__ = _of_initiative(
        "resistance_cause",
        owned_by("unit_id", "org_unit"),
        CheckConstraint("code <> '' OR own_words <> ''", name="says_something"),
    )

    initiative_id: Mapped[int]
    unit_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(40), default="")
    own_words: Mapped[str] = mapped_column(String(150), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    noted_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)


class Risk(Numbered, GovernmentOwned, Model):
    __tablename__ = "initiative_risk"
    __table_args__ = _of_initiative("initiative_risk", _between("likelihood", 1, 5), _between("impact", 1, 5))

    initiative_id: Mapped[int]
    what: Mapped[str] = mapped_column(String(300))
    likelihood: Mapped[int]
    impact: Mapped[int]
    mitigation: Mapped[str] = mapped_column(String(1000), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"))
    state: Mapped[RiskState] = mapped_column(String(10), default=RiskState.OPEN)
    version: Mapped[int] = mapped_column(default=1)


class Decision(Numbered, GovernmentOwned, Model):
    """What was decided, by which post or meeting, and why."""

    __tablename__ = "initiative_decision"
    __table_args__ = _of_initiative("initiative_decision")

    initiative_id: Mapped[int]
    decided_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(150))
    what: Mapped[str] = mapped_column(String(1000))
    why: Mapped[str] = mapped_column(String(1000))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    version: Mapped[int] = mapped_column(default=1)


class Message(Numbered, GovernmentOwned, Model):
    """A message of the communication plan: to whom, what, by which channel, when, and which post or team tells it."""

    __tablename__ = "planned_message"
    __table_args__ = _of_initiative("planned_message")

    initiative_id: Mapped[int]
    audience: Mapped[str] = mapped_column(String(150))
    what: Mapped[str] = mapped_column(String(500))
    channel: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    told_by: Mapped[str] = mapped_column(String(150))
    told_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
