"""The figures of this house: shipped with their source, and overridden by a government from a day on."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.learning.models import LearningSetting

_FILE = Path(__file__).parents[1] / "data" / "settings.csv"


@dataclass(frozen=True)
class Shipped:
    """A setting as it comes: its value, its bounds, and where it is from."""

    key: str
    value: int
    least: int
    most: int
    name: str
    unit: str
    valid_from: date
    source: str


@dataclass(frozen=True)
class InForce:
    """A setting as it stands on a day; ``is_own`` tells whether the government chose it."""

    shipped: Shipped
    value: int
    valid_from: date
    source: str
    is_own: bool


@cache
def shipped() -> dict[str, Shipped]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Shipped(
                row["key"],
                int(row["value"]),
                int(row["least"]),
                int(row["most"]),
                row["name"],
                row["unit"],
                date.fromisoformat(row["valid_from"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return {one.key: one for one in rows}


def in_force(day: date) -> dict[str, InForce]:
    """Every setting of the government in scope as it stands on a day."""
    found = {key: InForce(one, one.value, one.valid_from, one.source, is_own=False) for key, one in shipped().items()}
    statement = (
        select(LearningSetting)
        .where(LearningSetting.valid_from <= day)
        .order_by(LearningSetting.valid_from, LearningSetting.id)
    )
    for row in db.session.execute(statement).scalars():
        if row.key in found:
            found[row.key] = InForce(shipped()[row.key], row.value, row.valid_from, row.source, is_own=True)
    return found


def values(day: date) -> dict[str, int]:
    """The values in force on a day, by key."""
    return {key: one.value for key, one in in_force(day).items()}


def own_rows() -> list[LearningSetting]:
    """What the government itself has decided, the latest first."""
    statement = (
        select(LearningSetting).order_by(LearningSetting.valid_from.desc(), LearningSetting.id.desc()).limit(200)
    )
    return list(db.session.execute(statement).scalars())
