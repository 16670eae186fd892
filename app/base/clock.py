"""The one place that asks what time it is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day it is now in an IANA time zone such as ``Asia/Jakarta``."""
    return now().astimezone(ZoneInfo(timezone)).date()


def furthest_today() -> date:
    """The latest calendar day it is now anywhere on earth.

    To look for what may be due in whatever government; whoever acts on it asks for that government's own ``today``.
    """
    return (now() + timedelta(hours=14)).date()
