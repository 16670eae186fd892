"""Which events and rounds the visitor runs: those of the units within their reach; any other is simply not found."""

from app.access.guards import visitor
from app.access.permissions import Permission
from app.access.visitor import Reach
from app.sosialisasi.queries import events
from app.sosialisasi.queries.events import EventPage, RoundPage

MANAGE = Permission.SOSIALISASI_EVENT_MANAGE
OWN = Permission.SOSIALISASI_OWN_JOIN


def managed_reach() -> Reach:
    return visitor.reach(MANAGE)


def managed_event(event_id: int) -> EventPage:
    return events.event_page(managed_reach(), event_id)


def managed_round(round_id: int) -> RoundPage:
    return events.round_page(managed_reach(), round_id)
