"""The days and figures of this house: shipped with their source, and overridden by a government from a year on."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.base.database import db
from app.individual_plans.models import IndividualPlanSetting
from app.individual_plans.rules import day_in

_FILE = Path(__file__).parents[1] / "data" / "settings.csv"


@dataclass(frozen=True)
class Shipped:
    """A setting as it comes; ``kind`` day (of the plan's year), next (a day of the year after it), days or hours."""

    key: str
    kind: str
    value: int
    least: int
    most: int
    name: str
    source: str

    @property
    def is_day(self) -> bool:
        return self.kind in ("day", "next")


@dataclass(frozen=True)
class InForce:
    """A setting as it stands for a year; ``from_year`` is None where it is the shipped one."""

    shipped: Shipped
    value: int
    from_year: int | None
    source: str


@dataclass(frozen=True)
class Year:
    """Every setting of a government for the plans of one year."""

    year: int
    values: Mapping[str, int]

    def day(self, key: str) -> date:
        return day_in(self.year + (shipped()[key].kind == "next"), self.values[key])

    @property
    def locked_from(self) -> date:
        return self.day("lock_on")

    @property
    def answer_days(self) -> int:
        return self.values["answer_days"]

    @property
    def item_hours(self) -> int:
        return self.values["item_hours"]


@cache
def shipped() -> dict[str, Shipped]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            Shipped(
                row["key"],
                row["kind"],
                int(row["value"]),
                int(row["least"]),
                int(row["most"]),
                row["name"],
                row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return {one.key: one for one in rows}


def in_force(year: int) -> dict[str, InForce]:
    """Every setting of the government in scope for the plans of a year."""
    found = {key: InForce(one, one.value, None, one.source) for key, one in shipped().items()}
    statement = (
        select(IndividualPlanSetting)
        .where(IndividualPlanSetting.from_year <= year)
        .order_by(IndividualPlanSetting.from_year, IndividualPlanSetting.id)
    )
    for row in db.session.execute(statement).scalars():
        if row.key in found:
            found[row.key] = InForce(shipped()[row.key], row.value, row.from_year, row.source)
    return found


def of_year(year: int) -> Year:
    return Year(year, {key: one.value for key, one in in_force(year).items()})


def merged(year: int, own: Iterable[Any]) -> Year:
    """The settings of a year from a government's own (key, value, from_year), in their order."""
    values = {key: one.value for key, one in shipped().items()}
    values |= {row.key: row.value for row in own if row.from_year <= year and row.key in values}
    return Year(year, values)


def own_rows() -> list[IndividualPlanSetting]:
    """What the government itself has decided, the latest first."""
    statement = (
        select(IndividualPlanSetting)
        .order_by(IndividualPlanSetting.from_year.desc(), IndividualPlanSetting.id.desc())
        .limit(200)
    )
    return list(db.session.execute(statement).scalars())
