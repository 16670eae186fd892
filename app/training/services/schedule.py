"""The meetings of a batch: one by one, or many by a pattern."""

from dataclasses import replace
from datetime import date, datetime, time

from app.access.visitor import Actor
from app.attendance import services as attendance
from app.attendance.models import Meeting
from app.audit import services as audit
from app.base import wording
from app.base.database import db, lock
from app.organisation import queries as organisation
from app.training import rules
from app.training.facts import MeetingFacts, Pattern, Planned, Slot
from app.training.models import HOLDS_SEAT, Batch, BatchMeeting, BatchStatus
from app.training.queries import batches, clashes, enrolments, planning, programmes
from app.training.queries.batches import BatchPage
from app.training.services import hours, letters
from app.training.services.moments import local_today, timezone


def add(page: BatchPage, facts: MeetingFacts, *, by: Actor) -> Meeting:
    """Another meeting of the batch, within its days."""
    batch = _hold(page)
    _ensure_room_for(batch, 1)
    starts_at, ends_at = _span(batch, facts.day, facts.begins, facts.ends)
    meeting = _plan(batch, facts, starts_at, ends_at)
    _settle(page, by, "added")
    return meeting


def change(page: BatchPage, meeting: Meeting, facts: MeetingFacts, *, by: Actor) -> None:
    """Another time, place, subject or trainer; participants are told by letter, calendar included."""
    batch = _hold(page)
    starts_at, ends_at = _span(batch, facts.day, facts.begins, facts.ends)
    moved = (meeting.starts_at, meeting.ends_at) != (starts_at, ends_at)
    if moved and planning.has_attendance(meeting.id):
        raise rules.StillNeeded("Kehadiran pertemuan ini sudah dicatat, jadi waktunya tidak bisa diubah lagi.")
    attendance.change_meeting(
        meeting,
        title=facts.title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=facts.place,
        address=meeting.address if facts.place == meeting.place else "",
        online_url=facts.online_url,
    )
    link = planning.link(meeting.id)
    link.subject_id, link.trainer = _subject_of(batch, facts.subject_id), facts.trainer
    _shift_agenda(meeting, facts.day)
    _settle(page, by, "changed")


def _shift_agenda(meeting: Meeting, day: date) -> None:
    """The lines of the day go with the day."""
    zone = timezone()
    for item in planning.agenda_items([meeting.id]):
        hour = wording.local(item.starts_at, zone).time()
        item.starts_at = wording.at(day, zone, hour)


def remove(page: BatchPage, meeting: Meeting, *, by: Actor) -> None:
    """Take a meeting out; one that people were marked at stays."""
    batch = _hold(page)
    if planning.has_attendance(meeting.id):
        raise rules.StillNeeded("Kehadiran pertemuan ini sudah dicatat, jadi pertemuannya tidak bisa dihapus.")
    if batch.status == BatchStatus.PUBLISHED and len(planning.links(batch.id)) == 1:
        raise rules.StillNeeded("Angkatan yang sudah dibuka perlu paling sedikit satu pertemuan. Ubah waktunya saja.")
    for item in planning.agenda_items([meeting.id]):
        db.session.delete(item)
    db.session.delete(planning.link(meeting.id))
    db.session.flush()
    attendance.drop_meeting(meeting)
    _settle(page, by, "removed", dropped=meeting)


def preview(page: BatchPage, pattern: Pattern) -> list[Planned]:
    """What the pattern would make, in order, and who else needs the room or the trainer then; nothing is written."""
    planned = _planned(page.batch, pattern)
    trainer = pattern.trainer or page.batch.trainer
    slots = [Slot(one.starts_at, one.ends_at, pattern.place, pattern.online_url, trainer) for one in planned]
    found = clashes.of_slots(slots)
    return [one if one.is_there else replace(one, clashes=found.get(key, ())) for key, one in enumerate(planned)]


def _planned(batch: Batch, pattern: Pattern) -> list[Planned]:
    """Days that have such a meeting already are marked."""
    _ensure_pattern(batch, pattern)
    there = {(row.starts_at, row.ends_at) for row in planning.schedule(batch.id)}
    planned = []
    days = rules.pattern_days(pattern.first, pattern.last, pattern.weekdays, pattern.left_out)
    for number, day in enumerate(days, start=1):
        starts_at, ends_at = _span(batch, day, pattern.begins, pattern.ends, field="first")
        planned.append(Planned(day, starts_at, ends_at, f"Pertemuan {number}", (starts_at, ends_at) in there))
    return planned


