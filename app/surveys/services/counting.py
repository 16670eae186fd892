"""Ten million answers into sums, in one pass and bounded memory. numpy is the worker's alone: only it imports this."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.surveys.rules.plans import DimensionPlan, ItemPlan, Plan, VersionPlan
from app.surveys.rules.readiness import BARRIER_AT_MOST, BEHAVIOURAL, ELEMENTS, MIDPOINT, REACTIONS, Segment

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


# Places after which adding in another order would tell two people apart who stand at the same limit.
EXACT_TO = 9


class Sums:
    """Count, sum and sum of squares of one value of a person, by group."""

    def __init__(self, groups: int) -> None:
        self.n: Floats = np.zeros(groups)
        self.total: Floats = np.zeros(groups)
        self.squares: Floats = np.zeros(groups)

    def add(self, groups: Whole, values: Floats) -> None:
        """Values of people; NaN is nobody."""
        there = ~np.isnan(values)
        here, kept, size = groups[there], values[there], len(self.n)
        self.n += np.bincount(here, minlength=size)
        self.total += np.bincount(here, weights=kept, minlength=size)
        self.squares += np.bincount(here, weights=kept * kept, minlength=size)


class Products:
    """Sums and products of the items of a dimension over those who answered all of them, by group."""

    def __init__(self, groups: int, items: int) -> None:
        self.n: Floats = np.zeros(groups)
        self.totals: Floats = np.zeros((groups, items))
        self.products: Floats = np.zeros((groups, items, items))

    def add(self, groups: Whole, values: Floats) -> None:
        """``groups`` in order, so that each is a slice."""
        whole = ~np.isnan(values).any(axis=1)
        groups, values = groups[whole], values[whole]
        there, starts = np.unique(groups, return_index=True)
        for group, part in zip(there, np.split(values, starts[1:]), strict=True) if len(there) else ():
            self.n[group] += len(part)
            self.totals[group] += part.sum(axis=0)
            self.products[group] += part.T @ part


class Tally:
    """Everything that is counted of a wave, by group. Add chunks of answers, then roll up to nodes."""

    def __init__(self, plan: Plan, groups: int) -> None:
        self.plan, self.groups = plan, groups
        self.marks = max((item.width for item in plan.items), default=0) + 2
        self.done: Floats = np.zeros(groups)
        self.histogram: Floats = np.zeros((groups, plan.width, self.marks))
        self.dimensions = {one.id: Sums(groups) for one in plan.dimensions}
        self.products = {one.id: Products(groups, len(one.items)) for one in plan.dimensions if len(one.items) > 1}
        self.scores = {one.id: Sums(groups) for one in plan.versions if one.dimensions}
        self.barriers: Floats = np.zeros((groups, len(ELEMENTS) + 1))
        self.segments: Floats = np.zeros((groups, len(Segment)))

    def add(self, groups: Sequence[int], marks: Iterable[bytes]) -> None:
        """A chunk of answers: the place of each one's group, and its bytes."""
        width = self.plan.width
        place = np.asarray(groups, dtype=np.int64)
        found = np.frombuffer(b"".join(marks), dtype=np.uint8).reshape(len(place), width)
        order = np.argsort(place, kind="stable")
        place, found = place[order], found[order]
        self.done += np.bincount(place, minlength=self.groups)
        self._count(place, found)
        hundred: dict[int, Floats] = {}
        for version in self.plan.versions:
            self._score(version, place, found, hundred)
        self._classify(place, hundred)

    def _count(self, place: Whole, found: NDArray[np.uint8]) -> None:
        """How often each mark stands in each column, by group."""
        columns = np.arange(self.plan.width) * self.marks
        flat = (place * self.plan.width * self.marks)[:, None] + columns + np.minimum(found, self.marks - 1)
        counted = np.bincount(flat.ravel(), minlength=self.histogram.size)
        self.histogram += counted.reshape(self.histogram.shape)

    def _score(self, version: VersionPlan, place: Whole, found: NDArray[np.uint8], hundred: dict[int, Floats]) -> None:
        """Each person's means of the dimensions and of all of them, the last out of 100."""
        parts = []
        for one in version.dimensions:
            values = values_of(one, found)
            means = person_means(values)
            self.dimensions[one.id].add(place, means)
            if one.id in self.products:
                self.products[one.id].add(place, values)
            hundred[one.id] = np.round((means - one.low) / (one.high - one.low) * 100, EXACT_TO)
            parts.append(hundred[one.id])
        if parts:
            overall: Floats = np.stack(parts, axis=0).mean(axis=0)
            hundred[-version.id] = overall.round(EXACT_TO)
            self.scores[version.id].add(place, hundred[-version.id])

    def _classify(self, place: Whole, hundred: dict[int, Floats]) -> None:
        elements = self.plan.elements
        if elements is not None:
            five = np.stack([hundred[one.id] for one in elements.by_code(ELEMENTS)], axis=1) / 25 + 1
            self._add_classes(self.barriers, place, barriers_of(five))
        both = self.plan.segmenting
        if both is not None:
            ready, against = both
            reactions = np.stack([hundred[one.id] for one in against.by_code(REACTIONS)], axis=1)
            self._add_classes(self.segments, place, segments_of(hundred[-ready.id], hundred[-against.id], reactions))

    def _add_classes(self, into: Floats, place: Whole, classes: Whole) -> None:
        """Count people by group and class; −1 is nobody."""
        there, size = classes >= 0, into.shape[1]
        flat = place[there] * size + classes[there]
        into += np.bincount(flat, minlength=into.size).reshape(into.shape)

    def by_place(self, item: ItemPlan) -> Floats:
        """Answers to a scale or a single choice by group and place, after reversing."""
        counts = self.histogram[:, item.column, 1 : item.width + 1]
        turned: Floats = counts[:, ::-1] if item.is_reversed else counts
        return turned

    def chosen(self, item: ItemPlan) -> tuple[Floats, Floats]:
        """Of a multiple choice by group: how many answered, and how many chose each option."""
        columns = self.histogram[:, item.column : item.column + item.width, :]
        answered: Floats = columns[:, 0, 1] + columns[:, 0, 2]
        chosen: Floats = columns[:, :, 2]
        return answered, chosen


