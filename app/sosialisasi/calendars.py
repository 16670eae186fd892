"""A round as an entry of somebody's calendar, asked for, moved and taken out again."""

from app.attendance import calendars
from app.attendance.calendars import CANCELLED, Entry
from app.base import scope
from app.base.clock import now
from app.notifications import addresses
from app.organisation import queries as organisation
from app.sosialisasi import labels
from app.sosialisasi.queries.events import RoundPage

REQUEST, CANCEL = "REQUEST", "CANCEL"
attach_file = calendars.attach_file


def named(title: str, number: int) -> str:
    return f"{title}, {labels.round_name(number)}"


def title_of(page: RoundPage) -> str:
    return named(page.event.title, page.round.number)


def entry(page: RoundPage, *, is_off: bool = False) -> Entry:
    """The entry of a round; it grows with the version of the round."""
    meeting = page.meeting
    return Entry(
        meeting.id,
        meeting.starts_at,
        meeting.ends_at,
        calendars.where(meeting) or meeting.online_url,
        calendars.sequence(page.round.version),
        CANCELLED if is_off else "",
        title_of(page),
        description=meeting.online_url,
    )


def file_for(page: RoundPage, method: str) -> str:
    """The calendar file that goes with a mail about a round."""
    timezone = organisation.government(scope.current()).timezone
    content = calendars.of_entries(
        title_of(page),
        [entry(page, is_off=method == CANCEL)],
        product="Sosialisasi",
        organiser=page.unit.name,
        address=addresses.absolute("/sosialisasi/undangan-saya"),
        timezone=timezone,
        written_at=now(),
        method=method,
    )
    return content.decode()
