"""What other rooms add to the results in the report of an event: they register at import what they have to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.letters.facts import Annex
from app.sosialisasi.models import Sosialisasi


@dataclass(frozen=True)
class Part:
    """A heading in the chapter of results, with paragraphs and tables. Parts stand in the order of ``place``."""

    title: str
    place: int
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Annex, ...] = field(default=())


_makers: list[Callable[[Sosialisasi], Sequence[Part]]] = []


def add(maker: Callable[[Sosialisasi], Sequence[Part]]) -> None:
    """``maker`` reads, in the worker and on nobody's behalf, what it has on an event; nothing is an empty list."""
    if maker not in _makers:
        _makers.append(maker)


def of(event: Sosialisasi) -> list[Part]:
    return sorted((part for maker in _makers for part in maker(event)), key=lambda one: one.place)
