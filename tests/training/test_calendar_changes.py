"""One meeting in every calendar: its UID stays, its sequence rises with each change, and what is called off says so.

The feeds of a person, a unit and a batch, the file of a batch and the letters are read by two programs that wrote none.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from app.base import wording
from app.base.database import db
from app.notifications import post, posting
from app.notifications.models import Mail
from app.organisation.models import Government, OrgUnit, Position
from app.training.facts import MeetingFacts
from app.training.models import CalendarKind
from app.training.queries import enrolments
from app.training.services import calendar_links, feeds, planning, schedule
from app.training.services import enrolments as booking
from app.training.services.calendar_links import Target
from tests.support.builders import enrol, make_batch, meetings_of, page_of

FEEDS = ("person", "unit", "batch")
EVERYWHERE = (*FEEDS, "file", "mail")


@dataclass(frozen=True)
class Seen:
    """What a program makes of a meeting."""

    uid: str
    sequence: int
    status: str
    starts_at: datetime


def read(content: str) -> list[Seen]:
    """Two foreign programs agree on every meeting."""
    first = [
        Seen(one.uid, one.sequence or 0, one.status.value if one.status else "", one.dtstart.astimezone(UTC))
        for one in IcsCalendarStream.calendar_from_ics(content).events
    ]
    second = [
        Seen(
            one.uid.value,
            int(one.sequence.value),
            one.status.value if hasattr(one, "status") else "",
            one.dtstart.value.astimezone(UTC),
        )
        for one in getattr(vobject.readOne(content), "vevent_list", [])
    ]
    assert first == second
    return first


def events_of(content: str):
    """The events as either program reads them."""
    return IcsCalendarStream.calendar_from_ics(content).events, vobject.readOne(content).vevent_list


@pytest.fixture
def calendars(visit, budi, sari):
    """Everything in which Budi's meetings stand, as it is now: ``calendars(batch)["unit"]``."""
    post_of = db.session.get_one(Position, budi.position_id)
    unit = db.session.get_one(OrgUnit, post_of.unit_id)

    def link(person, kind, **target):
        token = calendar_links.make(
            person.user_id, Target(kind, **target), government_id=person.government_id, by=person.actor
        )
        db.session.commit()
        return token

    tokens: dict[str, str] = {}

    def look(batch) -> dict[str, str]:
        if not tokens:
            tokens["person"] = link(budi, CalendarKind.PERSON)
            tokens["unit"] = link(sari, CalendarKind.UNIT, unit_id=unit.id)
            tokens["batch"] = link(sari, CalendarKind.BATCH, batch_id=batch.id)
        db.session.rollback()
        found = {name: feeds.read(token).decode() for name, token in tokens.items()}
        found["file"] = visit(budi).download("training.download_calendar", batch_id=batch.id).text
        return found | {"mail": last_letter(budi)}

    return look


def last_letter(person) -> str:
    """The calendar that came with somebody's newest letter that had one."""
    mails = db.session.execute(select(Mail).where(Mail.employee_id == person.employee_id).order_by(Mail.id.desc()))
    for mail in mails.scalars():
        message = post.compose(mail, posting.letter_of(mail), posting.attachment_of(mail))
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                content = part.get_content()
                assert f"METHOD:{part.get_param('method')}" in content
                return content
    raise AssertionError(f"no letter to {person.name} has a calendar")


def test_a_moved_meeting_is_the_same_one_later_and_newer_in_every_calendar(visit, calendars, sari, budi):
    batch = make_batch(meetings=2)
    enrol(budi, batch)
    before = {name: read(content) for name, content in calendars(batch).items()}
    form = visit(sari).open("training.show_schedule", batch_id=batch.id)
    form.link("Ubah", near=wording.full_date(batch.starts_on)).press("Simpan pertemuan", begins="10:00")
    after = {name: read(content) for name, content in calendars(batch).items()}
    assert set(after) == set(EVERYWHERE)
    assert "METHOD:REQUEST" in last_letter(budi)
    uids = [f"pertemuan-{one.id}@penata" for one in meetings_of(batch)]
    for name in EVERYWHERE:
        assert [one.uid for one in before[name]] == [one.uid for one in after[name]] == uids, name
        assert all(old.sequence < new.sequence for old, new in zip(before[name], after[name], strict=True)), name
        moved, still = (new.starts_at - old.starts_at for old, new in zip(before[name], after[name], strict=True))
        assert (moved, still) == (timedelta(hours=2), timedelta(0)), name


def test_a_batch_called_off_is_cancelled_in_every_calendar(calendars, sari, budi):
    batch = make_batch(meetings=2)
    enrol(budi, batch)
    before = {name: read(content) for name, content in calendars(batch).items()}
    planning.cancel(page_of(batch), "Anggarannya dialihkan.", by=sari.actor)
    db.session.commit()
    after = {name: read(content) for name, content in calendars(batch).items()}
    assert "METHOD:CANCEL" in last_letter(budi)
    for name in EVERYWHERE:
        assert [one.status for one in after[name]] == ["CANCELLED", "CANCELLED"], name
        assert [one.uid for one in before[name]] == [one.uid for one in after[name]], name
        assert all(old.sequence < new.sequence for old, new in zip(before[name], after[name], strict=True)), name


