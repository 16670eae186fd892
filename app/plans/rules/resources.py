"""A plan against the money and the trainers there are. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

MONTHS = range(1, 13)


@dataclass(frozen=True)
class FundBalance:
    """A source of money in a year, in rupiah. ``amount`` is None where nobody entered what it gives."""

    source: str
    amount: Decimal | None
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """What remains; below zero where more is planned than there is."""
        return None if self.amount is None else self.amount - self.planned

    @property
    def is_over(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True)
class MonthLoad:
    """Meetings in a month: what the plan takes, what is booked besides, what trainers can hold."""

    month: int
    needed: int
    booked: int
    capacity: int

    @property
    def left(self) -> int:
        return self.capacity - self.booked - self.needed

    @property
    def is_over(self) -> bool:
        return self.left < 0


@dataclass(frozen=True)
class Trainers:
    """Who taught in the twelve months before, and how many meetings their busiest month had."""

    people: int
    busiest: int


def balances(planned: Mapping[str, Decimal], funds: Mapping[str, Decimal]) -> list[FundBalance]:
    """Every source that is planned with or entered, by name; money without a source stands last under ""."""
    names = sorted({*planned, *funds}, key=lambda one: (one == "", one.lower()))
    return [FundBalance(one, funds.get(one), planned.get(one, Decimal(0))) for one in names]


def loads(needed: Mapping[int, int], booked: Mapping[int, int], capacity: int) -> list[MonthLoad]:
    return [MonthLoad(month, needed.get(month, 0), booked.get(month, 0), capacity) for month in MONTHS]


def capacity_of(entered: int | None, trainers: Trainers) -> int:
    """What was entered, else what the trainers held in their busiest month."""
    return trainers.busiest if entered is None else entered


def over(loads_of_year: Sequence[MonthLoad]) -> list[MonthLoad]:
    return [one for one in loads_of_year if one.is_over]
