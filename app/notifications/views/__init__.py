"""The doors of the notifications house: own notices, own choices, all letters, the outbox."""

from app.notifications.views import choices, letters, notices, outbox
from app.notifications.views.blueprint import bp
from app.notifications.views.choices import create_stop

__all__ = ["bp", "choices", "create_stop", "letters", "notices", "outbox"]
