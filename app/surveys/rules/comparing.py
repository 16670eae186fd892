"""Two waves beside each other. Anonymous waves are two samples: nobody is followed from one to the next (3.1)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.surveys.models import FigureKind, ItemKind
from app.surveys.rules import statistics
from app.surveys.rules.comparison import COMPARABLE, Likeness
from app.surveys.rules.figures import TELLS_ALL_FROM, Figure
from app.surveys.rules.plans import ItemPlan, Plan, VersionPlan, likeness, likeness_of_all
from app.surveys.rules.statistics import Test

Subject = tuple[FigureKind, int]
LEAST_EFFECT = 0.2
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Pair:
    """A subject of the later wave with the same of the earlier, and how alike they were asked."""

    before: int
    likeness: Likeness


class Compared(StrEnum):
    """What of a figure is compared; each is corrected among its own."""

    MEAN = "mean"
    FAVOURABLE = "favourable"
    OPTION = "option"


@dataclass(frozen=True)
class Change:
    """What a change is told by; ``option`` is the place of what could be chosen."""

    part: Compared
    before: float | None
    test: Test
    option: int = 0

    def kept(self, q: float) -> dict[str, Any]:
        """It means something once it is significant among all and large enough. Six digits are kept."""
        effect = self.test.effect if math.isfinite(self.test.effect) else math.copysign(99.0, self.test.effect)
        return {
            "before": self.before,
            "effect": round(effect, 6),
            "p": float(f"{self.test.p:.6g}"),
            "q": float(f"{q:.6g}"),
            "means_something": q <= SIGNIFICANT and abs(effect) >= LEAST_EFFECT,
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
    _pair_classes(made, before, after)
    return made


def _pair_classes(made: Pairs, before: Plan, after: Plan) -> None:
    """Barriers and segments of people, where everything they are worked out from can be compared."""
    if before.elements is not None and after.elements is not None:
        score = made.found.get((FigureKind.SCORE, after.elements.id))
        if score is not None and score.before == before.elements.id:
            made.found[FigureKind.BARRIERS, after.elements.id] = score
    if before.segmenting is not None and after.segmenting is not None:
        scores = [made.found.get((FigureKind.SCORE, version.id)) for version in after.segmenting]
        if [one and one.before for one in scores] == [version.id for version in before.segmenting]:
            is_reworded = any(one is not None and one.likeness == Likeness.REWORDED for one in scores)
            made.found[FigureKind.SEGMENTS, 0] = Pair(0, Likeness.REWORDED if is_reworded else Likeness.SAME)


def _pair_version(made: Pairs, old: VersionPlan, version: VersionPlan) -> None:
    items = {one.code: one for one in old.items}
    dimensions = {one.code: one for one in old.dimensions}
    for item in version.items:
        _pair_item(made, items.get(item.code), item)
    found = []
    for one in version.dimensions:
        there = dimensions.get(one.code)
        alike = Likeness.ADDED if there is None else likeness_of_all(there.items, one.items)
        found.append(alike)
        if there is not None and alike in COMPARABLE:
            made.found[FigureKind.DIMENSION, one.id] = Pair(there.id, alike)
        elif there is not None:
            made.refused.append(one.title)
    if found and set(found) <= COMPARABLE and len(dimensions) == len(found):
        alike = Likeness.REWORDED if Likeness.REWORDED in found else Likeness.SAME
        made.found[FigureKind.SCORE, version.id] = Pair(old.id, alike)


def _pair_item(made: Pairs, old: ItemPlan | None, item: ItemPlan) -> None:
    if old is None or item.kind == ItemKind.TEXT:
        return
    alike = likeness(old, item)
    if alike not in COMPARABLE:
        made.refused.append(item.text)
        return
    made.found[FigureKind.ITEM, item.id] = Pair(old.id, alike)


Targeted = tuple[int | None, int | None]


def changes_of(before: Figure, after: Figure, targeted: Targeted) -> list[Change]:
    """Every way in which two figures can be compared. ``targeted`` is how many were asked, by which shares of nearly
    everybody are surer; nothing where either side has too little to say."""
    if "shares" in after.details:
        return _of_options(before, after, targeted)
    return [one for one in (_of_means(before, after), _of_favourable(before, after, targeted)) if one is not None]


def _of_means(before: Figure, after: Figure) -> Change | None:
    """Means by Welch, one scale by Mann-Whitney."""
    if "counts" in before.details and "counts" in after.details:
        test = statistics.mann_whitney(before.details["counts"], after.details["counts"])
        return Change(Compared.MEAN, before.mean, test)
    if before.mean is None or after.mean is None or before.sd is None or after.sd is None:
        return None
    test = statistics.welch((before.mean, before.sd, before.n), (after.mean, after.sd, after.n))
    return Change(Compared.MEAN, before.mean, test)


def _of_favourable(before: Figure, after: Figure, targeted: Targeted) -> Change | None:
    if before.favourable is None or after.favourable is None:
        return None
    test = _of_shares(before, before.favourable, after, after.favourable, targeted)
    return Change(Compared.FAVOURABLE, before.favourable, test)


def _of_options(before: Figure, after: Figure, targeted: Targeted) -> list[Change]:
    """Of what could be chosen, each option's share; all or none of few is told as nearly so, so of few it is not
    compared."""
    if min(before.n, after.n) < TELLS_ALL_FROM:
        return []
    shares = zip(before.details.get("shares", ()), after.details["shares"], strict=False)
    return [
        Change(Compared.OPTION, one, _of_shares(before, one, after, two, targeted), place)
        for place, (one, two) in enumerate(shares)
    ]


def _of_shares(before: Figure, one: float, after: Figure, two: float, targeted: Targeted) -> Test:
    asked = [
        size if size is not None and size >= figure.n else None
        for size, figure in zip(targeted, (before, after), strict=True)
    ]
    first, second = asked
    populations = (first, second) if first is not None and second is not None else None
    return statistics.two_proportions((one * before.n, before.n), (two * after.n, after.n), populations)


def judged(found: Mapping[Any, Change]) -> dict[Any, dict[str, Any]]:
    """Every change of one kind, with its p among all of them (Benjamini–Hochberg)."""
    keys = list(found)
    worth = statistics.benjamini_hochberg([found[key].test.p for key in keys])
    return {key: found[key].kept(q) for key, q in zip(keys, worth, strict=True)}


@dataclass(frozen=True)
class Beside:
    """The same subject in two waves, and how alike it was asked."""

    before: Figure
    after: Figure
    likeness: Likeness
    targeted: Targeted


def all_changes(found: Mapping[Any, Beside]) -> dict[Any, dict[str, Any]]:
    """What is kept of every subject beside the wave before: its mean at the top, its share that speaks for the change
    and its options below it. Corrected over all comparisons of one kind and part."""
    families: dict[tuple[FigureKind, Compared], dict[tuple[Any, int], Change]] = {}
    for key, one in found.items():
        for change in changes_of(one.before, one.after, one.targeted):
            families.setdefault((one.after.kind, change.part), {})[key, change.option] = change
    made: dict[Any, dict[str, Any]] = {}
    for (_kind, part), family in families.items():
        for (key, option), kept in judged(family).items():
            one = found[key]
            whole = made.setdefault(key, {"n_before": one.before.n, "is_reworded": one.likeness == Likeness.REWORDED})
            if part == Compared.MEAN:
                whole.update(kept)
            elif part == Compared.FAVOURABLE:
                whole["favourable"] = kept
            else:
                whole.setdefault("options", {})[str(option)] = kept
    return made
