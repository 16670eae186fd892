"""Times on a page, in the zone of the government the page is for."""

from datetime import datetime

from flask import g, has_app_context

from app.base import wording
from app.base.wording import DEFAULT_ZONE

__all__ = ["DEFAULT_ZONE"]


def use_zone(timezone: str) -> None:
    """Show times of this request in the zone of a government."""
    g.timezone = timezone


def zone() -> str:
    """The IANA zone times are shown in."""
    return str(g.get("timezone", DEFAULT_ZONE)) if has_app_context() else DEFAULT_ZONE


def local(instant: datetime) -> datetime:
    return wording.local(instant, zone())


def zone_name() -> str:
    return wording.zone_name(zone())


def clock_time(instant: datetime) -> str:
    return wording.clock_time(instant, zone())


def moment(instant: datetime) -> str:
    return wording.moment(instant, zone())


def time_range(start: datetime, end: datetime) -> str:
    return wording.time_range(start, end, zone())


def greeting(instant: datetime) -> str:
    """Selamat pagi, siang, sore or malam by the clock of the page."""
    hour = local(instant).hour
    for until, words in ((4, "malam"), (11, "pagi"), (15, "siang"), (18, "sore")):
        if hour < until:
            return f"Selamat {words}"
    return "Selamat malam"
