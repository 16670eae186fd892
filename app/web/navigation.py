"""Where a visitor can go from here: the rail on wide screens, the bar at the thumb on phones."""

from dataclasses import dataclass, replace

from flask import Flask, url_for
from flask_login import current_user

TABS_AT_MOST = 5


@dataclass(frozen=True)
class Place:
    """A place in the menu; ``tab`` places it in the phone's bar, lowest first (0: not there), under ``short``."""

    key: str
    endpoint: str
    icon: str
    label: str
    group: str
    permission: str
    tab: int = 0
    href: str = ""
    short: str = ""


@dataclass(frozen=True)
class Menu:
    groups: list[tuple[str, list[Place]]]
    tabs: list[Place]


def install(app: Flask, places: list[Place]) -> None:
    def navigation() -> Menu:
        mine = [
            replace(place, href=url_for(place.endpoint))
            for place in places
            if current_user.is_authenticated and place.permission in current_user.permissions
        ]
        groups: dict[str, list[Place]] = {}
        for place in mine:
            groups.setdefault(place.group, []).append(place)
        tabs = sorted((place for place in mine if place.tab), key=lambda place: place.tab)[:TABS_AT_MOST]
        return Menu(list(groups.items()), [replace(place, label=place.short or place.label) for place in tabs])

    app.jinja_env.globals["navigation"] = navigation
