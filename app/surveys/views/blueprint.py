from datetime import date
from typing import Any

from flask import Blueprint

from app.access.guards import visitor
from app.base.clock import now, today
from app.surveys import labels, tabs
from app.surveys.queries.waves import WavePage

bp = Blueprint("surveys", __name__, url_prefix="/survei")


def this_day() -> date:
    return today(visitor.timezone)


def wave_context(page: WavePage, tab: str, **more: Any) -> dict[str, Any]:
    """What ``surveys/wave_layout.html`` shows around a tab of a wave."""
    return {
        "page": page,
        "wave": page.wave,
        "unit": page.unit,
        "initiative": page.initiative,
        "previous": page.previous,
        "tab": tab,
        "tabs": tabs.WAVE.of(page.wave),
        "labels": labels,
        "at": now(),
    } | more
