"""What every template can reach: the ``ui`` library, formats, and a handful of plain facts."""

from decimal import Decimal
from functools import cached_property
from typing import Any

from flask import Flask, get_flashed_messages
from flask_login import current_user
from jinja2 import Environment, StrictUndefined

from app.base import wording
from app.web import charts, dates


class UiLibrary:
    """Every macro of every file in ``templates/ui`` as an attribute; no template imports them."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    @cached_property
    def _macros(self) -> dict[str, Any]:
        macros: dict[str, Any] = {}
        for name in self._environment.list_templates(filter_func=lambda name: name.startswith("ui/")):
            module = self._environment.get_template(name).module
            macros.update({key: value for key, value in vars(module).items() if not key.startswith("_")})
        return macros

    def __getattr__(self, name: str) -> Any:
        try:
            return self._macros[name]
        except KeyError:
            raise AttributeError(f"templates/ui has no macro named {name}") from None


def install(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.globals["ui"] = UiLibrary(environment)
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
    )
    environment.globals.update(
        date_range=wording.date_range,
        time_range=dates.time_range,
        zone_name=dates.zone_name,
        day_short=lambda day: wording.DAYS_SHORT[day.weekday()],
        month_short=lambda day: wording.MONTHS_SHORT[day.month - 1],
    )
    app.context_processor(_who)


def _who() -> dict[str, Any]:
    return {"visitor": current_user if current_user and current_user.is_authenticated else None}
