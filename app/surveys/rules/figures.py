"""One subject at one node, from sums to what is kept of it. Pure; the worker computes it once, at the closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.surveys.models import FigureKind
from app.surveys.rules import statistics
from app.surveys.rules.plans import DimensionPlan, ItemPlan
from app.surveys.rules.reliability import Matrix, reliability
from app.surveys.rules.statistics import Interval

# Below so many, that all said the same is not told: it would say what each of them said.
TELLS_ALL_FROM = 20
AT_LEAST, AT_MOST = 0.95, 0.05
AGREED_FROM = 0.70


@dataclass(frozen=True)
class Figure:
    """What is kept of a subject; ``details`` by kind."""

    kind: FigureKind
    subject_id: int
    n: int
    mean: float | None = None
    sd: float | None = None
    interval: Interval | None = None
    favourable: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def told_share(share: float, n: int) -> float:
    """A share as it may be told: nobody and everybody of few are told as nearly so."""
    return min(max(share, AT_MOST), AT_LEAST) if n < TELLS_ALL_FROM and share in {0.0, 1.0} else share


def of_sums(
    kind: FigureKind, subject_id: int, sums: tuple[float, float, float], scale: tuple[float, float], **more: Any
) -> Figure:
    """A mean with its interval, from count, sum and sum of squares on a scale from low to high."""
    n, total, squares = sums
    mean, sd = total / n, statistics.sd_of(n, total, squares)
    details: dict[str, Any] = dict(more.pop("details", {}))
    if sd is not None and sd < 1e-9 and n < TELLS_ALL_FROM:
        room = (scale[1] - scale[0]) * AT_MOST
        details["is_unanimous"] = True
        return Figure(
            kind, subject_id, int(n), min(max(mean, scale[0] + room), scale[1] - room), details=details, **more
        )
    if sd is not None and statistics.is_divided(sd, *scale):
        details["is_divided"] = True
    interval = statistics.mean_interval(int(n), mean, sd) if sd is not None else None
    return Figure(kind, subject_id, int(n), mean, sd, interval, details=details, **more)


def of_scale(item: ItemPlan, counts: Sequence[int]) -> Figure:
    """A scale from its answers by place, after reversing."""
    values = [item.low + place for place in range(item.width)]
    n = sum(counts)
    sums = (
        n,
        sum(count * value for count, value in zip(counts, values, strict=True)),
        sum(count * value * value for count, value in zip(counts, values, strict=True)),
    )
    share = told_share(item.favourable(counts) / n, n)
    kept = {} if n < TELLS_ALL_FROM and max(counts) == n else {"counts": list(counts)}
    return of_sums(FigureKind.ITEM, item.id, sums, (item.low, item.high), favourable=share, details=kept)


def of_choices(kind: FigureKind, subject_id: int, n: int, chosen: Sequence[float]) -> Figure:
    """Shares of people by option, segment or barrier."""
    return Figure(kind, subject_id, n, details={"shares": [round(told_share(one / n, n), 9) for one in chosen]})


def of_dimension(
    one: DimensionPlan,
    sums: tuple[float, float, float],
    by_item: Sequence[Sequence[int]],
    covariances: tuple[Matrix, int] | None,
    *,
    is_collective: bool,
) -> Figure:
    """A dimension: the mean over people, the mean of its items' shares, and how well its items hold together."""
    shares = [
        item.favourable(counts) / sum(counts) for item, counts in zip(one.items, by_item, strict=True) if sum(counts)
    ]
    details: dict[str, Any] = {}
    if covariances is not None and (found := reliability(*covariances)) is not None:
        details["alpha"] = {
            "people": found.people,
            "alpha": found.alpha,
            "low": found.interval.low,
            "high": found.interval.high,
            "standardised": found.standardised,
            "item_rest": list(found.item_rest),
            "without": list(found.without),
        }
    if is_collective:
        details["agreement"] = _agreement(one, by_item)
    n = int(sums[0])
    share = told_share(sum(shares) / len(shares), n) if shares else None
    return of_sums(FigureKind.DIMENSION, one.id, sums, (one.low, one.high), favourable=share, details=details)


def _agreement(one: DimensionPlan, by_item: Sequence[Sequence[int]]) -> float | None:
    variances = []
    for item, counts in zip(one.items, by_item, strict=True):
        values = [item.low + place for place in range(item.width)]
        total = sum(count * value for count, value in zip(counts, values, strict=True))
        squares = sum(count * value * value for count, value in zip(counts, values, strict=True))
        sd = statistics.sd_of(sum(counts), total, squares)
        if sd is None:
            return None
        variances.append(sd * sd)
    return statistics.agreement(variances, one.items[0].width)
