"""The one place that asks what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str) -> date:
    """The calendar day it is now in an IANA time zone such as ``Asia/Jakarta``."""
    return now().astimezone(ZoneInfo(timezone)).date()
