"""The parts of a wave's page. A room or house that adds a page under it registers its tab.

A page under a wave takes ``wave_id``, draws itself with ``views.blueprint.wave_context(page, key)`` and extends
``surveys/wave_layout.html`` by filling its block ``tab_content``.
"""

from app.access.tabs import Tab, Tabs

__all__ = ["WAVE", "Tab"]

WAVE = Tabs("wave_id")
