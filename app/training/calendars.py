"""Meetings as an iCalendar file (RFC 5545), for the page of a batch and for the mail that confirms a seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2040, 1, 1)


@dataclass(frozen=True)
class Entry:
    """A meeting as it stands in a calendar."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    place: str

    def as_fact(self) -> list[Any]:
        return [self.meeting_id, self.starts_at.isoformat(), self.ends_at.isoformat(), self.place]

    @classmethod
    def of_fact(cls, fact: Sequence[Any]) -> "Entry":
        return cls(fact[0], datetime.fromisoformat(fact[1]), datetime.fromisoformat(fact[2]), fact[3])


def entries(meetings: Sequence[Meeting]) -> list[Entry]:
    return [
        Entry(one.id, one.starts_at, one.ends_at, ", ".join(filter(None, (one.place, one.address)))) for one in meetings
    ]


def of_entries(title: str, listed: Sequence[Entry], *, address: str, timezone: str, written_at: datetime) -> bytes:
    """The meetings with their times in the government's zone, VTIMEZONE included; the same bytes for the same facts."""
    calendar = Calendar()
    calendar.add("prodid", "-//Penata//Pelatihan//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone(timezone))
    for entry in listed:
        calendar.add_component(_event(title, entry, address, ZoneInfo(timezone), written_at))
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


def _event(title: str, entry: Entry, address: str, zone: ZoneInfo, written_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"pertemuan-{entry.meeting_id}@penata")
    event.add("dtstamp", written_at)
    event.add("summary", title)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("location", entry.place)
    event.add("url", address)
    return event


def of_batch(
    page: BatchPage,
    meetings: list[Meeting],
    address: str,
    timezone: str,
    *,
    method: str = "",
    dropped: Meeting | None = None,
) -> bytes:
    """The meetings with their times in the government's zone, VTIMEZONE included (RFC 5545).

    ``method`` is REQUEST or CANCEL where the file travels with a letter. The sequence grows with the batch's
    version, so that a calendar which has the meetings already takes them over; ``dropped`` is taken out of it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Penata//Pelatihan//ID")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method)
    for meeting in meetings:
        calendar.add_component(_event_of_batch(page, meeting, address, timezone))
    if dropped is not None:
        event = _event_of_batch(page, dropped, address, timezone)
        event["status"] = "CANCELLED"
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event_of_batch(page: BatchPage, meeting: Meeting, address: str, timezone: str) -> Event:
    zone = ZoneInfo(timezone)
    event = Event()
    event.add("uid", f"pertemuan-{meeting.id}@penata")
    event.add("sequence", page.batch.version - 1)
    event.add("dtstamp", now())
    event.add("summary", labels.batch_name(page.title, page.batch.number))
    event.add("dtstart", meeting.starts_at.astimezone(zone))
    event.add("dtend", meeting.ends_at.astimezone(zone))
    event.add("location", ", ".join(filter(None, (meeting.place, meeting.address))))
    event.add("url", address)
    if page.batch.status == BatchStatus.CANCELLED:
        event.add("status", "CANCELLED")
    return event


def attach_file(facts: Mapping[str, Any], _written_at: datetime) -> Attachment | None:
    """The calendar file a letter was given, whose method tells calendar programs to change or take out (RFC 6047)."""
    content = facts.get("calendar", "")
    if not content:
        return None
    method = "CANCEL" if "METHOD:CANCEL" in content else "REQUEST"
    return Attachment("jadwal.ics", MEDIA_TYPE, content.encode(), {"charset": "utf-8", "method": method})