def values_of(one: DimensionPlan, found: NDArray[np.uint8]) -> Floats:
    """A person's answers to the items of a dimension: reversed, on the dimension's scale, NaN where there is none."""
    columns = []
    for item in one.items:
        place = found[:, item.column].astype(np.float64)
        value = np.where((place > 0) & (place <= item.width), item.low + place - 1, np.nan)
        if item.is_reversed:
            value = item.low + item.high - value
        if (item.low, item.high) != (one.low, one.high):
            value = one.low + (value - item.low) / (item.high - item.low) * (one.high - one.low)
        columns.append(value)
    return np.stack(columns, axis=1)


def person_means(values: Floats) -> Floats:
    """The mean of what was answered, NaN where fewer than half of the items were."""
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    enough = (count > 0) & (2 * count >= values.shape[1])
    means: Floats = np.divide(total, count, out=np.full(len(values), np.nan), where=enough)
    return means


def barriers_of(five: Floats) -> Whole:
    """The place of each person's barrier, one past the last where there is none, −1 where an element is missing."""
    low = five <= BARRIER_AT_MOST + 1e-9
    found = np.where(low.any(axis=1), low.argmax(axis=1), five.shape[1])
    return np.where(np.isnan(five).any(axis=1), -1, found).astype(np.int64)


def segments_of(ready: Floats, against: Floats, reactions: Floats) -> Whole:
    """The place of each person's segment in their order (``readiness.segment``), −1 where something is missing."""
    highest = np.nan_to_num(reactions, nan=-1.0).argmax(axis=1)
    order = list(Segment)
    conditions: dict[Segment, Any] = {
        Segment.OPEN_RESISTER: (ready < MIDPOINT) & (reactions[:, REACTIONS.index(BEHAVIOURAL)] >= MIDPOINT),
        Segment.ANXIOUS: (ready >= MIDPOINT) & (against >= MIDPOINT) & (highest == 0),
        Segment.SCEPTIC: (ready < MIDPOINT) & (highest == 2),
        Segment.SUPPORTER: (ready >= MIDPOINT) & (against < MIDPOINT),
    }
    found = np.select([conditions[one] for one in order[:-1]], list(range(len(order) - 1)), default=len(order) - 1)
    missing = np.isnan(ready) | np.isnan(against) | np.isnan(reactions).any(axis=1)
    return np.where(missing, -1, found).astype(np.int64)


def rolled_up(members: Sequence[Sequence[int]], groups: int, by_group: Floats) -> Floats:
    """From groups to nodes: each node is the sum of its groups."""
    if not groups:
        return np.zeros((len(members), *by_group.shape[1:]))
    joins = np.zeros((len(members), groups))
    for node, places in enumerate(members):
        joins[node, list(places)] = 1.0
    flat = by_group.reshape(groups, -1)
    result: Floats = (joins @ flat).reshape(len(members), *by_group.shape[1:])
    return result
