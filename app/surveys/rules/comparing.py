"""Two waves beside each other. Anonymous waves are two samples: nobody is followed from one to the next (3.1)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.surveys.models import FigureKind, ItemKind
from app.surveys.rules import statistics
from app.surveys.rules.figures import TELLS_ALL_FROM, Figure
from app.surveys.rules.plans import ItemPlan, Likeness, Plan, VersionPlan, likeness, likeness_of_all
from app.surveys.rules.statistics import Test

Subject = tuple[FigureKind, int]
LEAST_EFFECT = 0.2
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Pair:
    """A subject of the later wave with the same of the earlier, and how alike they were asked."""

    before: int
    likeness: Likeness
    options: Sequence[int | None] = ()


@dataclass(frozen=True)
class Change:
    """What a change is told by; ``means_something`` once it is significant among all and large enough."""

    before: float | None
    n_before: int
    test: Test
    is_reworded: bool
    option: int | None = None

    def kept(self, q: float) -> dict[str, Any]:
        effect = self.test.effect if math.isfinite(self.test.effect) else math.copysign(99.0, self.test.effect)
        return {
            "before": self.before,
            "n_before": self.n_before,
            "effect": effect,
            "p": self.test.p,
            "q": q,
            "means_something": q <= SIGNIFICANT and abs(effect) >= LEAST_EFFECT,
            "is_reworded": self.is_reworded,
        }


@dataclass
class Pairs:
    """Which subjects can be compared, and which cannot although both waves have something by that name."""

    found: dict[Subject, Pair] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def pairs(before: Plan, after: Plan) -> Pairs:
    """By instrument and code. What asks for another thing is refused, other words for the same are marked."""
    made = Pairs()
    earlier = {one.instrument_id: one for one in before.versions}
    for version in after.versions:
        old = earlier.get(version.instrument_id)
        if old is not None:
            _pair_version(made, old, version)
    return made


def _pair_version(made: Pairs, old: VersionPlan, version: VersionPlan) -> None:
    items = {one.code: one for one in old.items}
    dimensions = {one.code: one for one in old.dimensions}
    for item in version.items:
        _pair_item(made, items.get(item.code), item)
    found = []
    for one in version.dimensions:
        there = dimensions.get(one.code)
        alike = Likeness.OTHER if there is None else likeness_of_all(there.items, one.items)
        found.append(alike)
        if there is not None and alike != Likeness.OTHER:
            made.found[FigureKind.DIMENSION, one.id] = Pair(there.id, alike)
        elif there is not None:
            made.refused.append(one.title)
    if found and Likeness.OTHER not in found and len(dimensions) == len(found):
        alike = Likeness.REWORDED if Likeness.REWORDED in found else Likeness.SAME
        made.found[FigureKind.SCORE, version.id] = Pair(old.id, alike)


def _pair_item(made: Pairs, old: ItemPlan | None, item: ItemPlan) -> None:
    if old is None or item.kind == ItemKind.TEXT:
        return
    alike = likeness(old, item)
    if alike == Likeness.OTHER:
        made.refused.append(item.text)
        return
    made.found[FigureKind.ITEM, item.id] = Pair(old.id, alike)


def change_of(before: Figure, after: Figure, alike: Likeness) -> Change | None:
    """The test that fits: means by Welch, one scale by Mann-Whitney. None where either side has too little to say."""
    is_reworded = alike == Likeness.REWORDED
    if "counts" in before.details and "counts" in after.details:
        test = statistics.mann_whitney(before.details["counts"], after.details["counts"])
        return Change(before.mean, before.n, test, is_reworded)
    if before.mean is None or after.mean is None or before.sd is None or after.sd is None:
        return None
    test = statistics.welch((before.mean, before.sd, before.n), (after.mean, after.sd, after.n))
    return Change(before.mean, before.n, test, is_reworded)


def changes_of_options(before: Figure, after: Figure) -> list[Test | None]:
    """Of what could be chosen, each option's share; where all or none of few chose it there is nothing to test."""
    shares: Sequence[tuple[float, float]] = list(
        zip(before.details.get("shares", ()), after.details.get("shares", ()), strict=False)
    )
    return [
        statistics.two_proportions((round(one * before.n), before.n), (round(two * after.n), after.n))
        if min(before.n, after.n) >= TELLS_ALL_FROM
        else None
        for one, two in shares
    ]


def judged(found: Mapping[Any, Change]) -> dict[Any, dict[str, Any]]:
    """Every change of one kind, with its p among all of them (Benjamini–Hochberg)."""
    keys = list(found)
    worth = statistics.benjamini_hochberg([found[key].test.p for key in keys])
    return {key: found[key].kept(q) for key, q in zip(keys, worth, strict=True)}