def test_a_meeting_taken_out_leaves_the_feeds_and_is_cancelled_by_letter(calendars, sari, budi):
    batch = make_batch(meetings=2)
    enrol(budi, batch)
    calendars(batch)
    [gone, stays] = [one.id for one in meetings_of(batch)]
    schedule.remove(page_of(batch), meetings_of(batch)[0], by=sari.actor)
    db.session.commit()
    found = calendars(batch)
    for name in (*FEEDS, "file"):
        assert [one.uid for one in read(found[name])] == [f"pertemuan-{stays}@penata"], name
    told = {one.uid: one.status for one in read(found["mail"])}
    assert told == {f"pertemuan-{stays}@penata": "", f"pertemuan-{gone}@penata": "CANCELLED"}


def test_the_letters_of_one_booking_never_count_backwards(calendars, sari, budi):
    """Enrolled, moved, given back, taken again, called off: a program that read each of them believes the last."""
    batch = make_batch(starts_in_days=20)
    letters = []

    def note():
        db.session.commit()
        [seen] = read(last_letter(budi))
        letters.append((seen.uid, seen.sequence))

    enrol(budi, batch)
    note()
    page = page_of(batch)
    meeting = meetings_of(batch)[0]
    schedule.change(page, meeting, _later(meeting), by=sari.actor)
    note()
    booking.withdraw(enrolments.own(budi.employee_id, batch.id), by=budi.actor)
    note()
    enrol(budi, batch)
    note()
    planning.cancel(page_of(batch), "Anggarannya dialihkan.", by=sari.actor)
    note()
    assert len({uid for uid, _sequence in letters}) == 1
    assert all(earlier < later for (_one, earlier), (_other, later) in pairwise(letters)), letters


def _later(meeting):
    start, end = (
        wording.local(one, "Asia/Jakarta") + timedelta(hours=1) for one in (meeting.starts_at, meeting.ends_at)
    )
    return MeetingFacts(meeting.title, start.date(), start.time(), end.time(), meeting.place, "", None, "")


def test_every_meeting_names_who_holds_it(calendars, budi):
    batch = make_batch()
    page_of(batch).programme.organiser = 'Badan "Kepegawaian", Kabupaten Bungo; Muara Bungo'
    db.session.commit()
    enrol(budi, batch)
    for name, content in calendars(batch).items():
        [first], [second] = events_of(content)
        assert str(first.organizer.uri) == second.organizer.value == f"mailto:{post.sender_address()}", name
        said = {first.organizer.common_name, *second.organizer.params["CN"]}
        assert said == {"Badan 'Kepegawaian', Kabupaten Bungo; Muara Bungo"}, name
        assert (first.attendees, hasattr(second, "attendee")) == ([], False), name


def test_a_letter_that_changes_a_calendar_names_whom_it_is_for(sari, budi):
    """Without the guest a calendar program does not know whose meeting is moved or taken out."""
    batch = make_batch(starts_in_days=20)
    enrol(budi, batch)
    meeting = meetings_of(batch)[0]
    schedule.change(page_of(batch), meeting, _later(meeting), by=sari.actor)
    db.session.commit()
    moved = last_letter(budi)
    planning.cancel(page_of(batch), "Anggarannya dialihkan.", by=sari.actor)
    db.session.commit()
    called_off = last_letter(budi)
    assert ("METHOD:REQUEST" in moved, "METHOD:CANCEL" in called_off) == (True, True)
    for content in (moved, called_off):
        [first], [second] = events_of(content)
        [guest] = first.attendees
        assert str(guest.uri) == second.attendee.value == f"mailto:{budi.email}"
        assert {guest.common_name, *second.attendee.params["CN"]} == {budi.name}
        assert (second.attendee.params["PARTSTAT"], second.attendee.params["RSVP"]) == (["ACCEPTED"], ["FALSE"])
        assert str(first.organizer.uri) == second.organizer.value == f"mailto:{post.sender_address()}"
        assert first.organizer.common_name == page_of(batch).programme.organiser


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", "+0700"), ("Asia/Makassar", "+0800"), ("Asia/Jayapura", "+0900")]
)
def test_every_calendar_is_written_by_the_clock_of_its_government(calendars, budi, zone, offset):
    db.session.get_one(Government, budi.government_id).timezone = zone
    db.session.commit()
    batch = make_batch()
    enrol(budi, batch)
    [meeting] = meetings_of(batch)
    for name, content in calendars(batch).items():
        assert set(re.findall(r"DT(?:START|END);TZID=([\w/]+)", content)) == {zone}, name
        assert re.findall(r"TZID:([\w/]+)", content) == [zone], name
        assert offset in re.findall(r"TZOFFSETTO:([+-]\d{4})", content), name
        assert [one.starts_at for one in read(content)] == [meeting.starts_at], name
