"""Bands of a figure between 0 and 100: each value lies in exactly one, whatever its decimals (reference §4.2, §11)."""

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from app.base.errors import RuleBroken

LOWEST, HIGHEST = Decimal(0), Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Band:
    """From ``lower`` to ``upper``; whether these two values themselves belong to it is said apart."""

    name: str
    lower: Decimal
    upper: Decimal
    lower_in: bool = True
    upper_in: bool = False

    def holds(self, value: Decimal) -> bool:
        above = value >= self.lower if self.lower_in else value > self.lower
        return above and (value <= self.upper if self.upper_in else value < self.upper)


class BadBands(RuleBroken):
    message = "Rentang nilai harus menutup 0 sampai 100 tepat satu kali."


def ensure_cover(bands: Sequence[Band]) -> list[Band]:
    """The bands in order. Raises BadBands with the first hole, overlap or empty band, in words."""
    if not bands:
        raise BadBands("Isi paling sedikit satu rentang.")
    ordered = sorted(bands, key=lambda one: (one.lower, not one.lower_in, one.upper, one.upper_in))
    for one in ordered:
        if not one.name.strip():
            raise BadBands("Setiap rentang perlu nama.")
        if one.lower > one.upper or (one.lower == one.upper and not (one.lower_in and one.upper_in)):
            raise BadBands(f"Rentang «{one.name}» tidak memuat satu nilai pun. Periksa batas bawah dan atasnya.")
    names = [one.name.strip().lower() for one in ordered]
    if len(set(names)) < len(names):
        raise BadBands("Dua rentang bernama sama. Beri nama yang berbeda.")
    _ensure_edges(ordered)
    for before, after in itertools.pairwise(ordered):
        _ensure_meet(before, after)
    return ordered


def _ensure_edges(ordered: Sequence[Band]) -> None:
    first, last = ordered[0], ordered[-1]
    if first.lower > LOWEST or (first.lower == LOWEST and not first.lower_in):
        raise BadBands(f"Ada celah: nilai 0 tidak masuk rentang mana pun. Mulai «{first.name}» dari 0.")
    if last.upper < HIGHEST or (last.upper == HIGHEST and not last.upper_in):
        raise BadBands(f"Ada celah: nilai 100 tidak masuk rentang mana pun. Akhiri «{last.name}» sampai 100.")
    if first.lower < LOWEST or last.upper > HIGHEST:
        raise BadBands("Batas rentang antara 0 dan 100.")


def _ensure_meet(before: Band, after: Band) -> None:
    if after.lower > before.upper or (after.lower == before.upper and not (after.lower_in or before.upper_in)):
        raise BadBands(
            f"Ada celah antara «{before.name}» (sampai {_plain(before.upper)}) dan «{after.name}» "
            f"(dari {_plain(after.lower)}). Samakan batasnya."
        )
    if after.lower < before.upper or (after.lower_in and before.upper_in):
        raise BadBands(
            f"«{before.name}» dan «{after.name}» tumpang tindih di nilai {_plain(after.lower)}. "
            "Sebuah nilai hanya boleh masuk satu rentang."
        )


def band_of(bands: Sequence[Band], value: Decimal) -> Band:
    """The band of a value, cut to 0–100 first."""
    cut = min(max(value, LOWEST), HIGHEST)
    return next(one for one in bands if one.holds(cut))


def two_places(value: Decimal) -> Decimal:
    """Half up, as people round."""
    return value.quantize(CENT, ROUND_HALF_UP)


def to_content(bands: Sequence[Band]) -> list[dict[str, Any]]:
    """As a version of a rule keeps them."""
    return [
        {name: str(one) if isinstance(one, Decimal) else one for name, one in asdict(band).items()} for band in bands
    ]


def from_content(rows: Sequence[dict[str, Any]]) -> list[Band]:
    return [
        Band(one["name"], Decimal(one["lower"]), Decimal(one["upper"]), one["lower_in"], one["upper_in"])
        for one in rows
    ]


def figure(text: str) -> Decimal | None:
    """A figure as people type it, with a comma or a point; None where it is none."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
