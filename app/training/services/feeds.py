"""The calendar behind a secret link: no names of others, and nothing its owner may not see any more."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.access.permissions import Permission
from app.accounts.queries.reaches import reach_of
from app.attendance.calendars import CANCELLED, TENTATIVE, Entry, entries, sequence, where
from app.base import scope
from app.base.clock import now, today
from app.notifications import addresses
from app.organisation.queries import structure
from app.training import calendars, labels
from app.training.models import BatchStatus, CalendarKind, EnrolmentStatus
from app.training.queries import batches
from app.training.queries import calendars as queries
from app.training.services.calendar_links import LONGEST_TOKEN, hash_of

PAST = timedelta(days=366)
_others: list[Callable[[int, datetime], list[Entry]]] = []


class Closed(StrEnum):
    """Why a link shows nothing."""

    UNKNOWN = "unknown"
    ENDED = "ended"
    NOT_ALLOWED = "not_allowed"


def read(token: str) -> bytes | Closed:
    """The calendar a token opens now, or why it opens none."""
    link = queries.opened(hash_of(token)) if len(token) <= LONGEST_TOKEN else None
    if link is None:
        return Closed.UNKNOWN
    if link.ended_at is not None:
        return Closed.ENDED
    if not _owner_is_here(link):
        return Closed.NOT_ALLOWED
    with scope.within(link.government_id):
        return _READERS[CalendarKind(link.kind)](link)


def _owner_is_here(link: Any) -> bool:
    if not link.account_active:
        return False
    return link.employee_id is None or bool(link.employee_active and link.employee_government == link.government_id)


def also(entries_of: Callable[[int, datetime], list[Entry]]) -> None:
    """Let a house above add what it has for somebody's own calendar, by employee and since when."""
    _others.append(entries_of)


def _of_person(link: Any) -> bytes | Closed:
    if link.employee_id is None:
        return Closed.NOT_ALLOWED
    since = now() - PAST
    listed = [_entry(row, row.changes, _status_of(row)) for row in queries.of_person(link.employee_id, since)]
    for entries_of in _others:
        listed += entries_of(link.employee_id, since)
    return _written("Pelatihan saya", link, listed)


def _of_unit(link: Any) -> bytes | Closed:
    """Counts instead of names: whoever holds the address may be anybody."""
    unit = structure.unit(link.unit_id)
    day = today(link.timezone)
    if not reach_of(link.user_id, Permission.ORGANISATION_DIRECTORY_READ, day).covers(unit.path):
        return Closed.NOT_ALLOWED
    listed = [
        _entry(row, 0, _gone(row), f"{row.people} orang dari {unit.name} ikut.")
        for row in queries.of_unit(unit.path, day, now() - PAST)
    ]
    return _written(f"Pelatihan {unit.name}", link, listed)


def _of_batch(link: Any) -> bytes | Closed:
    day = today(link.timezone)
    reach = reach_of(link.user_id, Permission.TRAINING_CATALOGUE_READ, day)
    page = batches.managed_batch(link.batch_id)
    if page.batch.status == BatchStatus.DRAFT or not (reach.is_everything or reach.paths):
        return Closed.NOT_ALLOWED
    status = CANCELLED if page.batch.status == BatchStatus.CANCELLED else ""
    listed = entries(batches.meetings(page.batch.id), version=page.batch.version, status=status)
    name = labels.batch_name(page.title, page.batch.number)
    return _written(name, link, listed, address=_address(page.batch.id), organiser=page.programme.organiser)


_READERS = {CalendarKind.PERSON: _of_person, CalendarKind.UNIT: _of_unit, CalendarKind.BATCH: _of_batch}


def _entry(row: Any, changes: int, status: str, description: str = "") -> Entry:
    return Entry(
        row.meeting_id,
        row.starts_at,
        row.ends_at,
        where(row),
        sequence(row.version, changes),
        status,
        labels.batch_name(row.title, row.number),
        _address(row.batch_id),
        description,
        row.organiser,
    )


def _status_of(row: Any) -> str:
    if row.batch_status == BatchStatus.CANCELLED or row.status in queries.LEFT:
        return CANCELLED
    return TENTATIVE if row.status == EnrolmentStatus.OFFERED else "CONFIRMED"


def _gone(row: Any) -> str:
    return CANCELLED if row.batch_status == BatchStatus.CANCELLED else ""


def _written(name: str, link: Any, listed: list[Entry], *, address: str = "", organiser: str = "") -> bytes:
    return calendars.of_entries(
        name,
        listed,
        organiser=organiser or link.government,
        address=address,
        timezone=link.timezone,
        written_at=now(),
        name=f"{name} (Penata)",
    )


def _address(batch_id: int) -> str:
    return addresses.absolute(f"/pelatihan/angkatan/{batch_id}")
