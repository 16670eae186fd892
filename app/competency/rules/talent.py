"""The nine boxes: performance upwards, potential to the right (reference §5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.base.errors import RuleBroken
from app.competency.rules.bands import HIGHEST, Band, band_of, two_places

# Performance from below to above, potential from low to high (PermenPANRB 3/2020).
BOXES = ((1, 3, 6), (2, 5, 8), (4, 7, 9))
# Work result and behaviour make the predicate of a year (PermenPANRB 6/2022).
PREDICATES: Mapping[tuple[str, str], str] = {
    ("above", "above"): "Sangat Baik",
    ("above", "expected"): "Baik",
    ("above", "below"): "Kurang",
    ("expected", "above"): "Baik",
    ("expected", "expected"): "Baik",
    ("expected", "below"): "Kurang",
    ("below", "above"): "Butuh Perbaikan",
    ("below", "expected"): "Butuh Perbaikan",
    ("below", "below"): "Sangat Kurang",
}


class PredicateTable(NamedTuple):
    """A version of what predicates are worth, with its days; ``number`` is what a score keeps of it."""

    number: int
    scores: Mapping[str, Decimal]
    valid_from: date
    valid_to: date | None
    is_own: bool


class Scored(NamedTuple):
    """What a predicate is worth, and the version that says so; both empty where the table does not know it."""

    score: Decimal | None = None
    rule_id: int | None = None


class WrongWeights(RuleBroken):
    message = "Ketiga bobot harus berjumlah 100."


def predicate_score(predicate: str, scores: Mapping[str, Decimal]) -> Decimal | None:
    """The score of a predicate, however it is written; None for one the table does not know: never zero."""
    wanted = _plain(predicate)
    return next((score for name, score in scores.items() if _plain(name) == wanted), None)


def same_predicate(one: str, other: str) -> bool:
    """Whether two predicates are the same however they are written."""
    return _plain(one) == _plain(other)


def scored_on(predicate: str, tables: Iterable[PredicateTable], day: date) -> Scored:
    """By the version in force on a day, a government's own before a national one; nothing where none was yet, or
    where it does not know the predicate: a closed year never takes a score from a later version by itself."""
    held = [one for one in tables if one.valid_from <= day and (one.valid_to is None or one.valid_to > day)]
    if not held:
        return Scored()
    table = max(held, key=lambda one: (one.is_own, one.valid_from, one.number))
    score = predicate_score(predicate, table.scores)
    return Scored() if score is None else Scored(score, table.number)


def last_day_of(year: int) -> date:
    """The day whose table scores the predicates of a year."""
    return date(year, 12, 31)


def _plain(text: str) -> str:
    return "".join(text.split("/", maxsplit=1)[0].lower().split())


def axis_x(parts: tuple[Decimal, Decimal, Decimal], weights: tuple[Decimal, Decimal, Decimal]) -> Decimal:
    """Potential and competency, qualification, integrity, each by its weight in percent."""
    return two_places(sum((part * weight for part, weight in zip(parts, weights, strict=True)), Decimal(0)) / 100)


def ensure_weights(weights: Sequence[Decimal]) -> None:
    if any(one < 0 for one in weights) or sum(weights) != HIGHEST:
        raise WrongWeights(f"Ketiga bobot harus berjumlah 100. Sekarang {sum(weights):f}.".replace(".0", ""))


def on_axis(value: Decimal) -> tuple[Decimal, bool]:
    """The value on an axis, and whether it was above 100 and had to be cut."""
    return min(value, HIGHEST), value > HIGHEST


def talent_value(y: Decimal, x: Decimal) -> Decimal:
    """Half performance, half potential."""
    return two_places((on_axis(y)[0] + on_axis(x)[0]) / 2)


def box(y: Decimal, x: Decimal, bands: Sequence[Band]) -> int:
    """The box from 1 to 9; ``bands`` are the three of an axis from low to high."""
    ordered = sorted(bands, key=lambda one: one.lower)
    return BOXES[ordered.index(band_of(ordered, y))][ordered.index(band_of(ordered, x))]
