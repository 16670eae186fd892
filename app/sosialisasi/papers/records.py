"""Minutes and the signed record on paper, on the letterhead of the unit that answers for the event."""

from datetime import date

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.letters.facts import Head
from app.letters.models import Paper
from app.letters.printing import EMBLEM, SIZES
from app.sosialisasi.facts.records import NAMES_IN_RECORD, FollowUp, MinutesFacts, RecordFacts
from app.sosialisasi.queries.events import RoundPage


def place_of(page: RoundPage) -> str:
    """Where a round was held; an online one says so."""
    if not page.meeting.place:
        return "secara daring"
    return wording.where(page.meeting.place, page.round.city) if page.round.city else page.meeting.place


def opening(page: RoundPage, day: date, timezone: str) -> str:
    """The sentence a record opens with: day and date in words, hours and place (reference §6)."""
    hours = wording.time_range(page.meeting.starts_at, page.meeting.ends_at, timezone)
    place = place_of(page)
    where = place if not page.meeting.place else f"bertempat di {place}"
    return (
        f"Pada hari ini, {wording.spelled_date(day)} ({day:%d-%m-%Y}), pukul {hours}, {where}, telah dilaksanakan "
        f"{_named(page.event.title)}, putaran {wording.spelled(page.round.number)}."
    )


def _named(title: str) -> str:
    return title if title.lower().startswith("sosialisasi") else f"sosialisasi {title}"


def print_minutes(page: RoundPage, facts: MinutesFacts, head: Head, emblem: bytes | None, **about: str) -> bytes:
    """The minutes as tagged PDF/A; ``about`` are the day, the hours and the state in words."""
    html = render_document(
        "sosialisasi_minutes.html",
        head=head,
        emblem=_address(emblem),
        size=SIZES[Paper.A4],
        title=page.event.title,
        number=page.round.number,
        place=place_of(page),
        moderator=page.event.moderator,
        facts=facts,
        dated=lambda day: wording.plain_date(day) if day else "",
        lines=lines_of,
        **about,
    )
    return print_pdf(html, images=_images(emblem))


def print_record(facts: RecordFacts, emblem: bytes | None) -> bytes:
    """The record as tagged PDF/A; the list of those who came is its annex where it is short enough."""
    html = render_document(
        "sosialisasi_record.html",
        facts=facts,
        beside=facts.has_list_beside,
        content=facts.content,
        emblem=_address(emblem),
        size=SIZES[facts.paper],
        dated=_dated(facts),
        figure=wording.number,
        until=_until,
        lines=lines_of,
    )
    return print_pdf(html, images=_images(emblem))


def parts_of_list(facts: RecordFacts) -> int:
    """In how many parts a list that stands beside its record is printed."""
    return -(-len(facts.present) // NAMES_IN_RECORD)


def print_list_part(facts: RecordFacts, emblem: bytes | None, number: int) -> bytes:
    """One part of it, counted from 1, with a head and pages of its own."""
    first = (number - 1) * NAMES_IN_RECORD
    html = render_document(
        "sosialisasi_record_list.html",
        facts=facts,
        emblem=_address(emblem),
        size=SIZES[facts.paper],
        dated=_dated(facts),
        figure=wording.number,
        number=number,
        parts=parts_of_list(facts),
        first=first + 1,
        present=facts.present[first : first + NAMES_IN_RECORD],
    )
    return print_pdf(html, images=_images(emblem))


def lines_of(text: str) -> list[str]:
    """What was typed, a line each; a sheet knows paragraphs, not breaks."""
    return [line for line in (one.strip() for one in text.splitlines()) if line]


def _dated(facts: RecordFacts) -> str:
    return f"{facts.head.city}, {wording.plain_date(facts.issued_on)}"


def _until(one: FollowUp) -> str:
    return wording.kept(one.due_on)


def _address(emblem: bytes | None) -> str:
    return f"penata:images/{EMBLEM}" if emblem else ""


def _images(emblem: bytes | None) -> dict[str, bytes] | None:
    return {EMBLEM: emblem} if emblem else None
