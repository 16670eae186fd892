"""From what was counted to what is kept: figures of every node, without those that may not be told (security N6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.base.suppression import MINIMUM_FOR_TEXT
from app.surveys.models import FigureKind, ItemKind
from app.surveys.rules import figures
from app.surveys.rules.figures import Figure
from app.surveys.rules.plans import DimensionPlan, ItemPlan, Plan, VersionPlan
from app.surveys.rules.tree import Node, Shape
from app.surveys.services.counting import Floats, Sums, Tally, rolled_up

Subject = tuple[FigureKind, int]
Hidden = dict[Subject, frozenset[int]]
SEGMENTS: Subject = (FigureKind.SEGMENTS, 0)
# Who stands where is told of no fewer than free texts are.
MINIMUM_FOR_CLASSES = MINIMUM_FOR_TEXT


@dataclass(frozen=True)
class Summary:
    """``hidden`` names by subject the places of nodes that may not be told; ``silent`` those told nothing of."""

    silent: frozenset[int]
    done: Sequence[int]
    hidden: Hidden
    figures: Sequence[Sequence[Figure]]


def compose(plan: Plan, nodes: Sequence[Node], tally: Tally, minimum: int) -> Summary:
    """Decide once what may be told, then work out only that."""
    shape = Shape.of(nodes, [int(one) for one in tally.done])
    silent = shape.hidden([int(one) for one in tally.done], minimum=minimum)
    hidden = decide(plan, tally, shape, silent, minimum)
    up = _Up(tally, [node.groups for node in nodes])
    made = [
        list(_of_node(plan, up, place, hidden)) if up.done[place] and place not in silent else []
        for place in range(len(nodes))
    ]
    return Summary(silent, [int(one) for one in up.done], hidden, made)


def decide(plan: Plan, tally: Tally, shape: Shape, silent: frozenset[int], minimum: int) -> Hidden:
    """By subject the nodes to leave out. What is worked out from others is told only where all of them are, so that
    nothing hidden follows from it."""
    hidden: Hidden = {}
    for version in plan.versions:
        forced = silent | shape.all_but_the_top() if version.is_trait else silent
        for item in version.items:
            if item.kind != ItemKind.TEXT:
                counts = _answered(tally, item)
                hidden[FigureKind.ITEM, item.id] = shape.hidden(counts, minimum=minimum, forced=forced)
        for one in version.dimensions:
            parts = [(FigureKind.ITEM, item.id) for item in one.items]
            counts = _whole(tally.dimensions[one.id].n)
            hidden[FigureKind.DIMENSION, one.id] = _beside(hidden, parts, shape, counts, minimum)
        if version.dimensions:
            counts = _whole(tally.scores[version.id].n)
            hidden[FigureKind.SCORE, version.id] = _beside(hidden, _parts(version), shape, counts, minimum)
    least = max(minimum, MINIMUM_FOR_CLASSES)
    if plan.elements is not None:
        subject = (FigureKind.BARRIERS, plan.elements.id)
        counts = _whole(tally.barriers.sum(axis=1))
        hidden[subject] = _beside(hidden, _parts(plan.elements), shape, counts, least)
    if plan.segmenting is not None:
        parts = [part for version in plan.segmenting for part in _parts(version)]
        hidden[SEGMENTS] = _beside(hidden, parts, shape, _whole(tally.segments.sum(axis=1)), least)
    return hidden


def _beside(
    hidden: Hidden, parts: Sequence[Subject], shape: Shape, counts: Sequence[int], minimum: int
) -> frozenset[int]:
    forced = frozenset().union(*(hidden[one] for one in parts))
    return shape.hidden(counts, minimum=minimum, forced=forced)


def _parts(version: VersionPlan) -> list[Subject]:
    return [(FigureKind.DIMENSION, one.id) for one in version.dimensions]


def _answered(tally: Tally, item: ItemPlan) -> list[int]:
    if item.kind == ItemKind.MULTIPLE:
        return _whole(tally.chosen(item)[0])
    return _whole(tally.by_place(item).sum(axis=1))


def _whole(values: Floats) -> list[int]:
    return [int(one) for one in values]


class _Up:
    """What was counted, rolled up to the nodes."""

    def __init__(self, tally: Tally, members: Sequence[Sequence[int]]) -> None:
        def up(by_group: Floats) -> Floats:
            return rolled_up(members, tally.groups, by_group)

        def sums(found: Sums) -> Floats:
            return up(np.stack([found.n, found.total, found.squares], axis=1))

        self.done = up(tally.done)
        self.items = {item.id: up(tally.by_place(item)) for item in tally.plan.items if item.kind in _ON_A_SCALE}
        self.chosen = {
            item.id: tuple(up(one) for one in tally.chosen(item))
            for item in tally.plan.items
            if item.kind == ItemKind.MULTIPLE
        }
        self.dimensions = {key: sums(one) for key, one in tally.dimensions.items()}
        self.scores = {key: sums(one) for key, one in tally.scores.items()}
        self.products = {key: (up(one.n), up(one.totals), up(one.products)) for key, one in tally.products.items()}
        self.barriers, self.segments = up(tally.barriers), up(tally.segments)

    def covariances(self, dimension_id: int, place: int) -> tuple[list[list[float]], int] | None:
        """Of those who answered every item of a dimension."""
        if dimension_id not in self.products:
            return None
        n, totals, products = (one[place] for one in self.products[dimension_id])
        if n < 3:
            return None
        matrix = (products - np.outer(totals, totals) / n) / (n - 1)
        return [[float(one) for one in row] for row in matrix], int(n)


_ON_A_SCALE = frozenset({ItemKind.SCALE, ItemKind.SINGLE})


def _of_node(plan: Plan, up: _Up, place: int, hidden: Hidden) -> Iterator[Figure]:
    """Every figure of a node that may be told."""
    for version in plan.versions:
        for item in version.items:
            if item.kind != ItemKind.TEXT and place not in hidden[FigureKind.ITEM, item.id]:
                yield _item(up, place, item)
        for one in version.dimensions:
            if place not in hidden[FigureKind.DIMENSION, one.id]:
                yield _dimension(up, place, one, is_collective=version.is_collective)
        if version.dimensions and place not in hidden[FigureKind.SCORE, version.id]:
            sums = _three(up.scores[version.id][place])
            yield figures.of_sums(FigureKind.SCORE, version.id, sums, (0, 100))
    yield from _of_people(plan, up, place, hidden)


def _of_people(plan: Plan, up: _Up, place: int, hidden: Hidden) -> Iterator[Figure]:
    """Where people stand: their barriers and segments."""
    elements = plan.elements
    if elements is not None and place not in hidden[FigureKind.BARRIERS, elements.id]:
        yield _classes(FigureKind.BARRIERS, elements.id, up.barriers[place])
    if plan.segmenting is not None and place not in hidden[SEGMENTS]:
        yield _classes(*SEGMENTS, up.segments[place])


def _item(up: _Up, place: int, item: ItemPlan) -> Figure:
    if item.kind == ItemKind.MULTIPLE:
        answered, chosen = up.chosen[item.id]
        return figures.of_choices(FigureKind.ITEM, item.id, int(answered[place]), _whole(chosen[place]))
    counts = _whole(up.items[item.id][place])
    if item.kind == ItemKind.SCALE:
        return figures.of_scale(item, counts)
    return figures.of_choices(FigureKind.ITEM, item.id, sum(counts), counts)


def _dimension(up: _Up, place: int, one: DimensionPlan, *, is_collective: bool) -> Figure:
    return figures.of_dimension(
        one,
        _three(up.dimensions[one.id][place]),
        [_whole(up.items[item.id][place]) for item in one.items],
        up.covariances(one.id, place),
        is_collective=is_collective,
    )


def _three(values: Any) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _classes(kind: FigureKind, subject_id: int, counts: Any) -> Figure:
    found = _whole(counts)
    return figures.of_choices(kind, subject_id, sum(found), found)
