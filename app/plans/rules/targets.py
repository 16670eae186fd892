"""Targets of several years (HCDP, decision 0048). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.base.errors import WrongField

USUAL_YEARS, YEARS_AT_MOST = 5, 10
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Known:
    """What one activity says of a competency: people, JP for each, rupiah for all, None where not known."""

    people: int
    lesson_hours: Decimal | None
    cost: Decimal | None


def spread(people: int, years: int) -> list[int]:
    """So many people over the years, as evenly as can be, the earlier years first."""
    base, more = divmod(people, years)
    return [base + (index < more) for index in range(years)]


def per_person(known: Iterable[Known]) -> tuple[Decimal | None, Decimal | None]:
    """(JP, rupiah) a person takes on average over the activities that say so, weighed by people; half up."""
    given = [one for one in known if one.people > 0]
    hours = [(one.people, one.lesson_hours * one.people) for one in given if one.lesson_hours is not None]
    costs = [(one.people, one.cost) for one in given if one.cost is not None]
    return _mean(hours), _mean(costs)


def _mean(parts: list[tuple[int, Decimal]]) -> Decimal | None:
    people = sum(count for count, _total in parts)
    if not people:
        return None
    return (sum((total for _count, total in parts), Decimal(0)) / people).quantize(CENT, ROUND_HALF_UP)


def whole_rupiah(amount: Decimal) -> Decimal:
    """Money of several years is an estimate: it is told in whole rupiah, half up."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def ensure_years(first: int, last: int) -> None:
    if not first <= last < first + YEARS_AT_MOST:
        raise WrongField(
            "last_year", f"Tahun terakhir paling cepat {first} dan paling lambat {first + YEARS_AT_MOST - 1}."
        )
