"""Where a visitor can go from here: the rail on wide screens, the bar at the thumb on phones."""

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import Flask, request, url_for
from flask_login import current_user

TABS_AT_MOST = 5


@dataclass(frozen=True)
class Place:
    """A place in the menu; ``tab`` places it in the phone's bar, lowest first (0: not there), under ``short``.

    ``besides`` is a second permission that opens the same page to people who see a part of it.
    """

    key: str
    endpoint: str
    icon: str
    label: str
    group: str
    permission: str
    tab: int = 0
    href: str = ""
    short: str = ""
    besides: str = ""

    def is_for(self, permissions: frozenset[str]) -> bool:
        return self.permission in permissions or self.besides in permissions


@dataclass(frozen=True)
class Menu:
    groups: list[tuple[str, list[Place]]]
    tabs: list[Place]


def install(app: Flask, places: list[Place]) -> None:
    @lru_cache(maxsize=64)
    def menu(permissions: frozenset[str], _root: str) -> Menu:
        mine = [replace(one, href=url_for(one.endpoint)) for one in places if one.is_for(permissions)]
        groups: dict[str, list[Place]] = {}
        for place in mine:
            groups.setdefault(place.group, []).append(place)
        tabs = sorted((place for place in mine if place.tab), key=lambda place: place.tab)[:TABS_AT_MOST]
        return Menu(list(groups.items()), [replace(place, label=place.short or place.label) for place in tabs])

    def navigation() -> Menu:
        """The places of the visitor: the same for everybody with the same permissions."""
        permissions = current_user.permissions if current_user.is_authenticated else frozenset()
        return menu(permissions, request.environ.get("SCRIPT_NAME", ""))

    app.jinja_env.globals["navigation"] = navigation
