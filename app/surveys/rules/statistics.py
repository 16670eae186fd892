"""Figures of answers, each by the formula of the domain reference (section 3). Computed in full, rounded last.

Quantiles of t and F need scipy, which only the worker loads: it is imported where it is used.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()
Z95 = 1.96
# From which place of a scale of so many an answer counts as favourable, where an item does not say itself.
_FAVOURABLE_PLACE = {4: 3, 5: 4, 6: 4, 7: 5}
DIVIDED_ABOVE = 1.0


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True)
class Test:
    """Two groups beside each other: the test's own value, its p, and the size of the difference (later − earlier)."""

    value: float
    p: float
    effect: float
    df: float | None = None


def reversed_value(value: float, low: float, high: float) -> float:
    return low + high - value


def is_enough(answered: int, items: int) -> bool:
    """Whether a subscale may be scored: at least half of its items were answered."""
    return answered > 0 and 2 * answered >= items


def subscale_mean(values: Sequence[float | None]) -> float | None:
    """A person's mean over the items they answered, or None where that is too few."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if is_enough(len(there), len(values)) else None


def out_of_hundred(mean: float, low: float, high: float) -> float:
    return (mean - low) / (high - low) * 100


def on_five(mean: float, low: float, high: float) -> float:
    """A mean of any scale as it would stand on one from 1 to 5, for limits that are set there."""
    return 1 + (mean - low) / (high - low) * 4


def favourable_place(width: int) -> int:
    """The place (from 1) from which an answer on a scale of so many counts as favourable."""
    return _FAVOURABLE_PLACE.get(width, width // 2 + 1 + width % 2)


def is_divided(sd: float, low: float, high: float) -> bool:
    """Whether opinions are far apart: more than 1.0 on a scale of five."""
    return sd * 4 / (high - low) > DIVIDED_ABOVE


def rounded(value: float, places: int = 0) -> float:
    """Half up, as people do it by hand."""
    scale = 10.0**places
    return math.floor(abs(value) * scale + 0.5 + 1e-9) / scale * (1 if value >= 0 else -1)


def sd_of(count: float, total: float, squares: float) -> float | None:
    """The sample's standard deviation from sums."""
    if count < 2:
        return None
    return math.sqrt(max(squares - total * total / count, 0.0) / (count - 1))


def mean_interval(count: int, mean: float, sd: float) -> Interval:
    """95 % by Student's t."""
    from scipy.special import stdtrit  # only the worker computes

    half = float(stdtrit(count - 1, 0.975)) * sd / math.sqrt(count)
    return Interval(mean - half, mean + half)


def margin(share: float, count: int, population: int | None = None) -> float:
    """Half the width of a 95 % interval of a share, with the correction for a population that was nearly all asked."""
    plain = Z95 * math.sqrt(share * (1 - share) / count)
    if population is None or population <= 1:
        return plain
    return plain * math.sqrt(max(population - count, 0) / (population - 1))


def wilson(favourable: float, count: int) -> Interval:
    """95 % of a share; it stays between 0 and 1, however few they are."""
    z = _NORMAL.inv_cdf(0.975)
    share, square = favourable / count, z * z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    return Interval(max(middle - half, 0.0), min(middle + half, 1.0))


def two_sided(z: float) -> float:
    return 2 * _NORMAL.cdf(-abs(z))


def cohen_h(earlier: float, later: float) -> float:
    return 2 * math.asin(math.sqrt(later)) - 2 * math.asin(math.sqrt(earlier))


def two_proportions(
    earlier: tuple[float, int], later: tuple[float, int], populations: tuple[int, int] | None = None
) -> Test:
    """(favourable, of how many) of two waves: the pooled z test; with populations each variance is corrected.

    The mean share of a theme's items may stand for the first: it varies less among people than a yes or no with the
    same mean, so the test errs on the side of no difference.
    """
    shares = [x / n for x, n in (earlier, later)]
    if populations is None:
        pooled = (earlier[0] + later[0]) / (earlier[1] + later[1])
        variance = pooled * (1 - pooled) * (1 / earlier[1] + 1 / later[1])
    else:
        variance = sum(
            share * (1 - share) / n * max(size - n, 0) / max(size - 1, 1)
            for share, (_x, n), size in zip(shares, (earlier, later), populations, strict=True)
        )
    difference = shares[1] - shares[0]
    return Test(*_z(difference, variance), effect=cohen_h(*shares))


def _z(difference: float, variance: float) -> tuple[float, float]:
    if variance <= 0:
        return (0.0, 1.0) if difference == 0 else (math.copysign(math.inf, difference), 0.0)
    z = difference / math.sqrt(variance)
    return z, two_sided(z)


def welch(earlier: tuple[float, float, int], later: tuple[float, float, int]) -> Test:
    """(mean, SD, n) of two waves: Welch's t, and Hedges' g from the pooled SD."""
    from scipy.special import stdtr  # only the worker computes

    (mean1, sd1, n1), (mean2, sd2, n2) = earlier, later
    part1, part2 = sd1 * sd1 / n1, sd2 * sd2 / n2
    difference = mean2 - mean1
    if part1 + part2 == 0:
        value, p = _z(difference, 0)
        return Test(value, p, 0.0 if difference == 0 else math.copysign(math.inf, difference))
    t = difference / math.sqrt(part1 + part2)
    df = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    return Test(t, float(2 * stdtr(df, -abs(t))), hedges_g(earlier, later), df)


def cohen_d(earlier: tuple[float, float, int], later: tuple[float, float, int]) -> float:
    (mean1, sd1, n1), (mean2, sd2, n2) = earlier, later
    pooled = math.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2))
    return (mean2 - mean1) / pooled


