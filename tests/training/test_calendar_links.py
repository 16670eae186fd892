"""Calendars under secret links: what stands in them, who may make them, and two foreign programs that read them."""

import re
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from app.access.permissions import Role
from app.access.visitor import SYSTEM
from app.accounts.models import User
from app.attendance.calendars import Entry, sequence
from app.audit.models import AuditEntry
from app.base.clock import now
from app.base.database import db
from app.notifications import post, posting
from app.notifications.models import Mail
from app.organisation.models import Employee, OrgUnit, Position
from app.training import calendars
from app.training.models import BatchStatus, CalendarKind, CalendarLink, Enrolment, EnrolmentStatus
from app.training.queries import enrolments
from app.training.services import calendar_links, feeds
from app.training.services import enrolments as booking
from app.training.services.calendar_links import Target
from tests.support.builders import (
    enrol,
    grant,
    make_batch,
    make_employee,
    make_position,
    make_programme,
    meetings_of,
    page_of,
    seat,
)
from tests.support.examples import examples

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def link_for(person, kind=CalendarKind.PERSON, **target):
    token = calendar_links.make(
        person.user_id, Target(kind, **target), government_id=person.government_id, by=person.actor
    )
    db.session.commit()
    return token


def unit_of(person):
    post = db.session.get_one(Position, person.position_id)
    return db.session.get_one(OrgUnit, post.unit_id)


def events(token):
    """The feed as two programs that did not write it read it."""
    content = feeds.read(token)
    assert isinstance(content, bytes), content
    read = IcsCalendarStream.calendar_from_ics(content.decode()).events
    other = vobject.readOne(content.decode())
    theirs = [one.uid.value for one in getattr(other, "vevent_list", [])]
    assert theirs == [one.uid for one in read]
    return read


def test_ones_own_calendar_holds_what_one_takes_part_in(budi, dewi):
    batch, other = make_batch(meetings=2), make_batch(programme=make_programme("Milik Dewi"))
    seat(budi, batch)
    seat(dewi, other)
    found = events(link_for(budi))
    assert [one.uid for one in found] == [f"pertemuan-{one.id}@penata" for one in meetings_of(batch)]
    assert [one.status.value for one in found] == ["CONFIRMED", "CONFIRMED"]
    first = meetings_of(batch)[0]
    assert found[0].dtstart.astimezone(UTC) == first.starts_at
    assert found[0].dtstart.tzinfo == ZoneInfo("Asia/Jakarta") or str(found[0].dtstart.tzinfo) == "Asia/Jakarta"
    assert str(found[0].url).endswith(f"/pelatihan/angkatan/{batch.id}")


