"""Meetings as an iCalendar file (RFC 5545), whoever holds them: to download, for mails, and behind a secret link.

One meeting has one UID wherever it stands. Its sequence grows with the version of what it belongs to and, within one
version, with the changes of somebody's booking, so that a calendar program which has the meeting already takes the news
over. Every meeting names who holds it, and a file of a letter whom it is for: calendar programs take news of a meeting
only so (RFC 5546). Answers are asked for on our pages, never by the calendar.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

from app.attendance.models import Meeting
from app.notifications import post
from app.notifications.catalogue import Addressee, Attachment

MEDIA_TYPE = "text/calendar"
CANCELLED, TENTATIVE = "CANCELLED", "TENTATIVE"
UNANSWERED, COMING = "NEEDS-ACTION", "ACCEPTED"
REFRESH = timedelta(hours=6)
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2040, 1, 1)
_CHANGES_OF_A_VERSION = 100
_NOT_IN_NAMES = str.maketrans('"^', "' ")


@dataclass(frozen=True)
class Entry:
    """A meeting as it stands in a calendar. ``title``, ``address`` and ``organiser`` are given where a calendar holds
    many things."""

    meeting_id: int
    starts_at: datetime
    ends_at: datetime
    place: str
    sequence: int = 0
    status: str = ""
    title: str = ""
    address: str = ""
    description: str = ""
    organiser: str = ""

    def as_fact(self) -> list[Any]:
        return [self.meeting_id, self.starts_at.isoformat(), self.ends_at.isoformat(), self.place, self.sequence]

    @classmethod
    def of_fact(cls, fact: Sequence[Any]) -> "Entry":
        started, ended = datetime.fromisoformat(fact[1]), datetime.fromisoformat(fact[2])
        return cls(fact[0], started, ended, fact[3], *fact[4:5])


def sequence(version: int, changes: int = 0) -> int:
    """How far a meeting has changed, by the version of what it belongs to and the changes of a booking."""
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
    product: str,
    organiser: str,
    address: str,
    timezone: str,
    written_at: datetime,
    method: str = "PUBLISH",
    name: str = "",
) -> bytes:
    """The meetings with their times in the government's zone, VTIMEZONE included; the same bytes for the same facts.

    ``product`` says in a word what part of Penata wrote it ("Pelatihan"), ``organiser`` who holds the meetings;
    ``name`` is what a program calls a calendar it reads again and again.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Penata//{product}//ID")
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
        event = _event(entry, title, address, zone, written_at)
        event.add("organizer", _who(entry.organiser or organiser, post.sender_address()))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


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


def _who(name: str, address: str, **parameters: str) -> vCalAddress:
    """Somebody as calendars name them; a name that is empty is left out. Older programs know no way to write a double
    quote or a circumflex in a name (RFC 6868)."""
    readable = " ".join(name.translate(_NOT_IN_NAMES).split())
    named = {"cn": readable} if readable else {}
    return vCalAddress(f"mailto:{address}", params=named | parameters)


def attach(title: str, facts: Mapping[str, Any], written_at: datetime, *, product: str) -> Attachment | None:
    """The calendar entry of a letter, from the letter's own facts: ``meetings``, ``link``, ``timezone`` and
    ``organiser``."""
    listed = [Entry.of_fact(one) for one in facts.get("meetings", [])]
    if not listed:
        return None
    content = of_entries(
        title,
        listed,
        product=product,
        organiser=facts.get("organiser", ""),
        address=facts["link"],
        timezone=facts["timezone"],
        written_at=written_at,
    )
    return _attachment(content, "PUBLISH")


def attach_file(
    facts: Mapping[str, Any], _written_at: datetime, to: Addressee | None = None, *, standing: str = UNANSWERED
) -> Attachment | None:
    """The calendar file a letter was given as its fact ``calendar``, whose method tells calendar programs to change or
    take out (RFC 6047), with the recipient as its only guest. ``standing`` is what they answered so far."""
    content = facts.get("calendar", "")
    if not content:
        return None
    calendar = Calendar.from_ical(content)
    if to is not None:
        guest = _who(to.name, to.address, partstat=standing, rsvp="FALSE")
        for event in calendar.walk("VEVENT"):
            event.add("attendee", guest)
    return _attachment(bytes(calendar.to_ical()), str(calendar["METHOD"]))


def _attachment(content: bytes, method: str) -> Attachment:
    return Attachment("jadwal.ics", MEDIA_TYPE, content, {"charset": "utf-8", "method": method})
