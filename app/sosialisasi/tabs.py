"""The parts of an event's and of a round's page. A room or house that adds a page under them registers its tab.

A page under an event takes ``event_id``, draws itself with ``views.blueprint.event_context(page, key)`` and extends
``sosialisasi/event_layout.html`` by filling its block ``tab_content``; a page under a round likewise with ``round_id``.
"""

from app.access.tabs import Tab, Tabs

__all__ = ["EVENT", "ROUND", "Tab"]

EVENT = Tabs("event_id")
ROUND = Tabs("round_id")
