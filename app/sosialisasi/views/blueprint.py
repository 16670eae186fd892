from typing import Any

from flask import Blueprint

from app.access.guards import visitor
from app.base.clock import now, today
from app.base.errors import RuleBroken
from app.sosialisasi import labels, tabs
from app.sosialisasi.queries.events import EventPage, RoundPage
from app.sosialisasi.rules import records as record_rules

bp = Blueprint("sosialisasi", __name__, url_prefix="/sosialisasi")


def event_context(page: EventPage, tab: str, **more: Any) -> dict[str, Any]:
    """What ``sosialisasi/event_layout.html`` shows around a tab of an event."""
    return {
        "page": page,
        "event": page.event,
        "unit": page.unit,
        "initiative": page.initiative,
        "tab": tab,
        "tabs": tabs.EVENT.of(page.event),
        "labels": labels,
        "at": now(),
        "today": today(visitor.timezone),
    } | more


def round_context(page: RoundPage, tab: str, **more: Any) -> dict[str, Any]:
    """What ``sosialisasi/round_layout.html`` shows around a tab of a round."""
    return {
        "page": page,
        "event": page.event,
        "round": page.round,
        "meeting": page.meeting,
        "unit": page.unit,
        "tab": tab,
        "tabs": tabs.ROUND.of(page.round),
        "labels": labels,
        "at": now(),
        "today": today(visitor.timezone),
    } | more


def not_yet(page: RoundPage) -> str:
    """Empty where a round may be written about, otherwise the sentence why not: before anything is typed."""
    try:
        record_rules.ensure_may_write(page.round.status, page.meeting.starts_at, now())
    except RuleBroken as refusal:
        return refusal.message
    return ""
