"""Whether an instrument of one's own wording has proven steady in its own data (reference 2.1, 3.1). Pure.

Alpha says how far the items of a dimension measure the same in the people who answered, not that they measure one
thing; so what is proven is steadiness, and it is called that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.surveys.rules.measures import Measures, two


@dataclass(frozen=True)
class DimensionStanding:
    """A dimension in the wave it is judged by; ``faults`` say what is missing, in words."""

    title: str
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    people: int = 0
    weakest: float | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """``is_steady`` once every dimension is; else ``missing`` says why not as a whole, or its dimensions do."""

    is_steady: bool
    measures: Measures
    dimensions: tuple[DimensionStanding, ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class Wave:
    """A closed wave: what was read by, and alpha of each dimension that may be told, by the dimension's number."""

    measures: Measures
    alphas: Mapping[int, Mapping[str, Any]]

    def people(self, dimension_ids: Sequence[int]) -> int:
        return min((int(self.alphas.get(one, {}).get("people", 0)) for one in dimension_ids), default=0)


def standing(dimensions: Sequence[tuple[int, str, int]], waves: Sequence[Wave], now: Measures) -> Standing:
    """Of (number, title, items) and closed waves, the latest first: by the latest that enough people answered."""
    scored = [one for one in dimensions if one[2] > 1]
    if not scored:
        return Standing(False, now, missing="Setiap dimensinya hanya satu butir, jadi keajekannya tidak bisa dihitung.")
    if not waves:
        return Standing(False, now, missing="Belum ada gelombang dengan versi ini yang ditutup.")
    ids = [number for number, _title, _items in scored]
    enough = (one for one in waves if one.people(ids) >= one.measures.least_people)
    wave = next(enough, None) or max(waves, key=lambda one: one.people(ids))
    judged = tuple(_judged(title, wave.alphas.get(number), wave.measures) for number, title, _items in scored)
    return Standing(not any(one.faults for one in judged), wave.measures, judged)


def _judged(title: str, alpha: Mapping[str, Any] | None, measures: Measures) -> DimensionStanding:
    if alpha is None:
        return DimensionStanding(title, faults=("belum bisa dihitung",))
    known = [one for one in alpha["item_rest"] if one is not None]
    weakest = min(known) if len(known) == len(alpha["item_rest"]) and known else None
    faults = []
    if alpha["people"] < measures.least_people:
        faults.append(f"baru {alpha['people']} orang menjawab semua butirnya, perlu {measures.least_people}")
    if alpha["alpha"] < float(measures.least_alpha):
        faults.append(f"alfa di bawah {two(measures.least_alpha)}")
    if weakest is None or weakest < float(measures.least_item_rest):
        faults.append(f"ada butir yang korelasinya dengan butir lain di bawah {two(measures.least_item_rest)}")
    return DimensionStanding(
        title, alpha["alpha"], alpha["low"], alpha["high"], alpha["people"], weakest, tuple(faults)
    )
