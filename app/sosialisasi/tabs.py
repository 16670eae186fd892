"""The parts of an event's and of a round's page. Whoever adds a page under them registers its tab at import."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.access.guards import visitor
from app.access.permissions import Permission


@dataclass(frozen=True)
class Tab:
    """A page under an event (``event_id`` in its address) or a round (``round_id``).

    ``permission`` None: whoever may open the page it stands on. ``shows`` decides by the event or the round.
    Tabs stand in the order of ``place``.
    """

    key: str
    label: str
    endpoint: str
    place: int
    permission: Permission | None = None
    shows: Callable[[Any], bool] = bool


_event_tabs: list[Tab] = []
_round_tabs: list[Tab] = []


def add_event_tab(tab: Tab) -> None:
    _add(_event_tabs, tab)


def add_round_tab(tab: Tab) -> None:
    _add(_round_tabs, tab)


def of_event(event: Any) -> list[tuple[str, str, str]]:
    """(key, label, address) of the tabs the visitor sees, for ``ui.tabs``."""
    return [(tab.key, tab.label, url_for(tab.endpoint, event_id=event.id)) for tab in _shown(_event_tabs, event)]


def of_round(one: Any) -> list[tuple[str, str, str]]:
    return [(tab.key, tab.label, url_for(tab.endpoint, round_id=one.id)) for tab in _shown(_round_tabs, one)]


def _add(tabs: list[Tab], tab: Tab) -> None:
    if any(one.key == tab.key for one in tabs):
        raise ValueError(f"the tab {tab.key} is registered twice")
    tabs.append(tab)
    tabs.sort(key=lambda one: one.place)


def _shown(tabs: list[Tab], of: Any) -> list[Tab]:
    return [tab for tab in tabs if (tab.permission is None or visitor.may(tab.permission)) and tab.shows(of)]
