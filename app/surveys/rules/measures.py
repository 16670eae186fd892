"""What a government reads its surveys by: bands of a mean, and from when an instrument has proven steady. Pure.

The reference (2.2, 3.1) gives the bands and the floor of alpha as internal limits that may be changed; what a wave was
read by stays with it.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.base import wording
from app.base.errors import RuleBroken
from app.surveys.rules import statistics

LOWEST, HIGHEST, STEP = Decimal("1.00"), Decimal("5.00"), Decimal("0.01")
FEWEST_PEOPLE = 3


@dataclass(frozen=True)
class Band:
    """From ``lower`` to ``upper``, both included, of a mean on five points rounded to two places."""

    name: str
    lower: Decimal
    upper: Decimal

    def __str__(self) -> str:
        return f"{self.name} {two(self.lower)}–{two(self.upper)}"


@dataclass(frozen=True)
class Measures:
    """One edition; ``number`` 0 is the one that ships."""

    bands: tuple[Band, ...]
    least_people: int = 30
    least_alpha: Decimal = Decimal("0.70")
    least_item_rest: Decimal = Decimal("0.30")
    number: int = 0
    valid_from: date | None = None
    source: str = "Bawaan Penata, ambang internal"

    def band(self, mean: float, low: float, high: float) -> str:
        """The name of the band a mean of any scale lies in."""
        value = Decimal(str(statistics.rounded(statistics.on_five(mean, low, high), 2)))
        return next((one.name for one in self.bands if value <= one.upper), self.bands[-1].name)

    @property
    def title(self) -> str:
        return f"Edisi {self.number}" if self.number else "Bawaan"

    @property
    def told(self) -> str:
        """The bands in one line."""
        return ", ".join(str(one) for one in self.bands)


@dataclass(frozen=True)
class Facts:
    """What somebody typed of a new edition."""

    valid_from: date
    source: str
    bands: tuple[Band, ...]
    least_people: int
    least_alpha: Decimal
    least_item_rest: Decimal


SHIPPED = Measures(
    (
        Band("rendah", LOWEST, Decimal("2.99")),
        Band("sedang", Decimal("3.00"), Decimal("3.74")),
        Band("tinggi", Decimal("3.75"), HIGHEST),
    )
)


class BadMeasures(RuleBroken):
    message = "Ambang ini tidak bisa disimpan."


def ensure_cover(bands: Sequence[Band]) -> list[Band]:
    """The bands in order. Raises BadMeasures with the first hole, overlap or empty band, in words."""
    if len(bands) < 2:
        raise BadMeasures("Isi paling sedikit dua rentang.")
    ordered = sorted(bands, key=lambda one: (one.lower, one.upper))
    for one in ordered:
        if not one.name.strip():
            raise BadMeasures("Setiap rentang perlu nama.")
        if one.lower > one.upper:
            raise BadMeasures(f"Rentang «{one.name}» tidak memuat satu nilai pun. Periksa batas bawah dan atasnya.")
    names = [one.name.strip().lower() for one in ordered]
    if len(set(names)) < len(names):
        raise BadMeasures("Dua rentang bernama sama. Beri nama yang berbeda.")
    _ensure_edges(ordered[0], ordered[-1])
    for before, after in itertools.pairwise(ordered):
        _ensure_meet(before, after)
    return ordered


def _ensure_edges(first: Band, last: Band) -> None:
    if first.lower < LOWEST or last.upper > HIGHEST:
        raise BadMeasures("Batas rentang antara 1,00 dan 5,00.")
    if first.lower > LOWEST:
        raise BadMeasures(f"Ada celah: nilai 1,00 tidak masuk rentang mana pun. Mulai «{first.name}» dari 1,00.")
    if last.upper < HIGHEST:
        raise BadMeasures(f"Ada celah: nilai 5,00 tidak masuk rentang mana pun. Akhiri «{last.name}» sampai 5,00.")


def _ensure_meet(before: Band, after: Band) -> None:
    if after.lower > before.upper + STEP:
        raise BadMeasures(
            f"Ada celah antara «{before.name}» (sampai {two(before.upper)}) dan «{after.name}» "
            f"(dari {two(after.lower)}). Mulai «{after.name}» dari {two(before.upper + STEP)}."
        )
    if after.lower <= before.upper:
        raise BadMeasures(
            f"«{before.name}» dan «{after.name}» bertumpuk di nilai {two(after.lower)}. "
            "Sebuah nilai hanya boleh masuk satu rentang."
        )


def ensure_starts(valid_from: date, *, today: date, last: date | None) -> None:
    """An edition begins today or later, and after the one before it."""
    if valid_from < today:
        raise BadMeasures("Edisi baru berlaku mulai hari ini atau sesudahnya. Hasil yang sudah ada tidak dibaca ulang.")
    if last is not None and valid_from <= last:
        raise BadMeasures(f"Edisi terakhir sudah berlaku mulai {wording.plain_date(last)}. Pilih tanggal sesudah itu.")


def two(value: Decimal) -> str:
    return f"{value:.2f}".replace(".", ",")


def to_content(bands: Sequence[Band]) -> dict[str, Any]:
    """As an edition keeps them."""
    return {"rows": [{"name": one.name, "lower": str(one.lower), "upper": str(one.upper)} for one in bands]}


def from_content(content: Mapping[str, Any]) -> tuple[Band, ...]:
    return tuple(Band(one["name"], Decimal(one["lower"]), Decimal(one["upper"])) for one in content["rows"])
