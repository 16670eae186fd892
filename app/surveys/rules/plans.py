"""What of a wave's answers is worked out: its versions with their dimensions and items, and where each mark stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.surveys.models import Direction, Instrument, InstrumentDimension, InstrumentItem, ItemKind
from app.surveys.rules import statistics
from app.surveys.rules.columns import columns
from app.surveys.rules.readiness import ELEMENTS, REACTIONS


@dataclass(frozen=True)
class ItemPlan:
    """An item and its first column; of a scale, the place (after reversing) from which an answer is favourable.

    ``is_good`` is whether a high answer, after reversing, speaks for the change.
    """

    id: int
    code: str
    text: str
    kind: ItemKind
    options: tuple[str, ...]
    column: int
    dimension_id: int | None
    low: int = 1
    is_reversed: bool = False
    is_good: bool = True
    from_place: int = 0
    concept: int = 1

    @property
    def width(self) -> int:
        return len(self.options)

    @property
    def high(self) -> int:
        return self.low + self.width - 1

    @property
    def is_scale(self) -> bool:
        return self.kind == ItemKind.SCALE

    def favourable(self, counts: Sequence[int]) -> int:
        """How many of the answers, counted by place after reversing, speak for the change."""
        if self.is_good:
            return sum(counts[self.from_place - 1 :])
        return sum(counts[: self.width + 1 - self.from_place])


@dataclass(frozen=True)
class DimensionPlan:
    """What several items measure, on the scale of the first of them."""

    id: int
    code: str
    title: str
    items: tuple[ItemPlan, ...]

    @property
    def low(self) -> int:
        return self.items[0].low

    @property
    def high(self) -> int:
        return self.items[0].high


@dataclass(frozen=True)
class VersionPlan:
    """A version of an instrument as a wave asks it."""

    id: int
    instrument_id: int
    title: str
    direction: Direction
    is_trait: bool
    is_collective: bool
    dimensions: tuple[DimensionPlan, ...]
    items: tuple[ItemPlan, ...]

    @property
    def has_elements(self) -> bool:
        """Whether it asks for the five elements a barrier is walked through."""
        return self.is_good and set(ELEMENTS) <= {one.code for one in self.dimensions}

    @property
    def has_reactions(self) -> bool:
        return not self.is_good and not self.is_trait and set(REACTIONS) <= {one.code for one in self.dimensions}

    @property
    def is_good(self) -> bool:
        return self.direction == Direction.HIGH_IS_GOOD

    def by_code(self, codes: Sequence[str]) -> list[DimensionPlan]:
        found = {one.code: one for one in self.dimensions}
        return [found[code] for code in codes]


@dataclass(frozen=True)
class Plan:
    """Everything of one wave."""

    versions: tuple[VersionPlan, ...]

    @property
    def items(self) -> tuple[ItemPlan, ...]:
        return tuple(item for version in self.versions for item in version.items)

    @property
    def dimensions(self) -> tuple[DimensionPlan, ...]:
        return tuple(one for version in self.versions for one in version.dimensions)

    @property
    def width(self) -> int:
        """How many columns an answer has."""
        sizes = {ItemKind.SCALE: 1, ItemKind.SINGLE: 1, ItemKind.TEXT: 0}
        return sum(sizes.get(item.kind, item.width) for item in self.items)

    @property
    def elements(self) -> VersionPlan | None:
        return next((one for one in self.versions if one.has_elements and not one.is_trait), None)

    @property
    def segmenting(self) -> tuple[VersionPlan, VersionPlan] | None:
        """The versions that tell readiness and resistance of one person, where both are asked."""
        scored = [one for one in self.versions if one.dimensions and not one.is_trait]
        ready = [one for one in scored if one.is_good]
        against = [one for one in scored if one.has_reactions]
        return (self.elements or ready[0], against[0]) if ready and against else None

    def version_of(self, dimension_id: int) -> VersionPlan:
        return next(one for one in self.versions if any(dimension_id == d.id for d in one.dimensions))


def make_plan(
    versions: Sequence[tuple[int, Instrument]],
    dimensions: Mapping[int, Sequence[InstrumentDimension]],
    items: Sequence[InstrumentItem],
) -> Plan:
    """The plan of a wave's versions, with items in the order they are asked."""
    places: dict[int, int] = {}
    for place, column in enumerate(columns(items)):
        places.setdefault(column.item_id, place)
    made: list[VersionPlan] = []
    for version_id, instrument in versions:
        is_good = instrument.direction == Direction.HIGH_IS_GOOD
        own = tuple(
            _item(one, places.get(one.id, -1), is_good=is_good) for one in items if one.version_id == version_id
        )
        made.append(
            VersionPlan(
                version_id,
                instrument.id,
                instrument.title,
                instrument.direction,
                instrument.is_trait,
                instrument.is_collective,
                tuple(_scored(dimensions.get(version_id, ()), own)),
                own,
            )
        )
    return Plan(tuple(made))


def _scored(dimensions: Sequence[InstrumentDimension], items: Sequence[ItemPlan]) -> list[DimensionPlan]:
    """Dimensions with at least one scale; the others hold nothing that has a mean."""
    made = [
        DimensionPlan(
            one.id, one.code, one.title, tuple(item for item in items if item.dimension_id == one.id and item.is_scale)
        )
        for one in sorted(dimensions, key=lambda one: one.sort_order)
    ]
    return [one for one in made if one.items]


def _item(item: InstrumentItem, column: int, *, is_good: bool) -> ItemPlan:
    width = len(item.options)
    place = statistics.favourable_place(width)
    if item.favourable_from is not None:
        place = item.favourable_from - item.scale_min + 1
    return ItemPlan(
        item.id,
        item.code,
        item.text,
        item.kind,
        tuple(item.options),
        column,
        item.dimension_id,
        item.scale_min,
        item.reversed,
        is_good,
        min(max(place, 1), max(width, 1)),
        item.concept,
    )


class Likeness(StrEnum):
    """Whether two waves asked the same: in the same words, in slightly other words, or something else."""

    SAME = "same"
    REWORDED = "reworded"
    OTHER = "other"


def likeness(before: ItemPlan | None, after: ItemPlan) -> Likeness:
    """The code says which item, the concept what it means, and the words how it was put."""
    if before is None:
        return Likeness.OTHER
    facts = [
        (one.code, one.concept, one.kind, one.width, one.low, one.is_reversed, one.is_good, one.from_place)
        for one in (before, after)
    ]
    if facts[0] != facts[1]:
        return Likeness.OTHER
    is_same = (before.text, before.options) == (after.text, after.options)
    return Likeness.SAME if is_same else Likeness.REWORDED


def likeness_of_all(before: Sequence[ItemPlan], after: Sequence[ItemPlan]) -> Likeness:
    """Of the items of a dimension: all of them there and none changed its meaning."""
    there = {one.code: one for one in before}
    found = {likeness(there.get(one.code), one) for one in after}
    if set(there) != {one.code for one in after} or Likeness.OTHER in found:
        return Likeness.OTHER
    return Likeness.REWORDED if Likeness.REWORDED in found else Likeness.SAME
