"""What the page for the hall shows beside the code on the wall; whoever has something to show registers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.sosialisasi.queries.events import RoundPage


@dataclass(frozen=True)
class Part:
    """A template drawn with what ``context`` finds of a round; None where there is nothing to show."""

    key: str
    template: str
    place: int
    context: Callable[[RoundPage], dict[str, Any] | None]


_parts: list[Part] = []


def add_part(part: Part) -> None:
    if any(one.key == part.key for one in _parts):
        raise ValueError(f"the part {part.key} is registered twice")
    _parts.append(part)
    _parts.sort(key=lambda one: one.place)


def of(page: RoundPage) -> list[tuple[str, dict[str, Any]]]:
    """The templates to draw for a round, each with its context, in their order."""
    found = ((part, part.context(page)) for part in _parts)
    return [(part.template, context) for part, context in found if context is not None]
