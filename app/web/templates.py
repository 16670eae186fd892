"""What every template can reach: the ``ui`` library, formats, and a handful of plain facts."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from threading import Lock
from typing import Any

from flask import Flask, get_flashed_messages, has_request_context, request
from flask_login import current_user
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from app.base import wording
from app.web import charts, dates

# Small macros that every page draws many times and that show nothing but their arguments: no address, no token,
# no clock. They are drawn once for the same arguments.
REMEMBERED = (
    "badge",
    "brand",
    "button",
    "count",
    "fact",
    "icon",
    "link_button",
    "menu_item",
    "person",
    "plain_field",
    "theme_button",
)
REMEMBERED_AT_MOST = 1024
DRAWN_AT_MOST = 4096
_AFTER_SEPARATOR = re.compile(r"(?<=[/-])(?=[^/-])")


class UiLibrary:
    """Every macro of every file in ``templates/ui`` as an attribute; no template imports them."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._loading = Lock()
        self._is_loaded = False

    def __getattr__(self, name: str) -> Any:
        with self._loading:
            if not self._is_loaded:
                self.__dict__.update(self._load())
                self._is_loaded = True
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"templates/ui has no macro named {name}") from None

    def _load(self) -> dict[str, Any]:
        macros: dict[str, Any] = {}
        for file in self._environment.list_templates(filter_func=lambda name: name.startswith("ui/")):
            module = self._environment.get_template(file).module
            macros.update({name: macro for name, macro in vars(module).items() if not name.startswith("_")})
        return macros | {name: _remembering(macros[name]) for name in REMEMBERED}


def _remembering(macro: Callable[..., Markup]) -> Callable[..., Markup]:
    """The macro, drawn once for the same arguments. ``typed``, since equal texts may be safe markup or not."""
    remembered = lru_cache(maxsize=REMEMBERED_AT_MOST, typed=True)(macro)

    def draw(*args: Any, **named: Any) -> Markup:
        if "caller" in named:
            return macro(*args, **named)
        if type(named.get("options")) is list:
            named["options"] = tuple(named["options"])
        try:
            return remembered(*args, **named)
        except TypeError:  # an argument that cannot be remembered
            return macro(*args, **named)

    return draw


@lru_cache(maxsize=DRAWN_AT_MOST)
def _drawn_once(_timezone: str, _root: str, macro: Callable[..., Markup], *args: Any) -> Markup:
    return macro(*args)


def drawn_once(macro: Callable[..., Markup], *args: Any) -> Markup:
    """A macro of a page's own, drawn once for the same arguments, which are rows of plain values.

    For long lists that many people see alike: it shows its arguments in the visitor's time zone, and no token.
    """
    zone = current_user.timezone if current_user.is_authenticated else ""
    return _drawn_once(zone, request.environ.get("SCRIPT_NAME", ""), macro, *args)


def _address(app: Flask) -> Callable[..., str]:
    """``url_for`` for templates: an address within the site is put together once."""

    @lru_cache(maxsize=4096)
    def within(_root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def address(endpoint: str, **values: Any) -> str:
        if not has_request_context() or endpoint.startswith(".") or not _are_plain(values):
            return app.url_for(endpoint, **values)
        return within(request.environ.get("SCRIPT_NAME", ""), endpoint, tuple(values.items()))

    return address


def _are_plain(values: dict[str, Any]) -> bool:
    """Numbers of rows and short words: what a page's links are made of. Options like ``_external`` are not."""
    return all(type(value) in (int, str) and not name.startswith("_") for name, value in values.items())


def breakable(number: str) -> Markup:
    """A long number or pattern that a narrow screen breaks after a stroke or a dash, and nowhere else."""
    return Markup("<wbr>").join(_AFTER_SEPARATOR.split(number))


def install(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.globals["ui"] = UiLibrary(environment)
    environment.globals["url_for"] = _address(app)
    environment.globals["charts"] = charts
    environment.globals["notices_flashed"] = get_flashed_messages
    environment.filters.update(
        date=wording.full_date,
        plain_date=wording.plain_date,
        day_month=wording.day_month,
        clock=dates.clock_time,
        moment=dates.moment,
        local=dates.local,
        number=wording.number,
        decimal=Decimal,
        month_name=wording.month_name,
        breakable=breakable,
        sentence=wording.sentence,
    )
    environment.globals.update(
        date_range=wording.date_range,
        drawn_once=drawn_once,
        where=wording.where,
        time_range=dates.time_range,
        zone_name=dates.zone_name,
        day_short=lambda day: wording.DAYS_SHORT[day.weekday()],
        month_short=lambda day: wording.MONTHS_SHORT[day.month - 1],
    )
    app.context_processor(_who)


def _who() -> dict[str, Any]:
    visitor = current_user._get_current_object()  # noqa: SLF001 - the person, not a way to ask for them again
    return {"visitor": visitor if visitor is not None and visitor.is_authenticated else None}
