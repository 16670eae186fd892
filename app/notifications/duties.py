"""Posting what waits in the outbox."""

from app.jobs.registry import registry
from app.notifications import posting, services

registry.duty(services.DUTY)(posting.post_waiting)