def hedges_g(earlier: tuple[float, float, int], later: tuple[float, float, int]) -> float:
    return cohen_d(earlier, later) * (1 - 3 / (4 * (earlier[2] + later[2]) - 9))


def mann_whitney(earlier: Sequence[int], later: Sequence[int]) -> Test:
    """Counts of answers by place on one ordinal scale: U of the later, p by the normal approximation with ties and
    continuity, and the rank-biserial correlation (positive: the later answers are higher)."""
    n1, n2 = sum(earlier), sum(later)
    total, below, u = n1 + n2, 0, 0.0
    for before, after in zip(earlier, later, strict=True):
        u += after * (below + before / 2)
        below += before
    ties = sum((one + two) ** 3 - (one + two) for one, two in zip(earlier, later, strict=True))
    variance = n1 * n2 / 12 * (total + 1 - ties / (total * (total - 1)))
    away = max(abs(u - n1 * n2 / 2) - 0.5, 0.0)
    p = 1.0 if variance <= 0 else min(two_sided(away / math.sqrt(variance)), 1.0)
    return Test(u, p, 2 * u / (n1 * n2) - 1)


@dataclass(frozen=True)
class Between:
    """Several groups beside each other: what the test says, and how much of what people differ by lies between groups.

    ``icc1`` is that part, ``icc2`` how far the mean of a group can be relied on; both may be negative and are shown so.
    """

    value: float
    p: float
    df: tuple[float, float]
    icc1: float | None = None
    icc2: float | None = None
    effect: float | None = None


def welch_anova(groups: Sequence[tuple[float, float, int]]) -> tuple[float, float, float, float] | None:
    """(mean, SD, n) of several groups: F, its degrees of freedom, and p, whether or not they vary alike.

    None below two groups, or where one of them does not vary at all.
    """
    from scipy.special import fdtrc  # only the worker computes

    count = len(groups)
    if count < 2 or any(sd <= 0 or n < 2 for _mean, sd, n in groups):
        return None
    weights = [n / (sd * sd) for _mean, sd, n in groups]
    whole = sum(weights)
    middle = sum(weight * mean for weight, (mean, _sd, _n) in zip(weights, groups, strict=True)) / whole
    spread = sum(weight * (mean - middle) ** 2 for weight, (mean, _sd, _n) in zip(weights, groups, strict=True))
    rest = sum((1 - weight / whole) ** 2 / (n - 1) for weight, (_mean, _sd, n) in zip(weights, groups, strict=True))
    value = spread / (count - 1) / (1 + 2 * (count - 2) / (count * count - 1) * rest)
    df1, df2 = float(count - 1), (count * count - 1) / (3 * rest)
    return value, df1, df2, float(fdtrc(df1, df2, value))


def intraclass(groups: Sequence[tuple[float, float, int]]) -> tuple[float, float] | None:
    """ICC(1) and ICC(2) of (mean, SD, n) of several groups, from a one-way analysis of variance."""
    count, people = len(groups), sum(n for _mean, _sd, n in groups)
    if count < 2 or people <= count:
        return None
    middle = sum(n * mean for mean, _sd, n in groups) / people
    between = sum(n * (mean - middle) ** 2 for mean, _sd, n in groups) / (count - 1)
    inside = sum((n - 1) * sd * sd for _mean, sd, n in groups) / (people - count)
    size = (people - sum(n * n for _mean, _sd, n in groups) / people) / (count - 1)
    whole = between + (size - 1) * inside
    if between <= 0 or whole <= 0:
        return None
    return (between - inside) / whole, (between - inside) / between


def between_means(groups: Sequence[tuple[float, float, int]]) -> Between | None:
    """Whether the means of several groups differ (Welch), and how much of the difference between people is theirs."""
    tested, parts = welch_anova(groups), intraclass(groups)
    if tested is None or parts is None:
        return None
    value, df1, df2, p = tested
    return Between(value, p, (df1, df2), *parts)


def kruskal_wallis(groups: Sequence[Sequence[int]]) -> Between | None:
    """Counts of answers by place on one ordinal scale, of several groups: H with ties, p by chi-square, and the share
    of the ranks' variance that lies between groups (epsilon squared). None where nobody differs."""
    from scipy.special import chdtrc  # only the worker computes

    totals = [sum(counts) for counts in groups]
    people = sum(totals)
    if len(groups) < 2 or people < 3 or min(totals) < 1:
        return None
    ranks, below, ties = [], 0, 0
    for at_place in (sum(column) for column in zip(*groups, strict=True)):
        ranks.append(below + (at_place + 1) / 2)
        below += at_place
        ties += at_place**3 - at_place
    if ties >= people**3 - people:
        return None
    squares = sum(
        sum(count * rank for count, rank in zip(counts, ranks, strict=True)) ** 2 / total
        for counts, total in zip(groups, totals, strict=True)
    )
    value = (12 / (people * (people + 1)) * squares - 3 * (people + 1)) / (1 - ties / (people**3 - people))
    value = max(value, 0.0)
    df = len(groups) - 1
    return Between(value, float(chdtrc(df, value)), (float(df), 0.0), effect=value / (people - 1))


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """What each p is worth among so many comparisons, in the order given."""
    order = sorted(range(len(ps)), key=lambda index: ps[index], reverse=True)
    adjusted, least = [0.0] * len(ps), 1.0
    for step, index in enumerate(order):
        least = min(least, ps[index] * len(ps) / (len(ps) - step))
        adjusted[index] = least
    return adjusted


def agreement(variances: Sequence[float], width: int) -> float | None:
    """rWG(J): how far people of one unit agree, against answers spread evenly. None where they agree less than that."""
    expected = (width * width - 1) / 12
    share = sum(variances) / len(variances) / expected
    if share > 1:
        return None
    items = len(variances)
    return items * (1 - share) / (items * (1 - share) + share)
