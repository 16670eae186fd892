"""Gap, job-person match and the level that counts (reference §4.2). Exact fractions inside, half-up outside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from app.competency.models import AssessmentSource

TOP_LEVEL = 5
_CENTS = 10_000


class Formula(StrEnum):
    """Two formulas are in use; which one was used is kept with every result."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True)
class MatchRule:
    formula: Formula = Formula.SUM
    cap_surplus: bool = True


@dataclass(frozen=True)
class MeasureRule:
    """How long an assessment holds, and whether what somebody says of themself counts for a gap."""

    years: int = 3
    counts_self: bool = False


class Rated(NamedTuple):
    """One assessment."""

    level: int
    source: str
    assessed_on: date
    valid_until: date | None
    number: int


class Measured(NamedTuple):
    """The level that counts on a day."""

    level: int
    source: str
    assessed_on: date
    expired: bool


_WEIGHT = {AssessmentSource.CENTRE.value: 2, AssessmentSource.SUPERIOR.value: 1, AssessmentSource.SELF.value: 0}


def valid_until(assessed_on: date, years: int) -> date:
    """The first day on which an assessment has expired."""
    try:
        return assessed_on.replace(year=assessed_on.year + years)
    except ValueError:  # 29 February
        return date(assessed_on.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The latest day an assessment may be of and yet have expired by ``day``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)


def measured(rated: Iterable[Rated], day: date, rule: MeasureRule) -> Measured | None:
    """The level that counts: one still valid before an expired one, the assessment centre before the superior, and
    then the latest. An expired one still counts, and is marked, for nothing newer is known."""
    best: tuple[bool, int, date, int] | None = None
    chosen: Measured | None = None
    for one in rated:
        if one.assessed_on > day or (one.source == AssessmentSource.SELF and not rule.counts_self):
            continue
        expired = (one.valid_until or valid_until(one.assessed_on, rule.years)) <= day
        # Among expired ones only the day decides: what is old is old, whoever said it.
        key = (not expired, 0 if expired else _WEIGHT[one.source], one.assessed_on, one.number)
        if best is None or key > best:
            best, chosen = key, Measured(one.level, one.source, one.assessed_on, expired)
    return chosen


def job_person_match(pairs: Sequence[tuple[int, int]], rule: MatchRule) -> Decimal | None:
    """How much of a standard is reached, in percent with two places; None where nothing was measured.

    ``pairs`` are (required, measured) of the competencies that were measured. ``SUM`` divides the sums, ``MEAN``
    takes the mean of the ratios. With the cap a surplus never makes up for a gap elsewhere.
    """
    known = [(asked, min(has, asked) if rule.cap_surplus else has) for asked, has in pairs if asked > 0]
    if not known:
        return None
    if rule.formula is Formula.SUM:
        share = Fraction(sum(has for _asked, has in known), sum(asked for asked, _has in known))
    else:
        share = sum((Fraction(has, asked) for asked, has in known), Fraction(0)) / len(known)
    return _percent(share)


def gap_index(match: Decimal | None) -> Decimal | None:
    """What the match leaves open, never below 0."""
    return None if match is None else max(Decimal(0), Decimal(100) - match)


def _percent(share: Fraction) -> Decimal:
    exact = Decimal(share.numerator * _CENTS) / Decimal(share.denominator)
    return exact.quantize(Decimal(1), ROUND_HALF_UP) / 100


def born_on(nip: str) -> date | None:
    """The birth date in a NIP (reference §8.1), or None where it is none."""
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None


def day_fault(assessed_on: date, *, nip: str, today: date) -> str:
    """Why an assessment cannot be of this day, in words; nothing where it can."""
    if assessed_on > today:
        return "Tanggal penilaian ada di masa depan. Isi hari ketika penilaian dilakukan."
    born = born_on(nip)
    if born is not None and assessed_on <= born:
        return "Tanggal penilaian lebih awal dari tanggal lahir pegawai ini. Periksa tahunnya."
    return ""
