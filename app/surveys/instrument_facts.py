"""What people say about an instrument, before it is a row."""

from dataclasses import dataclass

from app.surveys.models import Direction, ItemKind


@dataclass(frozen=True)
class InstrumentFacts:
    title: str
    purpose: str
    direction: Direction
    is_collective: bool = False
    is_trait: bool = False


@dataclass(frozen=True)
class DimensionFacts:
    code: str
    title: str


@dataclass(frozen=True)
class ItemFacts:
    """``dimension`` is a dimension's code, or empty; an item without ``code`` gets the next one."""

    kind: ItemKind
    text: str
    options: tuple[str, ...] = ()
    dimension: str = ""
    code: str = ""
    scale_min: int = 1
    favourable_from: int | None = None
    is_reversed: bool = False
    is_required: bool = True
    page: int = 1
