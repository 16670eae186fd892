"""A batch as an iCalendar file: to keep, after a change, or to take out again."""

from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from app.attendance.models import Meeting
from app.base.clock import now
from app.training import labels
from app.training.models import BatchStatus
from app.training.queries.batches import BatchPage


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
        calendar.add_component(_event(page, meeting, address, timezone))
    if dropped is not None:
        event = _event(page, dropped, address, timezone)
        event["status"] = "CANCELLED"
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(page: BatchPage, meeting: Meeting, address: str, timezone: str) -> Event:
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