def test_leaving_and_coming_back_only_ever_raises_the_sequence(budi):
    batch = make_batch(starts_in_days=20)
    token = link_for(budi)
    seen = []

    def look():
        [event] = events(token)
        seen.append((event.status.value, event.sequence))

    enrol(budi, batch)
    look()
    booking.withdraw(enrolments.own(budi.employee_id, batch.id), by=budi.actor)
    db.session.commit()
    look()
    enrol(budi, batch)
    look()
    batch.version += 1
    batch.status = BatchStatus.CANCELLED
    db.session.commit()
    look()
    assert [status for status, _sequence in seen] == ["CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
    steps = [sequence for _status, sequence in seen]
    assert steps == sorted(set(steps))


def test_an_offer_stands_as_tentative_and_a_queue_not_at_all(budi, dewi):
    batch = make_batch(seats=1, starts_in_days=20)
    enrol(budi, batch)
    enrol(dewi, batch)
    token = link_for(dewi)
    assert events(token) == []
    booking.withdraw(enrolments.own(budi.employee_id, batch.id), by=budi.actor)
    db.session.commit()
    assert [one.status.value for one in events(token)] == ["TENTATIVE"]


def test_a_unit_sees_how_many_and_never_who(visit, rina, budi, dewi):
    batch, elsewhere = make_batch(meetings=1), make_batch(programme=make_programme("Tanpa orang unit ini"))
    unit = unit_of(budi)
    mate = make_employee("Rekan Seunit", position_id=make_position(unit=unit).id)
    for person in (budi, mate):
        seat(person, batch)
    seat(dewi, elsewhere)
    page = visit(rina).open("training.list_calendar_links")
    made = page.press("Buat tautan unit", unit=str(unit.id))
    token = re.search(r"/kalender/([\w-]+)\.ics", made.source)[1]
    [event] = events(token)
    assert event.description == f"2 orang dari {unit.name} ikut."
    content = feeds.read(token).decode()
    assert [name for name in (budi.name, mate.name, budi.nip, "Tanpa orang") if name in content] == []


def test_only_units_within_reach(visit, rina, budi, sari):
    foreign = unit_of(sari)
    wanted = {"jenis": "unit", "unit": str(foreign.id)}
    choices = visit(rina).open("training.list_calendar_links").form("Buat tautan unit").choices("unit")
    assert str(foreign.id) not in choices
    for person in (budi, rina):
        assert visit(person).post("training.create_calendar_link", fields=wanted).status_code == 404
    empty = visit(rina).post("training.create_calendar_link", fields={"jenis": "unit", "unit": ""})
    assert empty.status_code == 422
    for wrong in ({"jenis": "entah"}, {}, {"jenis": "batch", "angkatan": "999999"}, {"jenis": "unit", "unit": "9"}):
        assert visit(budi).post("training.create_calendar_link", fields=wrong).status_code == 404


@once
def test_a_unit_link_ends_with_the_right_behind_it(sari, budi):
    unit_id = unit_of(budi).id
    token = link_for(sari, CalendarKind.UNIT, unit_id=unit_id)
    assert isinstance(feeds.read(token), bytes)
    token = link_for(budi, CalendarKind.UNIT, unit_id=unit_id)
    assert feeds.read(token) is feeds.Closed.NOT_ALLOWED
    grant(budi.user_id, Role.AUDITOR)
    db.session.commit()
    assert isinstance(feeds.read(token), bytes)


def test_a_batch_calendar_follows_its_batch(visit, budi):
    batch = make_batch(meetings=2, programme=make_programme("Arsip Digital"))
    page = visit(budi).open("training.show_batch", batch_id=batch.id).link("Berlangganan jadwal angkatan ini")
    made = page.press("Buat tautan angkatan")
    assert made.heading == "Tautan kalender siap"
    token = re.search(r"/kalender/([\w-]+)\.ics", made.source)[1]
    assert [(one.sequence, one.status) for one in events(token)] == [(0, None), (0, None)]
    batch.status, batch.version = BatchStatus.CANCELLED, 2
    db.session.commit()
    assert [(one.sequence, one.status.value) for one in events(token)] == [(100, "CANCELLED")] * 2


def test_the_page_shows_an_address_once_renews_and_ends_it(visit, budi):
    seat(budi, make_batch())
    made = visit(budi).open("training.list_calendar_links").press("Buat tautan saya")
    token = re.search(r"/kalender/([\w-]+)\.ics", made.source)[1]
    assert f"webcal://127.0.0.1:8000/kalender/{token}.ics" in made.source
    answer = visit().get(f"/kalender/{token}.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    kept = db.session.execute(select(CalendarLink)).scalar_one()
    assert token not in (kept.token_hash, repr(kept.__dict__))
    listed = visit(budi).open("training.list_calendar_links")
    assert token not in listed.source
    renewed = listed.press("Ganti")
    fresh = re.search(r"/kalender/([\w-]+)\.ics", renewed.source)[1]
    assert visit().open(f"/kalender/{token}.ics", expect=410).heading == "Tautan kalender ini sudah dicabut"
    ended = visit(budi).open("training.list_calendar_links").press("Cabut")
    assert ended.notices == ["Tautan kalender dicabut."]
    assert visit().get(f"/kalender/{fresh}.ics").status_code == 410
    actions = db.session.execute(select(AuditEntry.action).where(AuditEntry.action.like("training.calendar.%")))
    assert sorted(actions.scalars()) == ["training.calendar.ended"] * 2 + ["training.calendar.made"] * 2


def test_a_wrong_token_gets_a_sentence(visit):
    for token in ("salah", "x" * 300, "%00", "a.b"):
        assert visit().get(f"/kalender/{token}.ics").status_code == 404
    page = visit().open("/kalender/salah.ics", expect=404)
    assert page.heading == "Tautan kalender ini tidak dikenal"


@pytest.mark.parametrize("what", ["account", "employee"])
def test_the_link_of_somebody_at_rest_shows_nothing(visit, budi, what):
    token = link_for(budi)
    row = (
        db.session.get_one(User, budi.user_id) if what == "account" else db.session.get_one(Employee, budi.employee_id)
    )
    row.active = False
    db.session.commit()
    page = visit().open(f"/kalender/{token}.ics", expect=410)
    assert page.heading == "Tautan kalender ini tidak berlaku lagi"


@once
def test_nobody_ends_or_renews_anothers_link(visit, budi, dewi):
    token = link_for(budi)
    link = db.session.execute(select(CalendarLink)).scalar_one()
    for endpoint in ("training.create_calendar_end", "training.create_calendar_renewal"):
        assert visit(dewi).post(endpoint, link_id=link.id).status_code == 404
    assert isinstance(feeds.read(token), bytes)


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", "+0700"), ("Asia/Makassar", "+0800"), ("Asia/Jayapura", "+0900")]
)
def test_each_zone_of_the_country_is_written_out(zone, offset):
    start = now().replace(microsecond=0)
    entry = Entry(7, start, start + timedelta(hours=2), "Aula")
    content = calendars.of_entries(
        "Judul",
        [entry],
        organiser="BKPSDM",
        address="https://penata.example/",
        timezone=zone,
        written_at=start,
    )
    text = content.decode()
    assert f"TZID:{zone}" in text
    assert f"TZOFFSETTO:{offset}" in text
    [event] = IcsCalendarStream.calendar_from_ics(text).events
    assert event.dtstart.astimezone(UTC) == start
    [other] = vobject.readOne(text).vevent_list
    assert other.dtstart.value.astimezone(UTC) == start


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


@given(
    words, words, words, st.datetimes(now().replace(tzinfo=None), now().replace(tzinfo=None) + timedelta(days=2000)),
    st.integers(1, 900), st.integers(0, 99), st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
)  # fmt: skip
@examples(40)
def test_what_is_written_is_read(title, place, organiser, start, version, changes, zone):
    begins = start.replace(tzinfo=UTC, microsecond=0)
    entry = Entry(3, begins, begins + timedelta(hours=1), place, sequence(version, changes))
    content = calendars.of_entries(
        title,
        [entry],
        organiser=organiser,
        address="https://penata.example/",
        timezone=zone,
        written_at=begins,
    )
    [event] = vobject.readOne(content.decode()).vevent_list
    assert event.summary.value == title
    assert event.location.value == place
    assert event.organizer.value == f"mailto:{post.sender_address()}"
    assert event.dtstart.value.astimezone(UTC) == begins
    assert int(event.sequence.value) == (version - 1) * 100 + changes
    assert Entry.of_fact(entry.as_fact()) == entry


def test_who_gives_the_seat_back_gets_the_meetings_taken_out(budi):
    batch = make_batch(starts_in_days=20)
    enrol(budi, batch)
    enrolment = enrolments.own(budi.employee_id, batch.id)
    booking.withdraw(enrolment, by=budi.actor)
    db.session.commit()
    mails = db.session.execute(select(Mail).order_by(Mail.id)).scalars().all()
    assert [one.kind for one in mails] == ["training_confirmed", "training_withdrawn"]
    found = []
    for mail in mails:
        message = post.compose(mail, posting.letter_of(mail), posting.attachment_of(mail))
        [part] = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
        [event] = vobject.readOne(part.get_content()).vevent_list
        found.append((part.get_param("method"), event.uid.value, int(event.sequence.value)))
    assert [method for method, _uid, _sequence in found] == ["PUBLISH", "CANCEL"]
    assert found[0][1] == found[1][1]
    assert found[0][2] < found[1][2]


@once
def test_who_only_queued_is_told_nothing_of_calendars(budi, dewi):
    batch = make_batch(seats=1, starts_in_days=20)
    enrol(budi, batch)
    enrol(dewi, batch)
    booking.withdraw(enrolments.own(dewi.employee_id, batch.id), by=dewi.actor)
    db.session.commit()
    kinds = db.session.execute(select(Mail.kind).where(Mail.employee_id == dewi.employee_id)).scalars().all()
    assert kinds == ["training_waitlisted"]


@once
def test_the_letter_of_another_time_raises_what_the_seat_began_with(visit, sari, budi):
    batch = make_batch(starts_in_days=20)
    enrol(budi, batch)
    before = db.session.execute(select(Enrolment.changes)).scalar_one()
    assert sequence(batch.version, before) < sequence(batch.version + 1)
    assert page_of(batch).batch.status == BatchStatus.PUBLISHED
    assert enrolments.own(budi.employee_id, batch.id).status == EnrolmentStatus.CONFIRMED
    assert SYSTEM.user_id is None
