"""How far the items of one dimension measure the same (reference 3.1), from their covariances. Loaded by the worker."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.surveys.rules.statistics import Interval

VERDICT_FROM = 30
USUAL_FLOOR = 0.70
# What is left of a variance that is none, after adding and subtracting.
_NOTHING = 1e-9

Matrix = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Reliability:
    """Alpha may be negative and is shown as it is. ``item_rest`` and ``without`` follow the order of the items."""

    people: int
    alpha: float
    interval: Interval
    standardised: float | None
    item_rest: tuple[float | None, ...]
    without: tuple[float | None, ...]


def alpha_of(covariances: Matrix) -> float | None:
    """k/(k−1) · (1 − Σ item variances / variance of the sum); None where that says nothing."""
    items = len(covariances)
    total = sum(sum(row) for row in covariances)
    if items < 2 or total <= _NOTHING:
        return None
    return items / (items - 1) * (1 - sum(covariances[one][one] for one in range(items)) / total)


def feldt(alpha: float, people: int, items: int) -> Interval:
    """95 % interval of alpha."""
    from scipy.special import fdtri  # only the worker computes

    first, second = people - 1, (people - 1) * (items - 1)
    high, low = (float(fdtri(first, second, share)) for share in (0.025, 0.975))
    return Interval(1 - (1 - alpha) * low, 1 - (1 - alpha) * high)


def standardised(covariances: Matrix) -> float | None:
    """Alpha as it were if all items varied alike, from the mean of their correlations."""
    items = len(covariances)
    pairs = [
        _correlation(covariances[one][two], covariances[one][one], covariances[two][two])
        for one in range(items)
        for two in range(one)
    ]
    there = [pair for pair in pairs if pair is not None]
    if not pairs or len(there) < len(pairs):
        return None
    mean = sum(there) / len(there)
    below = 1 + (items - 1) * mean
    return items * mean / below if below > _NOTHING else None


def reliability(covariances: Matrix, people: int) -> Reliability | None:
    """All of it for people who answered every item; None below three people, two items, or where nobody differs."""
    alpha = alpha_of(covariances)
    if alpha is None or people < 3:
        return None
    items = range(len(covariances))
    return Reliability(
        people,
        alpha,
        feldt(alpha, people, len(covariances)),
        standardised(covariances),
        tuple(_item_rest(covariances, one) for one in items),
        tuple(alpha_of(_without(covariances, one)) for one in items),
    )


def _without(covariances: Matrix, left_out: int) -> Matrix:
    kept = [one for one in range(len(covariances)) if one != left_out]
    return [[covariances[one][two] for two in kept] for one in kept]


def _item_rest(covariances: Matrix, item: int) -> float | None:
    """The correlation of an item with the sum of the others."""
    rest = _without(covariances, item)
    shared = sum(covariances[item]) - covariances[item][item]
    return _correlation(shared, covariances[item][item], sum(sum(row) for row in rest))


def _correlation(shared: float, one: float, two: float) -> float | None:
    return shared / math.sqrt(one * two) if one > 0 and two > 0 else None
