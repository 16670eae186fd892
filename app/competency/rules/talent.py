"""The nine boxes: performance upwards, potential to the right (reference §5)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

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


class WrongWeights(RuleBroken):
    message = "Ketiga bobot harus berjumlah 100."


def predicate_score(predicate: str, scores: Mapping[str, Decimal]) -> Decimal | None:
    """The score of a predicate, however it is written; None for one the table does not know: never zero."""
    wanted = _plain(predicate)
    return next((score for name, score in scores.items() if _plain(name) == wanted), None)


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
