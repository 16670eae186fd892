"""Posting what waits in the outbox."""

from app.jobs.registry import registry
from app.notifications import services

registry.duty(services.DUTY)(services.post_waiting)
