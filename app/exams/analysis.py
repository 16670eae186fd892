"""What the answers say about the questions, and what the course has changed. Pure.

Difficulty *p* is the mean share of the points reached. Discrimination *D* is the *p* of the 27 % with the highest
total less that of the 27 % with the lowest (T. L. Kelley, "The selection of upper and lower groups for the validation
of test items", Journal of Educational Psychology 30, 1939). The correlation is the point-biserial one between a
question and the total of all *other* questions, so that no question is measured by itself.

Learning gain is Hake's: (post - pre) / (100 - pre), low below 0.30, high from 0.70.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PART = 0.27
FEWEST_FOR_GROUPS = 4
FEW = 30
HIGHEST = Decimal(100)
CENT = Decimal("0.01")
LOW, HIGH = Decimal("0.30"), Decimal("0.70")


@dataclass(frozen=True)
class ItemFigures:
    """The figures of one question; None where one is undefined, and ``why`` says so."""

    difficulty: float | None
    discrimination: float | None
    correlation: float | None
    why: str


def figures(shares: Sequence[Sequence[float]]) -> list[ItemFigures]:
    """One row for each person: the share of the points reached at each question, all of equal length."""
    if not shares:
        return []
    totals = [math.fsum(row) for row in shares]
    ranked = sorted(range(len(shares)), key=lambda place: (totals[place], place))
    return [_item([row[at] for row in shares], totals, ranked) for at in range(len(shares[0]))]


def _item(item: Sequence[float], totals: Sequence[float], ranked: Sequence[int]) -> ItemFigures:
    size = len(item)
    groups = round_half_up(PART * size)
    difference, why = None, ""
    if size >= FEWEST_FOR_GROUPS:
        lower = [item[place] for place in ranked[:groups]]
        upper = [item[place] for place in ranked[-groups:]]
        difference = math.fsum(upper) / groups - math.fsum(lower) / groups
    else:
        why = f"Daya beda baru bisa dihitung dari {FEWEST_FOR_GROUPS} peserta."
    rest = [total - share for total, share in zip(totals, item, strict=True)]
    related = correlation(item, rest)
    if related is None and not why:
        why = "Korelasi tidak terdefinisi karena semua peserta sama di soal ini atau di soal-soal lainnya."
    return ItemFigures(math.fsum(item) / size, difference, related, why)


def round_half_up(value: float) -> int:
    return math.floor(value + 0.5)


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Pearson's; with a question that is right or wrong it is the point-biserial one. None without any variation."""
    size = len(one)
    if size < 2:
        return None
    mean, other_mean = math.fsum(one) / size, math.fsum(other) / size
    spread = math.fsum((value - mean) ** 2 for value in one)
    other_spread = math.fsum((value - other_mean) ** 2 for value in other)
    if spread < 1e-12 or other_spread < 1e-12:
        return None
    together = math.fsum((a - mean) * (b - other_mean) for a, b in zip(one, other, strict=True))
    return together / math.sqrt(spread * other_spread)


@dataclass(frozen=True)
class Gain:
    """What somebody gained, to two places, and the band of that figure; undefined, ``why`` says so."""

    value: Decimal | None
    band: str
    why: str


def gain(pre: Decimal | None, post: Decimal | None) -> Gain:
    if pre is None and post is None:
        return Gain(None, "", "Belum ada nilai tes awal dan tes akhir.")
    if pre is None:
        return Gain(None, "", "Tidak ada nilai tes awal, jadi tidak ada yang dibandingkan.")
    if post is None:
        return Gain(None, "", "Belum ada nilai tes akhir.")
    if pre == HIGHEST:
        return Gain(None, "", "Nilai tes awal sudah 100, jadi tidak ada ruang untuk naik.")
    value = ((post - pre) / (HIGHEST - pre)).quantize(CENT, ROUND_HALF_UP)
    return Gain(value, band_of(value), "")


def band_of(value: Decimal) -> str:
    if value < 0:
        return "loss"
    if value == 0:
        return "none"
    if value < LOW:
        return "low"
    return "medium" if value < HIGH else "high"


@dataclass(frozen=True)
class ClassGain:
    """The gain between the means of those who sat both tests, and how many they are."""

    gain: Gain
    people: int
    pre: Decimal | None
    post: Decimal | None


def class_gain(pairs: Sequence[tuple[Decimal | None, Decimal | None]]) -> ClassGain:
    """Hake's figure for a class: of the means, over those with both scores."""
    both = [(pre, post) for pre, post in pairs if pre is not None and post is not None]
    if not both:
        return ClassGain(Gain(None, "", "Belum ada peserta dengan nilai tes awal dan tes akhir."), 0, None, None)
    pre = sum((one for one, _post in both), Decimal(0)) / len(both)
    post = sum((one for _pre, one in both), Decimal(0)) / len(both)
    rounded = (pre.quantize(CENT, ROUND_HALF_UP), post.quantize(CENT, ROUND_HALF_UP))
    return ClassGain(gain(pre, post), len(both), *rounded)
