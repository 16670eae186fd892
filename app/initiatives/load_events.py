"""What asks people's time for an initiative on certain days. Houses above bring theirs: sosialisasi, surveys.

A source is asked once for many initiatives, so that a list of them asks the same number of questions as one.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.initiatives.models import Initiative, Message

EVER = (date(1900, 1, 1), date(2100, 12, 31))


@dataclass(frozen=True)
class LoadEvent:
    """``kind`` and ``audience`` are words for people; ``paths`` are the units it asks, none: all that are affected."""

    initiative_id: int
    kind: str
    title: str
    starts_on: date
    ends_on: date
    href: str = ""
    audience: str = ""
    is_over: bool = False
    paths: frozenset[str] = frozenset()


Source = Callable[[Collection[int], date, date], Iterable[LoadEvent]]
_sources: dict[str, Source] = {}


def add_source(key: str, source: Source) -> None:
    if key in _sources:
        raise ValueError(f"the source {key} is registered twice")
    _sources[key] = source


def between(initiative_ids: Collection[int], first: date, last: date) -> list[LoadEvent]:
    """Everything of these initiatives that falls between two days, the earliest first."""
    if not initiative_ids:
        return []
    found = [one for source in _sources.values() for one in source(initiative_ids, first, last)]
    return sorted(found, key=lambda one: (one.starts_on, one.kind, one.title))


@dataclass(frozen=True)
class PlanLine:
    """A line of the communication plan: a message of its own, or an event of another house."""

    due_on: date
    audience: str
    what: str
    channel: str
    told_by: str
    is_done: bool
    href: str = ""
    message: Message | None = None


def plan_of(initiative: Initiative, messages: Sequence[Message]) -> list[PlanLine]:
    """Messages and events together, by day."""
    own = [
        PlanLine(one.due_on, one.audience, one.what, one.channel, one.told_by, one.told_on is not None, message=one)
        for one in messages
    ]
    events = [
        PlanLine(one.starts_on, one.audience, one.title, one.kind, "", one.is_over, one.href)
        for one in between([initiative.id], *EVER)
    ]
    return sorted([*own, *events], key=lambda one: (one.due_on, one.what))
