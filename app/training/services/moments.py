"""Moments in the government's own zone, for sentences and mail."""

from datetime import date, datetime

from app.base import scope, wording
from app.base.clock import now
from app.organisation import queries as organisation


def timezone() -> str:
    """The zone of the government in scope."""
    return organisation.government(scope.current()).timezone


def in_words(instant: datetime) -> str:
    """Kamis, 10 Desember 2026, 08.00 WIB"""
    return wording.moment(instant, timezone())


def local_today() -> date:
    """Today, where the government is."""
    return wording.local(now(), timezone()).date()
