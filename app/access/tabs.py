"""The parts of one thing's page. Whoever adds a page to it registers its tab at import."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.access.guards import visitor
from app.access.permissions import Permission


def always(_thing: Any) -> bool:
    return True


@dataclass(frozen=True)
class Tab:
    """A page of its own. ``permission`` None: whoever may open the page it stands on; ``shows`` decides by the thing.

    Tabs stand in the order of ``place``.
    """

    key: str
    label: str
    endpoint: str
    place: int
    permission: Permission | None = None
    shows: Callable[[Any], bool] = always


class Tabs:
    """The tabs of one kind of thing, whose number stands in their addresses as ``argument``."""

    def __init__(self, argument: str) -> None:
        self._argument = argument
        self._tabs: list[Tab] = []

    def add(self, tab: Tab) -> None:
        if any(one.key == tab.key for one in self._tabs):
            raise ValueError(f"the tab {tab.key} is registered twice")
        self._tabs = sorted([*self._tabs, tab], key=lambda one: one.place)

    def of(self, thing: Any) -> list[tuple[str, str, str]]:
        """(key, label, address) of the tabs the visitor sees, for ``ui.tabs``."""
        return [(tab.key, tab.label, url_for(tab.endpoint, **{self._argument: thing.id})) for tab in self._seen(thing)]

    def _seen(self, thing: Any) -> list[Tab]:
        return [tab for tab in self._tabs if (not tab.permission or visitor.may(tab.permission)) and tab.shows(thing)]