def _ensure_pattern(batch: Batch, pattern: Pattern) -> None:
    if pattern.last < pattern.first:
        raise rules.WrongField("last", "Tanggal akhir mendahului tanggal awal. Periksa keduanya.")
    dates = wording.date_range(batch.starts_on, batch.ends_on)
    rules.ensure_inside(batch, pattern.first, pattern.first, field="first", dates=dates)
    rules.ensure_inside(batch, pattern.last, pattern.last, field="last", dates=dates)
    if pattern.ends <= pattern.begins:
        raise rules.WrongField("ends", "Jam selesai harus sesudah jam mulai.")


def add_pattern(page: BatchPage, pattern: Pattern, *, by: Actor) -> int:
    """Write what the preview showed; a meeting that is there already is not written twice. Returns how many."""
    batch = _hold(page)
    planned = [one for one in _planned(batch, pattern) if not one.is_there]
    _ensure_room_for(batch, len(planned))
    for one in planned:
        facts = MeetingFacts(
            one.title, one.day, pattern.begins, pattern.ends, pattern.place, pattern.online_url, None, pattern.trainer
        )
        _plan(batch, facts, one.starts_at, one.ends_at)
    if planned:
        _settle(page, by, "added")
    return len(planned)


def _hold(page: BatchPage) -> Batch:
    batch = lock(page.batch)
    rules.ensure_editable(batch)
    return batch


def _ensure_room_for(batch: Batch, more: int) -> None:
    if len(planning.links(batch.id)) + more > rules.MEETINGS_AT_MOST:
        raise rules.WrongField("first", f"Satu angkatan paling banyak {rules.MEETINGS_AT_MOST} pertemuan.")


def _span(batch: Batch, day: date, begins: time, ends: time, *, field: str = "day") -> tuple[datetime, datetime]:
    zone = timezone()
    starts_at, ends_at = wording.at(day, zone, begins), wording.at(day, zone, ends)
    rules.ensure_span(starts_at, ends_at)
    rules.ensure_inside(batch, day, day, field=field, dates=wording.date_range(batch.starts_on, batch.ends_on))
    return starts_at, ends_at


def _plan(batch: Batch, facts: MeetingFacts, starts_at: datetime, ends_at: datetime) -> Meeting:
    subject_id = _subject_of(batch, facts.subject_id)
    meeting = attendance.plan_meeting(
        title=facts.title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=facts.place,
        address=batch.address if facts.place == batch.place else "",
        online_url=facts.online_url,
    )
    db.session.add(BatchMeeting(batch_id=batch.id, meeting_id=meeting.id, subject_id=subject_id, trainer=facts.trainer))
    return meeting


def _subject_of(batch: Batch, subject_id: int | None) -> int | None:
    """A subject of the batch's own programme, or none."""
    return None if subject_id is None else programmes.subject(batch.programme_id, subject_id).id


def _settle(page: BatchPage, by: Actor, what: str, *, dropped: Meeting | None = None) -> None:
    """What every change of the schedule brings with it: the hours, the version, and word to who has a seat."""
    batch = page.batch
    db.session.flush()
    hours.follow_the_rule(batch, page.programme.form_code)
    batch.version += 1
    audit.record("training.batch.rescheduled", batch, by=by, what=what, hours=str(batch.lesson_hours))
    if batch.status == BatchStatus.PUBLISHED:
        _tell_participants(page, dropped)


def _tell_participants(page: BatchPage, dropped: Meeting | None) -> None:
    seated = enrolments.with_status(page.batch.id, sorted(HOLDS_SEAT))
    if not seated:
        return
    people = organisation.people([one.employee_id for one in seated], local_today())
    calendar = letters.calendar_of(page, method="REQUEST", dropped=dropped)
    days = [wording.moment(meeting.starts_at, timezone()) for meeting in batches.meetings(page.batch.id)]
    for enrolment in seated:
        letters.tell_rescheduled(enrolment, page, people[enrolment.employee_id], calendar=calendar, days=days)
