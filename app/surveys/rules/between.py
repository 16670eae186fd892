"""Units beside each other in one wave: whether they differ at all, and whether a unit's mean stands for it (2.2, 3).

Only figures that are told go into it, so nothing hidden follows from what comes out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from app.surveys.models import FigureKind
from app.surveys.rules import statistics
from app.surveys.rules.figures import Figure
from app.surveys.rules.statistics import Between

Subject = tuple[FigureKind, int]
Place = tuple[int, Subject]


def between_units(parents: Sequence[int | None], figures: Sequence[Sequence[Figure]]) -> dict[Place, dict[str, Any]]:
    """For each node and subject with two units or more below it: how far these differ, corrected among all of a kind.

    ``parents`` names the node above each, which stands before it. The units are the lowest that are told, so nobody is
    counted twice.
    """
    found: dict[FigureKind, dict[Place, tuple[Between, int, int]]] = {}
    for place, by_subject in enumerate(_lowest_below(parents, figures)):
        for subject, units in by_subject.items():
            made = _of(subject[0], units)
            if made is not None:
                found.setdefault(subject[0], {})[place, subject] = made
    return {key: kept for family in found.values() for key, kept in _judged(family).items()}


def _lowest_below(
    parents: Sequence[int | None], figures: Sequence[Sequence[Figure]]
) -> list[Mapping[Subject, list[Figure]]]:
    """By node and subject the lowest told figures below it."""
    below: list[dict[Subject, list[Figure]]] = [{} for _node in parents]
    for place in reversed(range(len(parents))):
        parent = parents[place]
        if parent is None:
            continue
        own = {(one.kind, one.subject_id): [one] for one in figures[place]}
        for subject, units in (own | below[place]).items():
            below[parent].setdefault(subject, []).extend(units)
    return list(below)


def _of(kind: FigureKind, units: Sequence[Figure]) -> tuple[Between, int, int] | None:
    """The test that fits, of how many units and people: scales by ranks, means by their spread."""
    if kind == FigureKind.ITEM:
        counted = [one for one in units if "counts" in one.details]
        return _sized(statistics.kruskal_wallis([one.details["counts"] for one in counted]), counted)
    if kind not in {FigureKind.DIMENSION, FigureKind.SCORE}:
        return None
    varied = [(one, one.mean, one.sd) for one in units if one.mean is not None and one.sd]
    made = statistics.between_means([(mean, sd, one.n) for one, mean, sd in varied])
    return _sized(made, [one for one, _mean, _sd in varied])


def _sized(made: Between | None, units: Sequence[Figure]) -> tuple[Between, int, int] | None:
    return None if made is None else (made, len(units), sum(one.n for one in units))


def _judged(family: Mapping[Place, tuple[Between, int, int]]) -> dict[Place, dict[str, Any]]:
    keys = list(family)
    worth = statistics.benjamini_hochberg([family[key][0].p for key in keys])
    return {
        key: asdict(family[key][0]) | {"units": family[key][1], "people": family[key][2], "q": q}
        for key, q in zip(keys, worth, strict=True)
    }
