"""Meetings as an iCalendar file (RFC 5545): for a batch, for mails, and for calendars under a secret link.

One meeting has one UID wherever it stands. Its sequence grows with the batch's version and, within one version, with
the changes of somebody's booking, so that a calendar program which has the meeting already takes the news over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from app.attendance.models import Meeting
from app.base.clock import now
from app.notifications.catalogue import Attachment
from app.training import labels
from app.training.models import BatchStatus
from app.training.queries.batches import BatchPage

MEDIA_TYPE = "text/calendar"
CANCELLED, TENTATIVE = "CANCELLED", "TENTATIVE"
REFRESH = timedelta(hours=6)
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2040, 1, 1)
_CHANGES_OF_A_VERSION = 100


@dataclass(frozen=True)
class Entry:
    """A meeting as it stands in a calendar. ``title`` and ``address`` are given where a calendar holds many batches."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    sequence: int = 0
    status: str = ""
    title: str = ""
    address: str = ""
    description: str = ""

    def as_fact(self) -> list[Any]:
        return [self.meeting_id, self.starts_at.isoformat(), self.ends_at.isoformat(), self.place, self.sequence]

    @classmethod
    def of_fact(cls, fact: Sequence[Any]) -> "Entry":
        started, ended = datetime.fromisoformat(fact[1]), datetime.fromisoformat(fact[2])
        return cls(fact[0], started, ended, fact[3], *fact[4:5])


def sequence(version: int, changes: int = 0) -> int:
    """How far a meeting has changed, by the version of its batch and the changes of a booking."""
    return (version - 1) * _CHANGES_OF_A_VERSION + min(changes, _CHANGES_OF_A_VERSION - 1)


def entries(meetings: Sequence[Meeting], *, version: int = 1, changes: int = 0, status: str = "") -> list[Entry]:
    return [
        Entry(one.id, one.starts_at, one.ends_at, where(one), sequence(version, changes), status) for one in meetings
    ]


def where(meeting: Any) -> str:
    """Place and address of a meeting on one line."""
    return ", ".join(filter(None, (meeting.place, meeting.address)))


def of_entries(
    title: str,
    listed: Iterable[Entry],
    *,
    address: str,
    timezone: str,
    written_at: datetime,
    method: str = "PUBLISH",
    name: str = "",
) -> bytes:
    """The meetings with their times in the government's zone, VTIMEZONE included; the same bytes for the same facts.

    ``name`` is what a program calls a calendar it reads again and again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Penata//Pelatihan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH)
        calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_zone(timezone))
    zone = ZoneInfo(timezone)
    for entry in listed:
        calendar.add_component(_event(entry, title, address, zone, written_at))
    return bytes(calendar.to_ical())


def attach(facts: Mapping[str, Any], written_at: datetime) -> Attachment | None:
    """The calendar entry of a letter, from the letter's own facts."""
    listed = [Entry.of_fact(one) for one in facts.get("meetings", [])]
    if not listed:
        return None
    content = of_entries(
        facts["batch"], listed, address=facts["link"], timezone=facts["timezone"], written_at=written_at
    )
    return Attachment("jadwal.ics", MEDIA_TYPE, content, {"charset": "utf-8", "method": "PUBLISH"})


@lru_cache
def _zone(timezone: str) -> Timezone:
    """The zone's VTIMEZONE: working it out takes longer than all the rest of a calendar."""
    return Timezone.from_tzid(timezone, first_date=_FIRST_DAY, last_date=_LAST_DAY)


def _event(entry: Entry, title: str, address: str, zone: ZoneInfo, written_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"pertemuan-{entry.meeting_id}@penata")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", written_at)
    event.add("summary", entry.title or title)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("location", entry.place)
    event.add("url", entry.address or address)
    if entry.description:
        event.add("description", entry.description)
    if entry.status:
        event.add("status", entry.status)
    return event


def of_batch(
    page: BatchPage,
    meetings: list[Meeting],
    address: str,
    timezone: str,
    *,
    method: str = "PUBLISH",
    dropped: Meeting | None = None,
    changes: int = 0,
) -> bytes:
    """A batch's meetings. ``method`` is REQUEST or CANCEL where the file travels with a letter.

    Under CANCEL, in a cancelled batch, and for the ``dropped`` meeting the status says so.
    """
    version = page.batch.version
    gone = page.batch.status == BatchStatus.CANCELLED or method == "CANCEL"
    listed = entries(meetings, version=version, changes=changes, status=CANCELLED if gone else "")
    if dropped is not None:
        listed += [replace(entries([dropped], version=version, changes=changes)[0], status=CANCELLED)]
    title = labels.batch_name(page.title, page.batch.number)
    return of_entries(title, listed, address=address, timezone=timezone, written_at=now(), method=method)


def attach_file(facts: Mapping[str, Any], _written_at: datetime) -> Attachment | None:
    """The calendar file a letter was given, whose method tells calendar programs to change or take out (RFC 6047)."""
    content = facts.get("calendar", "")
    if not content:
        return None
    method = "CANCEL" if "METHOD:CANCEL" in content else "REQUEST"
    return Attachment("jadwal.ics", MEDIA_TYPE, content.encode(), {"charset": "utf-8", "method": method})
